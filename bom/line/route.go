package line

import (
	"fmt"

	"github.com/confspace/confspace/bom"
	"github.com/confspace/confspace/bom/internal/tell"
	"github.com/confspace/confspace/config"
)

// A Routing is the way of one order down the line: its work and its parts at
// each station. Route and RouteTo write it; otherwise it is read only. A
// value that is not being written is safe for concurrent use.
//
// Its JSON is that of [Routing.AppendJSON], examples/schema/routing.schema.json.
type Routing struct {
	// Visits are the stations in line order, idle ones included: the line
	// moves every product past every station. The Routing owns the slice
	// and those in it.
	Visits []Visit
	// Workload is the sum over all stations.
	Workload config.Quantity

	line *Line
	bill *bom.Bill

	// The memory of Visits, and scratch; kept to be used again.
	steps               []Step
	parts               []bom.ItemID
	order               []OperationID // the operations done, station by station
	stepOf              []uint32      // OperationID -> its place in order, from 1; 0: not done
	doer                []uint32      // item of bill -> the place of its step, from 1; 0: none
	sequencer           sequencer
	perStep, perStation []uint32
}

// A Visit is the work and the parts of an order at one station.
type Visit struct {
	Station StationID
	// Steps are the operations in the order in which they are done.
	Steps []Step
	// Parts are the items delivered here, in document order: those of the
	// steps, those that no operation consumes, and those that arrive inside
	// another (Item.CalledWith). Phantoms are never delivered.
	Parts []bom.ItemID
	// Workload is the sum of the durations, in the smallest unit of time that
	// the line uses.
	Workload config.Quantity
	// Overload: the workload exceeds the station's capacity, see [Line.Capacity].
	Overload bool

	line *Line
}

// A Step is an operation done on an order, with the items that it consumes in
// document order, those that arrive inside them included.
type Step struct {
	Operation OperationID  `json:"operation"`
	Parts     []bom.ItemID `json:"parts,omitempty"`
}

// Line returns the line that the order was routed on.
func (r *Routing) Line() *Line { return r.line }

// Bill returns the bill of material that was routed.
func (r *Routing) Bill() *bom.Bill { return r.bill }

// Overloaded returns the stations whose workload exceeds their capacity, in line
// order. The caller owns the slice.
func (r *Routing) Overloaded() []StationID {
	var over []StationID
	for i := range r.Visits {
		if r.Visits[i].Overload {
			over = append(over, r.Visits[i].Station)
		}
	}
	return over
}

// Route returns the station sequence of the order of an exact bill of
// material: of the bill's Selection, with effectivities asked at its AsOf.
//
// A station's operations stand in an order that respects precedence, direct or
// through operations that the selection lacks: the next is always the first in
// document order that no other operation must precede.
//
// If operations of a part's station consume its position, the order must have exactly one of them. The error
// joins a *CallError for each that does not, a *CycleError for each knot of operations that come before each
// other where the order has two of them, and for each [Reversal] that it breaks, and an error for each operation whose effectivity depends on what
// the point does not give, and prints the first hundred. Then there is no Routing. An overload is not an
// error.
//
// Route panics if the bill is nil, is of another structure than the line's, or was
// not written by Explode. It takes O(operations + items), and at each station at most
// the square of its operations. It is safe for concurrent use.
func (l *Line) Route(bill *bom.Bill) (*Routing, error) {
	needBill("Route", bill)
	r := new(Routing)
	if err := l.RouteTo(r, bill); err != nil {
		return nil, err
	}
	return r, nil
}

// RouteTo is Route into a Routing that the caller owns, whose memory it uses
// again. The result refers to the bill. After an error dst has no visits and no
// workload. It panics if dst or bill is nil.
func (l *Line) RouteTo(dst *Routing, bill *bom.Bill) error {
	if dst == nil {
		panic("line: RouteTo needs a Routing to write; it is nil")
	}
	needBill("RouteTo", bill)
	if bill.Structure() != l.structure {
		panic("line: routing the bill of material of another structure")
	}
	sel := bill.Selection()
	if sel == nil {
		panic("line: routing a bill of material that was not exploded")
	}
	dst.line, dst.bill, dst.Visits, dst.Workload = l, bill, dst.Visits[:0], config.Quantity{}
	run := routing{Routing: dst, l: l, sel: sel, asOf: bill.AsOf()}
	run.sequence()
	run.assign()
	if err := tell.Join(run.failed); err != nil {
		return err
	}
	run.visits()
	return nil
}

// needBill panics on a nil bill: a mistake of who called the function of the name.
func needBill(name string, bill *bom.Bill) {
	if bill == nil {
		panic("line: " + name + " needs a bill of material; it is nil")
	}
}

// A routing is one run of Route.
type routing struct {
	*Routing
	l      *Line
	sel    *config.Selection
	asOf   config.Point
	failed []error
}

// sequence finds the operations that the order has and puts those of each
// station into their order.
func (r *routing) sequence() {
	l := r.l
	r.order = r.order[:0]
	r.stepOf = zeroed(r.stepOf, len(l.operations))
	for i := range l.stations {
		s := &l.stations[i]
		r.sequencer.begin(int(s.End - s.First))
		all := len(r.order)
		for o := s.First; o < s.End; o++ {
			if r.has(o) {
				r.sequencer.add(int(o - s.First))
				all++
			}
		}
		if r.order = r.sequencer.appendTo(r.order, s.First, l.before[s.First:s.End]); len(r.order) < all {
			r.tangled(s)
		}
	}
	for place, o := range r.order {
		r.stepOf[o] = uint32(place) + 1
	}
	for _, reversal := range l.reversals {
		if err := l.Reversed(reversal, func(o OperationID) bool { return r.stepOf[o] > 0 }); err != nil {
			r.failed = append(r.failed, err)
		}
	}
}

// has reports whether the order has an operation.
func (r *routing) has(o OperationID) bool {
	l := r.l
	if !l.conditions.Holds(l.when[o], r.sel) {
		return false
	}
	if !l.dated[o] {
		return true
	}
	operation := &l.operations[o]
	covers, err := operation.Effectivity.Covers(r.asOf)
	if err != nil {
		r.failed = append(r.failed, fmt.Errorf("operation %s%s: %w", operation.Code, operation.Place.At(), err))
	}
	return covers
}

// assign finds the step that consumes each part.
func (r *routing) assign() {
	r.doer = zeroed(r.doer, len(r.bill.IDs()))
	r.perStep = zeroed(r.perStep, len(r.order)+1)
	for i, id := range r.bill.IDs() {
		c := &r.l.consumers[id]
		done := 0
		for _, o := range c.operations {
			if step := r.stepOf[o]; step > 0 {
				done++
				r.doer[i] = step
			}
		}
		switch {
		case done == 1:
			r.perStep[r.doer[i]]++
		case len(c.operations) > 0 && !c.inherited:
			r.failed = append(r.failed, r.callError(id))
		}
	}
}

// visits cuts the result to stations and steps: parts are first those of the
// stations, then those of the steps.
func (r *routing) visits() {
	l, ids := r.l, r.bill.IDs()
	r.perStation = zeroed(r.perStation, len(l.stations))
	called := 0
	for _, id := range ids {
		if at := l.callAt[id]; at != NoStation {
			r.perStation[at]++
			called++
		}
	}
	consumed := 0
	for _, n := range r.perStep {
		consumed += int(n)
	}
	r.parts = zeroed(r.parts, called+consumed)
	rest := r.parts
	r.Visits = zeroed(r.Visits, len(l.stations))
	for i := range r.Visits {
		r.Visits[i].Station, r.Visits[i].line = StationID(i), r.l
		r.Visits[i].Parts, rest = cut(rest, int(r.perStation[i]))
	}
	r.steps = zeroed(r.steps, len(r.order))
	for i, o := range r.order {
		r.steps[i].Operation = o
		r.steps[i].Parts, rest = cut(rest, int(r.perStep[i+1]))
	}
	for i, id := range ids {
		if at := l.callAt[id]; at != NoStation {
			visit := &r.Visits[at]
			visit.Parts = append(visit.Parts, id)
		}
		if step := r.doer[i]; step > 0 {
			r.steps[step-1].Parts = append(r.steps[step-1].Parts, id)
		}
	}
	r.load()
}

// load cuts the steps to stations and sums their durations.
func (r *routing) load() {
	l := r.l
	rest := r.steps
	var all config.Decimal
	for i := range r.Visits {
		visit := &r.Visits[i]
		var work config.Decimal
		n := 0
		for n < len(rest) && rest[n].Operation < l.stations[i].End {
			work = work.Add(l.durations[rest[n].Operation])
			n++
		}
		visit.Steps, rest = rest[:n:n], rest[n:]
		visit.Workload = config.Quantity{Amount: work, Unit: l.unit}
		visit.Overload = work.Cmp(l.capacities[i]) > 0
		all = all.Add(work)
	}
	r.Workload = config.Quantity{Amount: all, Unit: l.unit}
}

// cut takes an empty slice with room for n from the front of s.
func cut[T any](s []T, n int) (front, rest []T) { return s[:0:n], s[n:] }

// zeroed returns a slice of n zeros, in the memory of s if that is enough.
func zeroed[T any](s []T, n int) []T {
	if cap(s) < n {
		return make([]T, n)
	}
	s = s[:n]
	clear(s)
	return s
}
