package solver_test

import (
	"fmt"
	"math/big"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/confspace/confspace/config"
	"github.com/confspace/confspace/rules"
	"github.com/confspace/confspace/solver"
)

// weighed returns a product of families of which one option is taken, each with a
// mass, and a rule that limits the mass to a share of the greatest.
func weighed(t testing.TB, families, options int, most, step int64, share float64) *rules.Set {
	r := rand.New(rand.NewPCG(5, 6))
	b := config.NewBuilder("weighed")
	b.Attribute(config.AttributeSpec{Name: "mass"})
	greatest := int64(0)
	for f := range families {
		b.Family(config.FamilySpec{Code: fmt.Sprint("F", f)})
		heaviest := int64(0)
		for o := range options {
			mass := r.Int64N(most/step) * step
			heaviest = max(heaviest, mass)
			b.Option(config.OptionSpec{
				Family: fmt.Sprint("F", f), Code: fmt.Sprint("F", f, "_", o),
				Values: map[string]config.Quantity{"mass": {Amount: config.NewDecimal(mass)}},
			})
		}
		greatest += heaviest
	}
	cat, err := b.Build()
	require.NoError(t, err)
	rb := rules.NewBuilder(cat)
	rb.Add(rules.RuleSpec{ID: "R-MASS", Source: fmt.Sprint("sum(mass) <= ", int64(share*float64(greatest)))})
	set, err := rb.Build()
	require.NoError(t, err)
	return set
}

// withinBound counts what weighed allows, by dynamic programming over the sums.
func withinBound(set *rules.Set) *big.Int {
	cat := set.Catalog()
	terms, _, bound := set.Rule(0).Expr.Linear()
	coef := map[config.OptionID]int64{}
	for _, t := range terms {
		coef[t.Option] = t.Coef
	}
	ways := map[int64]*big.Int{0: big.NewInt(1)}
	for f := range cat.NumFamilies() {
		next := map[int64]*big.Int{}
		for _, o := range cat.Family(config.FamilyID(f)).Options {
			for sum, n := range ways {
				if next[sum+coef[o]] == nil {
					next[sum+coef[o]] = new(big.Int)
				}
				next[sum+coef[o]].Add(next[sum+coef[o]], n)
			}
		}
		ways = next
	}
	count := new(big.Int)
	for sum, n := range ways {
		if sum <= bound {
			count.Add(count, n)
		}
	}
	return count
}

// Mass limits over many options compile, count as dynamic programming does, and are
// proved. A wrong order of decisions would take minutes for the last two.
func TestSumOverManyFamilies(t *testing.T) {
	for _, c := range []struct {
		families int
		step     int64 // between masses below 100: the finer, the more sums
	}{{8, 10}, {8, 2}, {16, 10}} {
		t.Run(fmt.Sprintf("%d families in steps of %d", c.families, c.step), func(t *testing.T) {
			set := weighed(t, c.families, 6, 100, c.step, 0.6)
			space, err := solver.Compile(t.Context(), set, config.Point{}, solver.Config{})
			require.NoError(t, err)
			got, err := space.Count(t.Context(), nil)
			require.NoError(t, err)
			require.Equal(t, withinBound(set).String(), got.String())
			require.NoError(t, space.Verify(t.Context()))
			require.LessOrEqual(t, space.Stats().Decisions, int64(5000))
		})
	}
}

// heaviest returns the heaviest option of each family.
func heaviest(cat *config.Catalog) *config.Selection {
	sel := cat.NewSelection()
	for f := range cat.NumFamilies() {
		options := cat.Family(config.FamilyID(f)).Options
		best := options[0]
		for _, o := range options {
			a, _ := cat.Value(o, 0)
			b, _ := cat.Value(best, 0)
			if a.Cmp(b) > 0 {
				best = o
			}
		}
		sel.Choose(best)
	}
	return sel
}

// A limit that is explained by many lines, of which no option can be spared.
func TestSumIsExplained(t *testing.T) {
	set := weighed(t, 18, 6, 100, 2, 0.7)
	space, err := solver.Compile(t.Context(), set, config.Point{}, solver.Config{NoCircuit: true})
	require.NoError(t, err)
	for name, sel := range map[string]*config.Selection{
		"every family": heaviest(set.Catalog()),
		"most": func() *config.Selection {
			sel := heaviest(set.Catalog())
			for o := range config.OptionID(24) {
				sel.Clear(o)
			}
			return sel
		}(),
	} {
		t.Run(name, func(t *testing.T) {
			report, err := space.ValidateSelection(t.Context(), sel)
			require.NoError(t, err)
			require.Equal(t, solver.Invalid, report.Verdict)
			require.Len(t, report.Broken, 1)
			explanation := explain(t, space, sel)
			require.True(t, explanation.Minimal)
			require.Greater(t, len(explanation.Causes), 10)
		})
	}
}

// A limit with too many sums for any diagram is still searched for.
func TestSumBeyondDiagrams(t *testing.T) {
	set := weighed(t, 24, 6, 1_000_000, 1, 0.7)
	space, err := solver.Compile(t.Context(), set, config.Point{}, solver.Config{NoCircuit: true})
	require.NoError(t, err)
	require.False(t, space.Void())
	sel, ok, err := space.Find(t.Context(), rules.True(set.Catalog()))
	require.NoError(t, err)
	require.True(t, ok)
	report, err := space.ValidateSelection(t.Context(), sel)
	require.NoError(t, err)
	require.Equal(t, solver.Valid, report.Verdict)
	report, err = space.ValidateSelection(t.Context(), heaviest(set.Catalog()))
	require.NoError(t, err)
	require.Equal(t, solver.Invalid, report.Verdict)
	require.Len(t, report.Broken, 1)
}

// A family of which one is taken may have any number of options.
func TestLargeFamilies(t *testing.T) {
	for _, n := range []int{63, 64, 65, 66, 97, 300} {
		for _, sel := range []config.Cardinality{config.One, config.Optional} {
			b := config.NewBuilder("large")
			b.Family(config.FamilySpec{Code: "F", Select: sel})
			for i := range n {
				b.Option(config.OptionSpec{Family: "F", Code: fmt.Sprint("O", i)})
			}
			b.Family(config.FamilySpec{Code: "G", Parent: "O3"})
			b.Option(config.OptionSpec{Family: "G", Code: "P"})
			b.Option(config.OptionSpec{Family: "G", Code: "Q"})
			b.Family(config.FamilySpec{Code: "H", Select: config.Any})
			for i := range n {
				b.Option(config.OptionSpec{Family: "H", Code: fmt.Sprint("R", i)})
			}
			cat, err := b.Build()
			require.NoError(t, err)
			rb := rules.NewBuilder(cat)
			rb.Add(rules.RuleSpec{ID: "R", Source: "at_most(1; H)"})
			set, err := rb.Build()
			require.NoError(t, err)
			s, err := solver.Compile(t.Context(), set, config.Point{}, solver.Config{})
			require.NoError(t, err)
			got, err := s.Count(t.Context(), nil)
			require.NoError(t, err)
			want := (n + 2 - sel.Min) * (n + 1)
			require.Equal(t, fmt.Sprint(want), got.String(), "%d options, %v", n, sel)
			require.NoError(t, s.Verify(t.Context()))
			two := cat.NewSelection()
			two.Choose(0)
			two.Choose(config.OptionID(n - 1))
			report, err := s.ValidateSelection(t.Context(), two)
			require.NoError(t, err)
			require.Equal(t, solver.Invalid, report.Verdict)
		}
	}
}
