package solver_test

import (
	"maps"
	"math/bits"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/confspace/confspace/config"
	"github.com/confspace/confspace/config/configtest/property"
	"github.com/confspace/confspace/rules"
	"github.com/confspace/confspace/solver"
)

// Repairs are those of brute force: all changes of a selection that no part of would do, the
// cheapest first.
func TestRepairsAgainstBruteForce(t *testing.T) {
	property.Check(t, func(t *rapid.T) {
		o := drawOracle(t, 7)
		n := o.cat.NumOptions()
		if n > 8 {
			return
		}
		sel := o.selection(t)
		how := solver.Repairing{Families: drawWeights(t, o.cat.NumFamilies()), Options: drawWeights(t, n)}
		weight := func(i config.OptionID) int64 {
			w := int64(0)
			if how.Options != nil {
				w = how.Options[i]
			}
			if w == 0 && how.Families != nil {
				w = how.Families[o.cat.Option(i).Family]
			}
			return max(w, 1)
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
				cost += weight(config.OptionID(bits.TrailingZeros32(rest)))
			}
			if minimal {
				want[set] = cost
			}
		}
		e, err := o.Explainer(t.Context())
		require.NoError(t, err)
		last := int64(0)
		for r, err := range e.Repairs(t.Context(), sel, how) {
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

// drawWeights draws weights, or nil for none.
func drawWeights(t *rapid.T, n int) (weights []int64) {
	if rapid.Bool().Draw(t, "weighted") {
		for range n {
			weights = append(weights, int64(rapid.IntRange(0, 5).Draw(t, "weight")))
		}
	}
	return weights
}

// Relaxations are those of brute force: all sets of weighed demands without which the others allow a
// selection, and that no part of would do, the cheapest first.
func TestRelaxationsAgainstBruteForce(t *testing.T) {
	property.Check(t, func(t *rapid.T) {
		o := drawOracle(t, 6)
		sel := o.selection(t)
		var weights map[solver.Cause]int64
		var weigh func(c solver.Cause) int64
		weight := func(c solver.Cause) int64 {
			if weights != nil {
				return weights[c]
			}
			if c.Kind == solver.CauseRule || c.Kind == solver.CauseRow {
				return 1
			}
			return 0
		}
		demands := slices.Concat(o.catalog(), o.rules())
		if rapid.Bool().Draw(t, "weighed") {
			weights = make(map[solver.Cause]int64)
			for _, c := range demands {
				weights[c] = int64(rapid.IntRange(0, 3).Draw(t, "weight"))
			}
			weigh = func(c solver.Cause) int64 { return weights[plain([]solver.Cause{c})[0]] }
		}
		var soft []solver.Cause
		hard := lines(sel)
		for _, c := range demands {
			if weight(c) > 0 {
				soft = append(soft, c)
			} else {
				hard = append(hard, c)
			}
		}
		if len(soft) > 8 {
			return
		}
		n := uint32(1) << len(soft)
		can := make([]bool, n) // without a set of soft demands
		for set := range n {
			kept := slices.Clone(hard)
			for i, c := range soft {
				if set>>i&1 == 0 {
					kept = append(kept, c)
				}
			}
			can[set] = o.possible(kept)
		}
		want := make(map[uint32]int64)
		for set := range n {
			minimal, cost := can[set], int64(0)
			for rest := set; rest != 0; rest &= rest - 1 {
				minimal = minimal && !can[set&^(rest&-rest)]
				cost += weight(soft[bits.TrailingZeros32(rest)])
			}
			if minimal {
				want[set] = cost
			}
		}
		e, err := o.Explainer(t.Context())
		require.NoError(t, err)
		for _, compare := range []bool{true, false} { // by comparing sets, and core by core
			left, last := maps.Clone(want), int64(0)
			for r, err := range e.RelaxationsBy(t.Context(), sel, weigh, compare) {
				require.NoError(t, err)
				set := uint32(0)
				for _, c := range plain(r.Causes) {
					set |= 1 << slices.Index(soft, c)
				}
				require.Contains(t, left, set)
				require.Equal(t, want[set], r.Cost)
				require.LessOrEqual(t, last, r.Cost)
				last = r.Cost
				delete(left, set)
			}
			require.Empty(t, left)
		}
	})
}

// What the searches core by core find is verified, too.
func TestSearchesAreVerified(t *testing.T) {
	b := config.NewBuilder("van")
	for _, code := range []string{"BEV", "DIESEL", "TERRA", "ROAD"} {
		b.Family(config.FamilySpec{Code: "f_" + code, Select: config.Cardinality{Max: 1}})
		b.Option(config.OptionSpec{Family: "f_" + code, Code: code})
	}
	cat, err := b.Build()
	require.NoError(t, err)
	set := rules.NewBuilder(cat)
	set.Add(rules.RuleSpec{ID: "R-1", Source: "BEV requires ROAD"})
	set.Add(rules.RuleSpec{ID: "R-2", Source: "TERRA excludes ROAD"})
	built, err := set.Build()
	require.NoError(t, err)
	space, err := solver.Compile(t.Context(), built, config.Point{}, solver.Config{})
	require.NoError(t, err)
	sel, err := config.Order{Options: []string{"BEV", "TERRA"}, Partial: true}.Bind(cat)
	require.NoError(t, err)
	e, err := space.Explainer(t.Context())
	require.NoError(t, err)
	repairs, relaxations := e.Misled(t.Context(), sel)
	require.EqualError(t, repairs, "solver: a conflict was not confirmed by a second search")
	require.EqualError(t, relaxations, "solver: a conflict was not confirmed by a second search")
}
