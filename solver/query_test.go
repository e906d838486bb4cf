package solver_test

import (
	"math"
	"math/big"
	"math/rand/v2"
	"path/filepath"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/confspace/confspace/config"
	"github.com/confspace/confspace/config/configtest"
	"github.com/confspace/confspace/solver"
)

// canonical says which of two complete selections comes first, by definition.
func canonical(x, y *config.Selection) int {
	for o := range config.OptionID(x.Len()) {
		switch {
		case x.IsChosen(o) && !y.IsChosen(o):
			return -1
		case y.IsChosen(o) && !x.IsChosen(o):
			return 1
		}
	}
	return 0
}

// Numbers, enumeration, samples and order of value against brute force, under a
// partial order, which may contradict the rules.
func TestQueries(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		o := drawOracle(t, 11)
		sel := o.selection(t)
		if rapid.Bool().Draw(t, "all") {
			sel = nil
		}
		want := o.valid
		if sel != nil {
			want = o.containing(sel)
		}
		slices.SortFunc(want, canonical)
		o.checkNumbers(t, want, sel)
		o.checkSamples(t, want, sel)
		o.checkOrder(t, want, sel)
	})
}

// requireSame fails unless two selections are equal.
func requireSame(t require.TestingT, want, got *config.Selection) {
	require.True(t, got.Complete())
	require.Equal(t, slices.Collect(want.Chosen()), slices.Collect(got.Chosen()))
}

func (o oracle) checkNumbers(t *rapid.T, want []*config.Selection, sel *config.Selection) {
	from := rapid.IntRange(0, len(want)).Draw(t, "from")
	number := big.NewInt(int64(from))
	configurations, err := o.Configurations(sel, number)
	require.NoError(t, err)
	number.SetInt64(-7) // it is the caller's
	for range 2 {
		i := from
		for got := range configurations {
			requireSame(t, want[i], got)
			i++
		}
		require.Equal(t, len(want), i)
	}
	dst := o.cat.NewSelection()
	for i := range min(10, len(want)) {
		i = (i*7 + from) % len(want)
		got, err := o.Unrank(dst, big.NewInt(int64(i)), sel)
		require.NoError(t, err)
		require.Same(t, dst, got)
		requireSame(t, want[i], got)
		n, ok, err := o.Rank(nil, want[i], sel)
		require.NoError(t, err)
		require.True(t, ok)
		require.Equal(t, int64(i), n.Int64())
	}
	for _, n := range []int64{-1, int64(len(want))} {
		_, err = o.Unrank(nil, big.NewInt(n), sel)
		require.ErrorIs(t, err, solver.ErrNumber)
	}
	for _, n := range []int64{-1, int64(len(want)) + 1} {
		_, err = o.Configurations(sel, big.NewInt(n))
		require.ErrorIs(t, err, solver.ErrNumber)
	}
	some := o.complete(t)
	_, ok, err := o.Rank(nil, some, sel)
	require.NoError(t, err)
	require.Equal(t, slices.ContainsFunc(want, some.Equal), ok)
}

func (o oracle) checkSamples(t *rapid.T, want []*config.Selection, sel *config.Selection) {
	even, err := o.Sampler(sel)
	require.NoError(t, err)
	p := make([]float64, o.cat.NumOptions())
	for i := range p {
		p[i] = rapid.SampledFrom([]float64{0.001, 0.5, 0.9}).Draw(t, "probability")
	}
	weighted, err := o.WeightedSampler(solver.Independent(p), sel)
	require.NoError(t, err)
	r := rand.New(rand.NewPCG(1, 2))
	dst := o.cat.NewSelection()
	for _, s := range []*solver.Sampler{even, weighted} {
		for range 5 {
			require.Equal(t, len(want) > 0, s.Sample(dst, r))
			require.Equal(t, len(want) > 0, slices.ContainsFunc(want, dst.Equal))
		}
	}
}

func (o oracle) checkOrder(t *rapid.T, want []*config.Selection, sel *config.Selection) {
	weights := make([]config.Decimal, o.cat.NumOptions())
	for i := range weights {
		weights[i] = rapid.SampledFrom([]config.Decimal{
			{}, decimal("1"), decimal("-0.5"), decimal("1000.25"), decimal("3"),
		}).Draw(t, "weight")
	}
	obj, err := solver.NewObjective(o.cat, weights, config.None)
	require.NoError(t, err)
	value := func(c *config.Selection) (sum config.Decimal) {
		for o := range c.Chosen() {
			sum = sum.Add(weights[o])
		}
		return sum
	}
	want = slices.Clone(want)
	slices.SortStableFunc(want, func(x, y *config.Selection) int { return value(x).Cmp(value(y)) })
	configurations, err := o.ByCost(obj, sel)
	require.NoError(t, err)
	i := 0
	for got, cost := range configurations {
		requireSame(t, want[i], got)
		require.True(t, value(want[i]).Equal(cost.Amount))
		require.Equal(t, cost, obj.Value(got))
		i++
	}
	require.Equal(t, len(want), i)

	best, ok, err := o.Cheapest(obj, sel)
	require.NoError(t, err)
	require.Equal(t, len(want) > 0, ok)
	worst, ok, err := o.Dearest(obj, sel)
	require.NoError(t, err)
	require.Equal(t, len(want) > 0, ok)
	if !ok {
		return
	}
	requireSame(t, want[0], best)
	slices.SortFunc(want, canonical)
	slices.SortStableFunc(want, func(x, y *config.Selection) int { return value(y).Cmp(value(x)) })
	requireSame(t, want[0], worst)
}

func decimal(s string) config.Decimal {
	d, err := config.ParseDecimal(s)
	if err != nil {
		panic(err)
	}
	return d
}

func TestQueriesNeedACircuit(t *testing.T) {
	space, err := solver.Compile(t.Context(), pickup(), config.Point{}, solver.Config{NoCircuit: true})
	require.NoError(t, err)
	obj, err := solver.NewObjective(space.Catalog(), make([]config.Decimal, 6), config.None)
	require.NoError(t, err)
	sel := space.Catalog().NewSelection()
	for name, ask := range map[string]func() error{
		"Rank":            func() error { _, _, err := space.Rank(nil, sel, nil); return err },
		"Unrank":          func() error { _, err := space.Unrank(nil, new(big.Int), nil); return err },
		"Configurations":  func() error { _, err := space.Configurations(nil, nil); return err },
		"Sampler":         func() error { _, err := space.Sampler(nil); return err },
		"WeightedSampler": func() error { _, err := space.WeightedSampler(make([]solver.Weight, 6), nil); return err },
		"Cheapest":        func() error { _, _, err := space.Cheapest(obj, nil); return err },
		"Dearest":         func() error { _, _, err := space.Dearest(obj, nil); return err },
		"ByCost":          func() error { _, err := space.ByCost(obj, nil); return err },
	} {
		t.Run(name, func(t *testing.T) { require.ErrorIs(t, ask(), solver.ErrNoCircuit) })
	}
}

func TestObjectiveErrors(t *testing.T) {
	cat := pickup().Catalog()
	weights := make([]config.Decimal, cat.NumOptions())
	weights[1], weights[4] = decimal("9223372036854775807"), decimal("-1")
	_, err := solver.NewObjective(cat, weights, config.None)
	require.EqualError(t, err, "option TOWBAR: the weights so far add up to more than 2^63-1 times 1: round them, or give them in a larger unit")
	weights[4] = config.Decimal{}
	_, err = solver.NewObjective(cat, weights, config.None)
	require.NoError(t, err)
	weights[4] = decimal("0.1")
	_, err = solver.NewObjective(cat, weights, config.None)
	require.ErrorContains(t, err, "0.1")

	_, err = solver.AttributeObjective(weighed(t, 2, 2, 100, 1, 1).Catalog(), "mas")
	require.EqualError(t, err, `no attribute "mas"; did you mean mass?`)
	require.Panics(t, func() { _, _ = solver.NewObjective(cat, weights[1:], config.None) })
}

func TestWrongWeights(t *testing.T) {
	space, err := solver.Compile(t.Context(), pickup(), config.Point{}, solver.Config{})
	require.NoError(t, err)
	weights := make([]solver.Weight, 6)
	for _, wrong := range []float64{-0.1, math.Inf(1), math.NaN()} {
		weights[4].Chosen = wrong
		_, err = space.WeightedSampler(weights, nil)
		require.ErrorContains(t, err, "TOWBAR")
	}
	require.Panics(t, func() { _, _ = space.WeightedSampler(weights[1:], nil) })
	for p, text := range map[float64]string{1.5: "1.5", -0.25: "-0.25", math.Inf(1): "+Inf"} {
		_, err = space.WeightedSampler(solver.Independent([]float64{0, 1, 0.5, p, 0, 0}), nil)
		require.EqualError(t, err, "option AUTO8: probability "+text+" is not in [0, 1]")
	}
}

// A number that no configuration has is quoted, but not by the page.
func TestNumberErrors(t *testing.T) {
	space, err := solver.Compile(t.Context(), pickup(), config.Point{}, solver.Config{})
	require.NoError(t, err)
	_, err = space.Unrank(nil, big.NewInt(-3), nil)
	require.EqualError(t, err, "no configuration has that number: -3 of 9")
	long := new(big.Int).Lsh(big.NewInt(1), 20_000)
	_, err = space.Unrank(nil, long, nil)
	require.EqualError(t, err, "no configuration has that number: a number of 20001 bits of 9")
	_, err = space.Configurations(nil, long)
	require.EqualError(t, err, "no configuration has that number: a number of 20001 bits of 9")
}

func TestSampleNeedsASelection(t *testing.T) {
	space, err := solver.Compile(t.Context(), pickup(), config.Point{}, solver.Config{})
	require.NoError(t, err)
	s, err := space.Sampler(nil)
	require.NoError(t, err)
	require.PanicsWithValue(t, "solver: Sample into no selection: make one by cat.NewSelection()",
		func() { s.Sample(nil, rand.New(rand.NewPCG(1, 2))) })
}

// carLine compiles a real car line.
func carLine(tb testing.TB) *solver.Space {
	set := load(tb, filepath.Join(configtest.Reference(tb, "mercedes"), "C171_FR.cnf.gz"))
	space, err := solver.Compile(tb.Context(), set, config.Point{}, solver.Config{})
	require.NoError(tb, err)
	return space
}

// On a real car line the queries fit each other: samples have numbers, which
// give them back in order; what is listed first has number 0, and agrees with
// the order it was asked for.
func TestQueriesOfACarLine(t *testing.T) {
	space := carLine(t)
	s, err := space.Sampler(nil)
	require.NoError(t, err)
	r := rand.New(rand.NewPCG(3, 4))
	a, b := space.Catalog().NewSelection(), space.Catalog().NewSelection()
	x, y := new(big.Int), new(big.Int)
	for range 10 {
		require.True(t, s.Sample(a, r))
		report, err := space.ValidateSelection(t.Context(), a)
		require.NoError(t, err)
		require.Equal(t, solver.Valid, report.Verdict)
		_, ok, err := space.Rank(x, a, nil)
		require.NoError(t, err)
		require.True(t, ok)
		back, err := space.Unrank(nil, x, nil)
		require.NoError(t, err)
		requireSame(t, a, back)

		require.True(t, s.Sample(b, r))
		_, ok, err = space.Rank(y, b, nil)
		require.NoError(t, err)
		require.True(t, ok)
		require.Equal(t, canonical(a, b), x.Cmp(y))

		// Under part of a sample: numbers end where the count does.
		part := a.Clone()
		for o := range config.OptionID(part.Len()) {
			if r.IntN(3) > 0 {
				part.Clear(o)
			}
		}
		n, err := space.Count(nil, part)
		require.NoError(t, err)
		last, err := space.Unrank(nil, new(big.Int).Sub(n, big.NewInt(1)), part)
		require.NoError(t, err)
		require.True(t, configtest.Contains(last, part))
		_, err = space.Unrank(nil, n, part)
		require.ErrorIs(t, err, solver.ErrNumber)
		configurations, err := space.Configurations(part, nil)
		require.NoError(t, err)
		for first := range configurations {
			zero, err := space.Unrank(nil, new(big.Int), part)
			require.NoError(t, err)
			requireSame(t, zero, first)
			break
		}
	}
}

func TestSamplerDoesNotAllocate(t *testing.T) {
	space, err := solver.Compile(t.Context(), pickup(), config.Point{}, solver.Config{})
	require.NoError(t, err)
	s, err := space.Sampler(nil)
	require.NoError(t, err)
	dst, r := space.Catalog().NewSelection(), rand.New(rand.NewPCG(1, 2))
	for range 20 {
		s.Sample(dst, r)
	}
	require.Zero(t, testing.AllocsPerRun(100, func() { s.Sample(dst, r) }))
}

func BenchmarkSampler(b *testing.B) {
	space := carLine(b)
	s, err := space.Sampler(nil)
	require.NoError(b, err)
	dst, r := space.Catalog().NewSelection(), rand.New(rand.NewPCG(1, 2))
	b.ReportAllocs()
	for b.Loop() {
		s.Sample(dst, r)
	}
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "configurations/s")
}
