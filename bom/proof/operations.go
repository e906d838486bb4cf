package proof

import (
	"context"
	"slices"
	"strings"

	"github.com/confspace/confspace/bom"
	"github.com/confspace/confspace/bom/internal/condition"
	"github.com/confspace/confspace/bom/line"
	"github.com/confspace/confspace/config"
	"github.com/confspace/confspace/rules"
	"github.com/confspace/confspace/solver"
)

// work asks of each operation whether orders have it always or never, and whether operations come
// before each other.
func (x *pass) work(context.Context) error {
	l := x.line
	x.possible = make([]bool, l.NumOperations())
	for i, when := range x.study.operations {
		if when.Op() == rules.OpFalse {
			continue
		}
		o := l.Operation(line.OperationID(i))
		told := Subject{Kind: OfOperation, Code: o.Code, Place: o.Place}
		undone := x.at(Undone, key("operation ", i), told)
		undone.message, undone.condition = say("operation %s: no order has it; its condition never holds: %s", o.Code, when), when
		x.never(undone, when, nil)
		x.ask(when, func(t rules.Truth) { x.possible[i] = t != rules.Violated })
		if lacking := l.Lacking(line.OperationID(i)); lacking != nil {
			message := say("operation %s needs %s, which station %s lacks%s", o.Code, strings.Join(lacking, " and "), l.Station(o.Station).Code, having(l, lacking))
			x.meets(Unequipped, key("operation ", i), told, message, when, nil)
		}
		if when.Op() != rules.OpTrue {
			x.always(x.at(Always, key("operation ", i), told), frame{}, when, say("operation %s", o.Code))
		}
	}
	for _, knot := range l.Knots() {
		x.knot(knot)
	}
	for i, r := range l.Reversals() {
		x.reversal(i, r)
	}
	return nil
}

// stations asks whether the work of a station exceeds its capacity.
func (x *pass) stations(ctx context.Context) error {
	if !x.wants(Overload) {
		return nil
	}
	for id := range x.line.Stations() {
		if err := x.station(ctx, id); err != nil {
			return err
		}
	}
	return nil
}

// having names the stations that have all of some tools.
func having(l *line.Line, tools []string) string {
	var codes []string
	for _, s := range l.Stations() {
		if !slices.ContainsFunc(tools, func(tool string) bool { return !slices.Contains(s.Tools, tool) }) {
			codes = append(codes, s.Code)
		}
	}
	switch len(codes) {
	case 0:
		return ""
	case 1:
		return ", but " + codes[0] + " has"
	}
	return ", but " + strings.Join(codes, ", ") + " have"
}

// knot notes operations that come before each other if some order has two of them.
func (x *pass) knot(knot []line.OperationID) {
	when := make([]rules.Expr, len(knot))
	var codes []string
	for i, o := range knot {
		when[i] = x.study.operations[o]
		codes = append(codes, x.line.Operation(o).Code)
	}
	first := x.line.Operation(knot[0])
	told := Subject{Kind: OfOperation, Code: first.Code, Operations: codes, Place: first.Place}
	x.meets(Cycle, key("operation ", knot[0]), told, nil, rules.Between(2, rules.Unbounded, when...), func(sel *config.Selection) error {
		var done []line.OperationID
		for i, o := range knot {
			if when[i].Holds(sel) {
				done = append(done, o)
			}
		}
		return x.line.Tangle(done)
	})
}

// reversal notes an operation after one at a later station if some order has both, or others that
// must stand in that order because of them.
func (x *pass) reversal(i int, r line.Reversal) {
	var both []rules.Expr
	for _, pair := range r.Pairs {
		first, second := x.study.operations[pair[0]], x.study.operations[pair[1]]
		if first.Op() != rules.OpFalse && second.Op() != rules.OpFalse {
			both = append(both, rules.And(first, second))
		}
	}
	if both == nil {
		return
	}
	after, before := x.line.Operation(r.After), x.line.Operation(r.Before)
	told := Subject{Kind: OfOperation, Code: after.Code, Operations: []string{before.Code, after.Code}, Place: after.Place}
	x.meets(Backward, key("reversal ", i), told, nil, rules.Or(both...), func(sel *config.Selection) error {
		return x.line.Reversed(r, func(o line.OperationID) bool { return x.study.operations[o].Holds(sel) })
	})
}

// station notes a station if the work of some order exceeds its capacity.
func (x *pass) station(ctx context.Context, id line.StationID) error {
	capacity := x.line.Capacity(id)
	var sum config.Decimal
	for o, operation := range x.line.Operations(id) {
		if x.possible[o] {
			duration, err := operation.Duration.In(capacity.Unit)
			if err != nil {
				return err
			}
			sum = sum.Add(duration.Amount)
		}
	}
	if sum.Cmp(capacity.Amount) <= 0 {
		return nil // all of them together do not
	}
	work, err := x.study.Work(id)
	if err != nil { // it is more than an objective holds
		x.open = append(x.open, OpenQuestion{Inconclusive, "the work of station " + x.line.Station(id).Code, "since " + err.Error(), 1})
		return nil
	}
	over, err := x.exceeds(ctx, work, id)
	if err != nil || !over {
		return err
	}
	station := x.line.Station(id)
	m := x.at(Overload, key("station ", id), Subject{Kind: OfStation, Code: station.Code, Place: station.Place})
	m.message = say("station %s: the work of an order exceeds its capacity, %s", station.Code, capacity)
	m.overload, m.station = true, id
	x.overloads = append(x.overloads, id)
	return nil
}

// exceeds reports whether the work of some order exceeds the capacity of a station. Points at
// which the operations have the same conditions ask it once, if the answer holds in their spaces.
func (x *pass) exceeds(ctx context.Context, work *solver.Objective, id line.StationID) (bool, error) {
	texts := []string{x.line.Station(id).Code}
	for o := range x.line.Operations(id) {
		texts = append(texts, condition.Key(x.study.operations[o]))
	}
	station := strings.Join(texts, "\x00")
	if over, known := x.answers.exceeded(x.index, station); known {
		return over, nil
	}
	over, err := x.space.Exceeds(ctx, work, x.line.Capacity(id))
	if err == nil {
		x.answers.learnExceeded(x.index, station, over)
	}
	return over, err
}

// workConditions returns the conditions of the operations at the stations that some order
// exceeds.
func (x *pass) workConditions() []rules.Expr {
	var all []rules.Expr
	for _, id := range x.overloads {
		for o := range x.line.Operations(id) {
			all = append(all, x.study.operations[o])
		}
	}
	return all
}

// calls asks of each part that is delivered to a station whether exactly one operation fits
// it, and of each operation whether it has a part to fit.
func (x *pass) calls(context.Context) error {
	s, l := x.structure, x.line
	fitted := make([][]rules.Expr, l.NumOperations()) // when the order has a part that the operation consumes
	for i, e := range x.study.items {
		id := bom.ItemID(i)
		who := l.Consumers(id)
		for _, o := range who {
			fitted[o] = append(fitted[o], e)
			if gap, is := x.gaps[id]; is { // what lacks there is told already
				fitted[o] = append(fitted[o], gap)
			}
		}
		switch {
		case !x.inForce[id]:
		case len(who) > 0:
			x.fits(id, who)
		case l.Unfitted(id):
			item := s.Item(id)
			told := Subject{Kind: OfVariant, Code: item.Path, Parts: []string{item.Part}, Place: s.Variant(item.Variant).Place}
			x.meets(Unfitted, key("position ", s.Variant(item.Variant).Position, " ", item.Station), told, nil, e, x.mismatch(id))
		}
	}
	for i, when := range x.study.operations {
		x.idle(line.OperationID(i), when, fitted[i])
	}
	return nil
}

// mismatch returns the error of Route for an item and an order.
func (x *pass) mismatch(id bom.ItemID) func(*config.Selection) error {
	return func(sel *config.Selection) error { return x.line.Mismatch(id, sel, x.asOf) }
}

// fits asks about the operations that consume one item.
func (x *pass) fits(id bom.ItemID, operations []line.OperationID) {
	when := make([]rules.Expr, len(operations))
	for i, o := range operations {
		when[i] = x.study.operations[o]
	}
	if len(when) == 1 && when[0].Op() == rules.OpTrue {
		return
	}
	here := x.study.items[id]
	x.ask(rules.And(here, rules.Not(rules.Between(1, 1, when...))), func(t rules.Truth) {
		if t == rules.Violated {
			return
		}
		item := x.structure.Item(id)
		told := Subject{Kind: OfVariant, Code: item.Path, Parts: []string{item.Part}, Place: x.structure.Variant(item.Variant).Place}
		subject := key("variant ", item.Variant)
		x.meets(Gap, subject, told, nil, rules.And(with(none(when), here)...), x.mismatch(id))
		for i := range when {
			for j := i + 1; j < len(when); j++ {
				told.Operations = []string{x.line.Operation(operations[i]).Code, x.line.Operation(operations[j]).Code}
				x.meets(Overlap, key(subject, " ", operations[i], " ", operations[j]), told, nil, rules.And(here, when[i], when[j]), x.mismatch(id))
			}
		}
	})
}

// idle notes an operation that names parts if some order has it and none of them, unless it
// lacks one by a Gap.
func (x *pass) idle(id line.OperationID, when rules.Expr, parts []rules.Expr) {
	o := x.line.Operation(id)
	if len(o.Parts) == 0 || when.Op() == rules.OpFalse || slices.ContainsFunc(parts, func(e rules.Expr) bool { return e.Op() == rules.OpTrue }) {
		return
	}
	told := Subject{Kind: OfOperation, Code: o.Code, Place: o.Place}
	message := say("operation %s is done, %s, for an order that has none of its parts", o.Code, o.Duration)
	x.meets(Idle, key("operation ", id), told, message, rules.And(with([]rules.Expr{when}, none(parts)...)...), nil)
}
