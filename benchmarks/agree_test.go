package benchmarks

import (
	"bytes"
	"math/big"
	"math/rand/v2"
	"slices"
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/require"

	"github.com/confspace/confspace/benchmarks/carline"
	"github.com/confspace/confspace/config"
	"github.com/confspace/confspace/rules"
	"github.com/confspace/confspace/rules/uvl"
	"github.com/confspace/confspace/solver"
	"github.com/confspace/confspace/solver/dimacs"
)

// The configurations with an option and those without it are all of them, and
// those with each option of a family that takes one are, too.
func TestCountsAddUp(t *testing.T) {
	l := generate(t, carline.Config{Families: 30}, true)
	total, err := l.space.Count(t.Context(), nil)
	require.NoError(t, err)
	counts, err := l.space.Counts(t.Context(), nil)
	require.NoError(t, err)
	tally, err := l.space.Tally(t.Context(), nil)
	require.NoError(t, err)
	require.Equal(t, total, &tally.Total)
	require.Equal(t, counts, tally.Options)
	for f := range config.FamilyID(l.Catalog.NumFamilies()) {
		if family := l.Catalog.Family(f); family.Select == config.One && family.Parent == config.NoOption {
			sum := new(big.Int)
			for _, o := range family.Options {
				sum.Add(sum, &counts[o])
			}
			require.Zero(t, total.Cmp(sum), family.Code)
		}
	}
	sel := l.Catalog.NewSelection()
	for o := range config.OptionID(l.Catalog.NumOptions()) {
		sel.Reset()
		sel.Choose(o)
		with, err := l.space.Given(sel).Count(t.Context(), nil)
		require.NoError(t, err)
		require.Zero(t, counts[o].Cmp(with), "with %s", l.Catalog.Code(o))
		sel.Reject(o)
		without, err := l.space.Given(sel).Count(t.Context(), nil)
		require.NoError(t, err)
		require.Zero(t, total.Cmp(without.Add(without, with)), "without %s", l.Catalog.Code(o))
	}
	for i, e := range l.space.Tracked() {
		n, err := l.space.CountOf(t.Context(), nil, e)
		require.NoError(t, err)
		require.Zero(t, n.Cmp(&tally.Tracked[i]), "%s", e)
	}
}

// A choice of two is inclusion and exclusion.
func TestCountOfConditions(t *testing.T) {
	l := generate(t, carline.Config{Families: 30}, false)
	total, err := l.space.Count(t.Context(), nil)
	require.NoError(t, err)
	of := func(e rules.Expr) *big.Int {
		n, err := l.space.CountOf(t.Context(), nil, e)
		require.NoError(t, err)
		return n
	}
	for o := range config.OptionID(12) {
		a, b := rules.Option(l.Catalog, 3*o), rules.Option(l.Catalog, 7*o+1)
		both := of(rules.And(a, b))
		require.Zero(t, new(big.Int).Sub(total, both).Cmp(of(rules.Not(rules.And(a, b)))))
		either := new(big.Int).Add(of(a), of(b))
		require.Zero(t, either.Sub(either, both).Cmp(of(rules.Or(a, b))))
	}
}

// Shares are the quotients of the exact counts; the probability that dice with
// one half for every option make a configuration is their number over 2^options.
func TestSharesAgainstCounts(t *testing.T) {
	l := generate(t, carline.Config{Families: 60}, false)
	n := l.Catalog.NumOptions()
	total, err := l.space.Count(t.Context(), nil)
	require.NoError(t, err)
	counts, err := l.space.Counts(t.Context(), nil)
	require.NoError(t, err)
	shares, err := l.space.Shares(t.Context(), nil)
	require.NoError(t, err)
	half := make([]float64, n)
	for o := range shares {
		half[o] = 0.5
		want, _ := new(big.Rat).SetFrac(&counts[o], total).Float64()
		require.InDelta(t, want, shares[o], 1e-12, l.Catalog.Code(config.OptionID(o)))
	}
	p, err := l.space.WeightedCount(t.Context(), nil, solver.Independent(half))
	require.NoError(t, err)
	exact := new(big.Float).SetInt(total)
	ratio, _ := exact.Quo(exact.SetMantExp(exact, -n), p).Float64()
	require.InDelta(t, 1, ratio, 4*float64(n)*0x1p-53)
	rates, err := l.space.WeightedShares(t.Context(), nil, solver.Independent(half))
	require.NoError(t, err)
	require.InDeltaSlice(t, shares, rates, 1e-12)
}

// The options among samples are those among all configurations.
func TestSamplesAreUniform(t *testing.T) {
	l := generate(t, carline.Config{Families: 30}, false)
	shares, err := l.space.Shares(t.Context(), nil)
	require.NoError(t, err)
	sampler, err := l.space.Sampler(t.Context())
	require.NoError(t, err)
	const draws = 20_000
	sel, r, observed := l.Catalog.NewSelection(), rand.New(rand.NewPCG(1, 2)), make([]int, len(shares))
	for range draws {
		require.True(t, sampler.Sample(sel, r))
		for o := range sel.Chosen() {
			observed[o]++
		}
	}
	for o, share := range shares {
		require.InDelta(t, share, float64(observed[o])/draws, 0.02, l.Catalog.Code(config.OptionID(o))) // 5.6 standard deviations at 1/2
		if share == 0 || share == 1 {
			require.Equal(t, int(share)*draws, observed[o])
		}
	}
}

// Rank and Unrank are inverse, agree with the order of Configurations, and end
// where the count does.
func TestRanks(t *testing.T) {
	l := generate(t, carline.Config{Families: 30}, false)
	total, err := l.space.Count(t.Context(), nil)
	require.NoError(t, err)
	numbers := []*big.Int{new(big.Int), new(big.Int).Sub(total, big.NewInt(1))}
	for i := range 12 {
		numbers = append(numbers, new(big.Int).Rsh(total, uint(3*i+1)))
	}
	slices.SortFunc(numbers, (*big.Int).Cmp)
	for _, n := range numbers {
		sel, err := l.space.Unrank(t.Context(), nil, n)
		require.NoError(t, err)
		report, err := l.space.ValidateSelection(t.Context(), sel)
		require.NoError(t, err)
		require.Equal(t, solver.Valid, report.Verdict)
		back, ok, err := l.space.Rank(t.Context(), nil, sel)
		require.NoError(t, err)
		require.True(t, ok)
		require.Zero(t, n.Cmp(back))
		for first, err := range l.space.Configurations(t.Context(), n) {
			require.NoError(t, err)
			require.True(t, sel.Equal(first))
			break
		}
	}
	_, err = l.space.Unrank(t.Context(), nil, total)
	require.ErrorIs(t, err, solver.ErrNumber)
}

// By cost the values ascend, the first is that of Cheapest and the least of many
// samples, and of equal values the first in canonical order comes first.
func TestByCost(t *testing.T) {
	l := generate(t, carline.Config{Families: 30}, false)
	mass, err := solver.AttributeObjective(l.Catalog, "mass")
	require.NoError(t, err)
	cheapest, ok, err := l.space.Cheapest(t.Context(), mass)
	require.NoError(t, err)
	require.True(t, ok)
	sampler, err := l.space.Sampler(t.Context())
	require.NoError(t, err)
	sel, r := l.Catalog.NewSelection(), rand.New(rand.NewPCG(1, 1))
	for range 1000 {
		sampler.Sample(sel, r)
		require.LessOrEqual(t, compare(t, cheapest.Cost, mass.Value(sel)), 0)
	}
	var last config.Quantity
	var lastRank *big.Int
	n := 0
	for costed, err := range l.space.ByCost(t.Context(), mass) {
		require.NoError(t, err)
		require.Zero(t, compare(t, mass.Value(costed.Selection), costed.Cost))
		rank, ok, err := l.space.Rank(t.Context(), nil, costed.Selection)
		require.NoError(t, err)
		require.True(t, ok)
		if n == 0 {
			require.True(t, cheapest.Selection.Equal(costed.Selection))
		} else if c := compare(t, last, costed.Cost); c == 0 {
			require.Negative(t, lastRank.Cmp(rank))
		} else {
			require.Negative(t, c)
		}
		last, lastRank = costed.Cost, rank
		if n++; n == 300 {
			break
		}
	}
}

func compare(t *testing.T, q, r config.Quantity) int {
	t.Helper()
	c, err := q.Cmp(r)
	require.NoError(t, err)
	return c
}

// The order in which rules stand changes the circuit, and no answer.
func TestAnswersDoNotDependOnTheCircuit(t *testing.T) {
	l := generate(t, carline.Config{Families: 30}, false)
	b := rules.NewBuilder(l.Catalog)
	for id := rules.RuleID(l.Rules.NumRules()); id > 0; id-- {
		rule := l.Rules.Rule(id - 1)
		b.Add(rules.RuleSpec{ID: rule.ID, Expr: rule.Expr, Table: rule.Table, Effectivity: rule.Effectivity})
	}
	set, err := b.Build()
	require.NoError(t, err)
	other, err := solver.Compile(t.Context(), set, config.Point{}, solver.Config{})
	require.NoError(t, err)
	counts, err := l.space.Counts(t.Context(), nil)
	require.NoError(t, err)
	again, err := other.Counts(t.Context(), nil)
	require.NoError(t, err)
	require.Equal(t, counts, again)
	a, ok, err := l.space.Rank(t.Context(), nil, l.witness)
	require.NoError(t, err)
	require.True(t, ok)
	z, ok, err := other.Rank(t.Context(), nil, l.witness)
	require.NoError(t, err)
	require.True(t, ok)
	require.Zero(t, a.Cmp(z))
}

// A line has as many configurations as it has in the formats of others.
func TestFormatsKeepTheCount(t *testing.T) {
	l := generate(t, carline.Config{Families: 30}, false)
	total, err := l.space.Count(t.Context(), nil)
	require.NoError(t, err)
	var text bytes.Buffer
	require.NoError(t, uvl.Write(&text, l.Rules, config.Point{}))
	model, err := uvl.Read(fstest.MapFS{"line.uvl": {Data: text.Bytes()}}, "line.uvl")
	require.NoError(t, err)
	f, err := dimacs.Of(l.Rules, config.Point{})
	require.NoError(t, err)
	formula, err := f.Set()
	require.NoError(t, err)
	for name, set := range map[string]*rules.Set{"uvl": model, "dimacs": formula} {
		space, err := solver.Compile(t.Context(), set, config.Point{}, solver.Config{})
		require.NoError(t, err)
		n, err := space.Count(t.Context(), nil)
		require.NoError(t, err)
		require.Zero(t, total.Cmp(n), name)
	}
}

// The circuit and the SAT solver agree on which options no configuration has, and
// which every one has.
func TestFindAgreesWithCounts(t *testing.T) {
	l := generate(t, carline.Config{Families: 30}, false)
	total, err := l.space.Count(t.Context(), nil)
	require.NoError(t, err)
	counts, err := l.space.Counts(t.Context(), nil)
	require.NoError(t, err)
	for o := range config.OptionID(l.Catalog.NumOptions()) {
		with := rules.Option(l.Catalog, o)
		sel, ok, err := l.space.Find(t.Context(), with)
		require.NoError(t, err)
		require.Equal(t, counts[o].Sign() > 0, ok, "with %s", l.Catalog.Code(o))
		if ok {
			require.True(t, sel.IsChosen(o))
		}
		sel, ok, err = l.space.Find(t.Context(), rules.Not(with))
		require.NoError(t, err)
		require.Equal(t, counts[o].Cmp(total) < 0, ok, "without %s", l.Catalog.Code(o))
		if ok {
			require.False(t, sel.IsChosen(o))
		}
	}
}

// A space that was written and read gives the same answers, and the same bytes.
func TestSpaceFile(t *testing.T) {
	l := generate(t, carline.Config{Families: 30}, true)
	var file, again bytes.Buffer
	_, err := l.space.WriteTo(&file)
	require.NoError(t, err)
	text := bytes.Clone(file.Bytes())
	read, err := solver.Read(&file, l.Rules)
	require.NoError(t, err)
	_, err = read.WriteTo(&again)
	require.NoError(t, err)
	require.Equal(t, text, again.Bytes())
	want, err := l.space.Tally(t.Context(), nil)
	require.NoError(t, err)
	got, err := read.Tally(t.Context(), nil)
	require.NoError(t, err)
	require.Equal(t, want, got)
	require.NoError(t, read.Verify(t.Context()))
}
