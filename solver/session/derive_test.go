package session_test

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/confspace/confspace/config"
	"github.com/confspace/confspace/rules"
	"github.com/confspace/confspace/solver"
	"github.com/confspace/confspace/solver/session"
)

// pigeons returns the reason why an option is impossible that puts some pigeons into one hole less.
func pigeons(t *testing.T, n int) session.Reason {
	t.Helper()
	b := config.NewBuilder("loft")
	add := func(code string) {
		b.Family(config.FamilySpec{Code: "f_" + code, Select: config.Cardinality{Max: 1}})
		b.Option(config.OptionSpec{Family: "f_" + code, Code: code})
	}
	add("ALL")
	var texts []string
	for p := range n {
		var holes []string
		for h := range n - 1 {
			code := fmt.Sprintf("P%dH%d", p, h)
			add(code)
			holes = append(holes, code)
			for other := range p {
				texts = append(texts, fmt.Sprintf("%s excludes P%dH%d", code, other, h))
			}
		}
		texts = append(texts, "ALL requires "+"("+strings.Join(holes, " | ")+")")
	}
	cat, err := b.Build()
	require.NoError(t, err)
	set := rules.NewBuilder(cat)
	for i, text := range texts {
		set.Add(rules.RuleSpec{ID: fmt.Sprintf("R-%d", i), Source: text})
	}
	built, err := set.Build()
	require.NoError(t, err)
	space, err := solver.Compile(t.Context(), built, config.Point{}, solver.Config{})
	require.NoError(t, err)
	why, decided, err := begin(t, space).Why(t.Context(), option(t, space, "ALL"))
	require.NoError(t, err)
	require.True(t, decided)
	require.Len(t, why.Causes, len(texts))
	return why
}

// ending is a context that ends after some looks at it.
type ending struct {
	context.Context
	looks int
}

func (c *ending) Err() error {
	if c.looks--; c.looks < 0 {
		return context.Canceled
	}
	return nil
}

// A derivation ends with its context, and says when it passes its bound.
func TestDerivationEnds(t *testing.T) {
	few, many := pigeons(t, 4), pigeons(t, 7)
	how, err := few.Derivation(t.Context())
	require.NoError(t, err)
	require.False(t, how.GaveUp)
	require.True(t, strings.HasPrefix(how.String(), "suppose ALL:\n  "))
	require.True(t, strings.HasSuffix(how.String(), "\nso no ALL"))

	how, err = many.Derivation(t.Context())
	require.NoError(t, err)
	require.True(t, how.GaveUp)
	require.Empty(t, how.Steps)
	require.Empty(t, how.String())

	for _, looks := range []int{0, 1, 20} {
		_, err = many.Derivation(&ending{t.Context(), looks})
		require.ErrorIs(t, err, context.Canceled)
	}
}
