package solver_test

import (
	"context"
	"errors"
	"math/big"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/confspace/confspace/config"
	"github.com/confspace/confspace/config/configtest/property"
	"github.com/confspace/confspace/rules"
	"github.com/confspace/confspace/rules/rulestest"
	"github.com/confspace/confspace/solver"
)

// Values, counts, shares and what is made of them are those of brute force, by number and
// by weight.
func TestDistribution(t *testing.T) {
	property.Check(t, func(t *rapid.T) {
		o := drawTracked(t, 11)
		view, valid := o.view(t)
		costs := o.costs(t)
		obj, err := solver.NewObjective(o.cat, costs, config.None)
		require.NoError(t, err)
		var weights []solver.Weight
		if rapid.Bool().Draw(t, "weighted") {
			p := make([]float64, o.cat.NumOptions())
			for i := range p {
				p[i] = rapid.SampledFrom([]float64{0, 0.001, 0.5, 0.9, 1}).Draw(t, "probability")
			}
			weights = solver.Independent(p)
		}
		weightOf := func(c *config.Selection) *big.Rat {
			w := big.NewRat(1, 1)
			for i, x := range weights {
				factor := x.Rejected
				if c.IsChosen(config.OptionID(i)) {
					factor = x.Chosen
				}
				w.Mul(w, new(big.Rat).SetFloat64(factor))
			}
			return w
		}
		counts, of, all := map[string]int64{}, map[string]*big.Rat{}, new(big.Rat)
		for _, c := range valid {
			value := o.value(costs, c).String()
			counts[value]++
			if of[value] == nil {
				of[value] = new(big.Rat)
			}
			of[value].Add(of[value], weightOf(c))
			all.Add(all, weightOf(c))
		}
		got, err := view.Distribution(t.Context(), obj, weights)
		require.NoError(t, err)
		require.Len(t, got.Outcomes, len(counts))
		require.Equal(t, int64(len(valid)), got.Total().Int64())
		share := func(x *big.Rat) float64 {
			if all.Sign() == 0 {
				return 0
			}
			f, _ := new(big.Rat).Quo(x, all).Float64()
			return f
		}
		bound := config.Quantity{Amount: config.NewDecimal(2)}
		above, aboveShare, mean := int64(0), 0.0, 0.0
		for i, x := range got.Outcomes {
			value := x.Value.Amount.String()
			require.Equal(t, counts[value], x.Count.Int64(), value)
			require.InDelta(t, share(of[value]), x.Share, 1e-12)
			if i > 0 {
				require.Negative(t, got.Outcomes[i-1].Value.Amount.Cmp(x.Value.Amount))
			}
			f, _ := x.Value.Amount.Rat().Float64()
			mean += f * x.Share
			if x.Value.Amount.Cmp(bound.Amount) > 0 {
				above += counts[value]
				aboveShare += x.Share
			}
		}
		n, s, err := got.Above(bound)
		require.NoError(t, err)
		require.Equal(t, above, n.Int64())
		require.InDelta(t, aboveShare, s, 1e-12)
		require.InDelta(t, mean, got.Mean(), 1e-9)
		_, _, err = got.Above(config.Quantity{Unit: mustUnit("kg")})
		require.Equal(t, len(valid) > 0, err != nil)
	})
}

func mustUnit(s string) config.Unit {
	q, err := config.ParseQuantity("1 " + s)
	if err != nil {
		panic(err)
	}
	return q.Unit
}

// A condition that the space does not track costs in Cheapest and Dearest all the same;
// what counts says that it is not tracked. The list of the cheapest is the same on a space that tracks it.
func TestUntrackedConditions(t *testing.T) {
	property.Check(t, func(t *rapid.T) {
		o := drawOracle(t, 10)
		view, valid := o.view(t)
		costs := o.costs(t)
		costs.Track = rapid.SliceOfN(rulestest.Conditions{}.Expr(o.cat), 1, 4).Draw(t, "conditions")
		costs.Tracked = make([]config.Decimal, len(costs.Track))
		for i := range costs.Tracked {
			costs.Tracked[i] = rapid.SampledFrom([]config.Decimal{{}, decimal("2"), decimal("-0.5"), decimal("7/3")}).Draw(t, "cost")
		}
		obj, err := solver.NewObjective(o.cat, costs, config.None)
		require.NoError(t, err)
		best, ok, err := view.Cheapest(t.Context(), obj)
		require.NoError(t, err)
		require.Equal(t, len(valid) > 0, ok)
		var first *config.Selection
		for _, c := range valid {
			if first == nil || o.value(costs, c).Cmp(o.value(costs, first)) < 0 ||
				o.value(costs, c).Equal(o.value(costs, first)) && canonical(c, first) < 0 {
				first = c
			}
		}
		if ok {
			requireSame(t, first, best.Selection)
			require.Equal(t, obj.Value(first), best.Cost)
		}

		tracking, err := o.Tracking(t.Context(), costs.Track)
		require.NoError(t, err)
		again, err := tracking.Tracking(t.Context(), costs.Track)
		require.NoError(t, err)
		require.Same(t, tracking, again)
		if tracking != o.Space {
			if _, err := o.Distribution(t.Context(), obj, nil); err != nil {
				require.ErrorIs(t, err, solver.ErrUntracked)
			}
		}
		n, err := tracking.Count(t.Context(), nil)
		require.NoError(t, err)
		require.Equal(t, int64(len(o.valid)), n.Int64())
		var listed [2][]solver.Costed
		for i, space := range []*solver.Space{tracking, o.Space} {
			for got, err := range space.ByCost(t.Context(), obj) {
				require.NoError(t, err)
				require.Equal(t, obj.Value(got.Selection), got.Cost)
				listed[i] = append(listed[i], got)
				if len(listed[i]) == 30 {
					break
				}
			}
		}
		require.Len(t, listed[0], min(len(o.valid), 30))
		require.Len(t, listed[1], len(listed[0]))
		for i, got := range listed[0] {
			requireSame(t, got.Selection, listed[1][i].Selection)
			require.Equal(t, got.Cost, listed[1][i].Cost)
		}
	})
}

// Shares of conditions are those of brute force, by number and by weight.
func TestConditionShares(t *testing.T) {
	property.Check(t, func(t *rapid.T) {
		o := drawTracked(t, 9)
		view, valid := o.view(t)
		asked := append(o.Tracked(), rules.True(o.cat), rules.False(o.cat), rules.Option(o.cat, 0), rules.Not(rules.Option(o.cat, 0)))
		for _, e := range o.Tracked() {
			asked = append(asked, rules.Not(e))
		}
		var weights []solver.Weight
		p := slices.Repeat([]float64{0.5}, o.cat.NumOptions())
		if rapid.Bool().Draw(t, "weighted") {
			for i := range p {
				p[i] = rapid.SampledFrom([]float64{0.001, 0.5, 0.9}).Draw(t, "probability")
			}
			weights = solver.Independent(p)
		}
		got, err := view.ConditionShares(t.Context(), nil, asked, weights)
		require.NoError(t, err)
		require.Len(t, got, len(asked))
		for i, e := range asked {
			all, with := 0.0, 0.0
			for _, c := range valid {
				w := 1.0
				for j, x := range p {
					if c.IsChosen(config.OptionID(j)) {
						w *= x
					} else {
						w *= 1 - x
					}
				}
				all += w
				if rulestest.Holds(o.cat, e.Syntax(), c) {
					with += w
				}
			}
			if len(valid) > 0 {
				require.InDelta(t, with/all, got[i], 1e-9)
			} else {
				require.Zero(t, got[i])
			}
		}
		other := rulestest.Conditions{}.Expr(o.cat).Draw(t, "untracked")
		tracking, err := o.Tracking(t.Context(), []rules.Expr{other})
		require.NoError(t, err)
		_, err = view.ConditionShares(t.Context(), nil, []rules.Expr{other}, nil)
		require.Equal(t, tracking != o.Space, errors.Is(err, solver.ErrUntracked))
	})
}

// Values that are far too many for the budget are an error, and so is an ended context.
func TestDistributionEnds(t *testing.T) {
	b := config.NewBuilder("wide")
	b.Family(config.FamilySpec{Code: "ALL", Select: config.Any})
	codes := make([]config.Decimal, 24)
	for i := range codes {
		b.Option(config.OptionSpec{Family: "ALL", Code: string(rune('A' + i))})
		codes[i] = config.NewDecimal(1 << i)
	}
	cat, err := b.Build()
	require.NoError(t, err)
	set, err := rules.NewBuilder(cat).Build()
	require.NoError(t, err)
	space, err := solver.Compile(t.Context(), set, config.Point{}, solver.Config{MaxBytes: 1 << 20})
	require.NoError(t, err)
	obj, err := solver.NewObjective(cat, solver.Costs{Chosen: codes}, config.None)
	require.NoError(t, err)
	_, err = space.Distribution(t.Context(), obj, nil)
	require.EqualError(t, err, "its budget was exhausted: the objective takes too many different values: round its costs")
	require.ErrorIs(t, err, solver.ErrBudget)
	why := errors.New("enough")
	ctx, cancel := context.WithCancelCause(t.Context())
	cancel(why)
	_, err = space.Distribution(ctx, obj, nil)
	require.Equal(t, why, err)
	_, _, err = space.Cheapest(ctx, obj)
	require.Equal(t, why, err)
}
