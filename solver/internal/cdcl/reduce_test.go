package cdcl

import (
	"context"
	"math/rand/v2"
	"slices"
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
		forget.MaxHold = 8
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

// requireReasons requires that the sums and long clauses that are reasons on the trail are
// such, and returns how many of them were learnt.
func requireReasons(t *testing.T, s *Solver) (learnt int) {
	place := map[cnf.Lit]int{}
	for i, l := range s.trail {
		place[l] = i
		why := s.reason[l.Var()]
		if why >= summed {
			room := s.sums[why-summed].max
			for _, t := range s.sums[why-summed].terms {
				if at, ok := place[t.Lit]; t.Lit == l.Not() || ok && at < i {
					room -= t.Coef
				}
			}
			require.Negative(t, room, "%v by sum %d", l, why-summed)
			continue
		}
		if why == 0 || why&1 != 0 {
			continue
		}
		c := s.lits(ref(why >> 1))
		require.Contains(t, c, l)
		for _, x := range c {
			at, ok := place[x.Not()]
			require.True(t, x == l || ok && at < i, "%v by %v", l, c)
		}
		if slices.Contains(s.learnts, ref(why>>1)) {
			learnt++
		}
	}
	return learnt
}

// A solver without room says so, and does not answer.
func TestFull(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 9))
	load := func(room int) *Solver {
		s := New(60)
		s.MaxWords = room
		for range 255 {
			var c [3]cnf.Lit
			for i, v := range r.Perm(60)[:3] {
				c[i] = cnf.Pos(cnf.Var(1+v)) ^ cnf.Lit(r.IntN(2))
			}
			require.True(t, s.AddClause(c[:]...))
		}
		return s
	}
	s := load(1 + 200*5)
	require.True(t, s.Full())
	_, err := s.Solve(t.Context())
	require.ErrorIs(t, err, ErrFull)
	for _, solve := range []func(s *Solver) error{
		func(s *Solver) error { _, err := s.Solve(t.Context(), cnf.Pos(1)); return err },
		func(s *Solver) error {
			_, err := s.Feasible(t.Context(), []cnf.Var{1, 2, 3, 4, 5, 6, 7, 8, 9})
			return err
		},
	} {
		s = load(1 + 255*5 + 62)
		require.False(t, s.Full())
		for err = nil; err == nil; { // until enough is learnt
			err = solve(s)
		}
		require.ErrorIs(t, err, ErrFull)
		require.Zero(t, s.Level())
		require.LessOrEqual(t, len(s.arena), s.MaxWords)
	}
}
