package solver

import (
	"context"
	"iter"

	"github.com/confspace/confspace/config"
	"github.com/confspace/confspace/config/source"
)

// Costed is a configuration and its value under an [Objective].
type Costed struct {
	Selection *config.Selection // complete
	Cost      config.Quantity
}

// Cheapest returns the configuration of least value, with that value, and of several
// the first in canonical order, see [View.Rank]. It reports false when there is none.
// The selection is complete and the caller's. A pass over the circuit and one over
// what is left of it, also where many cost the same: on car lines up to two of
// [View.Count]. The error wraps [ErrNoCircuit], or is the context's. It panics as
// [View.ByCost] does.
func (v View) Cheapest(ctx context.Context, obj *Objective) (Costed, bool, error) {
	source.NeedContext("solver", ctx)
	for best, err := range v.ByCost(ctx, obj) {
		return best, err == nil, err
	}
	return Costed{}, false, nil
}

// Dearest returns the configuration of greatest value, and of several the
// first in canonical order; otherwise it is as [View.Cheapest].
func (v View) Dearest(ctx context.Context, obj *Objective) (Costed, bool, error) {
	source.NeedContext("solver", ctx)
	best, ok, err := v.Cheapest(ctx, obj.Negated())
	if ok {
		best.Cost.Amount = best.Cost.Amount.Neg()
	}
	return best, ok, err
}

// ByCost returns the configurations in order of value, the least first, and those
// of one value in canonical order: take as many as you want. For the greatest first,
// pass [Objective.Negated].
//
// The selections are complete and the caller's. They are found as they are
// asked for, and memory grows with how many were. The first takes as long as
// [View.Cheapest], whatever the objective. What the others take depends on how
// many configurations are of the same value. Where few are, as when each option has
// a price of its own, each takes a small part of a pass. Where most are, the second
// takes some 25 of [View.Count], as parts of equal value are put in canonical
// order, and the next ones little again.
//
// An error comes with no selection and ends the sequence. It wraps [ErrNoCircuit], or
// is the context's. ByCost panics when obj is none, of another catalog, or of other
// tracked conditions than the space's.
func (v View) ByCost(ctx context.Context, obj *Objective) iter.Seq2[Costed, error] {
	source.NeedContext("solver", ctx)
	obj.check(v.made())
	return func(yield func(Costed, error) bool) {
		if err := v.byCost(ctx, obj, yield); err != nil {
			yield(Costed{}, err)
		}
	}
}

// byCost yields the configurations in order of value.
func (v View) byCost(ctx context.Context, obj *Objective, yield func(Costed, error) bool) (err error) {
	q, err := v.ask(ctx)
	if err != nil {
		return err
	}
	defer q.end(&err)
	costs, base := q.costing(obj)
	for m, cost := range q.models.ByCost(costs, q.assign) {
		if !yield(Costed{v.space.selection(nil, m), obj.quantity(base + cost)}, nil) {
			return nil
		}
	}
	return nil
}
