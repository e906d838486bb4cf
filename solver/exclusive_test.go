package solver_test

import (
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/confspace/confspace/config/configtest/property"
	"github.com/confspace/confspace/rules"
	"github.com/confspace/confspace/rules/rulestest"
	"github.com/confspace/confspace/solver"
)

// Of each set of conditions that is said to be exclusive at most one holds in any
// configuration.
func TestExclusiveConditions(t *testing.T) {
	sets := 0
	property.Check(t, func(t *rapid.T) {
		o := drawOracle(t, 10)
		asked := rapid.SliceOfN(rulestest.Conditions{}.Expr(o.cat), 4, 16).Draw(t, "conditions")
		for _, set := range solver.Exclusive(o.cat, asked) {
			for _, c := range o.valid {
				holding := 0
				for _, i := range set {
					if rulestest.Holds(o.cat, asked[i].Syntax(), c) {
						holding++
					}
				}
				require.LessOrEqual(t, holding, 1)
			}
			if len(set) > 1 {
				sets++
			}
		}
	})
	require.Positive(t, sets)
}

// Variants of a position exclude each other by what they leave a family.
func TestExclusiveVariants(t *testing.T) {
	set := pickup()
	var asked []rules.Expr
	for _, text := range []string{"PETROL20", "DIESEL30 & AUTO8", "MAN6", "!MAN6 & TOWBAR", "TOWBAR"} {
		e, err := rules.Parse(set.Catalog(), text)
		require.NoError(t, err)
		asked = append(asked, e)
	}
	require.Equal(t, [][]int{{0, 1}, {1, 2}, {3}}, solver.Exclusive(set.Catalog(), asked))
}
