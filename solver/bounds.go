package solver

import (
	"context"
	"math/big"

	"github.com/confspace/confspace/config"
	"github.com/confspace/confspace/config/source"
	"github.com/confspace/confspace/rules"
	"github.com/confspace/confspace/solver/internal/optimum"
)

// Bounds returns the least and the greatest value of an objective over the configurations of
// the view. It reports false when there are none. These are the values of [View.Cheapest]
// and [View.Dearest]. It returns no configurations: finding these takes most of the time of
// a SAT search. Otherwise it is like them.
func (v View) Bounds(ctx context.Context, obj *Objective) (least, greatest config.Quantity, possible bool, err error) {
	source.NeedContext("solver", ctx)
	obj.check("Bounds", v.made())
	least, possible, err = v.least(ctx, obj)
	if err != nil || !possible {
		return config.Quantity{}, config.Quantity{}, false, err
	}
	greatest, possible, err = v.least(ctx, obj.Negated())
	if err != nil {
		return config.Quantity{}, config.Quantity{}, false, err
	}
	greatest.Amount = greatest.Amount.Neg()
	return least, greatest, possible, nil
}

// least returns the least value of an objective.
func (v View) least(ctx context.Context, obj *Objective) (config.Quantity, bool, error) {
	if v.space.knows(obj) {
		for best, err := range v.ByCost(ctx, obj) {
			return best.Cost, err == nil, err
		}
		return config.Quantity{}, false, nil
	}
	if ctx.Err() != nil {
		return config.Quantity{}, false, context.Cause(ctx)
	}
	if v.space.void {
		return config.Quantity{}, false, nil
	}
	q := v.space.search()
	defer v.space.release(q)
	costs, base, exclusive := q.costing(obj)
	best, found, err := optimum.Least(ctx, q, v.appendLines(nil), costs, exclusive)
	return obj.quantity(base + best.Cost), found, err
}

// Exceeds reports whether some configuration of the view has a greater value under an objective
// than a bound. Without a circuit it takes far less than the greatest value: the search ends with
// the first such configuration, or with a proof that no value passes the bound. For values below
// a bound ask the [Objective.Negated] one for more than the opposite bound.
//
// The errors are the context's, and that of a bound in another unit than can be converted to the
// objective's. It panics when obj is nil or of another catalog.
func (v View) Exceeds(ctx context.Context, obj *Objective, bound config.Quantity) (bool, error) {
	source.NeedContext("solver", ctx)
	obj.check("Exceeds", v.made())
	bound, err := bound.In(obj.unit)
	if err != nil {
		return false, err
	}
	if _, err := obj.known(v.space); err == nil && v.space.circuit != nil {
		greatest, possible, err := v.least(ctx, obj.Negated())
		return possible && greatest.Amount.Neg().Cmp(bound.Amount) > 0, err
	}
	if ctx.Err() != nil {
		return false, context.Cause(ctx)
	}
	if v.space.void {
		return false, nil
	}
	steps, err := bound.Amount.Quo(obj.step)
	if err != nil {
		return false, err
	}
	q := v.space.search()
	defer v.space.release(q)
	costs, base, exclusive := q.costing(obj.Negated())
	limit := floor(steps)
	limit.Neg(limit).Sub(limit, big.NewInt(base)) // a configuration must cost less, in steps
	switch {
	case limit.IsInt64():
	case limit.Sign() < 0: // costs add up to less than 2^63
		return false, nil
	default:
		return v.Possible(ctx, rules.True(v.space.cat))
	}
	return optimum.Below(ctx, q, v.appendLines(nil), costs, exclusive, limit.Int64())
}

// floor returns the greatest integer that is not above a number.
func floor(x config.Decimal) *big.Int {
	r := x.Rat()
	return new(big.Int).Div(r.Num(), r.Denom()) // Euclidean; the denominator is positive
}

// Possible reports whether e holds in some configuration of the view. It is [View.Find]
// without the configuration: one SAT query. The error is the context's. It panics when e is
// of another catalog.
func (v View) Possible(ctx context.Context, e rules.Expr) (bool, error) {
	source.NeedContext("solver", ctx)
	s := v.made()
	s.checkCondition(e)
	if ctx.Err() != nil {
		return false, context.Cause(ctx)
	}
	if s.void {
		return false, nil
	}
	q := s.search()
	defer s.release(q)
	lits, possible := q.encoder.Assumptions(e)
	if !possible {
		return false, nil
	}
	return q.solve(ctx, v.appendLines(lits)...)
}
