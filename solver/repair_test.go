package solver_test

import (
	"math/bits"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/confspace/confspace/config"
)

// Repairs are those of brute force: all changes of a selection that no part of would do, the
// cheapest first.
func TestRepairsAgainstBruteForce(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		o := drawOracle(t, 7)
		n := o.cat.NumOptions()
		if n > 8 {
			return
		}
		sel := o.selection(t)
		var weights []int64
		if rapid.Bool().Draw(t, "weighted") {
			for range n {
				weights = append(weights, int64(rapid.IntRange(1, 5).Draw(t, "weight")))
			}
		}
		// The sets of decided options in which some configuration differs.
		differ := make(map[uint32]bool)
		for _, v := range o.valid {
			set := uint32(0)
			for i := range n {
				if id := config.OptionID(i); sel.State(id) != config.Open && sel.State(id) != v.State(id) {
					set |= 1 << i
				}
			}
			differ[set] = true
		}
		want := make(map[uint32]int64)
		for set := range differ {
			minimal, cost := true, int64(0)
			for other := range differ {
				minimal = minimal && (other == set || other&set != other)
			}
			for rest := set; rest != 0; rest &= rest - 1 {
				if weights == nil {
					cost++
				} else {
					cost += weights[bits.TrailingZeros32(rest)]
				}
			}
			if minimal {
				want[set] = cost
			}
		}
		e, err := o.Explainer(t.Context())
		require.NoError(t, err)
		last := int64(0)
		for r, err := range e.Repairs(t.Context(), sel, weights) {
			require.NoError(t, err)
			set := uint32(0)
			for _, id := range r.Changed {
				set |= 1 << id
			}
			require.Contains(t, want, set)
			require.Equal(t, want[set], r.Cost)
			require.LessOrEqual(t, last, r.Cost)
			last = r.Cost
			delete(want, set)
			require.NotEmpty(t, o.containing(r.Selection))
			for i := range n {
				id := config.OptionID(i)
				require.Equal(t, set>>i&1 == 1, r.Selection.State(id) != sel.State(id))
				require.Equal(t, sel.State(id) == config.Open, r.Selection.State(id) == config.Open)
			}
		}
		require.Empty(t, want)
	})
}
