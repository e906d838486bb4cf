package sat_test

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/confspace/confspace/config/configtest/property"
	"github.com/confspace/confspace/solver/internal/cnf"
	"github.com/confspace/confspace/solver/internal/sat"
)

// literal draws a literal of variables 1..n.
func literal(n int) *rapid.Generator[cnf.Lit] {
	return rapid.Map(rapid.IntRange(2, 2*n+1), func(i int) cnf.Lit { return cnf.Lit(i) })
}

// satisfiable decides by trying every assignment.
func satisfiable(vars int, clauses [][]cnf.Lit, assumptions []cnf.Lit) bool {
	holds := func(bits int, l cnf.Lit) bool { return (bits>>(l.Var()-1)&1 == 1) != l.Sign() }
search:
	for bits := range 1 << vars {
		for _, l := range assumptions {
			if !holds(bits, l) {
				continue search
			}
		}
	clauses:
		for _, c := range clauses {
			for _, l := range c {
				if holds(bits, l) {
					continue clauses
				}
			}
			continue search
		}
		return true
	}
	return false
}

// A random history of added clauses, added variables and searches agrees with
// brute force throughout, also after the clauses have become contradictory: the
// engine by itself forgets that.
func TestHistoryAgainstBruteForce(t *testing.T) {
	property.Check(t, func(t *rapid.T) {
		vars := rapid.IntRange(1, 6).Draw(t, "vars")
		s := sat.New(vars, rapid.IntRange(0, 2).Draw(t, "spare"))
		var clauses [][]cnf.Lit
		for range rapid.IntRange(1, 40).Draw(t, "steps") {
			switch rapid.IntRange(0, 9).Draw(t, "step") {
			case 0:
				if vars < 9 {
					vars++
					require.Equal(t, cnf.Var(vars), s.NewVar())
				}
			case 1, 2, 3, 4:
				size := rapid.SampledFrom([]int{0, 1, 2, 2, 3, 3, 3, 4}).Draw(t, "size")
				if size == 0 && rapid.IntRange(0, 5).Draw(t, "empty") > 0 {
					size = 3
				}
				c := rapid.SliceOfN(literal(vars), size, size).Draw(t, "clause")
				clauses = append(clauses, c)
				s.AddClause(c...)
			default:
				as := rapid.SliceOfN(literal(vars), 0, 4).Draw(t, "assumptions")
				got, err := s.Solve(t.Context(), as...)
				require.NoError(t, err)
				require.Equal(t, satisfiable(vars, clauses, as), got)
				if got {
					requireModel(t, s, clauses, as)
				}
			}
		}
	})
}

func requireModel(t require.TestingT, s *sat.Solver, clauses [][]cnf.Lit, as []cnf.Lit) {
	for v := 1; v <= s.Vars(); v++ {
		require.NotEqual(t, s.Value(cnf.Pos(cnf.Var(v))), s.Value(cnf.Neg(cnf.Var(v))), "every variable has a value")
	}
	for _, l := range as {
		require.True(t, s.Value(l))
	}
	for _, c := range clauses {
		holds := false
		for _, l := range c {
			holds = holds || s.Value(l)
		}
		require.True(t, holds, "%v", c)
	}
}

// pigeons says that n+1 pigeons sit in n holes, one each: hard to refute.
func pigeons(n int) *sat.Solver {
	s := sat.New((n+1)*n, 0)
	at := func(p, h int) cnf.Lit { return cnf.Pos(cnf.Var(p*n + h + 1)) }
	for p := range n + 1 {
		some := make([]cnf.Lit, n)
		for h := range n {
			some[h] = at(p, h)
			for q := range p {
				s.AddClause(at(p, h).Not(), at(q, h).Not())
			}
		}
		s.AddClause(some...)
	}
	return s
}

func TestContextEndsTheSearch(t *testing.T) {
	why := errors.New("the customer hung up")
	ctx, cancel := context.WithCancelCause(t.Context())
	s := pigeons(12)
	time.AfterFunc(30*time.Millisecond, func() { cancel(why) })
	_, err := s.Solve(ctx) // it has no answer for years
	require.ErrorIs(t, err, why)
	_, err = s.Solve(ctx)
	require.ErrorIs(t, err, why, "ended before the search")

	// Stopped, it goes on to answer.
	ok, err := s.Solve(t.Context(), cnf.Pos(1), cnf.Pos(2+12-1))
	require.NoError(t, err)
	require.False(t, ok, "two pigeons in one hole")
}

// A context that ends while, before or after a search of some microseconds
// neither hangs it nor turns into an answer.
func TestContextRaces(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	s := pigeons(5)
	for range 300 {
		ctx, cancel := context.WithTimeout(t.Context(), time.Duration(r.IntN(300))*time.Microsecond)
		ok, err := s.Solve(ctx)
		if err != nil {
			require.ErrorIs(t, err, context.DeadlineExceeded)
		} else {
			require.False(t, ok)
		}
		cancel()
	}
}

// The same calls give the same models.
func TestDeterministic(t *testing.T) {
	run := func() string {
		r := rand.New(rand.NewPCG(3, 4))
		s := sat.New(60, 0)
		var out strings.Builder
		for range 250 {
			c := make([]cnf.Lit, 3)
			for i := range c {
				c[i] = cnf.Lit(2 + r.IntN(120))
			}
			s.AddClause(c...)
			ok, err := s.Solve(t.Context(), cnf.Lit(2+r.IntN(120)), cnf.Lit(2+r.IntN(120)))
			require.NoError(t, err)
			out.WriteString(fmt.Sprint(ok))
			for v := cnf.Var(1); ok && v <= 60; v++ {
				out.WriteString(fmt.Sprint(s.Value(cnf.Pos(v))))
			}
		}
		return out.String()
	}
	require.Equal(t, run(), run())
}

// An engine that stops for no reason has not found the clauses contradictory.
func TestNoAnswerIsAnError(t *testing.T) {
	s := sat.New(1, 0)
	_, err := s.Answer(t.Context(), 0)
	require.ErrorIs(t, err, sat.ErrEngine)
	require.ErrorIs(t, s.Err(), sat.ErrEngine)

	why := errors.New("the customer hung up")
	ctx, cancel := context.WithCancelCause(t.Context())
	cancel(why)
	s = sat.New(1, 0)
	_, err = s.Answer(ctx, 0)
	require.ErrorIs(t, err, why)
	require.NoError(t, s.Err())
}

// watched is a context that knows whether somebody waits for its end.
type watched struct {
	context.Context
	end      chan struct{}
	awaiting int
}

func (w *watched) Done() <-chan struct{} { return w.end }

func (w *watched) AfterFunc(func()) func() bool {
	w.awaiting++
	return func() bool { w.awaiting--; return true }
}

// A search leaves nothing behind in the context, not even when the engine panics.
func TestPanicWithdraws(t *testing.T) {
	ctx := &watched{t.Context(), make(chan struct{}), 0}
	_, err := pigeons(3).Solve(ctx)
	require.NoError(t, err)
	require.Zero(t, ctx.awaiting)
	require.Panics(t, func() { sat.SearchWithoutEngine(ctx) })
	require.Zero(t, ctx.awaiting)
}

func TestForeignLiteralPanics(t *testing.T) {
	require.Panics(t, func() { sat.New(2, 5).AddClause(cnf.Pos(3)) })
	require.Panics(t, func() { sat.New(2, 5).AddClause(cnf.Lit(1)) })
}

func ExampleSolver() {
	s := sat.New(2, 0)
	s.AddClause(cnf.Neg(1), cnf.Pos(2)) // 1 requires 2
	ok, _ := s.Solve(context.Background(), cnf.Pos(1))
	fmt.Println(ok, s.Value(cnf.Pos(2)))
	ok, _ = s.Solve(context.Background(), cnf.Pos(1), cnf.Neg(2))
	fmt.Println(ok)
	// Output:
	// true true
	// false
}
