package simplify_test

import (
	"context"
	"math/rand/v2"
	"path/filepath"
	"slices"
	"testing"

	"github.com/confspace/confspace/config/configtest"
	"github.com/confspace/confspace/solver/internal/cnf"
	"github.com/confspace/confspace/solver/internal/cnf/cnftest"
	"github.com/confspace/confspace/solver/internal/simplify"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

// restored returns the formula that a result says is equal to f.
func restored(f *cnf.Formula, r *simplify.Result) *cnf.Formula {
	g := cnf.NewFormula(f.Options(), f.Vars())
	if r.Contradiction {
		g.AddClause()
		return g
	}
	for _, l := range r.Units {
		g.AddClause(l)
	}
	for v, l := range r.Rep {
		if l != 0 && l.Var() != cnf.Var(v) {
			g.AddClause(cnf.Pos(cnf.Var(v)), l.Not())
			g.AddClause(cnf.Neg(cnf.Var(v)), l)
		}
	}
	for _, c := range r.Clauses {
		g.AddClause(c...)
	}
	return g
}

func holds(m uint32, c []cnf.Lit) bool {
	return slices.ContainsFunc(c, func(l cnf.Lit) bool { return cnftest.Holds(m, l) })
}

// The simplified formula has the models of the first, over all variables; all
// facts are found; and what is said to be implied is.
func TestSimplifyKeepsTheModels(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		seed := rapid.Uint64().Draw(t, "seed")
		rng := rand.New(rand.NewPCG(seed, 3))
		f := cnftest.Random(rng, 1+rng.IntN(13))
		r, err := simplify.Simplify(context.Background(), f)
		require.NoError(t, err)
		models := cnftest.Models(f)
		require.Equal(t, models, cnftest.Models(restored(f, r)), cnftest.Format(f))
		require.Equal(t, len(models) == 0, r.Contradiction)
		for _, m := range models {
			for _, c := range r.Implied {
				require.True(t, holds(m, c), "%v\n%s", c, cnftest.Format(f))
			}
		}
		for l := cnf.Lit(2); int(l) < 2*f.Vars()+2 && len(models) > 0; l++ {
			fact := !slices.ContainsFunc(models, func(m uint32) bool { return !cnftest.Holds(m, l) })
			require.Equal(t, fact, slices.Contains(r.Units, l), "%v\n%s", l, cnftest.Format(f))
		}
		for v, l := range r.Rep {
			if l != 0 {
				require.LessOrEqual(t, l.Var(), cnf.Var(v))
				require.Equal(t, cnf.Pos(l.Var()), r.Rep[l.Var()], "a representative's representative")
			}
		}
		for i, c := range r.Clauses {
			require.GreaterOrEqual(t, len(c), 2)
			for _, l := range c {
				require.Equal(t, cnf.Pos(l.Var()), r.Rep[l.Var()])
			}
			require.True(t, i == 0 || slices.Compare(r.Clauses[i-1], c) != 0)
		}
	})
}

// What it achieves on a car line, so that a change for the worse shows.
func TestSimplifyCarLine(t *testing.T) {
	dir := configtest.Reference(t, "mercedes")
	f := cnftest.Read(t, filepath.Join(dir, "C211_FS.cnf.gz"))
	r, err := simplify.Simplify(context.Background(), f)
	require.NoError(t, err)
	merged := 0
	for v, l := range r.Rep {
		if l != 0 && l.Var() != cnf.Var(v) {
			merged++
		}
	}
	t.Logf("%d facts, %d merged, %d clauses, %d implied", len(r.Units), merged, len(r.Clauses), len(r.Implied))
	require.LessOrEqual(t, len(r.Clauses), 431)
}

func BenchmarkSimplify(b *testing.B) {
	f := cnftest.Random(rand.New(rand.NewPCG(4, 4)), 2000)
	b.ReportAllocs()
	for b.Loop() {
		if _, err := simplify.Simplify(context.Background(), f); err != nil {
			b.Fatal(err)
		}
	}
}
