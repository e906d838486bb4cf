package circuit_test

import (
	"math/big"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/confspace/confspace/config/configtest/property"
	"github.com/confspace/confspace/solver/internal/circuit"
	"github.com/confspace/confspace/solver/internal/circuit/circuittest"
	"github.com/confspace/confspace/solver/internal/cnf"
	"github.com/confspace/confspace/solver/internal/cnf/cnftest"
)

// question is a random formula, its circuit, and a random partial assignment.
type question struct {
	*circuit.Circuit
	f      *cnf.Formula
	assign circuit.Assignment
	models []uint32 // those that agree
}

// ask draws a question. Some formulas are contradictory, and some assignments
// contradict their formula.
func ask(t *rapid.T) (question, *rand.Rand) {
	r := rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "seed"), 1))
	f := cnftest.Random(r, 1+r.IntN(12))
	q := question{circuittest.Compiled(t, f), f, nil, nil}
	if fixed := r.IntN(4); fixed > 0 {
		q.assign = circuit.NewAssignment(r.IntN(f.Vars() + 1))
		for v := 1; v < len(q.assign); v++ {
			if r.IntN(4) < fixed {
				q.assign.Set(cnf.Pos(cnf.Var(v)) ^ cnf.Lit(r.IntN(2)))
			}
		}
	}
	for _, m := range cnftest.Models(f) {
		if agrees(m, q.assign) {
			q.models = append(q.models, m)
		}
	}
	return q, r
}

func agrees(m uint32, assign circuit.Assignment) bool {
	for l := cnf.Lit(2); int(l) < 2*len(assign); l++ {
		if assign.Forbids(l) && cnftest.Holds(m, l) {
			return false
		}
	}
	return true
}

// Counts are those of enumeration, in machine words and beyond, whatever dst and
// the scratch held before.
func TestCountsAgainstEnumeration(t *testing.T) {
	property.Check(t, func(t *rapid.T) {
		q, r := ask(t)
		if r.IntN(2) == 0 {
			q.Large()
		}
		var dst []big.Int
		for range 2 {
			require.Equal(t, int64(len(q.models)), q.Count(big.NewInt(9), q.assign).Int64(), cnftest.Format(q.f))
			dst = q.Counts(dst, q.assign)
			require.Len(t, dst, 2*q.f.Vars()+2)
			require.Equal(t, int64(len(q.models)), dst[0].Int64())
			for l := cnf.Lit(2); int(l) < len(dst); l++ {
				want := 0
				for _, m := range q.models {
					if cnftest.Holds(m, l) {
						want++
					}
				}
				if int(l.Var()) <= q.f.Options() || want == 0 {
					require.Equal(t, int64(want), dst[l].Int64(), "literal %d\n%s", l.Dimacs(), cnftest.Format(q.f))
				}
			}
			for i := range dst {
				dst[i].SetUint64(r.Uint64())
			}
		}
	})
}

// chain returns a formula with n configurations more than one: options 1..n, of
// which each requires the one before.
func chain(n int) *cnf.Formula {
	f := cnf.NewFormula(n, n)
	for v := 2; v <= n; v++ {
		f.AddClause(cnf.Neg(cnf.Var(v)), cnf.Pos(cnf.Var(v-1)))
	}
	return f
}

// Around the largest number that a machine word counts, and far beyond: free
// options, and six of which one is needed.
func TestCountsOfAnySize(t *testing.T) {
	for _, free := range []int{0, 1, 54, 55, 56, 57, 58, 59, 64, 121, 5000} {
		f := cnf.NewFormula(free+6, free+6)
		var clause []cnf.Lit
		for v := free + 1; v <= free+6; v++ {
			clause = append(clause, cnf.Pos(cnf.Var(v)))
		}
		f.AddClause(clause...)
		c := circuittest.Compiled(t, f)
		rest := new(big.Int).Lsh(big.NewInt(1), uint(free))
		want := new(big.Int).Mul(rest, big.NewInt(63))
		require.Zero(t, want.Cmp(c.Count(new(big.Int), nil)), free)
		counts := c.Counts(nil, nil)
		require.Zero(t, want.Cmp(&counts[0]), free)
		for v := cnf.Var(1); int(v) <= free; v++ {
			require.Zero(t, want.Cmp(new(big.Int).Lsh(&counts[cnf.Pos(v)], 1)), free)
			require.Zero(t, counts[cnf.Pos(v)].Cmp(&counts[cnf.Neg(v)]), free)
		}
		rest.Mul(rest, big.NewInt(32))
		for _, l := range clause {
			require.Zero(t, counts[l].Cmp(rest), free)
		}
	}
	counts := circuittest.Compiled(t, chain(100)).Counts(nil, nil)
	for v := 1; v <= 100; v++ {
		require.Equal(t, int64(101-v), counts[cnf.Pos(cnf.Var(v))].Int64())
	}
}

// Queries that repeat allocate nothing: on a circuit that counts in machine
// words, and on one that does not.
func TestRepeatedQueriesDoNotAllocate(t *testing.T) {
	if circuittest.Raced {
		t.Skip("pools forget at random under the race detector")
	}
	for _, name := range []string{"D1119_M20", "C171_FR"} {
		c, f, _ := circuittest.CarLine(t, name)
		z, x := c.Count(new(big.Int), nil), new(big.Float)
		counts, shares, weights := c.Counts(nil, nil), c.Shares(nil, nil, nil), make([]float64, 2*f.Vars()+2)
		for l := range weights {
			weights[l] = 0.5
		}
		assign := circuit.NewAssignment(f.Vars())
		for v := cnf.Var(1); int(v) <= 10; v++ {
			assign.Set(cnf.Neg(v))
		}
		for query, run := range map[string]func(){
			"count": func() { c.Count(z, assign) }, "counts": func() { counts = c.Counts(counts, assign) },
			"measure": func() { c.Measure(x, weights, assign) }, "shares": func() { shares = c.Shares(shares, weights, assign) },
		} {
			require.Zero(t, testing.AllocsPerRun(20, run), "%s %s", name, query)
		}
	}
}

// A count that gives up what is read is the same, keeps the root alone, and leaves scratch
// with which all counts are right.
func TestCountSparing(t *testing.T) {
	spared := 0
	property.Check(t, func(t *rapid.T) {
		q, _ := ask(t)
		if q.NumInner() == 0 {
			return
		}
		got := new(big.Int)
		kept := q.CountSparing(got, q.assign)
		require.Equal(t, int64(len(q.models)), got.Int64())
		require.LessOrEqual(t, kept, 1)
		if q.NumInner() > 1 {
			spared++
		}
		q.Large()
		require.Equal(t, got.String(), q.Count(new(big.Int), q.assign).String())
		require.Equal(t, got.String(), q.Counts(nil, q.assign)[0].String())
	})
	require.Positive(t, spared)
	c, _, want := circuittest.CarLine(t, "C171_FR")
	for range 2 {
		got := new(big.Int)
		require.LessOrEqual(t, c.CountSparing(got, nil), 1)
		require.Equal(t, want, got)
	}
	require.Equal(t, want.String(), c.Counts(nil, nil)[0].String())
}
