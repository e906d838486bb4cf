package compile_test

import (
	"context"
	"math/big"
	"math/rand/v2"
	"testing"

	"github.com/confspace/confspace/solver/internal/circuit/check"
	"github.com/confspace/confspace/solver/internal/circuit/circuittest"
	"github.com/confspace/confspace/solver/internal/circuit/query"
	"github.com/confspace/confspace/solver/internal/cnf"
	"github.com/confspace/confspace/solver/internal/cnf/cnftest"
	"github.com/confspace/confspace/solver/internal/compile"
	"github.com/stretchr/testify/require"
)

// The circuit of a projection has the assignments of the options that some model
// extends, each once, and is one as any other.
func TestProjectAgainstEnumeration(t *testing.T) {
	several, checked := 0, 0
	for seed := range uint64(4000) {
		r := rand.New(rand.NewPCG(seed, 4))
		whole := cnftest.Random(r, 1+r.IntN(14))
		options := r.IntN(whole.Vars() + 1)
		f := cnf.NewFormula(options, whole.Vars())
		for i := range whole.NumClauses() {
			f.AddClause(whole.Clause(i)...)
		}
		want := map[uint32]bool{}
		models := cnftest.Models(f)
		for _, m := range models {
			want[m&(1<<options-1)] = true
		}
		c, stats, err := compile.Project(context.Background(), f, compile.Options{})
		require.NoError(t, err)
		if n := c.Count(new(big.Int), nil); n.Int64() != int64(len(want)) {
			t.Fatalf("seed %d: %d, want %d\n%s", seed, n, len(want), cnftest.Format(f))
		}
		require.Equal(t, options, c.NumVars())
		require.NoError(t, check.Form(c))
		got := 0
		for m := range query.New(c).From(nil, nil) {
			bits := uint32(0)
			for v := range m.True() {
				bits |= 1 << (v - 1)
			}
			if !want[bits] {
				t.Fatalf("seed %d: %b is not in the projection\n%s", seed, bits, cnftest.Format(f))
			}
			got++
		}
		require.Len(t, want, got)
		if len(models) > len(want) {
			several++
		}
		if stats.Decisions > 0 {
			checked++
		}
		read, err := circuittest.Passed(c, cnf.NewFormula(options, options))
		require.NoError(t, err)
		require.Equal(t, circuittest.Clone(c), circuittest.Clone(read))
	}
	require.Greater(t, several, 700)
	require.Greater(t, checked, 300)
}
