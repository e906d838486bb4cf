package solver

import (
	"context"
	"iter"

	"github.com/confspace/confspace/config"
	"github.com/confspace/confspace/config/source"
	"github.com/confspace/confspace/rules"
	"github.com/confspace/confspace/solver/internal/cnf"
	"github.com/confspace/confspace/solver/internal/encode"
	"github.com/confspace/confspace/solver/internal/optimum"
)

// Costed is a configuration and its value under an [Objective].
type Costed struct {
	Selection *config.Selection `json:"selection,omitempty"` // complete
	Cost      config.Quantity   `json:"cost,omitzero"`
}

// Cheapest returns the configuration of least value, with that value; of several, the
// first in canonical order, see [View.Rank]. It reports false when there is none. The
// selection is complete and belongs to the caller.
//
// If the space has a circuit and tracks the conditions that cost anything, it takes a pass
// over the circuit and one over the part with the least value. Otherwise the SAT solver
// searches for the least value, proves it by contradiction, and searches for the first
// configuration: exponential at worst. Both give the same answer. The error is the
// context's. It panics when obj is nil or of another catalog.
func (v View) Cheapest(ctx context.Context, obj *Objective) (Costed, bool, error) {
	source.NeedContext("solver", ctx)
	obj.check("Cheapest", v.made())
	for best, err := range v.ByCost(ctx, obj) {
		return best, err == nil, err
	}
	return Costed{}, false, nil
}

// Dearest returns the configuration of greatest value, and of several the
// first in canonical order; otherwise it is as [View.Cheapest].
func (v View) Dearest(ctx context.Context, obj *Objective) (Costed, bool, error) {
	source.NeedContext("solver", ctx)
	obj.check("Dearest", v.made())
	best, ok, err := v.Cheapest(ctx, obj.Negated())
	if ok {
		best.Cost.Amount = best.Cost.Amount.Neg()
	}
	return best, ok, err
}

// knows reports whether the circuit tells the values of an objective.
func (s *Space) knows(obj *Objective) bool {
	_, err := obj.known(s)
	return err == nil && s.circuit != nil
}

// searchByCost is ByCost by the SAT solver.
func (v View) searchByCost(ctx context.Context, obj *Objective, yield func(Costed, error) bool) error {
	return v.inOrder(ctx, []*Objective{obj}, func(sel *config.Selection, cost int64) bool {
		return yield(Costed{sel, obj.quantity(cost)}, nil)
	})
}

// other returns a literal that does not hold in the configuration of a selection.
func (q *search) other(sel *config.Selection) cnf.Lit {
	l := cnf.Pos(q.NewVar())
	clause := append(appendLines(nil, sel), 0)
	for i := range clause[:len(clause)-1] {
		clause[i] = clause[i].Not()
	}
	clause[len(clause)-1] = l.Not()
	q.AddClause(clause...)
	return l
}

// costing returns an objective as costs of literals, the cost that every configuration
// has, and sets of these literals of which at most one holds.
func (q *search) costing(o *Objective) (costs []optimum.Cost, base int64, exclusive [][]cnf.Lit) {
	x := exclusives{cat: o.cat, of: make(map[config.FamilyID][]claim)}
	for v, cost := range o.chosen {
		if o.rejected != nil {
			cost -= o.rejected[v]
			base += o.rejected[v]
		}
		if cost != 0 {
			l := cnf.Pos(cnf.Var(v))
			costs = append(costs, optimum.Cost{Lit: l, Weight: cost})
			x.add(l, rules.Option(o.cat, encode.OptionOf(l)))
		}
	}
	for i, e := range o.track {
		if o.tracked[i] == 0 {
			continue
		}
		l := q.encoder.Literal(e)
		switch holds, constant := encode.Constant(l); {
		case holds:
			base += o.tracked[i]
		case constant:
		default:
			costs = append(costs, optimum.Cost{Lit: l, Weight: o.tracked[i]})
			x.add(l, e)
		}
	}
	return costs, base, x.sets()
}

// ByCost returns the configurations in order of value, the least first, and those of
// one value in canonical order. Break off where you want. For the greatest first,
// pass [Objective.Negated].
//
// The selections are complete and the caller's. They are found one by one, and
// memory grows with their number. The first takes as long as [View.Cheapest]. The
// time of the others depends on the number of configurations with equal values. If
// few are equal, as when each option has its own price, each takes a small part of
// a pass. If most are equal, the second takes many passes, which put parts of equal
// value in canonical order, and the next ones take little again.
//
// Without a circuit, or if it does not track a condition that costs anything, each is a search that
// is proved as that of [View.Cheapest] is. Both give the same answer.
//
// An error comes with no selection and ends the sequence; it is the context's. ByCost panics when obj
// is nil or of another catalog.
func (v View) ByCost(ctx context.Context, obj *Objective) iter.Seq2[Costed, error] {
	source.NeedContext("solver", ctx)
	obj.check("ByCost", v.made())
	return func(yield func(Costed, error) bool) {
		ask := v.yieldByCost
		if !v.space.knows(obj) {
			ask = v.searchByCost
		}
		if err := ask(ctx, obj, yield); err != nil {
			yield(Costed{}, err)
		}
	}
}

// yieldByCost yields the configurations in order of value.
func (v View) yieldByCost(ctx context.Context, obj *Objective, yield func(Costed, error) bool) (err error) {
	q, err := v.ask(ctx)
	if err != nil {
		return err
	}
	defer q.end(&err)
	costs, base, err := q.costing(obj)
	if err != nil {
		return err
	}
	for m, cost := range q.models.ByCost(costs, q.assign) {
		if !yield(Costed{v.space.selection(nil, m), obj.quantity(base + cost)}, nil) {
			return nil
		}
	}
	return nil
}
