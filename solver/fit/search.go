package fit

import (
	"context"
	"math"
	"slices"

	"gonum.org/v1/gonum/floats"

	"github.com/confspace/confspace/config"
	"github.com/confspace/confspace/config/source"
	"github.com/confspace/confspace/rules"
	"github.com/confspace/confspace/solver"
)

// find looks for the mix, or for the conflicts that rule it out.
func (m *model) find(ctx context.Context, targets []Target) (*Mix, []Conflict, error) {
	theta := make([]float64, len(m.features))
	m.weigh(theta)
	all, err := m.measure(ctx, nil)
	if err != nil {
		return nil, nil, err
	}
	if all[0] == 0 {
		return nil, nil, solver.ErrVoid
	}
	if err := m.senseless(targets, all); err != nil {
		return nil, nil, err
	}
	// Targets of 0 and 1 exclude configurations. Where those of all configurations exclude a Given, its
	// targets have no influence; others must not exclude it.
	for i, f := range m.features {
		if f.bound && targets[i].Given.IsZero() {
			m.never = append(m.never, f.never)
		}
	}
	m.weigh(theta)
	if all, err = m.measure(ctx, all); err != nil {
		return nil, nil, err
	}
	m.live = make([]bool, len(m.features))
	for i, f := range m.features {
		m.live[i] = all[0] == 0 || f.given.value(all) > 0
		if f.bound && !targets[i].Given.IsZero() {
			m.never = append(m.never, f.never)
		}
	}
	m.weigh(theta)
	if all, err = m.measure(ctx, all); err != nil {
		return nil, nil, err
	}
	var use []int
	possible := all[0] > 0
	for i, f := range m.features {
		if !m.live[i] {
			continue
		}
		possible = possible && f.given.value(all) > 0
		if !f.bound {
			use = append(use, i)
			possible = possible && f.met.value(all) > 0
		} else if f.never == (term{}) {
			possible = false // what always holds cannot be never
		}
	}
	if possible {
		mix, err := m.descend(ctx, targets, use)
		if mix != nil || err != nil {
			return mix, nil, err
		}
	}
	conflicts, err := m.conflicts(ctx, targets)
	if err == nil && len(conflicts) == 0 {
		err = ErrUndecided
	}
	return nil, conflicts, err
}

// senseless returns the defects of targets that are a share of nothing; all are the shares of the
// atoms among all configurations.
func (m *model) senseless(targets []Target, all []float64) error {
	var list source.List
	for i, f := range m.features {
		if f.given.value(all) == 0 {
			list.Add(source.Defect{Place: targets[i].Place, Msg: targets[i].subject(i) + ": no configuration has " + targets[i].Given.String()})
		}
	}
	return list.Err()
}

// maxFaces bounds the faces on which targets lie.
const maxFaces = 100

// descend looks for the mix; it returns nil if there is none.
func (m *model) descend(ctx context.Context, targets []Target, use []int) (*Mix, error) {
	d := newDescent(m, use)
	start := slices.Clone(d.theta)
	refreshes := maxRefresh
	for range maxFaces {
		met, err := d.run(ctx, refreshes)
		if err != nil {
			return nil, err
		}
		if met {
			if faded, err := d.faded(ctx); err != nil {
				return nil, err
			} else if !faded {
				return d.mix(ctx, targets)
			}
		} else if refreshes > maxRefresh {
			break
		}
		_, left, factors, err := m.approach(ctx, use, start, 1)
		switch {
		case err != nil:
			return nil, err
		case left < -tiny && met:
			return d.mix(ctx, targets)
		case left < -tiny:
			refreshes *= 10 // a mix is beyond the targets, so one meets them; it is only far away
		case left > tolerated(factors):
			return nil, nil
		default:
			if err := d.enter(ctx, targets, factors, start); err != nil {
				return nil, err
			}
			copy(d.theta, start)
			if err := d.begin(ctx); err != nil {
				return nil, err
			}
			for i, f := range m.features {
				if m.live[i] && f.given.value(d.at) < tiny {
					return nil, nil // only mixes without any of these meet the targets
				}
			}
		}
	}
	return nil, ErrUndecided
}

const (
	// fadedShare is a share that the tolerance may hide, and fadedPart a part of its share among all
	// configurations that an option hardly has by the targets' wish.
	fadedShare = 10 * Tolerance
	fadedPart  = 1e-5
)

// faded reports whether the mix hardly has an option that is common among all configurations. Then
// the targets are perhaps at the boundary: no mix that meets them exactly has the option.
func (d *descent) faded(ctx context.Context) (bool, error) {
	all, err := d.space.Shares(ctx, nil)
	if err != nil {
		return false, err
	}
	mixed, err := d.space.WeightedShares(ctx, nil, d.weights)
	if err != nil {
		return false, err
	}
	for o, share := range mixed {
		if share > 0 && share < min(fadedShare, fadedPart*all[o]) {
			return true, nil
		}
	}
	return false, nil
}

// tolerated returns the distance from targets of a sum of factor · feature that does not count.
func tolerated(factors []float64) float64 {
	most := 0.0
	for _, x := range factors {
		most = max(most, math.Abs(x))
	}
	return max(tiny, Tolerance*most)
}

// enter goes on within a face of the polytope, on which the targets lie: the configurations in which
// the sum of factor · feature is greatest. Options that none of them has are excluded. What
// else is off the face gets a weight too small to matter, by a new start: a weight of 0 would take
// a condition for each face.
func (d *descent) enter(ctx context.Context, targets []Target, factors, start []float64) error {
	exact := whole(factors)
	prices := d.prices(targets, d.use, exact)
	if gap, err := d.gap(ctx, prices); err != nil {
		return err
	} else if gap.IsZero() {
		if err := d.exclude(ctx, prices); err != nil {
			return err
		}
	}
	along := make([]float64, len(d.features))
	for k, i := range d.use {
		along[i], _ = exact[k].Rat().Float64()
	}
	most := floats.Norm(along, math.Inf(1))
	for by := 0.0; by*most < maxLog/2; by = 2*by + 1 {
		next := slices.Clone(start)
		floats.AddScaled(next, by, along)
		d.weigh(next)
		shares, err := d.measure(ctx, nil)
		if err != nil {
			return err
		}
		off := 0.0
		for _, i := range d.use {
			off -= float64(along[i] * d.features[i].mean(shares))
		}
		if off < Tolerance/100 {
			copy(start, next)
			return nil
		}
	}
	return ErrUndecided
}

// exclude notes that the mix has no option with which the sum of the prices of atoms is always below 0.
func (m *model) exclude(ctx context.Context, prices []config.Decimal) error {
	objective, err := m.objective(prices)
	if err != nil {
		return err
	}
	ranges, err := m.space.Ranges(ctx, nil, objective)
	if err != nil {
		return err
	}
	cat := m.space.Catalog()
	for o, r := range ranges {
		if !r.Possible || r.Greatest.Amount.Add(prices[0]).Sign() >= 0 {
			continue
		}
		a := slices.IndexFunc(m.atoms, func(a atom) bool { return a.condition.Op() == rules.OpOption && a.place == o })
		if a < 0 {
			a = m.addAtom(rules.Option(cat, config.OptionID(o)), o)
		}
		if t := (term{atom: a}); !slices.Contains(m.never, t) {
			m.never = append(m.never, t)
		}
	}
	return nil
}
