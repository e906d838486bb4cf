package solver_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/confspace/confspace/config"
	"github.com/confspace/confspace/config/configtest/property"
	"github.com/confspace/confspace/solver"
)

// clash says whether some n of the demands exclude each other within a set.
func (o oracle) clash(demands []solver.Cause, within subset, n int) bool {
	if within.empty() {
		return true
	}
	if n == 0 {
		return false
	}
	for i, c := range demands {
		if o.clash(demands[i+1:], within.and(o.meeting(c)), n-1) {
			return true
		}
	}
	return false
}

// An explanation is a conflict, minimal, and no conflict has fewer demands, nor a lower highest
// rank. It is the same from a used Explainer.
func TestExplainerAgainstBruteForce(t *testing.T) {
	property.Check(t, func(t *rapid.T) {
		o := drawOracle(t, 7)
		if o.cat.NumOptions() > 8 {
			return
		}
		used, err := o.Explainer(t.Context())
		require.NoError(t, err)
		for range 2 {
			sel := o.selection(t)
			how := solver.Explaining{}
			rank := func(c solver.Cause) int { return 0 }
			if rapid.Bool().Draw(t, "ranked") {
				rank = func(c solver.Cause) int { return int(c.Kind)*7%3 + int(c.Rule)%2 }
				how.Rank = rank
			}
			why, err := used.Explain(t.Context(), sel, how)
			require.NoError(t, err)
			require.Equal(t, len(o.containing(sel)) == 0, len(why.Causes) > 0)
			if len(why.Causes) == 0 {
				continue
			}
			require.True(t, why.Minimal && why.Smallest)
			demands := slices.Concat(o.catalog(), o.rules())
			if len(o.valid) > 0 {
				demands = append(lines(sel), demands...)
			}
			causes := plain(why.Causes)
			require.False(t, o.possible(causes))
			for i := range causes {
				require.Contains(t, demands, causes[i])
				require.True(t, o.possible(slices.Delete(slices.Clone(causes), i, i+1)))
			}
			highest := rank(slices.MaxFunc(causes, func(a, b solver.Cause) int { return rank(a) - rank(b) }))
			lower := slices.DeleteFunc(slices.Clone(demands), func(c solver.Cause) bool { return rank(c) >= highest })
			require.True(t, len(lower) == 0 || o.possible(lower))
			rest := slices.DeleteFunc(slices.Clone(demands), func(c solver.Cause) bool { return rank(c) > highest })
			require.False(t, o.clash(rest, o.everything(), len(causes)-1))
			fresh, err := o.Explainer(t.Context())
			require.NoError(t, err)
			again, err := fresh.Explain(t.Context(), sel, how)
			require.NoError(t, err)
			require.Equal(t, again.String(), why.String())
			how.Searches = -1
			quick, err := used.Explain(t.Context(), sel, how)
			require.NoError(t, err)
			require.True(t, quick.Minimal && len(quick.Causes) >= len(why.Causes))
		}
	})
}

// All clashes of a small space, by brute force over sets of demands.
func TestClashesAgainstBruteForce(t *testing.T) {
	property.Check(t, func(t *rapid.T) {
		o := drawOracle(t, 5)
		sel := o.selection(t)
		demands := slices.Concat(o.catalog(), o.rules())
		if len(o.valid) > 0 {
			demands = append(lines(sel), demands...)
		}
		e, err := o.Explainer(t.Context())
		require.NoError(t, err)
		var r *rand.Rand
		if rapid.Bool().Draw(t, "shuffled") {
			r = rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "order"), 1))
		}
		seen := map[string]bool{}
		for c, err := range e.Clashes(t.Context(), sel, r) {
			require.NoError(t, err)
			require.False(t, seen[fmt.Sprint(c)])
			seen[fmt.Sprint(c)] = true
			causes := plain(c.Causes)
			without := func(i int) []solver.Cause { return slices.Delete(slices.Clone(causes), i, i+1) }
			others := func(causes []solver.Cause) []solver.Cause {
				return slices.DeleteFunc(slices.Clone(demands), func(d solver.Cause) bool { return slices.Contains(causes, d) })
			}
			require.NotEmpty(t, causes)
			if c.Correction {
				require.True(t, o.possible(others(causes)))
			} else {
				require.False(t, o.possible(causes))
			}
			for i := range causes {
				if c.Correction {
					require.False(t, o.possible(others(without(i))))
				} else {
					require.True(t, o.possible(without(i)))
				}
			}
			if len(seen) == 40 {
				return
			}
		}
		require.Equal(t, o.possible(demands), len(seen) == 0)
	})
}

func TestExplainerEndsWithItsContext(t *testing.T) {
	space, err := solver.Compile(t.Context(), truck(t), config.Point{Date: config.NewDate(2026, 11, 2)}, solver.Config{})
	require.NoError(t, err)
	sel, err := config.Order{Options: []string{"SHORT", "DIESEL"}, Partial: true}.Bind(space.Catalog())
	require.NoError(t, err)
	e, err := space.Explainer(t.Context())
	require.NoError(t, err)
	ask := func(ctx context.Context) (string, error) {
		why, err := e.Explain(ctx, sel, solver.Explaining{})
		if err != nil {
			require.Zero(t, why)
			return "", err
		}
		first, rest := "", error(nil)
		for c, err := range e.Clashes(ctx, sel, nil) {
			first, rest = first+fmt.Sprint(c), err
		}
		return why.String() + first, rest
	}
	patient := &hurried{t.Context(), 0, 1 << 30}
	want, err := ask(patient)
	require.NoError(t, err)
	for most := range patient.looks {
		_, err := ask(&hurried{t.Context(), 0, most})
		require.ErrorIs(t, err, errHurry, "look %d of %d", most, patient.looks)
		got, err := ask(t.Context())
		require.NoError(t, err)
		require.Equal(t, want, got)
	}
}
