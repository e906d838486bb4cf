package solver_test

import (
	"iter"
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
	"github.com/confspace/confspace/config/configtest/property"
	"github.com/confspace/confspace/rules/rulestest"
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
	property.Check(t, func(t *rapid.T) {
		o := drawTracked(t, 11)
		view, want := o.view(t)
		slices.SortFunc(want, canonical)
		o.checkNumbers(t, want, view)
		o.checkSamples(t, want, view)
		o.checkOrder(t, want, view)
	})
}

// requireSame fails unless two selections are equal.
func requireSame(t require.TestingT, want, got *config.Selection) {
	require.True(t, got.Complete())
	require.Equal(t, slices.Collect(want.Chosen()), slices.Collect(got.Chosen()))
}

// firstError returns the error that a sequence begins with.
func firstError[T any](seq iter.Seq2[T, error]) error {
	for _, err := range seq {
		return err
	}
	return nil
}

// requireOnlyError fails unless a sequence yields one thing, an error.
func requireOnlyError[T any](t require.TestingT, seq iter.Seq2[T, error], want error) {
	n := 0
	for got, err := range seq {
		require.ErrorIs(t, err, want)
		require.Zero(t, got)
		n++
	}
	require.Equal(t, 1, n)
}

func (o oracle) checkNumbers(t *rapid.T, want []*config.Selection, view solver.View) {
	from := rapid.IntRange(0, len(want)).Draw(t, "from")
	number := big.NewInt(int64(from))
	configurations := view.Configurations(t.Context(), number)
	number.SetInt64(-7) // it is the caller's
	for range 2 {
		i := from
		for got, err := range configurations {
			require.NoError(t, err)
			requireSame(t, want[i], got)
			i++
		}
		require.Equal(t, len(want), i)
	}
	dst := o.cat.NewSelection()
	for i := range min(10, len(want)) {
		i = (i*7 + from) % len(want)
		got, err := view.Unrank(t.Context(), dst, big.NewInt(int64(i)))
		require.NoError(t, err)
		require.Same(t, dst, got)
		requireSame(t, want[i], got)
		n, ok, err := view.Rank(t.Context(), nil, want[i])
		require.NoError(t, err)
		require.True(t, ok)
		require.Equal(t, int64(i), n.Int64())
	}
	for _, n := range []int64{-1, int64(len(want))} {
		_, err := view.Unrank(t.Context(), nil, big.NewInt(n))
		require.ErrorIs(t, err, solver.ErrNumber)
	}
	for _, n := range []int64{-1, int64(len(want)) + 1} {
		requireOnlyError(t, view.Configurations(t.Context(), big.NewInt(n)), solver.ErrNumber)
	}
	some := o.complete(t)
	_, ok, err := view.Rank(t.Context(), nil, some)
	require.NoError(t, err)
	require.Equal(t, slices.ContainsFunc(want, some.Equal), ok)
}

func (o oracle) checkSamples(t *rapid.T, want []*config.Selection, view solver.View) {
	even, err := view.Sampler(t.Context())
	require.NoError(t, err)
	p := make([]float64, o.cat.NumOptions())
	for i := range p {
		p[i] = rapid.SampledFrom([]float64{0.001, 0.5, 0.9}).Draw(t, "probability")
	}
	weighted, err := view.WeightedSampler(t.Context(), solver.Independent(p))
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

func (o oracle) checkOrder(t *rapid.T, want []*config.Selection, view solver.View) {
	costs := o.costs(t)
	obj, err := solver.NewObjective(o.cat, costs, config.None)
	require.NoError(t, err)
	value := func(c *config.Selection) config.Decimal { return o.value(costs, c) }
	want = slices.Clone(want)
	slices.SortStableFunc(want, func(x, y *config.Selection) int { return value(x).Cmp(value(y)) })
	i := 0
	for got, err := range view.ByCost(t.Context(), obj) {
		require.NoError(t, err)
		requireSame(t, want[i], got.Selection)
		require.True(t, value(want[i]).Equal(got.Cost.Amount))
		require.Equal(t, got.Cost, obj.Value(got.Selection))
		i++
	}
	require.Equal(t, len(want), i)

	best, ok, err := view.Cheapest(t.Context(), obj)
	require.NoError(t, err)
	require.Equal(t, len(want) > 0, ok)
	searched, ok, err := view.SearchCheapest(t.Context(), obj)
	require.NoError(t, err)
	require.Equal(t, len(want) > 0, ok)
	worst, ok, err := view.Dearest(t.Context(), obj)
	require.NoError(t, err)
	require.Equal(t, len(want) > 0, ok)
	if !ok {
		return
	}
	requireSame(t, want[0], best.Selection)
	require.Equal(t, obj.Value(want[0]), best.Cost)
	requireSame(t, want[0], searched.Selection)
	require.Equal(t, best.Cost, searched.Cost)
	slices.SortFunc(want, canonical)
	slices.SortStableFunc(want, func(x, y *config.Selection) int { return value(y).Cmp(value(x)) })
	requireSame(t, want[0], worst.Selection)
	require.Equal(t, obj.Value(want[0]), worst.Cost)
}

// costs draws costs of each kind, or some of them.
func (o oracle) costs(t *rapid.T) (c solver.Costs) {
	draw := func(n int) []config.Decimal {
		return rapid.SliceOfN(rapid.SampledFrom([]config.Decimal{
			{}, decimal("1"), decimal("-0.5"), decimal("1000.25"), decimal("3"), decimal("1/3"),
		}), n, n).Draw(t, "costs")
	}
	kinds := rapid.IntRange(0, 7).Draw(t, "kinds")
	if kinds&1 == 0 {
		c.Chosen = draw(o.cat.NumOptions())
	}
	if kinds&2 != 0 {
		c.Rejected = draw(o.cat.NumOptions())
	}
	if kinds&4 != 0 {
		c.Track, c.Tracked = o.Tracked(), draw(len(o.Tracked()))
	}
	return c
}

// value returns what a configuration costs, by definition.
func (o oracle) value(costs solver.Costs, c *config.Selection) (sum config.Decimal) {
	add := func(from []config.Decimal, i int, holds bool) {
		if holds && from != nil {
			sum = sum.Add(from[i])
		}
	}
	for o := range config.OptionID(c.Len()) {
		add(costs.Chosen, int(o), c.IsChosen(o))
		add(costs.Rejected, int(o), !c.IsChosen(o))
	}
	for i, e := range costs.Track {
		add(costs.Tracked, i, rulestest.Holds(o.cat, e.Syntax(), c))
	}
	return sum
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
	obj, err := solver.NewObjective(space.Catalog(), solver.Costs{Chosen: make([]config.Decimal, 6)}, config.None)
	require.NoError(t, err)
	sel := space.Catalog().NewSelection()
	for name, ask := range map[string]func() error{
		"Rank":            func() error { _, _, err := space.Rank(t.Context(), nil, sel); return err },
		"Unrank":          func() error { _, err := space.Unrank(t.Context(), nil, new(big.Int)); return err },
		"Configurations":  func() error { return firstError(space.Configurations(t.Context(), nil)) },
		"Sampler":         func() error { _, err := space.Sampler(t.Context()); return err },
		"WeightedSampler": func() error { _, err := space.WeightedSampler(t.Context(), make([]solver.Weight, 6)); return err },
		"Distribution":    func() error { _, err := space.Distribution(t.Context(), obj, nil); return err },
	} {
		t.Run(name, func(t *testing.T) { require.ErrorIs(t, ask(), solver.ErrNoCircuit) })
	}
}

func TestObjectiveErrors(t *testing.T) {
	cat := pickup().Catalog()
	weights := make([]config.Decimal, cat.NumOptions())
	weights[1], weights[4] = decimal("9223372036854775807"), decimal("-1")
	_, err := solver.NewObjective(cat, solver.Costs{Chosen: weights}, config.None)
	require.EqualError(t, err, "option TOWBAR: the costs so far add up to more than 2^63-1 times 1: round them, or give them in a larger unit")
	weights[4] = config.Decimal{}
	_, err = solver.NewObjective(cat, solver.Costs{Chosen: weights}, config.None)
	require.NoError(t, err)
	weights[4] = decimal("0.2")
	_, err = solver.NewObjective(cat, solver.Costs{Chosen: weights}, config.None)
	require.ErrorContains(t, err, "2^63-1 times 0.2")

	_, err = solver.AttributeObjective(weighed(t, 2, 2, 100, 1, 1).Catalog(), "mas")
	require.EqualError(t, err, `no attribute "mas"; did you mean mass?`)
	require.Panics(t, func() { _, _ = solver.NewObjective(cat, solver.Costs{Chosen: weights[1:]}, config.None) })
}

func TestWrongWeights(t *testing.T) {
	space, err := solver.Compile(t.Context(), pickup(), config.Point{}, solver.Config{})
	require.NoError(t, err)
	weights := make([]solver.Weight, 6)
	for _, wrong := range []float64{-0.1, math.Inf(1), math.NaN()} {
		weights[4].Chosen = wrong
		_, err = space.WeightedSampler(t.Context(), weights)
		require.ErrorContains(t, err, "TOWBAR")
	}
	require.Panics(t, func() { _, _ = space.WeightedSampler(t.Context(), weights[1:]) })
	for p, text := range map[float64]string{1.5: "1.5", -0.25: "-0.25", math.Inf(1): "+Inf"} {
		_, err = space.WeightedSampler(t.Context(), solver.Independent([]float64{0, 1, 0.5, p, 0, 0}))
		require.EqualError(t, err, "option AUTO8: probability "+text+" is not in [0, 1]")
	}
}

// A number that no configuration has is quoted, but not by the page.
func TestNumberErrors(t *testing.T) {
	space, err := solver.Compile(t.Context(), pickup(), config.Point{}, solver.Config{})
	require.NoError(t, err)
	_, err = space.Unrank(t.Context(), nil, big.NewInt(-3))
	require.EqualError(t, err, "no configuration has that number: -3 of 9")
	long := new(big.Int).Lsh(big.NewInt(1), 20_000)
	_, err = space.Unrank(t.Context(), nil, long)
	require.EqualError(t, err, "no configuration has that number: a number of 20001 bits of 9")
	require.EqualError(t, firstError(space.Configurations(t.Context(), long)), "no configuration has that number: a number of 20001 bits of 9")
}

func TestSampleNeedsASelection(t *testing.T) {
	space, err := solver.Compile(t.Context(), pickup(), config.Point{}, solver.Config{})
	require.NoError(t, err)
	s, err := space.Sampler(t.Context())
	require.NoError(t, err)
	require.PanicsWithValue(t, "solver: Sample needs a selection; it is nil: make one by cat.NewSelection()",
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
	s, err := space.Sampler(t.Context())
	require.NoError(t, err)
	r := rand.New(rand.NewPCG(3, 4))
	a, b := space.Catalog().NewSelection(), space.Catalog().NewSelection()
	x, y := new(big.Int), new(big.Int)
	for range 10 {
		require.True(t, s.Sample(a, r))
		report, err := space.ValidateSelection(t.Context(), a)
		require.NoError(t, err)
		require.Equal(t, solver.Valid, report.Verdict)
		_, ok, err := space.Rank(t.Context(), x, a)
		require.NoError(t, err)
		require.True(t, ok)
		back, err := space.Unrank(t.Context(), nil, x)
		require.NoError(t, err)
		requireSame(t, a, back)

		require.True(t, s.Sample(b, r))
		_, ok, err = space.Rank(t.Context(), y, b)
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
		n, err := space.Given(part).Count(t.Context(), nil)
		require.NoError(t, err)
		last, err := space.Given(part).Unrank(t.Context(), nil, new(big.Int).Sub(n, big.NewInt(1)))
		require.NoError(t, err)
		require.True(t, configtest.Contains(last, part))
		_, err = space.Given(part).Unrank(t.Context(), nil, n)
		require.ErrorIs(t, err, solver.ErrNumber)
		for first, err := range space.Given(part).Configurations(t.Context(), nil) {
			require.NoError(t, err)
			zero, err := space.Given(part).Unrank(t.Context(), nil, new(big.Int))
			require.NoError(t, err)
			requireSame(t, zero, first)
			break
		}
	}
}

func TestSamplerDoesNotAllocate(t *testing.T) {
	space, err := solver.Compile(t.Context(), pickup(), config.Point{}, solver.Config{})
	require.NoError(t, err)
	s, err := space.Sampler(t.Context())
	require.NoError(t, err)
	dst, r := space.Catalog().NewSelection(), rand.New(rand.NewPCG(1, 2))
	for range 20 {
		s.Sample(dst, r)
	}
	require.Zero(t, testing.AllocsPerRun(100, func() { s.Sample(dst, r) }))
}

func BenchmarkSampler(b *testing.B) {
	space := carLine(b)
	s, err := space.Sampler(b.Context())
	require.NoError(b, err)
	dst, r := space.Catalog().NewSelection(), rand.New(rand.NewPCG(1, 2))
	b.ReportAllocs()
	for b.Loop() {
		s.Sample(dst, r)
	}
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "configurations/s")
}
