package solver_test

import (
	"errors"
	"math/big"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/confspace/confspace/config"
	"github.com/confspace/confspace/config/configtest/property"
	"github.com/confspace/confspace/rules"
	"github.com/confspace/confspace/rules/rulestest"
	"github.com/confspace/confspace/solver"
	"github.com/confspace/confspace/solver/dimacs"
)

func TestCount(t *testing.T) {
	property.Check(t, func(t *rapid.T) {
		o := drawOracle(t, 12)
		require.Equal(t, len(o.valid) == 0, o.Void())
		total, err := o.Count(t.Context(), nil)
		require.NoError(t, err)
		require.Equal(t, int64(len(o.valid)), total.Int64())

		sel := o.selection(t)
		containing := o.containing(sel)
		z := big.NewInt(17)
		got, err := o.Given(sel).Count(t.Context(), z)
		require.NoError(t, err)
		require.Same(t, z, got)
		require.Equal(t, int64(len(containing)), got.Int64())

		counts, err := o.Given(sel).Counts(t.Context(), nil)
		require.NoError(t, err)
		for i := range counts {
			want := 0
			for _, v := range containing {
				if v.IsChosen(config.OptionID(i)) {
					want++
				}
			}
			require.Equal(t, int64(want), counts[i].Int64())
		}
	})
}

func TestFind(t *testing.T) {
	property.Check(t, func(t *rapid.T) {
		o := drawOracle(t, 10)
		for range 3 { // one search answers them all, and learns
			condition := rulestest.Conditions{}.Expr(o.cat).Draw(t, "condition")
			view, valid := o.view(t)
			sel, ok, err := view.Find(t.Context(), condition)
			require.NoError(t, err)
			want := o.plainest(condition, valid)
			require.Equal(t, want != nil, ok)
			if ok {
				require.True(t, sel.Complete())
				require.Equal(t, slices.Collect(want.Chosen()), slices.Collect(sel.Chosen()))
			}
		}
	})
}

// plainest returns which of some valid selections Find promises.
func (o oracle) plainest(condition rules.Expr, valid []*config.Selection) *config.Selection {
	var left []*config.Selection
	for _, v := range valid {
		if rulestest.Holds(o.cat, condition.Syntax(), v) {
			left = append(left, v)
		}
	}
	for i := range o.cat.NumFamilies() {
		f := o.cat.Family(config.FamilyID(i))
		for j, option := range f.Options {
			if len(left) == 0 {
				return nil
			}
			chosen := 0
			for _, earlier := range f.Options[:j] {
				if left[0].IsChosen(earlier) {
					chosen++
				}
			}
			asked := f.Parent == config.NoOption || left[0].IsChosen(f.Parent)
			want := asked && chosen < f.Select.Min
			preferred := slices.DeleteFunc(slices.Clone(left), func(v *config.Selection) bool { return v.IsChosen(option) != want })
			if len(preferred) > 0 {
				left = preferred
			}
		}
	}
	if len(left) == 0 {
		return nil
	}
	return left[0]
}

func TestCombinations(t *testing.T) {
	property.Check(t, func(t *rapid.T) {
		o := drawOracle(t, 10)
		var families []config.FamilyID
		for i := range o.cat.NumFamilies() {
			if f := o.cat.Family(config.FamilyID(i)); f.Select.Max == 1 && rapid.Bool().Draw(t, "family") {
				families = append(families, config.FamilyID(i))
			}
		}
		families = rapid.Permutation(families).Draw(t, "families")
		view, valid := o.view(t)
		var want [][]config.OptionID
		for _, v := range valid {
			combination := make([]config.OptionID, len(families))
			for i, f := range families {
				combination[i] = config.NoOption
				for _, option := range o.cat.Family(f).Options {
					if v.IsChosen(option) {
						combination[i] = option
					}
				}
			}
			want = append(want, combination)
		}
		slices.SortFunc(want, slices.Compare)
		want = slices.CompactFunc(want, slices.Equal)
		var got [][]config.OptionID
		for combination, err := range view.Combinations(t.Context(), families...) {
			require.NoError(t, err)
			got = append(got, combination)
		}
		require.Equal(t, want, got)
	})
}

// Without a circuit, because none was wanted or none fits the budget, all but
// counting goes on.
func TestNoCircuit(t *testing.T) {
	set := hard()
	for name, c := range map[string]struct {
		cfg solver.Config
		why string
	}{
		"not wanted":  {solver.Config{NoCircuit: true}, "it was compiled with Config.NoCircuit"},
		"over budget": {solver.Config{MaxNodes: 10_000}, "its budget of 10000 nodes (Config.MaxNodes) was exhausted after "},
		"too large":   {solver.Config{MaxBytes: 1 << 20}, "its budget of 1048576 bytes (Config.MaxBytes) was exhausted after "},
	} {
		t.Run(name, func(t *testing.T) {
			space, err := solver.Compile(t.Context(), set, config.Point{}, c.cfg)
			require.NoError(t, err)
			require.False(t, space.HasCircuit())
			_, err = space.Count(t.Context(), nil)
			require.ErrorIs(t, err, solver.ErrNoCircuit)
			require.ErrorContains(t, err, c.why)
			require.Equal(t, !c.cfg.NoCircuit, errors.Is(err, solver.ErrBudget))
			_, err = space.Counts(t.Context(), nil)
			require.ErrorIs(t, err, solver.ErrNoCircuit)
			require.False(t, space.Void())
			report, err := space.Validate(t.Context(), config.Order{Options: []string{"1"}, Partial: true})
			require.NoError(t, err)
			require.Equal(t, solver.Extendable, report.Verdict)
			sel, ok, err := space.Find(t.Context(), rules.Option(set.Catalog(), 0))
			require.NoError(t, err)
			require.True(t, ok)
			report, err = space.ValidateSelection(t.Context(), sel)
			require.NoError(t, err)
			require.Equal(t, solver.Valid, report.Verdict)
		})
	}
}

// Counts needs no more than what it is given.
func TestCountsReuses(t *testing.T) {
	space, err := solver.Compile(t.Context(), pickup(), config.Point{}, solver.Config{})
	require.NoError(t, err)
	dst := make([]big.Int, 20)
	counts, err := space.Counts(t.Context(), dst)
	require.NoError(t, err)
	require.Len(t, counts, 6)
	require.Same(t, &dst[0], &counts[0])
}

func TestForeignSelectionPanics(t *testing.T) {
	space, err := solver.Compile(t.Context(), pickup(), config.Point{}, solver.Config{})
	require.NoError(t, err)
	other := pickup().Catalog().NewSelection() // alike, but another catalog
	require.PanicsWithValue(t, "solver: a selection of another catalog than the space's", func() { space.Given(other) })
	require.PanicsWithValue(t, "solver: Given needs a selection; it is nil", func() { space.Given(nil) })
	require.PanicsWithValue(t, "solver: Given needs a space; it is nil", func() { (*solver.Space)(nil).Given(other) })
	for _, zero := range []func(){
		func() { new(solver.Space).Given(other) },
		func() { _, _ = new(solver.Space).Count(t.Context(), nil) },
		func() { _, _ = solver.View{}.Count(t.Context(), nil) },
	} {
		require.PanicsWithValue(t, "solver: the zero Space or View: Compile and Read make a Space, Space.Given a View", zero)
	}
	require.Panics(t, func() { _, _ = space.ValidateSelection(t.Context(), other) })
	require.Panics(t, func() { _, _, _ = space.Find(t.Context(), rules.True(pickup().Catalog())) })
}

// hard returns clauses that are easy to satisfy and hard to count.
func hard() *rules.Set {
	const n = 200
	r := rand.New(rand.NewPCG(1, 2))
	f := dimacs.New(n)
	for range 2 * n {
		var clause []int32
		for range 3 {
			clause = append(clause, (1+r.Int32N(n))*(1-2*r.Int32N(2)))
		}
		f.Add(clause...)
	}
	set, err := f.Set()
	if err != nil {
		panic(err)
	}
	return set
}
