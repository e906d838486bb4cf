package condition_test

import (
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/confspace/confspace/bom/internal/condition"
	"github.com/confspace/confspace/config/configtest/property"
	"github.com/confspace/confspace/rules"
	"github.com/confspace/confspace/rules/rulestest"
)

// Conditions have the same number if and only if they have the same text, in the order of their
// first ones.
func TestNumbers(t *testing.T) {
	property.Check(t, func(t *rapid.T) {
		cat := rulestest.Catalog(4, true).Draw(t, "catalog")
		var numbers condition.Numbers
		of := make(map[string]int)
		var all []rules.Expr
		for range rapid.IntRange(0, 30).Draw(t, "conditions") {
			e := rulestest.Conditions{}.Expr(cat).Draw(t, "condition")
			want, known := of[e.String()]
			if !known {
				want = len(of)
				of[e.String()] = want
				all = append(all, e)
			}
			got, was := numbers.Of(e)
			require.Equal(t, want, got)
			require.Equal(t, known, was)
			require.Equal(t, e.Hash(), all[got].Hash())
		}
		require.Equal(t, all, numbers.All())
	})
}
