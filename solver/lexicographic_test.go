package solver_test

import (
	"cmp"
	"context"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/confspace/confspace/config"
	"github.com/confspace/confspace/config/configtest/property"
	"github.com/confspace/confspace/solver"
)

// The order is that of the first objective, then of the second, then of the third, and then the canonical
// one, by brute force.
func TestLexicographic(t *testing.T) {
	property.Check(t, func(t *rapid.T) {
		o := drawTracked(t, 7)
		var objectives []*solver.Objective
		wide := rapid.Bool().Draw(t, "wide")
		for range rapid.IntRange(1, 3).Draw(t, "objectives") {
			costs := solver.Costs{Chosen: make([]config.Decimal, o.cat.NumOptions()), Rejected: make([]config.Decimal, o.cat.NumOptions())}
			small := func(label string) config.Decimal {
				return config.NewDecimal(int64(rapid.IntRange(-2, 3).Draw(t, label)))
			}
			for i := range costs.Chosen {
				costs.Chosen[i], costs.Rejected[i] = small("chosen"), small("rejected")
			}
			if wide { // a cost of every configuration, with which few objectives fit together
				costs.Chosen[0], costs.Rejected[0] = costs.Chosen[0].Add(config.NewDecimal(1<<40)), costs.Rejected[0].Add(config.NewDecimal(1<<40))
			}
			for range o.Tracked() {
				costs.Tracked = append(costs.Tracked, small("tracked"))
			}
			costs.Track = o.Tracked()
			obj, err := solver.NewObjective(o.cat, costs, config.None)
			require.NoError(t, err)
			objectives = append(objectives, obj)
		}
		var last *config.Selection
		n := 0
		for sel, err := range o.Lexicographic(t.Context(), objectives...) {
			require.NoError(t, err)
			if last != nil {
				require.Negative(t, cmp.Or(lexicographically(objectives, last, sel), canonical(last, sel)))
			}
			last = sel
			n++
		}
		require.Equal(t, len(o.valid), n)
	})
}

// Goals of any number are optimised, whatever they cost.
func TestLexicographicOfManyObjectives(t *testing.T) {
	space, err := solver.Compile(t.Context(), pickup(), config.Point{}, solver.Config{})
	require.NoError(t, err)
	var objectives []*solver.Objective
	for k := range 7 {
		costs := make([]config.Decimal, space.Catalog().NumOptions())
		costs[k%len(costs)], costs[(k+1)%len(costs)] = config.NewDecimal(1<<50+1), config.NewDecimal(2)
		obj, err := solver.NewObjective(space.Catalog(), solver.Costs{Chosen: costs}, config.None)
		require.NoError(t, err)
		objectives = append(objectives, obj)
	}
	var all []*config.Selection
	for sel, err := range space.Configurations(t.Context(), nil) {
		require.NoError(t, err)
		all = append(all, sel.Clone())
	}
	slices.SortStableFunc(all, func(a, b *config.Selection) int { return lexicographically(objectives, a, b) })
	n := 0
	for sel, err := range space.Lexicographic(t.Context(), objectives...) {
		require.NoError(t, err)
		require.True(t, sel.Equal(all[n]), n)
		n++
	}
	require.Len(t, all, n)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	for sel, err := range space.Lexicographic(ctx, objectives...) {
		require.ErrorIs(t, err, context.Canceled)
		require.Nil(t, sel)
	}
	require.PanicsWithValue(t, "solver: Lexicographic needs an objective", func() { space.Lexicographic(t.Context()) })
	require.PanicsWithValue(t, "solver: objective of another catalog", func() {
		other, err := solver.NewObjective(pickup().Catalog(), solver.Costs{}, config.None)
		require.NoError(t, err)
		space.Lexicographic(t.Context(), objectives[0], other)
	})
}

// lexicographically compares two configurations by some objectives.
func lexicographically(objectives []*solver.Objective, a, b *config.Selection) int {
	for _, obj := range objectives {
		if c := obj.Value(a).Amount.Cmp(obj.Value(b).Amount); c != 0 {
			return c
		}
	}
	return 0
}
