package cdcl_test

import (
	"context"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/confspace/confspace/config/configtest/property"
	"github.com/confspace/confspace/solver/internal/cdcl"
	"github.com/confspace/confspace/solver/internal/cnf"
	"github.com/confspace/confspace/solver/internal/cnf/cnftest"
)

func loaded(f *cnf.Formula) (*cdcl.Solver, bool) {
	s := cdcl.New(f.Vars())
	for i := range f.NumClauses() {
		if !s.AddClause(f.Clause(i)...) {
			return s, false
		}
	}
	for _, sum := range f.Sums() {
		if !s.AddSum(sum.Terms, sum.Max) {
			return s, false
		}
	}
	return s, true
}

// One solver answers a series of questions as enumeration does, and each
// model that it finds is one.
func TestSolveAgainstEnumeration(t *testing.T) {
	property.Check(t, func(t *rapid.T) {
		r := rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "seed"), 4))
		f := cnftest.RandomSums(r, 1+r.IntN(14))
		models := cnftest.Models(f)
		s, ok := loaded(f)
		for range 10 {
			var assume []cnf.Lit
			for v := cnf.Var(1); int(v) <= f.Vars(); v++ {
				if r.IntN(4) == 0 {
					assume = append(assume, cnf.Pos(v)^cnf.Lit(r.IntN(2)))
				}
			}
			want := slices.ContainsFunc(models, func(m uint32) bool {
				return !slices.ContainsFunc(assume, func(l cnf.Lit) bool { return !cnftest.Holds(m, l) })
			})
			if !ok {
				require.False(t, want)
				continue
			}
			got, err := s.Solve(context.Background(), assume...)
			require.NoError(t, err)
			require.Equal(t, want, got, cnftest.Format(f))
			require.Zero(t, s.Level())
			if got {
				m := uint32(0)
				for v := cnf.Var(1); int(v) <= f.Vars(); v++ {
					if s.Phase(cnf.Pos(v)) > 0 {
						m |= 1 << (v - 1)
					}
				}
				require.Contains(t, models, m)
			}
		}
	})
}

// Every clause that is learnt follows from the formula.
func TestLearntClausesFollow(t *testing.T) {
	learnt := 0
	for seed := range uint64(6000) {
		r := rand.New(rand.NewPCG(seed, 5))
		f := cnftest.RandomSums(r, 1+r.IntN(12))
		s, ok := loaded(f)
		if !ok {
			continue
		}
		models := cnftest.Models(f)
		for range 30 {
			v := cnf.Var(1 + r.IntN(max(1, f.Vars())))
			l := cnf.Pos(v) ^ cnf.Lit(r.IntN(2))
			if f.Vars() == 0 || s.Value(l) != 0 {
				continue
			}
			s.Push(l)
			if s.Propagate() {
				continue
			}
			clause, level := s.Analyze()
			if len(clause) == 0 {
				require.Empty(t, models)
				break
			}
			learnt++
			for _, m := range models {
				require.True(t, slices.ContainsFunc(clause, func(l cnf.Lit) bool { return cnftest.Holds(m, l) }), "seed %d: %v\n%s", seed, clause, cnftest.Format(f))
			}
			s.Pop(level)
			s.Imply(clause[0], s.Learn(clause))
			if !s.Propagate() {
				break
			}
		}
	}
	require.Greater(t, learnt, 150)
}

// Pigeons that do not fit their holes take many conflicts, restarts and
// reductions to prove.
func TestPigeonHoles(t *testing.T) {
	for _, n := range []int{4, 6, 7} {
		f := pigeons(n+1, n)
		s, ok := loaded(f)
		require.True(t, ok)
		got, err := s.Solve(context.Background())
		require.NoError(t, err)
		require.False(t, got)
	}
	s, _ := loaded(pigeons(7, 7))
	got, err := s.Solve(context.Background())
	require.NoError(t, err)
	require.True(t, got)
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	s, _ = loaded(pigeons(11, 10))
	_, err = s.Solve(ctx)
	require.ErrorIs(t, err, context.Canceled)
}

func pigeons(pigeons, holes int) *cnf.Formula {
	f := cnf.NewFormula(pigeons*holes, pigeons*holes)
	at := func(p, h int) cnf.Var { return cnf.Var(p*holes + h + 1) }
	for p := range pigeons {
		var some []cnf.Lit
		for h := range holes {
			some = append(some, cnf.Pos(at(p, h)))
			for q := range p {
				f.AddClause(cnf.Neg(at(p, h)), cnf.Neg(at(q, h)))
			}
		}
		f.AddClause(some...)
	}
	return f
}

func BenchmarkSolve(b *testing.B) {
	f := pigeons(7, 6)
	b.ReportAllocs()
	for b.Loop() {
		s, _ := loaded(f)
		if ok, err := s.Solve(context.Background()); ok || err != nil {
			b.Fatal(ok, err)
		}
		b.ReportMetric(float64(s.Stats.Conflicts), "conflicts")
	}
}
