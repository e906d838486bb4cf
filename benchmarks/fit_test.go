package benchmarks

import (
	"bytes"
	"math"
	"math/big"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/confspace/confspace/config"
	"github.com/confspace/confspace/rules"
	"github.com/confspace/confspace/solver"
	"github.com/confspace/confspace/solver/dimacs"
	"github.com/confspace/confspace/solver/fit"
)

// takeRates draws take rates that some mix has: the shares of n options, with twelve digits, when
// each option of the space has a weight of its own.
func takeRates(tb testing.TB, space *solver.Space, n int) []fit.Target {
	r := rand.New(rand.NewPCG(1, 2))
	cat := space.Catalog()
	weights := make([]solver.Weight, cat.NumOptions())
	for o := range weights {
		weights[o] = solver.Weight{Chosen: math.Exp(r.NormFloat64()), Rejected: 1}
	}
	all, err := space.Shares(tb.Context(), nil)
	require.NoError(tb, err)
	shares, err := space.WeightedShares(tb.Context(), nil, weights)
	require.NoError(tb, err)
	var targets []fit.Target
	for _, o := range r.Perm(len(all)) {
		if x := math.Round(shares[o] * 1e12); len(targets) < n && 0 < x && x < 1e12 && all[o] < 1 {
			targets = append(targets, fit.Target{
				Condition: rules.Option(cat, config.OptionID(o)),
				Share:     config.NewRat(big.NewRat(int64(x), 1e12)),
			})
		}
	}
	require.Len(tb, targets, n)
	return targets
}

// find finds the mix of some targets again and again.
func find(b *testing.B, space *solver.Space, targets []fit.Target) {
	var mix *fit.Mix
	b.ReportAllocs()
	for b.Loop() {
		var conflicts []fit.Conflict
		var err error
		mix, conflicts, err = fit.Find(b.Context(), space, targets)
		require.NoError(b, err)
		require.Empty(b, conflicts)
	}
	shares, err := mix.Shares(b.Context(), nil)
	require.NoError(b, err)
	for _, t := range targets {
		want, _ := t.Share.Rat().Float64()
		require.InDelta(b, want, shares[t.Condition.Option()], fit.Tolerance)
	}
	b.ReportMetric(float64(mix.Queries()), "queries")
}

// BenchmarkFit finds mixes with many take rates, and proves that some are impossible.
func BenchmarkFit(b *testing.B) {
	b.Run("vanline", func(b *testing.B) {
		_, space := lines(b)[0].compile(b, solver.Config{})
		find(b, space, takeRates(b, space, 150))
	})
	b.Run("C171_FR", func(b *testing.B) {
		space := readLine(b, "C171_FR")
		find(b, space, takeRates(b, space, 200))
	})
	b.Run("vanline/impossible", func(b *testing.B) {
		_, space := lines(b)[0].compile(b, solver.Config{})
		impossible(b, space, takeRates(b, space, 150))
	})
	b.Run("C171_FR/impossible", func(b *testing.B) {
		space := readLine(b, "C171_FR")
		impossible(b, space, takeRates(b, space, 200))
	})
}

// impossible finds the conflicts of targets of which one is much too great, again and again.
func impossible(b *testing.B, space *solver.Space, targets []fit.Target) {
	least := 0
	for i, t := range targets {
		if t.Share.Cmp(targets[least].Share) < 0 {
			least = i
		}
	}
	targets[least].Share = config.NewRat(big.NewRat(9, 10))
	var conflicts []fit.Conflict
	for b.Loop() {
		var err error
		_, conflicts, err = fit.Find(b.Context(), space, targets)
		require.NoError(b, err)
		require.NotEmpty(b, conflicts)
	}
	b.Log(conflicts)
	b.ReportMetric(float64(len(conflicts)), "conflicts")
}

// readLine compiles a published car line.
func readLine(b *testing.B, name string) *solver.Space {
	formula, err := dimacs.Read(name, bytes.NewReader(gunzip(b, "mercedes", name+".cnf.gz")))
	require.NoError(b, err)
	set, err := formula.Set()
	require.NoError(b, err)
	space, err := solver.Compile(b.Context(), set, config.Point{}, solver.Config{})
	require.NoError(b, err)
	return space
}
