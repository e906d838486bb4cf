package line

import (
	"fmt"
	"slices"
	"strings"

	"github.com/confspace/confspace/bom/internal/cycle"
)

// A CycleError says that an order has operations that come before each other:
// directly, or through operations that it does not have.
type CycleError struct {
	// Operations is the cycle: each comes before the next, the last before the
	// first. The first is the first in document order that the order has.
	Operations []OperationID
	// Codes are their codes.
	Codes []string
	// Done says which of them the order has: at least two.
	Done []bool
	// Station is the code of the station at which the last of them stands, and mostly all.
	Station string
	// Later is the code of the later station at which the first stands, which so comes after the
	// last: the cycle is not one of precedence alone. Otherwise it is empty.
	Later string
}

// Error names the cycle, and the operations that the order does not have.
func (e *CycleError) Error() string {
	if len(e.Codes) == 0 {
		return "no cycle of operations"
	}
	var absent []string
	for i, code := range e.Codes {
		if !e.Done[i] && !slices.Contains(absent, code) {
			absent = append(absent, code)
		}
	}
	msg := fmt.Sprintf("operation %s at station %s comes before itself: %s", e.Codes[0], e.Station, cycle.Text(e.Codes))
	if e.Later != "" {
		msg = e.later()
	}
	if len(absent) > 0 {
		msg += "\n    the order does not have " + strings.Join(absent, ", ") + "; the operations before and after keep their order"
	}
	return msg
}

// Knots returns sets of operations, each in document order. Any two operations
// of a set come before each other, directly or through others: an order that
// has two of one set cannot be built. There are none in a line whose
// precedence has no cycle. The slices are the line's.
func (l *Line) Knots() [][]OperationID { return l.knots }

// Tangle returns the error of Route for an order that has the given operations
// of a knot: at least two, in document order. It panics if there are fewer, or
// if they are not of one knot.
func (l *Line) Tangle(done []OperationID) *CycleError {
	there := l.way(done[0], done[1:])
	back := l.way(there[len(there)-1], done[:1])
	loop := slices.Concat(there, back[1:len(back)-1])
	e := &CycleError{Operations: loop, Station: l.stations[l.operations[loop[0]].Station].Code}
	for _, o := range loop {
		e.Codes = append(e.Codes, l.operations[o].Code)
		e.Done = append(e.Done, slices.Contains(done, o))
	}
	return e
}

// tangled appends the operations of a station that could not be brought into
// an order to the others, and an error for each knot that they form.
func (r *routing) tangled(s *Station) {
	r.order = r.sequencer.appendLeft(r.order, s.First)
	for _, knot := range r.l.knots {
		if knot[0] < s.First || knot[0] >= s.End {
			continue
		}
		var done []OperationID
		for _, o := range knot {
			if slices.Contains(r.order, o) {
				done = append(done, o)
			}
		}
		if len(done) > 1 {
			r.failed = append(r.failed, r.l.Tangle(done))
		}
	}
}

// way returns a shortest way from one operation to one of others, each before the next. It
// passes through other stations where that is the only way.
func (l *Line) way(from OperationID, to []OperationID) []OperationID {
	next := l.successors()
	before := map[OperationID]OperationID{from: from}
	queue := []OperationID{from}
	for i := 0; i < len(queue); i++ {
		for _, o := range next[queue[i]] {
			if _, seen := before[o]; seen {
				continue
			}
			before[o] = queue[i]
			queue = append(queue, o)
		}
	}
	var way []OperationID
	for _, o := range queue[1:] {
		if slices.Contains(to, o) {
			for way = append(way, o); o != from; {
				o = before[o]
				way = append(way, o)
			}
			break
		}
	}
	slices.Reverse(way)
	return way
}
