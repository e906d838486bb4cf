package compile

import (
	"context"
	"math/big"
	"math/rand/v2"
	"testing"

	"github.com/confspace/confspace/solver/internal/circuit"
	"github.com/confspace/confspace/solver/internal/circuit/check"
	"github.com/confspace/confspace/solver/internal/cnf"
	"github.com/confspace/confspace/solver/internal/simplify"
	"github.com/stretchr/testify/require"
)

// plain returns the formula of clauses over options 1..vars, and the search of it
// as it stands, without simplification, that takes variables as the clauses
// suggest.
func plain(t *testing.T, vars int, clauses, implied [][]cnf.Lit) (f *cnf.Formula, s *search, ok bool) {
	f = cnf.NewFormula(vars, vars)
	r, o := &simplify.Result{Rep: make([]cnf.Lit, vars+1), Clauses: clauses, Implied: implied}, &order{width: -1}
	for _, c := range clauses {
		f.AddClause(c...)
	}
	for v := cnf.Var(1); int(v) <= vars; v++ {
		r.Rep[v] = cnf.Pos(v)
		o.vars, o.depth = append(o.vars, v), append(o.depth, min(int32(v-1), 1)) // the first comes first
	}
	s = newSearch(t.Context(), f, Options{})
	return f, s, s.prepare(r, eachItself(f, vars), o)
}

// contradiction returns the clauses that are false however a and b are, each with
// the literals besides.
func contradiction(a, b cnf.Var, besides ...cnf.Lit) (clauses [][]cnf.Lit) {
	for signs := range cnf.Lit(4) {
		clauses = append(clauses, append([]cnf.Lit{cnf.Pos(a) ^ signs&1, cnf.Pos(b) ^ signs>>1}, besides...))
	}
	return clauses
}

// What was remembered under an And that turns out False is forgotten, and nothing
// else.
func TestFalseForgets(t *testing.T) {
	clauses := append([][]cnf.Lit{{cnf.Pos(1), cnf.Pos(2)}, {cnf.Pos(3), cnf.Pos(4)}}, contradiction(5, 6)...)
	_, s, ok := plain(t, 6, clauses, nil)
	require.True(t, ok)
	s.cache.find(nil, nil)
	s.cache.store(s.cache.key, s.cache.hash, circuit.True)
	mark := s.cache.clock
	require.Equal(t, circuit.False, s.trace())
	require.NoError(t, s.err)
	require.Greater(t, s.cache.clock, mark+1, "two components were remembered")
	require.Len(t, s.cache.entries, 1)
	require.LessOrEqual(t, s.cache.entries[0].born, mark)
}

// Why False forgets. Where 1 holds, 2 and 4 are a component and 3 and 5 another,
// which has no model, while 2 or 3 is entailed. So propagation from not 2 meets a
// contradiction, the fault of 3 and 5, and the first component seems to have no
// model without 2. It has one where 3 holds and 1 does not.
func TestContradictionNextDoor(t *testing.T) {
	clauses := append([][]cnf.Lit{
		{cnf.Pos(2), cnf.Pos(4)},
		{cnf.Pos(1), cnf.Pos(2), cnf.Pos(3)},
		{cnf.Pos(1), cnf.Pos(3), cnf.Pos(6)},
		{cnf.Pos(1), cnf.Pos(3), cnf.Pos(7)},
		{cnf.Pos(1), cnf.Pos(3), cnf.Pos(8)}, // so that 3 is decided first
	}, contradiction(3, 5, cnf.Neg(1))...)
	f, s, ok := plain(t, 8, clauses, [][]cnf.Lit{{cnf.Pos(2), cnf.Pos(3)}})
	require.True(t, ok)
	c := s.build.Finish(s.trace())
	require.NoError(t, s.err)
	require.NoError(t, check.Verify(context.Background(), c, f))
	require.Equal(t, big.NewInt(2*(3*8+2)), c.Count(new(big.Int), nil))
}

// Clauses that propagation refutes, which simplification leaves to nobody, are
// never split.
func TestPrepareNoticesContradiction(t *testing.T) {
	for name, c := range map[string]struct{ clauses, implied [][]cnf.Lit }{
		"a clause without literals": {clauses: [][]cnf.Lit{{}}},
		"units":                     {clauses: [][]cnf.Lit{{cnf.Pos(1)}, {cnf.Pos(2), cnf.Neg(1)}, {cnf.Neg(2)}}},
		"implied units":             {clauses: contradiction(1, 2), implied: [][]cnf.Lit{{cnf.Pos(1)}}},
	} {
		_, _, ok := plain(t, 2, c.clauses, c.implied)
		require.False(t, ok, name)
	}
	// A unit that refutes nothing is a fact from the start.
	f, s, ok := plain(t, 3, [][]cnf.Lit{{cnf.Pos(2), cnf.Pos(3)}, {cnf.Pos(1)}, {cnf.Neg(1), cnf.Neg(2)}}, nil)
	require.True(t, ok)
	require.NoError(t, check.Verify(context.Background(), s.build.Finish(s.trace()), f))
}

// dense returns a formula of random clauses that meets conflicts.
func dense(vars int, seed uint64) [][]cnf.Lit {
	r := rand.New(rand.NewPCG(seed, 10))
	clauses := make([][]cnf.Lit, 3*vars)
	for i := range clauses {
		for _, v := range r.Perm(vars)[:3] {
			clauses[i] = append(clauses[i], cnf.Pos(cnf.Var(1+v))^cnf.Lit(r.IntN(2)))
		}
	}
	return clauses
}

// A search that drops what it learnt makes a right circuit; one without room for
// it is over budget.
func TestSearchReduces(t *testing.T) {
	f, s, ok := plain(t, 60, dense(60, 1), nil)
	require.True(t, ok)
	s.sat.MaxHold = 20
	c := s.build.Finish(s.trace())
	require.NoError(t, s.err)
	require.NotZero(t, s.sat.Stats.Reduced)
	require.NoError(t, check.Verify(context.Background(), c, f))

	_, s, ok = plain(t, 60, dense(60, 1), nil)
	require.True(t, ok)
	s.sat.MaxWords = 1 + 180*5 + 62 + 100
	s.trace()
	require.ErrorIs(t, s.err, ErrBudget)
}

// The edges of the builder are bounded.
func TestEdgesAreBounded(t *testing.T) {
	f, _, _ := plain(t, 30, dense(30, 2)[:45], nil)
	_, stats, err := Compile(context.Background(), f, Options{})
	require.NoError(t, err)
	for _, most := range []int64{1, int64(stats.Edges / 2), int64(stats.Edges - 1)} {
		_, _, err := Compile(context.Background(), f, Options{maxEdges: most})
		require.ErrorIs(t, err, ErrBudget)
	}
}
