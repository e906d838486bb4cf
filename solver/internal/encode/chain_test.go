package encode_test

import (
	"fmt"
	"testing"

	"github.com/confspace/confspace/config"
	"github.com/confspace/confspace/rules"
	"github.com/confspace/confspace/solver/internal/encode"
	"github.com/stretchr/testify/require"
)

// free returns a catalog of n options of which any may be taken.
func free(t *testing.T, n int) (*config.Catalog, []rules.Expr) {
	b := config.NewBuilder("free")
	b.Family(config.FamilySpec{Code: "F", Select: config.Any})
	for i := range n {
		b.Option(config.OptionSpec{Family: "F", Code: fmt.Sprint("O", i)})
	}
	cat, err := b.Build()
	require.NoError(t, err)
	var options []rules.Expr
	for i := range n {
		options = append(options, rules.Option(cat, config.OptionID(i)))
	}
	return cat, options
}

// encoded returns the encoding of one rule.
func encoded(t *testing.T, cat *config.Catalog, spec rules.RuleSpec) *encode.Encoding {
	b := rules.NewBuilder(cat)
	spec.ID = "R"
	b.Add(spec)
	set, err := b.Build()
	require.NoError(t, err)
	e, err := encode.Encode(t.Context(), set, []rules.RuleID{0}, nil, encode.Options{})
	require.NoError(t, err)
	return e
}

// The clauses of a chain of equivalences, nested to either side or below other
// operations, grow by as many at each.
func TestEquivalenceChainIsLinear(t *testing.T) {
	for name, nest := range map[string]func(x, o rules.Expr) rules.Expr{
		"left":         func(x, o rules.Expr) rules.Expr { return rules.Iff(x, o) },
		"right":        func(x, o rules.Expr) rules.Expr { return rules.Iff(o, x) },
		"negated":      func(x, o rules.Expr) rules.Expr { return rules.Not(rules.Iff(x, rules.Not(o))) },
		"in a choice":  func(x, o rules.Expr) rules.Expr { return rules.Iff(rules.Or(x, o), o) },
		"in a premise": func(x, o rules.Expr) rules.Expr { return rules.Implies(rules.Iff(x, o), o) },
	} {
		t.Run(name, func(t *testing.T) {
			clauses := func(n int) int {
				cat, options := free(t, n)
				x := options[0]
				for _, o := range options[1:] {
					x = nest(x, o)
				}
				return encoded(t, cat, rules.RuleSpec{Expr: x}).Formula.NumClauses()
			}
			require.LessOrEqual(t, clauses(80), 8*80)
			require.Less(t, clauses(400)-clauses(200), 8*200+1)
		})
	}
}
