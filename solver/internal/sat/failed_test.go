package sat_test

import (
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/confspace/confspace/config/configtest/property"
	"github.com/confspace/confspace/solver/internal/cnf"
	"github.com/confspace/confspace/solver/internal/sat"
)

// What a search is said to have failed by are assumptions, and they contradict the
// clauses by brute force.
func TestFailedAssumptionsContradictTheClauses(t *testing.T) {
	property.Check(t, func(t *rapid.T) {
		vars := rapid.IntRange(1, 6).Draw(t, "vars")
		s := sat.New(vars, 0)
		var clauses [][]cnf.Lit
		for range rapid.IntRange(0, 30).Draw(t, "steps") {
			if rapid.Bool().Draw(t, "clause") {
				c := rapid.SliceOfN(literal(vars), 1, 4).Draw(t, "lits")
				clauses = append(clauses, c)
				s.AddClause(c...)
				continue
			}
			as := rapid.SliceOfN(literal(vars), 0, 6).Draw(t, "assumptions")
			found, err := s.Solve(t.Context(), as...)
			require.NoError(t, err)
			if found {
				continue
			}
			failed := s.AppendFailed([]cnf.Lit{1})
			require.Equal(t, cnf.Lit(1), failed[0])
			require.Subset(t, as, failed[1:])
			require.False(t, satisfiable(vars, clauses, failed[1:]))
		}
	})
}
