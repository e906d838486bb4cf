package fit

import (
	"context"
	"math/big"

	"github.com/confspace/confspace/config"
	"github.com/confspace/confspace/rules"
	"github.com/confspace/confspace/solver"
)

// maxBits is how long sums of an Objective may be.
const maxBits = 62

// An objective is the sum of whole prices of terms, in units of 2^shift: less, if it is rounded.
type objective struct {
	*solver.Objective
	shift uint
	lost  int64    // at most, in these units
	base  *big.Int // of all configurations besides
}

// objective returns the sum of prices of terms; nil means 0. What never holds lowers it by more than all prices.
func (m *model) objective(prices []*big.Int) (objective, error) {
	o := objective{base: new(big.Int)}
	atoms, total := make([]big.Int, len(m.atoms)), new(big.Int)
	add := func(t term, x *big.Int) {
		switch {
		case t == always:
			o.base.Add(o.base, x)
		case t == never:
		case t.opposite():
			o.base.Add(o.base, x)
			atoms[t.atom()].Sub(&atoms[t.atom()], x)
		default:
			atoms[t.atom()].Add(&atoms[t.atom()], x)
		}
	}
	for t, x := range prices {
		if x != nil {
			add(term(t), x)
		}
	}
	for a := range atoms {
		total.Add(total, new(big.Int).Abs(&atoms[a]))
	}
	penalty := new(big.Int).Add(total, unity)
	penalty.Neg(penalty)
	for _, t := range m.never {
		add(t, penalty)
		total.Sub(total, penalty)
	}
	cat := m.space.Catalog()
	costs := solver.Costs{Chosen: make([]config.Decimal, cat.NumOptions())}
	o.shift = uint(max(total.BitLen()-maxBits, 0))
	for a := range atoms {
		x := &atoms[a]
		if x.Sign() == 0 {
			continue
		}
		if o.shift > 0 {
			x.Rsh(x, o.shift)
			o.lost++
		}
		price := config.NewDecimal(x.Int64())
		if e := m.atoms[a]; e.Op() == rules.OpOption {
			costs.Chosen[m.places[a]] = price
		} else {
			costs.Track, costs.Tracked = append(costs.Track, e), append(costs.Tracked, price)
		}
	}
	var err error
	o.Objective, err = solver.NewObjective(cat, costs, config.None)
	return o, err
}

// bound returns the greatest sum that a configuration of a value may have.
func (o objective) bound(value config.Quantity) *big.Int {
	x := new(big.Int).Set(value.Amount.Rat().Num())
	x.Add(x, big.NewInt(o.lost))
	return x.Add(x.Lsh(x, o.shift), o.base)
}

// dearest returns the configuration with the greatest sum of the prices of its terms, and what no sum exceeds:
// that sum itself, unless prices are too long. It avoids what never holds.
func (m *model) dearest(ctx context.Context, prices []*big.Int) (point, *big.Int, error) {
	o, err := m.objective(prices)
	if err != nil {
		return nil, nil, err
	}
	best, ok, err := m.space.Dearest(ctx, o.Objective)
	if err != nil {
		return nil, nil, err
	}
	if !ok {
		return nil, nil, solver.ErrVoid
	}
	x := make(point, 2*len(m.atoms))
	for a, e := range m.atoms {
		if e.Holds(best.Selection) {
			x[2*a] = 1
		} else {
			x[2*a+1] = 1
		}
	}
	return x, o.bound(best.Cost), nil
}
