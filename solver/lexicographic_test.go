package solver_test

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/confspace/confspace/config"
	"github.com/confspace/confspace/config/configtest/property"
	"github.com/confspace/confspace/solver"
)

// The order is that of the first objective, then of the second, then of the third, by brute force.
func TestLexicographic(t *testing.T) {
	property.Check(t, func(t *rapid.T) {
		o := drawTracked(t, 7)
		var objectives []*solver.Objective
		for range rapid.IntRange(1, 3).Draw(t, "objectives") {
			costs := solver.Costs{Chosen: make([]config.Decimal, o.cat.NumOptions()), Rejected: make([]config.Decimal, o.cat.NumOptions())}
			small := func(label string) config.Decimal {
				return config.NewDecimal(int64(rapid.IntRange(-2, 3).Draw(t, label)))
			}
			for i := range costs.Chosen {
				costs.Chosen[i], costs.Rejected[i] = small("chosen"), small("rejected")
			}
			for range o.Tracked() {
				costs.Tracked = append(costs.Tracked, small("tracked"))
			}
			costs.Track = o.Tracked()
			obj, err := solver.NewObjective(o.cat, costs, config.None)
			require.NoError(t, err)
			objectives = append(objectives, obj)
		}
		all, err := solver.Lexicographic(objectives...)
		require.NoError(t, err)
		compare := func(a, b *config.Selection) int {
			for _, obj := range objectives {
				if c := obj.Value(a).Amount.Cmp(obj.Value(b).Amount); c != 0 {
					return c
				}
			}
			return 0
		}
		var last *config.Selection
		n := 0
		for c, err := range o.ByCost(t.Context(), all) {
			require.NoError(t, err)
			require.True(t, last == nil || compare(last, c.Selection) <= 0)
			last = c.Selection
			n++
		}
		require.Equal(t, len(o.valid), n)
		best, found, err := o.Cheapest(t.Context(), all)
		require.NoError(t, err)
		if require.Equal(t, n > 0, found); found {
			require.Zero(t, compare(best.Selection, slices.MinFunc(o.valid, compare)))
		}
	})
}

func TestLexicographicPassesItsRange(t *testing.T) {
	cat := pickup().Catalog()
	large, err := solver.NewObjective(cat, solver.Costs{Chosen: append(decimals(1<<40+1), make([]config.Decimal, 5)...), Rejected: decimals(1, 1, 1, 1, 1, 1)}, config.None)
	require.NoError(t, err)
	_, err = solver.Lexicographic(large, large)
	require.EqualError(t, err, "the costs of 2 objectives together pass 2^63-1: round them, or give them in larger units")
	require.PanicsWithValue(t, "solver: Lexicographic needs an objective", func() { _, _ = solver.Lexicographic() })
	require.PanicsWithValue(t, "solver: objectives of several catalogs", func() {
		other, err := solver.NewObjective(pickup().Catalog(), solver.Costs{}, config.None)
		require.NoError(t, err)
		_, _ = solver.Lexicographic(large, other)
	})
}
