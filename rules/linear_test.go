package rules

import (
	"math"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/confspace/confspace/config"
	"github.com/confspace/confspace/config/configtest/property"
)

func TestLinear(t *testing.T) {
	cat := vans(t)
	for _, c := range []struct {
		name  string
		terms []Term
		rel   Relation
		bound int64
		want  string
	}{
		{"sorted and merged", []Term{{4, 2}, {0, 3}, {4, 2}}, AtMost, 5, "3 * VAN + 4 * DIESEL <= 5"},
		{"zeros dropped", []Term{{0, 3}, {1, 0}, {2, -3}, {2, 3}, {4, 1}}, AtMost, 2, "3 * VAN + DIESEL <= 2"},
		{"divided, bound rounded down", []Term{{0, 6}, {1, 4}}, AtMost, 5, "3 * VAN + 2 * BUS <= 2"},
		{"divided, bound rounded up", []Term{{0, 6}, {1, 4}}, AtLeast, 5, "3 * VAN + 2 * BUS >= 3"},
		{"divided, negative bound", []Term{{0, 6}, {1, -4}}, AtMost, -1, "3 * VAN - 2 * BUS <= -1"},
		{"turned", []Term{{0, -6}, {1, 4}}, AtMost, -1, "3 * VAN - 2 * BUS >= 1"},
		{"never divisible", []Term{{0, 6}, {1, 4}}, Exactly, 5, "false"},
		{"always", []Term{{0, 6}, {1, -4}}, AtMost, 6, "true"},
		{"never", []Term{{0, 6}, {1, -4}}, AtMost, -5, "false"},
		{"of nothing", nil, Exactly, 0, "true"},
		{"of nothing, never", nil, AtLeast, 1, "false"},
		{"one option", []Term{{0, 6}}, AtLeast, 1, "VAN"},
		{"one option rejected", []Term{{0, 6}}, Exactly, 0, "!VAN"},
		{"one option negative", []Term{{0, -6}}, AtLeast, -5, "!VAN"},
		{"extremes", []Term{{0, math.MinInt64}, {1, math.MinInt64}}, AtMost, math.MinInt64, "VAN + BUS >= 1"},
	} {
		t.Run(c.name, func(t *testing.T) {
			e, err := Linear(cat, c.terms, c.rel, c.bound)
			require.NoError(t, err)
			require.Equal(t, c.want, e.String())
		})
	}
	_, err := Linear(cat, []Term{{0, MaxMagnitude}, {1, 1}}, AtMost, 1)
	require.ErrorIs(t, err, ErrMagnitude)
	require.Panics(t, func() { Linear(cat, []Term{{99, 1}}, AtMost, 1) })
}

func TestLinearNormalForm(t *testing.T) {
	cat := vans(t)
	property.Check(t, func(t *rapid.T) {
		var terms []Term
		for range rapid.IntRange(0, 6).Draw(t, "terms") {
			terms = append(terms, Term{config.OptionID(rapid.IntRange(0, 4).Draw(t, "option")), rapid.Int64Range(-6, 6).Draw(t, "coef")})
		}
		rel := Relation(rapid.IntRange(0, 2).Draw(t, "relation"))
		bound := rapid.Int64Range(-20, 20).Draw(t, "bound")
		e, err := Linear(cat, terms, rel, bound)
		require.NoError(t, err)
		sel := cat.NewSelection()
		for bits := range 32 {
			sum := int64(0)
			for o := range config.OptionID(5) {
				sel.Reject(o)
				if bits>>o&1 != 0 {
					sel.Choose(o)
				}
			}
			for _, term := range terms {
				if sel.IsChosen(term.Option) {
					sum += term.Coef
				}
			}
			want := map[Relation]bool{AtMost: sum <= bound, AtLeast: sum >= bound, Exactly: sum == bound}[rel]
			require.Equal(t, want, e.Holds(sel))
		}
		normal, rel, bound := e.Linear()
		if e.Op() != OpLinear {
			return
		}
		again, err := Linear(cat, normal, rel, bound)
		require.NoError(t, err)
		require.True(t, e.Equal(again))
		require.Positive(t, normal[0].Coef)
		for i := range normal[1:] {
			require.Less(t, normal[i].Option, normal[i+1].Option)
		}
	})
}
