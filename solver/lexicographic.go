package solver

import (
	"context"
	"iter"
	"math/big"
	"slices"

	"github.com/confspace/confspace/config"
	"github.com/confspace/confspace/config/source"
	"github.com/confspace/confspace/solver/internal/cnf"
	"github.com/confspace/confspace/solver/internal/optimum"
)

// Lexicographic returns the configurations in order of the value of the first objective, those with
// equal values by the second, and so on, the least first: such as by the lowest price, and then by
// the fewest options. Those with all values equal are in canonical order, see [View.Rank]. Break off
// where you want. The selections are complete and the caller's; ask each objective for its value.
//
// Objectives are added up to one for [View.ByCost], each multiplied by the ranges of those after it,
// and cost what that does. Where such a sum passes 2^63-1 they are searched one after the other,
// without the circuit: each search is proved as that of [View.Cheapest] is.
//
// An error comes with no selection and ends the sequence; it is the context's. Lexicographic panics
// without objectives, and when one is nil or of another catalog.
func (v View) Lexicographic(ctx context.Context, objectives ...*Objective) iter.Seq2[*config.Selection, error] {
	source.NeedContext("solver", ctx)
	s := v.made()
	if len(objectives) == 0 {
		panic("solver: Lexicographic needs an objective")
	}
	for _, o := range objectives {
		o.check("Lexicographic", s)
	}
	return func(yield func(*config.Selection, error) bool) {
		parts := combined(objectives)
		if len(parts) == 1 {
			for c, err := range v.ByCost(ctx, parts[0]) {
				if !yield(c.Selection, err) {
					return
				}
			}
			return
		}
		err := v.inOrder(ctx, parts, func(sel *config.Selection, _ int64) bool { return yield(sel, nil) })
		if err != nil {
			yield(nil, err)
		}
	}
}

// combined returns the fewest objectives that order configurations as some do.
func combined(objectives []*Objective) (parts []*Objective) {
	for len(objectives) > 0 {
		part, n := objectives[0], 1
		for n < len(objectives) {
			longer := combine(objectives[:n+1])
			if longer == nil {
				break
			}
			part, n = longer, n+1
		}
		parts, objectives = append(parts, part), objectives[n:]
	}
	return parts
}

// combine returns one objective that orders configurations as several do, nil if its costs pass
// 2^63-1. Its values have no other meaning.
func combine(objectives []*Objective) *Objective {
	cat := objectives[0].cat
	n := cat.NumOptions() + 1
	all := &Objective{cat: cat, step: config.NewDecimal(1), chosen: make([]int64, n), rejected: make([]int64, n)}
	// A factor is larger than any difference that the objectives after it can make.
	factor := big.NewInt(1)
	for _, o := range slices.Backward(objectives) {
		span := new(big.Int)
		for _, costs := range [][]int64{o.chosen, o.rejected, o.tracked} {
			for _, cost := range costs {
				span.Add(span, new(big.Int).Abs(big.NewInt(cost)))
			}
		}
		scaled := new(big.Int).Mul(factor, span)
		if sum := new(big.Int).Add(scaled, factor); !sum.IsInt64() {
			return nil
		}
		f := factor.Int64()
		for v := range n {
			all.chosen[v] += f * o.chosen[v]
			if o.rejected != nil {
				all.rejected[v] += f * o.rejected[v]
			}
		}
		for _, cost := range o.tracked {
			all.tracked = append(all.tracked, f*cost)
		}
		all.track = append(all.track, o.track...)
		factor.Add(factor, new(big.Int).Lsh(scaled, 1)) // values differ by twice the span at most
	}
	return all
}

// inOrder yields the configurations of the view in lexicographic order of some objectives, each with its
// value under the last one in steps, by the SAT solver.
func (v View) inOrder(ctx context.Context, objectives []*Objective, yield func(sel *config.Selection, cost int64) bool) error {
	if ctx.Err() != nil {
		return context.Cause(ctx)
	}
	if v.space.void {
		return nil
	}
	q := v.space.search()
	defer v.space.release(q)
	x := order{search: q, yield: yield}
	for _, o := range objectives {
		var l layer
		l.costs, l.base, l.exclusive = q.costing(o)
		x.layers = append(x.layers, l)
	}
	_, err := x.run(ctx, x.layers, v.appendLines(nil))
	return err
}

// order is a search for configurations in lexicographic order. Each of them is ruled out once it is
// yielded: by a clause that is assumed, so that others can use the search after it.
type order struct {
	*search
	layers []layer
	ruled  []cnf.Lit // under which no configuration is one of those that were yielded
	yield  func(sel *config.Selection, cost int64) bool
}

// layer is an objective of an order, see costing.
type layer struct {
	costs     []optimum.Cost
	base      int64
	exclusive [][]cnf.Lit
}

// run yields the configurations under some assumptions in order of some layers. It reports false when
// enough have been yielded.
func (x *order) run(ctx context.Context, layers []layer, hard []cnf.Lit) (bool, error) {
	l := layers[0]
	for {
		least, found, err := optimum.Least(ctx, x.search, hard, l.costs, l.exclusive)
		if err != nil || !found {
			return true, err
		}
		before := len(x.ruled)
		more, err := false, error(nil)
		if len(layers) > 1 {
			more, err = x.run(ctx, layers[1:], least.Under)
		} else {
			more, err = x.equal(ctx, least.Under, l.base+least.Cost)
		}
		if err != nil || !more {
			return false, err
		}
		hard = append(hard, x.ruled[before:]...)
	}
}

// equal yields the configurations under some assumptions, under which the last search found one, in
// canonical order.
func (x *order) equal(ctx context.Context, under []cnf.Lit, cost int64) (bool, error) {
	for {
		sel, err := x.first(ctx, under)
		if err != nil || !x.yield(sel, cost) {
			return false, err
		}
		other := x.other(sel)
		x.ruled, under = append(x.ruled, other), append(under, other)
		if found, err := x.solve(ctx, under...); err != nil || !found {
			return true, err
		}
	}
}
