package cdcl

import (
	"context"
	"math/rand/v2"
	"testing"

	"github.com/confspace/confspace/solver/internal/cnf"
	"github.com/stretchr/testify/require"
)

// A solver that forgets nearly all it learns answers as one that does not.
func TestReduceKeepsAnswers(t *testing.T) {
	reduced := int64(0)
	for seed := range uint64(40) {
		r := rand.New(rand.NewPCG(seed, 6))
		const vars = 80
		keep, forget := New(vars), New(vars)
		forget.maxHold = 8
		ok := true
		for range vars * 43 / 10 {
			var c [3]cnf.Lit
			for i := range c {
				c[i] = cnf.Pos(cnf.Var(1+r.IntN(vars))) ^ cnf.Lit(r.IntN(2))
			}
			ok = keep.AddClause(c[:]...) && forget.AddClause(c[:]...) && ok
		}
		if !ok {
			continue
		}
		want, err := keep.Solve(context.Background())
		require.NoError(t, err)
		got, err := forget.Solve(context.Background())
		require.NoError(t, err)
		require.Equal(t, want, got, "seed %d", seed)
		reduced += forget.Stats.Reduced
	}
	require.NotZero(t, reduced)
}
