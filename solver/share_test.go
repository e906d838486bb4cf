package solver_test

import (
	"context"
	"fmt"
	"math"
	"math/big"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/confspace/confspace/config"
	"github.com/confspace/confspace/config/configtest"
	"github.com/confspace/confspace/config/configtest/property"
	"github.com/confspace/confspace/rules"
	"github.com/confspace/confspace/solver"
)

// with returns how many of the selections have each option.
func with(cat *config.Catalog, sels []*config.Selection) []int {
	n := make([]int, cat.NumOptions())
	for _, sel := range sels {
		for o := range sel.Chosen() {
			n[o]++
		}
	}
	return n
}

// Shares are those of enumeration, and all zero when nothing agrees.
func TestShares(t *testing.T) {
	property.Check(t, func(t *rapid.T) {
		o := drawOracle(t, 12)
		var shares []float64
		for range 2 {
			sel := o.selection(t)
			containing := o.containing(sel)
			var err error
			shares, err = o.Given(sel).Shares(t.Context(), shares)
			require.NoError(t, err)
			require.Len(t, shares, o.cat.NumOptions())
			for i, n := range with(o.cat, containing) {
				want := 0.0
				if n > 0 {
					want = float64(n) / float64(len(containing))
				}
				require.InDelta(t, want, shares[i], 1e-12)
				require.Equal(t, n == 0, shares[i] == 0)
			}
		}
	})
}

// Weighted counts and shares are the sums over all configurations, exact up to
// rounding.
func TestWeighted(t *testing.T) {
	property.Check(t, func(t *rapid.T) {
		o := drawOracle(t, 10)
		sel := o.selection(t)
		draw := rapid.SampledFrom([]float64{0, 1, 0.25, 0.7, 1e-290, 3e200})
		weights := make([]solver.Weight, o.cat.NumOptions())
		for i := range weights {
			weights[i] = solver.Weight{Chosen: draw.Draw(t, "chosen"), Rejected: draw.Draw(t, "rejected")}
		}
		total, by := new(big.Rat), make([]big.Rat, len(weights))
		for _, v := range o.containing(sel) {
			product := big.NewRat(1, 1)
			for i, w := range weights {
				x := w.Rejected
				if v.IsChosen(config.OptionID(i)) {
					x = w.Chosen
				}
				product.Mul(product, new(big.Rat).SetFloat64(x))
			}
			total.Add(total, product)
			for i := range v.Chosen() {
				by[i].Add(&by[i], product)
			}
		}
		sum, err := o.Given(sel).WeightedCount(t.Context(), nil, weights)
		require.NoError(t, err)
		got, _ := sum.Rat(nil)
		off := new(big.Rat).Sub(got, total)
		bound := new(big.Rat).Mul(total, big.NewRat(int64(4*o.Stats().Variables), 1<<53))
		require.LessOrEqual(t, off.Abs(off).Cmp(bound), 0)

		shares, err := o.Given(sel).WeightedShares(t.Context(), nil, weights)
		require.NoError(t, err)
		for i := range by {
			want := 0.0
			if total.Sign() != 0 {
				want, _ = by[i].Quo(&by[i], total).Float64()
			}
			require.InDelta(t, want, shares[i], 1e-12)
		}
	})
}

// The probability that dice make a configuration, on 10^116 configurations: with
// one half for every option it is their number over 2^options.
func TestProbabilityOfCarLine(t *testing.T) {
	dir := configtest.Reference(t, "mercedes")
	set := load(t, filepath.Join(dir, "C171_FR.cnf.gz"))
	space, err := solver.Compile(t.Context(), set, config.Point{}, solver.Config{})
	require.NoError(t, err)
	n := set.Catalog().NumOptions()
	half := make([]float64, n)
	for i := range half {
		half[i] = 0.5
	}
	p, err := space.WeightedCount(t.Context(), nil, solver.Independent(half))
	require.NoError(t, err)
	total, err := space.Count(t.Context(), nil)
	require.NoError(t, err)
	exact := new(big.Float).SetInt(total)
	exact.SetMantExp(exact, -n)
	r, _ := exact.Quo(exact, p).Float64()
	require.InDelta(t, 1, r, 4*float64(n)*0x1p-53)
	require.Less(t, p.MantExp(nil), -1100, "no float64 holds it")

	shares, err := space.Shares(t.Context(), nil)
	require.NoError(t, err)
	rates, err := space.WeightedShares(t.Context(), nil, solver.Independent(half))
	require.NoError(t, err)
	require.InDeltaSlice(t, shares, rates, 1e-12)
}

func TestWeightErrors(t *testing.T) {
	space, err := solver.Compile(t.Context(), pickup(), config.Point{}, solver.Config{})
	require.NoError(t, err)
	for _, bad := range []float64{-0.1, math.NaN(), math.Inf(1)} {
		weights := solver.Independent(make([]float64, 6))
		weights[3].Chosen = bad
		_, err := space.WeightedCount(t.Context(), nil, weights)
		require.ErrorContains(t, err, "option AUTO8: weight")
		_, err = space.WeightedShares(t.Context(), nil, weights)
		require.ErrorContains(t, err, "option AUTO8: weight")
	}
	_, err = space.WeightedCount(t.Context(), nil, solver.Independent([]float64{2, 0, 0, 0, 0, 0}))
	require.ErrorContains(t, err, "option PETROL20: probability 2 is not in [0, 1]")
	require.Panics(t, func() { _, _ = space.WeightedShares(t.Context(), nil, nil) })
	without, err := solver.Compile(t.Context(), pickup(), config.Point{}, solver.Config{NoCircuit: true})
	require.NoError(t, err)
	_, err = without.Shares(t.Context(), nil)
	require.ErrorIs(t, err, solver.ErrNoCircuit)
	_, err = without.WeightedShares(t.Context(), nil, nil)
	require.ErrorIs(t, err, solver.ErrNoCircuit)
	_, err = without.WeightedCount(t.Context(), nil, nil)
	require.ErrorIs(t, err, solver.ErrNoCircuit)
}

// Queries that repeat allocate nothing.
func TestFoldsDoNotAllocate(t *testing.T) {
	if raced {
		t.Skip("pools forget at random under the race detector")
	}
	space, err := solver.Compile(t.Context(), pickup(), config.Point{}, solver.Config{})
	require.NoError(t, err)
	sel := space.Catalog().NewSelection()
	sel.Choose(1)
	sel.Reject(4)
	z, x, counts, shares, weights := new(big.Int), new(big.Float), []big.Int(nil), []float64(nil), solver.Independent(make([]float64, 6))
	for name, query := range map[string]func(){
		"count":           func() { _, _ = space.Given(sel).Count(t.Context(), z) },
		"counts":          func() { counts, _ = space.Given(sel).Counts(t.Context(), counts) },
		"shares":          func() { shares, _ = space.Given(sel).Shares(t.Context(), shares) },
		"weighted count":  func() { _, _ = space.Given(sel).WeightedCount(t.Context(), x, weights) },
		"weighted shares": func() { shares, _ = space.Given(sel).WeightedShares(t.Context(), shares, weights) },
	} {
		require.Zero(t, testing.AllocsPerRun(50, query), name)
	}
}

func ExampleView_Shares() {
	space, _ := solver.Compile(context.Background(), pickup(), config.Point{}, solver.Config{})
	shares, _ := space.Shares(context.Background(), nil)
	for o, share := range shares {
		fmt.Printf("%-8s %4.0f %%\n", space.Catalog().Code(config.OptionID(o)), 100*share)
	}
	// Output:
	// PETROL20   67 %
	// DIESEL30   33 %
	// MAN6       33 %
	// AUTO8      67 %
	// TOWBAR     33 %
	// RADAR      33 %
}

// What the rules make of the rates at which customers ask for options.
func ExampleWeight() {
	space, _ := solver.Compile(context.Background(), pickup(), config.Point{}, solver.Config{})
	asked := []float64{0.6, 0.4, 0.5, 0.5, 0.3, 0.5} // by option
	weights := solver.Independent(asked)
	p, _ := space.WeightedCount(context.Background(), nil, weights)
	rates, _ := space.WeightedShares(context.Background(), nil, weights)
	fmt.Printf("a draw can be built with probability %.4f\n", p)
	for o, rate := range rates {
		fmt.Printf("%-8s asked %.0f %%, built %.1f %%\n", space.Catalog().Code(config.OptionID(o)), 100*asked[o], 100*rate)
	}
	// Output:
	// a draw can be built with probability 0.1870
	// PETROL20 asked 60 %, built 81.8 %
	// DIESEL30 asked 40 %, built 18.2 %
	// MAN6     asked 50 %, built 40.9 %
	// AUTO8    asked 50 %, built 59.1 %
	// TOWBAR   asked 30 %, built 17.6 %
	// RADAR    asked 50 %, built 41.2 %
}

// Any number of goroutines may ask at once, each about another selection.
func TestConcurrentFolds(t *testing.T) {
	space, err := solver.Compile(t.Context(), pickup(), config.Point{}, solver.Config{})
	require.NoError(t, err)
	for o := range config.OptionID(6) {
		sel := space.Catalog().NewSelection()
		sel.Choose(o)
		want, err := space.Given(sel).Shares(t.Context(), nil)
		require.NoError(t, err)
		t.Run("", func(t *testing.T) {
			t.Parallel()
			var shares []float64
			for range 200 {
				shares, err := space.Given(sel).Shares(t.Context(), shares)
				require.NoError(t, err)
				require.Equal(t, want, shares)
				n, err := space.CountOf(t.Context(), nil, rules.Option(space.Catalog(), o))
				require.NoError(t, err)
				count, err := space.Given(sel).Count(t.Context(), nil)
				require.NoError(t, err)
				require.Equal(t, count, n)
			}
		})
	}
}
