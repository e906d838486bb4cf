package optimum_test

import (
	"context"
	"errors"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/confspace/confspace/config/configtest/property"
	"github.com/confspace/confspace/solver/internal/cnf"
	"github.com/confspace/confspace/solver/internal/optimum"
	"github.com/confspace/confspace/solver/internal/sat"
)

// holds says whether a literal holds in an assignment, variable 1 the lowest bit.
func holds(bits int, l cnf.Lit) bool { return (bits>>(l.Var()-1)&1 == 1) != l.Sign() }

// satisfies says whether an assignment satisfies clauses and assumptions.
func satisfies(bits int, clauses [][]cnf.Lit, assumptions []cnf.Lit) bool {
	for _, l := range assumptions {
		if !holds(bits, l) {
			return false
		}
	}
clauses:
	for _, c := range clauses {
		for _, l := range c {
			if holds(bits, l) {
				continue clauses
			}
		}
		return false
	}
	return true
}

func cost(bits int, costs []optimum.Cost) (sum int64) {
	for _, c := range costs {
		if holds(bits, c.Lit) {
			sum += c.Weight
		}
	}
	return sum
}

// exclusive returns those of lits, the first ones, of which at most one holds in any model.
func exclusive(vars int, clauses [][]cnf.Lit, lits []cnf.Lit) (out []cnf.Lit) {
next:
	for _, l := range lits {
		for bits := range 1 << vars {
			if !satisfies(bits, clauses, []cnf.Lit{l}) {
				continue
			}
			for _, other := range out {
				if other != l && holds(bits, other) {
					continue next
				}
			}
		}
		out = append(out, l)
	}
	return out
}

// The least cost, which models have it, and whether one costs less than a limit are those of
// brute force, question after question to one solver.
func TestLeastAgainstBruteForce(t *testing.T) {
	property.Check(t, func(t *rapid.T) {
		vars := rapid.IntRange(1, 8).Draw(t, "vars")
		literal := rapid.Map(rapid.IntRange(2, 2*vars+1), func(i int) cnf.Lit { return cnf.Lit(i) })
		s := sat.New(vars, rapid.IntRange(0, 20).Draw(t, "spare"))
		var clauses [][]cnf.Lit
		for range rapid.IntRange(0, 3*vars).Draw(t, "clauses") {
			c := rapid.SliceOfN(literal, 1, 4).Draw(t, "clause")
			clauses = append(clauses, c)
			s.AddClause(c...)
		}
		for range rapid.IntRange(1, 3).Draw(t, "questions") {
			hard := rapid.SliceOfN(literal, 0, 2).Draw(t, "hard")
			var costs []optimum.Cost
			for range rapid.IntRange(0, 12).Draw(t, "costs") {
				costs = append(costs, optimum.Cost{
					Lit:    literal.Draw(t, "lit"),
					Weight: rapid.SampledFrom([]int64{1, 1, 2, 3, 7, 50, 1 << 40, -1, -4, 0}).Draw(t, "weight"),
				})
			}
			least, any := int64(0), false
			for bits := range 1 << vars {
				if c := cost(bits, costs); satisfies(bits, clauses, hard) && (!any || c < least) {
					least, any = c, true
				}
			}
			exclusive := [][]cnf.Lit{exclusive(vars, clauses, rapid.SliceOfN(literal, 0, 6).Draw(t, "set"))}
			limit := rapid.SampledFrom([]int64{least - 1, least, least + 1, least + 3, 0, 50}).Draw(t, "limit")
			below, err := optimum.Below(t.Context(), s, hard, costs, exclusive, limit)
			require.NoError(t, err)
			require.Equal(t, any && least < limit, below)
			got, found, err := optimum.Least(t.Context(), s, hard, costs, exclusive)
			require.NoError(t, err)
			require.Equal(t, any, found)
			if !any {
				continue
			}
			require.Equal(t, least, got.Cost)
			for bits := range 1 << vars {
				best := satisfies(bits, clauses, hard) && cost(bits, costs) == least
				under := append([]cnf.Lit(nil), got.Under...)
				for v := range vars {
					l := cnf.Pos(cnf.Var(v + 1))
					if !holds(bits, l) {
						l = l.Not()
					}
					under = append(under, l)
				}
				found, err := s.Solve(t.Context(), under...)
				require.NoError(t, err)
				require.Equal(t, best, found, "model %b", bits)
			}
		}
	})
}

func TestLeastEndsWithItsContext(t *testing.T) {
	s := sat.New(2, 0)
	s.AddClause(cnf.Pos(1), cnf.Pos(2))
	why := errors.New("enough")
	ctx, cancel := context.WithCancelCause(t.Context())
	cancel(why)
	_, found, err := optimum.Least(ctx, s, nil, []optimum.Cost{{Lit: cnf.Pos(1), Weight: 1}}, nil)
	require.Equal(t, why, err)
	require.False(t, found)
}
