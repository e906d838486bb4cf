package change

import (
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/confspace/confspace/config"
	"github.com/confspace/confspace/config/configtest/property"
	"github.com/confspace/confspace/rules/rulestest"
	"github.com/confspace/confspace/solver"
)

// A sum of amounts under conditions is 0 where both ways to find that say so.
func TestZero(t *testing.T) {
	property.Check(t, func(t *rapid.T) {
		cat := rulestest.Catalog(6, true).Draw(t, "catalog")
		set := rulestest.Sets{Rules: 2}.Set(cat).Draw(t, "rules")
		asOf := rulestest.Point().Draw(t, "point")
		space, err := solver.Compile(t.Context(), set, asOf, solver.Config{})
		require.NoError(t, err)
		amount := rapid.SampledFrom([]string{"-2", "-1", "-1/3", "1/3", "1", "1", "2.5"})
		number := func(what string) config.Decimal {
			d, err := config.ParseDecimal(amount.Draw(t, what))
			require.NoError(t, err)
			return d
		}
		e := new(entry)
		if rapid.Bool().Draw(t, "constant") {
			e.sum = number("sum")
		}
		for range rapid.IntRange(0, 5).Draw(t, "terms") {
			e.add(rulestest.Conditions{}.Expr(cat).Draw(t, "condition"), number("amount"))
		}
		ways, ok := e.zero(cat)
		require.True(t, ok)
		if len(e.terms) == 0 {
			return
		}
		answers, ok, err := e.answers(t.Context(), space)
		require.NoError(t, err)
		require.True(t, ok)
		for sel := range rulestest.Valid(set, asOf) {
			sum := e.sum
			for _, term := range e.terms {
				if term.when.Holds(sel) {
					sum = sum.Add(term.amount)
				}
			}
			require.Equal(t, sum.IsZero(), ways.Holds(sel))
			require.Equal(t, sum.IsZero(), answers.Holds(sel))
		}
	})
}
