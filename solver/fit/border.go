package fit

import (
	"context"
	"math"
	"math/big"
	"slices"

	"gonum.org/v1/gonum/floats"

	"github.com/confspace/confspace/config"
)

// A stage says how often a descent takes the covariance, and after how many steps, before it asks of how many
// features, the most suspect ones, whether some mix meets their targets: few programs are as fast as small ones. It
// begins anew, or where the one before ended, with coordinates of that mix.
type stage struct {
	refreshes, steps, features int
	anew                       bool
}

// stages are tried in turn. Few targets need more than the first.
var stages = []stage{
	{4, 30, 16, true},
	{16, 5, 64, false},
	{30, 1, math.MaxInt, false},
	{100, 1, math.MaxInt, true},
	{30, 1, math.MaxInt, false},
}

// descend looks for the mix of the features in use. If there is none it returns them, the most
// suspect ones first.
func (m *model) descend(ctx context.Context, use []int) (*descent, []int, error) {
	kept := make(map[config.OptionID]bool)
	var logs []float64
	for at := 0; at < len(stages); {
		if stages[at].anew {
			logs = nil
		}
		d, err := newDescent(ctx, m, use, logs)
		if err != nil {
			return nil, nil, err
		}
		for _, features := range d.odd {
			clash, err := m.first(ctx, features)
			if err != nil {
				return nil, nil, err
			}
			if clash != nil {
				return nil, clash.use, nil
			}
		}
		met, err := d.run(ctx, stages[at].refreshes, min(stages[at].steps, max(len(d.coordinates), 1)))
		if err != nil {
			return nil, nil, err
		}
		suspects := d.suspects()
		if !met {
			clash, err := m.first(ctx, suspects[:min(len(suspects), stages[at].features)])
			if err != nil {
				return nil, nil, err
			}
			if clash != nil {
				return nil, append(clash.use, suspects...), nil
			}
			at, logs = at+1, d.logs // some mix meets these targets, and perhaps one meets all, only far away
			continue
		}
		if border, err := d.exclude(ctx, kept); err != nil || !border {
			return d, nil, err
		}
		all, err := m.measure(ctx, nil, nil)
		if err != nil {
			return nil, nil, err
		}
		for _, i := range use {
			if all[m.features[i].met] == 0 { // only mixes without its Given meet the targets
				return nil, append([]int{i}, suspects...), nil
			}
		}
		at = 0
	}
	return nil, nil, ErrUndecided
}

// first returns a clash among the fewest of the first suspects among which there is one; nil if there is none.
func (m *model) first(ctx context.Context, suspects []int) (*clash, error) {
	for n := min(2, len(suspects)); ; n = min(2*n, len(suspects)) {
		c, err := m.clash(ctx, suspects[:n], false)
		if err != nil || c != nil || n == len(suspects) {
			return c, err
		}
	}
}

const (
	// fadedShare is a share that the tolerance may hide, and fadedPart a part of its share among all
	// configurations that an option hardly has by the targets' wish.
	fadedShare = 10 * Tolerance
	fadedPart  = 1e-5
	// steep is the least logarithm of weights that make an option fade.
	steep = 4
)

// inner is how much the next step changes any configuration's share at most in the inside of what is possible. On
// the way to a boundary each step changes some by as much as they are. With less, there is a mix at the targets: that
// has each share, times 1 plus step · coordinates.
const inner = 0.1

// exclude excludes options that no mix that meets the targets has. They are among those that the mix
// hardly has. It reports whether there are any.
func (d *descent) exclude(ctx context.Context, kept map[config.OptionID]bool) (bool, error) {
	faded, err := d.faded(ctx, kept)
	if err != nil || len(faded) == 0 || len(d.coordinates) == 0 {
		return false, err
	}
	if err := d.covary(ctx); err != nil {
		return false, err
	}
	d.aim()
	change := 0.0
	for k := range d.coordinates {
		change += math.Abs(d.step.AtVec(k)) * floats.Norm(d.coordinates[k].factors, 1)
	}
	if change < inner {
		return false, nil
	}
	suspects := slices.DeleteFunc(d.suspects(), func(i int) bool { return d.favour(i) < steep })
	var terms []term
	for _, o := range faded {
		terms = append(terms, d.option(o))
		kept[o] = true
	}
	p, err := d.approach(ctx, suspects, always)
	if err != nil || p == nil || p.lp.cost().Sign() > 0 { // no mix meets the targets exactly: there is no face
		return false, err
	}
	having := []*polytope{p} // mixes at the targets
	before := len(d.never)
	for _, t := range terms {
		if slices.Contains(d.never, t) || slices.ContainsFunc(having, func(p *polytope) bool { return p.amount(t).Sign() > 0 }) {
			continue
		}
		p, err := d.approach(ctx, suspects, t)
		switch {
		case err != nil:
			return false, err
		case p == nil:
		case p.lp.cost().Sign() == 0:
			having = append(having, p)
		case p.exact():
			if err := p.exclude(ctx); err != nil {
				return false, err
			}
		}
	}
	return len(d.never) > before, nil
}

// faded returns the options that the mix hardly has although they are common among all configurations.
func (d *descent) faded(ctx context.Context, kept map[config.OptionID]bool) ([]config.OptionID, error) {
	all, err := d.space.Shares(ctx, nil)
	if err != nil {
		return nil, err
	}
	mixed, err := d.space.WeightedShares(ctx, nil, d.weigh(d.logs))
	if err != nil {
		return nil, err
	}
	var faded []config.OptionID
	for o, share := range mixed {
		if share > 0 && share < min(fadedShare, fadedPart*all[o]) && !kept[config.OptionID(o)] {
			faded = append(faded, config.OptionID(o))
		}
	}
	return faded, nil
}

// exclude excludes the options with which the sum of factor · feature is always below 0, as it is with the
// one that the polytope is of: the mixes at the targets are those of configurations with a sum of 0.
func (p *polytope) exclude(ctx context.Context) error {
	c := p.proof(nowhere)
	unit := big.NewInt(1) // in which the shares of Givens are whole
	for _, i := range c.use {
		if f := &p.features[i]; f.given != always {
			unit = multiple(unit, f.exact.Denom())
		}
	}
	prices, base := make([]*big.Int, 2*len(p.atoms)), new(big.Rat)
	add := func(t term, x *big.Int) {
		if prices[t] == nil {
			prices[t] = new(big.Int)
		}
		prices[t].Add(prices[t], x)
	}
	for k, i := range c.use {
		f := &p.features[i]
		factor := new(big.Int).Mul(c.factors[k], unit)
		add(f.met, factor)
		given := new(big.Rat).SetInt(factor)
		if given.Mul(given, f.exact); f.given == always {
			base.Sub(base, given)
		} else {
			add(f.given, factor.Neg(given.Num()))
		}
	}
	o, err := p.objective(prices)
	if err != nil {
		return err
	}
	ranges, err := p.space.Ranges(ctx, nil, o.Objective)
	if err != nil {
		return err
	}
	p.never = append(p.never, p.terms[len(p.terms)-1])
	for option, r := range ranges {
		if !r.Possible {
			continue
		}
		most := new(big.Rat).SetInt(o.bound(r.Greatest))
		if t := p.option(config.OptionID(option)); most.Add(most, base).Sign() < 0 && !slices.Contains(p.never, t) {
			p.never = append(p.never, t)
		}
	}
	return nil
}
