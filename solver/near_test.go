package solver_test

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/confspace/confspace/config"
	"github.com/confspace/confspace/config/configtest/property"
	"github.com/confspace/confspace/rules"
	"github.com/confspace/confspace/rules/rulestest"
	"github.com/confspace/confspace/solver"
)

// No configuration in which the condition holds has fewer options beyond the given ones, and
// of those with as few it is the one that Find returns.
func TestNearest(t *testing.T) {
	property.Check(t, func(t *rapid.T) {
		o := drawOracle(t, 9)
		view, valid := o.view(t)
		e := rulestest.Conditions{}.Expr(o.cat).Draw(t, "condition")
		to := o.selection(t)
		var others []rules.Expr
		for option := range config.OptionID(o.cat.NumOptions()) {
			if !to.IsChosen(option) {
				others = append(others, rules.Option(o.cat, option))
			}
		}
		beyond := func(sel *config.Selection) (n int) {
			for _, other := range others {
				if other.Holds(sel) {
					n++
				}
			}
			return n
		}
		least := -1
		for _, sel := range valid {
			if n := beyond(sel); e.Holds(sel) && (least < 0 || n < least) {
				least = n
			}
		}
		got, found, err := view.Nearest(t.Context(), e, to)
		require.NoError(t, err)
		require.Equal(t, least >= 0, found)
		if !found {
			return
		}
		require.Equal(t, least, beyond(got))
		few := e
		if len(others) > 0 {
			few = rules.And(e, rules.Between(0, least, others...))
		}
		plainest, _, err := view.Find(t.Context(), few)
		require.NoError(t, err)
		require.Equal(t, plainest, got)
	})
}

// Reducible says of each condition whether Reduce returns another one.
func TestReducible(t *testing.T) {
	property.Check(t, func(t *rapid.T) {
		o := drawOracle(t, 9)
		view, valid := o.view(t)
		conditions := rapid.SliceOfN(rulestest.Conditions{}.Expr(o.cat), 0, 4).Draw(t, "conditions")
		got, err := view.Reducible(t.Context(), conditions)
		require.NoError(t, err)
		require.Len(t, got, len(conditions))
		for i, e := range conditions {
			reduced, err := view.Reduce(t.Context(), e)
			require.NoError(t, err)
			require.Equal(t, len(valid) > 0 && !reduced.Equal(e), got[i], "%v", e)
		}
	})
}

// The demands that explain a condition contradict it together, and without any of them they
// do not.
func TestExplainCondition(t *testing.T) {
	property.Check(t, func(t *rapid.T) {
		o := drawOracle(t, 7)
		e := rulestest.Conditions{}.Expr(o.cat).Draw(t, "condition")
		got, err := o.ExplainCondition(t.Context(), e)
		require.NoError(t, err)
		itself := o.subset(e.Holds)
		if itself.empty() || slices.ContainsFunc(o.valid, e.Holds) {
			require.Empty(t, got.Causes)
			return
		}
		require.True(t, got.Minimal)
		require.NotEmpty(t, got.Causes)
		for without := -1; without < len(got.Causes); without++ {
			all := itself
			if o.Void() {
				all = o.everything()
			}
			for i, c := range got.Causes {
				if i != without {
					all = all.and(o.meeting(c))
				}
			}
			require.Equal(t, without < 0, all.empty(), "%v without %d", got, without)
		}
	})
}

func TestExplainConditionNamesTheRule(t *testing.T) {
	space, err := solver.Compile(t.Context(), pickup(), config.Point{}, solver.Config{NoCircuit: true})
	require.NoError(t, err)
	for text, want := range map[string]string{
		"TOWBAR & RADAR": "TOWBAR excludes RADAR",
		"TOWBAR":         "",
		"false":          "",
	} {
		e, err := rules.Parse(space.Catalog(), text)
		require.NoError(t, err)
		got, err := space.ExplainCondition(t.Context(), e)
		require.NoError(t, err)
		require.Contains(t, got.String(), want, text)
		require.Equal(t, want == "", len(got.Causes) == 0)
	}
}
