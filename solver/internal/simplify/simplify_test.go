package simplify_test

import (
	"context"
	"math/rand/v2"
	"path/filepath"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/confspace/confspace/config/configtest"
	"github.com/confspace/confspace/config/configtest/property"
	"github.com/confspace/confspace/solver/internal/circuit/circuittest"
	"github.com/confspace/confspace/solver/internal/cnf"
	"github.com/confspace/confspace/solver/internal/cnf/cnftest"
	"github.com/confspace/confspace/solver/internal/simplify"
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

// keepSome has f keep some of its auxiliaries.
func keepSome(r *rand.Rand, f *cnf.Formula) {
	for v := f.Options() + 1; v <= f.Vars(); v++ {
		if r.IntN(3) == 0 {
			f.Keep(cnf.Var(v))
		}
	}
}

// The simplified formula has the models of the first, over all variables that
// are not eliminated, and as many; all facts among these are found; and what is
// said to be implied is.
func TestSimplifyKeepsTheModels(t *testing.T) {
	property.Check(t, func(t *rapid.T) {
		seed := rapid.Uint64().Draw(t, "seed")
		rng := rand.New(rand.NewPCG(seed, 3))
		f := cnftest.Random(rng, 1+rng.IntN(13))
		keepSome(rng, f)
		r, err := simplify.Simplify(context.Background(), f, simplify.Options{})
		require.NoError(t, err)
		models := cnftest.Models(f)
		if gone := r.Eliminated; len(gone) > 0 {
			require.True(t, slices.IsSorted(gone))
			mask := uint32(0)
			for _, v := range gone {
				require.False(t, f.Kept(v))
				require.Zero(t, r.Rep[v])
				mask |= 1 << (v - 1)
			}
			for i := range models {
				models[i] &^= mask
			}
			slices.Sort(models)
			require.Len(t, slices.Compact(slices.Clone(models)), len(models), "two models differ in %v only", gone)
		}
		g := restored(f, r)
		for _, v := range r.Eliminated {
			g.AddClause(cnf.Neg(v))
		}
		require.Equal(t, models, cnftest.Models(g), cnftest.Format(f))
		require.Equal(t, len(models) == 0, r.Contradiction)
		for _, m := range models {
			for _, c := range r.Implied {
				require.True(t, holds(m, c), "%v\n%s", c, cnftest.Format(f))
			}
		}
		for l := cnf.Lit(2); int(l) < 2*f.Vars()+2 && len(models) > 0; l++ {
			if slices.Contains(r.Eliminated, l.Var()) {
				continue
			}
			fact := !slices.ContainsFunc(models, func(m uint32) bool { return !cnftest.Holds(m, l) })
			require.Equal(t, fact, slices.Contains(r.Units, l), "%v\n%s", l, cnftest.Format(f))
		}
		for v, l := range r.Rep {
			if l != 0 {
				if f.Kept(cnf.Var(v)) {
					require.True(t, f.Kept(l.Var()))
				}
				if f.Kept(cnf.Var(v)) == f.Kept(l.Var()) {
					require.LessOrEqual(t, l.Var(), cnf.Var(v))
				}
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

// Of a chain of gates the auxiliaries go that nobody wants to know about and
// whose removal costs little, but not those that may not.
func TestEliminate(t *testing.T) {
	f := cnf.NewFormula(4, 7)
	and := func(x, a, b cnf.Lit) {
		f.AddClause(x.Not(), a)
		f.AddClause(x.Not(), b)
		f.AddClause(x, a.Not(), b.Not())
	}
	and(cnf.Pos(5), cnf.Pos(1), cnf.Pos(2))
	and(cnf.Pos(6), cnf.Pos(5), cnf.Pos(3))
	and(cnf.Pos(7), cnf.Pos(6), cnf.Pos(4))
	for _, c := range []struct {
		name string
		keep []cnf.Var
		may  func(cnf.Var) bool
		gone []cnf.Var
	}{
		{"all", nil, nil, []cnf.Var{5, 6, 7}},
		{"none", nil, func(cnf.Var) bool { return false }, nil},
		{"but the middle", nil, func(v cnf.Var) bool { return v != 6 }, []cnf.Var{5, 7}},
		{"but the last, which is kept", []cnf.Var{7}, nil, []cnf.Var{5, 6}},
	} {
		t.Run(c.name, func(t *testing.T) {
			for _, v := range c.keep {
				f.Keep(v)
			}
			r, err := simplify.Simplify(t.Context(), f, simplify.Options{May: c.may})
			require.NoError(t, err)
			require.Equal(t, c.gone, r.Eliminated)
		})
	}
}

// What it achieves on a car line, so that a change for the worse shows.
func TestSimplifyCarLine(t *testing.T) {
	dir := configtest.Reference(t, "mercedes")
	f := cnftest.Read(t, filepath.Join(dir, "C211_FS.cnf.gz"))
	r, err := simplify.Simplify(context.Background(), f, simplify.Options{})
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
		if _, err := simplify.Simplify(context.Background(), f, simplify.Options{}); err != nil {
			b.Fatal(err)
		}
	}
}

// An auxiliary of many pairs of clauses is resolved within the context.
func TestResolvingEnds(t *testing.T) {
	const side = 20
	f := cnf.NewFormula(4*side, 4*side+1)
	y := cnf.Pos(4*side + 1)
	for k := cnf.Var(1); k <= side; k++ {
		f.AddClause(y, cnf.Pos(k), cnf.Pos(side+k))
		f.AddClause(y.Not(), cnf.Pos(2*side+k), cnf.Pos(3*side+k))
	}
	none := &circuittest.Watched{Context: t.Context(), Most: 1 << 30}
	_, err := simplify.Simplify(none, f, simplify.Options{May: func(cnf.Var) bool { return false }})
	require.NoError(t, err)
	patient := &circuittest.Watched{Context: t.Context(), Most: 1 << 30}
	_, err = simplify.Simplify(patient, f, simplify.Options{})
	require.NoError(t, err)
	require.GreaterOrEqual(t, patient.Looks, none.Looks+(6*side+10)/4) // as many resolvents have room
	for most := range patient.Looks {
		_, err := simplify.Simplify(&circuittest.Watched{Context: t.Context(), Most: most}, f, simplify.Options{})
		require.ErrorIs(t, err, context.Canceled)
	}
}
