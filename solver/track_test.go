package solver_test

import (
	"context"
	"fmt"
	"math/big"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/confspace/confspace/config"
	"github.com/confspace/confspace/config/configtest/property"
	"github.com/confspace/confspace/rules"
	"github.com/confspace/confspace/rules/rulestest"
	"github.com/confspace/confspace/solver"
)

var background = context.Background()

// drawTracked is drawOracle with some conditions tracked.
func drawTracked(t *rapid.T, options int) oracle {
	o := drawOracle(t, options)
	track := rapid.SliceOfN(rulestest.Conditions{}.Expr(o.cat), 0, 5).Draw(t, "tracked")
	space, err := solver.Compile(t.Context(), o.set, o.asOf, solver.Config{Track: track})
	require.NoError(t, err)
	o.Space = space
	return o
}

// Tracked conditions are counted as brute force counts them, and change no other
// count.
func TestTally(t *testing.T) {
	property.Check(t, func(t *rapid.T) {
		o := drawTracked(t, 10)
		sel := o.selection(t)
		valid := o.containing(sel)
		got, err := o.Given(sel).Tally(t.Context(), nil)
		require.NoError(t, err)
		require.Equal(t, int64(len(valid)), got.Total.Int64())
		for i := range got.Options {
			want := 0
			for _, v := range valid {
				if v.IsChosen(config.OptionID(i)) {
					want++
				}
			}
			require.Equal(t, int64(want), got.Options[i].Int64())
		}
		require.Len(t, got.Tracked, len(o.Tracked()))
		for i, e := range o.Tracked() {
			want, syntax := 0, e.Syntax()
			for _, v := range valid {
				if rulestest.Holds(o.cat, syntax, v) {
					want++
				}
			}
			require.Equal(t, int64(want), got.Tracked[i].Int64(), "%v", e)
		}
		n, err := o.Given(sel).Count(t.Context(), nil)
		require.NoError(t, err)
		require.Equal(t, got.Total.String(), n.String())
		dst := make([]big.Int, 20)
		again, err := o.Given(sel).Tally(t.Context(), &solver.Tally{Tracked: dst})
		require.NoError(t, err)
		tracked := again.Tracked
		require.Equal(t, fmt.Sprint(got.Tracked), fmt.Sprint(tracked))
		if len(tracked) > 0 {
			require.Same(t, &dst[0], &tracked[0])
		}
		shares, err := o.Given(sel).TrackedShares(t.Context(), nil)
		require.NoError(t, err)
		require.Len(t, shares, len(tracked))
		for i := range shares {
			require.InDelta(t, float64(tracked[i].Int64()), shares[i]*float64(len(valid)), 1e-9)
			if len(valid) == 0 {
				require.Zero(t, shares[i])
			}
		}
	})
}

// Equal conditions are one literal, and what holds always or never is none.
func TestTrackShares(t *testing.T) {
	set := pickup()
	parse := func(text string) rules.Expr {
		e, err := rules.Parse(set.Catalog(), text)
		require.NoError(t, err)
		return e
	}
	compile := func(texts ...string) *solver.Space {
		var track []rules.Expr
		for _, text := range texts {
			track = append(track, parse(text))
		}
		space, err := solver.Compile(t.Context(), set, config.Point{}, solver.Config{Track: track})
		require.NoError(t, err)
		return space
	}
	plain := compile().Stats().Variables
	require.Equal(t, plain, compile("TOWBAR", "!TOWBAR", "true", "false", "RADAR | !RADAR").Stats().Variables)
	once := compile("TOWBAR & DIESEL30").Stats().Variables
	require.Equal(t, plain+1, once)
	space := compile("TOWBAR & DIESEL30", "DIESEL30 & TOWBAR", "!(TOWBAR & DIESEL30)", "true", "false")
	require.Equal(t, once, space.Stats().Variables)
	tally, err := space.Tally(t.Context(), nil)
	require.NoError(t, err)
	require.Equal(t, "[1 1 8 9 0]", texts(tally.Tracked))
	shares, err := space.TrackedShares(t.Context(), nil)
	require.NoError(t, err)
	require.InDeltaSlice(t, []float64{1. / 9, 1. / 9, 8. / 9, 1, 0}, shares, 1e-12)

	// The opposite of a tracked condition is tracked with it.
	opposites := []rules.Expr{parse("!(TOWBAR & DIESEL30)"), parse("!TOWBAR"), parse("!true"), parse("!(!(TOWBAR & DIESEL30))")}
	space = compile("TOWBAR & DIESEL30")
	again, err := space.Tracking(t.Context(), opposites)
	require.NoError(t, err)
	require.Same(t, space, again)
	shares, err = space.ConditionShares(t.Context(), nil, opposites, nil)
	require.NoError(t, err)
	towing, err := space.CountOf(t.Context(), nil, parse("TOWBAR"))
	require.NoError(t, err)
	require.InDeltaSlice(t, []float64{8. / 9, 1 - float64(towing.Int64())/9, 0, 1. / 9}, shares, 1e-12)
}

// texts returns counts as text.
func texts(counts []big.Int) string {
	out := make([]string, len(counts))
	for i := range counts {
		out[i] = counts[i].String()
	}
	return fmt.Sprint(out)
}

func TestTrackForeignPanics(t *testing.T) {
	require.Panics(t, func() {
		_, _ = solver.Compile(t.Context(), pickup(), config.Point{}, solver.Config{Track: []rules.Expr{rules.True(pickup().Catalog())}})
	})
}

// What a caller keeps serves every call.
func TestTallyDoesNotAllocate(t *testing.T) {
	if raced {
		t.Skip("pools forget at random under the race detector")
	}
	space, _ := fileOf(t, solver.Config{})
	tally, shares := new(solver.Tally), make([]float64, 0, len(space.Tracked()))
	require.Zero(t, testing.AllocsPerRun(100, func() {
		_, _ = space.Tally(t.Context(), tally)
		_, _ = space.TrackedShares(t.Context(), shares)
	}))
}

// Weights of tracked conditions are factors of the configurations that meet them, in every
// query with weights; the weights of a space suit those that Tracking makes of it.
func TestWeightedConditions(t *testing.T) {
	property.Check(t, func(t *rapid.T) {
		o := drawTracked(t, 8)
		sel := o.selection(t)
		draw := rapid.SampledFrom([]float64{0, 1, 0.25, 0.7, 1e-100, 3e60})
		weights := make([]solver.Weight, o.cat.NumOptions()+rapid.IntRange(0, len(o.Tracked())).Draw(t, "weighed"))
		for i := range weights {
			weights[i] = solver.Weight{Chosen: draw.Draw(t, "chosen"), Rejected: draw.Draw(t, "rejected")}
		}
		total, by := new(big.Rat), make([]big.Rat, o.cat.NumOptions())
		weight := func(v *config.Selection) *big.Rat {
			product := big.NewRat(1, 1)
			for i, w := range weights {
				has := i < len(by) && v.IsChosen(config.OptionID(i)) || i >= len(by) && o.Tracked()[i-len(by)].Holds(v)
				x := w.Rejected
				if has {
					x = w.Chosen
				}
				product.Mul(product, new(big.Rat).SetFloat64(x))
			}
			return product
		}
		for _, v := range o.containing(sel) {
			product := weight(v)
			total.Add(total, product)
			for i := range v.Chosen() {
				by[i].Add(&by[i], product)
			}
		}
		more, err := o.Tracking(t.Context(), []rules.Expr{rulestest.Conditions{}.Expr(o.cat).Draw(t, "another")})
		require.NoError(t, err)
		want, _ := total.Float64()
		for _, space := range []*solver.Space{o.Space, more} {
			sum, err := space.Given(sel).WeightedCount(t.Context(), nil, weights)
			require.NoError(t, err)
			got, _ := sum.Float64()
			require.InEpsilon(t, 1+want, 1+got, 1e-12)
			shares, err := space.Given(sel).WeightedShares(t.Context(), nil, weights)
			require.NoError(t, err)
			for i := range by {
				share := 0.0
				if total.Sign() != 0 {
					share, _ = new(big.Rat).Quo(&by[i], total).Float64()
				}
				require.InDelta(t, share, shares[i], 1e-12)
			}
			sampler, err := space.Given(sel).WeightedSampler(t.Context(), weights)
			require.NoError(t, err)
			drawn := o.cat.NewSelection()
			ok := sampler.Sample(drawn, rand.New(rand.NewPCG(1, 2)))
			require.Equal(t, total.Sign() != 0, ok)
			if ok {
				require.Positive(t, weight(drawn).Sign())
			}
		}
	})
}
