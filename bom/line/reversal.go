package line

import (
	"fmt"
	"slices"
	"strings"
)

// A Reversal is an operation that comes after one at a later station. No order has both for
// certain, or the line would have been refused; an order that does cannot be built.
type Reversal struct {
	// After comes after Before, which stands at a later station.
	After  OperationID `json:"after"`
	Before OperationID `json:"before"`
	// Pairs are all operations of which the first, at a later station, has to come before the
	// second because of this: Before and After, those that come before Before, and those that
	// come after After. An order that has both of a pair is an error of Route. The slice is
	// the line's.
	Pairs [][2]OperationID `json:"pairs,omitempty"`
}

// maxPairs is the limit of the pairs of all reversals of a line.
const maxPairs = 1 << 16

// Reversals returns the operations that come after one at a later station, in document order. The
// slice is the line's.
func (l *Line) Reversals() []Reversal { return l.reversals }

// checkReversals reports operations that come after one at a later station if the order has both
// for certain: one is done always, or both under one and the same condition and effectivity.
// Package proof decides about the others.
func (d *lineDraft) checkReversals() {
	l := d.l
	for i := range l.operations {
		o, entry := &l.operations[i], d.entries[i]
		for _, before := range o.After {
			if l.operations[before].Station <= o.Station {
				continue
			}
			is, was := d.occasion(OperationID(i)), d.occasion(before)
			if is != always && was != always && is != was {
				l.reversals = append(l.reversals, Reversal{After: OperationID(i), Before: before})
				continue
			}
			code := l.operations[before].Code
			node := entry.node
			if j := slices.Index(entry.After, code); j < len(entry.after) {
				node = entry.after[j]
			}
			d.list.AddOnce(laterOperation{before}, defect(node, entry.Place, "move one of the two; the line does not run backwards",
				"%s at %s comes after %s, which is later, at %s", d.label(OperationID(i)), d.stationLabel(o.Station), code, d.stationLabel(l.operations[before].Station)))
		}
	}
}

// A laterOperation is a cause: an operation that stands at a later station than
// operations that come after it.
type laterOperation struct{ id OperationID }

// closeReversals finds the pairs of the reversals, and completes the order of operations of one
// station that come before each other through another station. It takes O(precedence) for each
// reversal, and its pairs.
func (d *lineDraft) closeReversals() {
	l := d.l
	if len(l.reversals) == 0 {
		return
	}
	next := l.successors()
	previous := func(o OperationID) []OperationID { return l.operations[o].After }
	touched := make(map[StationID]bool)
	pairs := 0
	for i := range l.reversals {
		r := &l.reversals[i]
		firsts, seconds := l.reached(r.Before, previous), l.reached(r.After, func(o OperationID) []OperationID { return next[o] })
		if pairs += len(firsts) * len(seconds); pairs > maxPairs {
			entry := d.entries[r.After]
			d.report(entry.node, entry.Place, "", "%s comes after %s, which is later: too many operations come before and after the two", d.label(r.After), l.operations[r.Before].Code)
			return
		}
		for _, first := range firsts {
			for _, second := range seconds {
				at, then := l.operations[first].Station, l.operations[second].Station
				switch {
				case at > then:
					r.Pairs = append(r.Pairs, [2]OperationID{first, second})
				case at == then && first != second:
					set(l.before[second], first-l.stations[at].First)
					touched[at] = true
				}
			}
		}
	}
	for id := range l.stations {
		if touched[StationID(id)] {
			l.closeCycles(StationID(id))
		}
	}
}

// successors returns for each operation those that name it as a predecessor.
func (l *Line) successors() [][]OperationID {
	next := make([][]OperationID, len(l.operations))
	for i := range l.operations {
		for _, before := range l.operations[i].After {
			next[before] = append(next[before], OperationID(i))
		}
	}
	return next
}

// reached returns the operations that can be reached from one, itself the first.
func (l *Line) reached(from OperationID, next func(OperationID) []OperationID) []OperationID {
	seen := make([]bool, len(l.operations))
	seen[from] = true
	all := []OperationID{from}
	for i := 0; i < len(all); i++ {
		for _, o := range next(all[i]) {
			if !seen[o] {
				seen[o] = true
				all = append(all, o)
			}
		}
	}
	return all
}

// Reversed returns the error of Route for an order that breaks a reversal; done says which
// operations the order has. It returns nil if the order has both operations of no pair.
func (l *Line) Reversed(r Reversal, done func(OperationID) bool) *CycleError {
	for _, pair := range r.Pairs {
		if !done(pair[0]) || !done(pair[1]) {
			continue
		}
		e := &CycleError{
			Operations: l.way(pair[0], pair[1:]),
			Station:    l.stations[l.operations[pair[1]].Station].Code,
			Later:      l.stations[l.operations[pair[0]].Station].Code,
		}
		for _, o := range e.Operations {
			e.Codes, e.Done = append(e.Codes, l.operations[o].Code), append(e.Done, done(o))
		}
		return e
	}
	return nil
}

// later is the text of a CycleError whose last operation stands at an earlier station than the first.
func (e *CycleError) later() string {
	last := len(e.Codes) - 1
	msg := fmt.Sprintf("operation %s at station %s comes after %s, which is later, at station %s", e.Codes[last], e.Station, e.Codes[0], e.Later)
	if between := e.Codes[1:last]; len(between) > 0 {
		msg += ", through " + strings.Join(between, ", ")
	}
	return msg
}
