package fit

import (
	"cmp"
	"context"
	"math"
	"slices"

	"gonum.org/v1/gonum/floats"

	"github.com/confspace/confspace/config"
	"github.com/confspace/confspace/rules"
)

// maxFaces bounds the faces on which targets lie.
const maxFaces = 100

// A stage says how often a descent takes the covariance before it asks of how many features, those
// with the greatest exponents, whether some mix meets their targets: few programs are as fast as small ones.
type stage struct{ refreshes, features int }

var stages = []stage{{4, 16}, {12, 64}, {40, math.MaxInt}}

// descend looks for the mix of the features in use. If there is none it returns them, the most
// suspect ones first.
func (m *model) descend(ctx context.Context, targets []Target, use []int) (*descent, []int, error) {
	d := newDescent(m, use)
	start := slices.Clone(d.theta)
	for at, faces := 0, 0; at < len(stages) && faces < maxFaces; {
		met, err := d.run(ctx, stages[at].refreshes)
		if err != nil {
			return nil, nil, err
		}
		faded := false
		if met {
			if faded, err = d.faded(ctx); err != nil || !faded {
				return d, nil, err
			}
		}
		suspects := d.suspects(start)
		left, face, factors, err := m.border(ctx, suspects[:min(len(suspects), stages[at].features)], start)
		switch {
		case err != nil:
			return nil, nil, err
		case left < -tiny && met:
			return d, nil, nil
		case left < -tiny:
			at++ // some mix is beyond these targets, and perhaps one meets all, only far away
		case left > tolerated(factors):
			return nil, suspects, nil
		default:
			faces++
			if err := d.enter(ctx, targets, face, factors, start); err != nil {
				return nil, nil, err
			}
			copy(d.theta, start)
			if err := d.begin(ctx); err != nil {
				return nil, nil, err
			}
			for i, f := range m.features {
				if m.live[i] && (f.vague(d.at) || f.given.value(d.at) < tiny) {
					return nil, append([]int{i}, suspects...), nil // only mixes without any of these meet the targets
				}
			}
		}
	}
	return nil, nil, ErrUndecided
}

// suspects returns the features in use, those first of which the exponents have grown most.
func (d *descent) suspects(start []float64) []int {
	out := slices.Clone(d.use)
	slices.SortStableFunc(out, func(i, j int) int {
		return cmp.Compare(math.Abs(d.theta[j]-start[j]), math.Abs(d.theta[i]-start[i]))
	})
	return out
}

// border returns how far mixes are from the targets of the first suspects, see approach: of the fewest that
// are at the border of what is possible or beyond it.
func (m *model) border(ctx context.Context, suspects []int, start []float64) (left float64, face []int, factors []float64, err error) {
	for n := min(2, len(suspects)); ; n = min(2*n, len(suspects)) {
		_, left, factors, err = m.approach(ctx, suspects[:n], start, 1)
		if err != nil || left >= -tiny || n == len(suspects) {
			return left, suspects[:n], factors, err
		}
	}
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
	weights, _ := d.weigh(d.theta)
	mixed, err := d.space.WeightedShares(ctx, nil, weights)
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
func (d *descent) enter(ctx context.Context, targets []Target, face []int, factors, start []float64) error {
	face, factors = weighty(face, factors, nowhere)
	exact := whole(factors)
	some := make([]Target, len(face))
	for k, i := range face {
		some[k] = targets[i]
	}
	prices := d.prices(some, face, exact)
	if gap, err := d.gap(ctx, prices); err != nil {
		return err
	} else if gap.IsZero() {
		if err := d.exclude(ctx, prices); err != nil {
			return err
		}
	}
	along := make([]float64, len(d.features))
	for k, i := range face {
		along[i], _ = exact[k].Rat().Float64()
	}
	most := floats.Norm(along, math.Inf(1))
	from := slices.Clone(start)
	for by, off := 0.0, 1.0; off > Tolerance/100 && by*most < maxLog; by = 2*by + 1 {
		copy(start, from)
		floats.AddScaled(start, by, along)
		shares, err := d.measure(ctx, nil, start)
		if err != nil {
			return err
		}
		off = 0
		for _, i := range face {
			off -= float64(along[i] * d.features[i].mean(shares))
		}
	}
	return nil
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
