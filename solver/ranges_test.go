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

// The ranges of all options are those of brute force, with and without a circuit.
func TestRanges(t *testing.T) {
	property.Check(t, func(t *rapid.T) {
		cat, view, valid, obj, byValue := drawObjective(t, 8)
		ranges, err := view.Ranges(t.Context(), make([]solver.Range, 3), obj)
		require.NoError(t, err)
		require.Len(t, ranges, cat.NumOptions())
		for i, got := range ranges {
			with := slices.DeleteFunc(slices.Clone(valid), func(v *config.Selection) bool { return !v.IsChosen(config.OptionID(i)) })
			want := solver.Range{Possible: len(with) > 0}
			if want.Possible {
				want.Least, want.Greatest = obj.Value(slices.MinFunc(with, byValue)), obj.Value(slices.MaxFunc(with, byValue))
			}
			require.Equal(t, want, got, "option %d", i)
		}
	})
}
