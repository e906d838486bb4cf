package check_test

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"testing"

	"github.com/confspace/confspace/solver/internal/circuit"
	"github.com/confspace/confspace/solver/internal/circuit/check"
	"github.com/confspace/confspace/solver/internal/circuit/circuittest"
	"github.com/confspace/confspace/solver/internal/cnf"
	"github.com/confspace/confspace/solver/internal/cnf/cnftest"
	"github.com/stretchr/testify/require"
)

// rounds returns n, or a quarter of it in a short test.
func rounds(n int) int {
	if testing.Short() {
		return n / 4
	}
	return n
}

// A circuit whose every model is right, but which lacks some, is always
// noticed, and a model that it lacks is given.
func TestLostModelsAreNoticed(t *testing.T) {
	noticed := map[string]int{}
	for seed := range rounds(3000) {
		r := rand.New(rand.NewPCG(uint64(seed), 4))
		f := cnftest.Random(r, 2+r.IntN(30))
		whole := circuittest.Compiled(t, f)
		require.NoError(t, check.Verify(context.Background(), whole, f), cnftest.Format(f))
		if whole.NumInner() == 0 {
			continue
		}
		if c, kind := lossy(whole, r); kind != "" {
			requireMissed(t, c, f, check.Verify(context.Background(), c, f), fmt.Sprint(kind, ", seed ", seed))
			noticed[kind]++
		}
	}
	require.Len(t, noticed, 3)
	for kind, n := range noticed {
		require.Greater(t, n, rounds(100), kind)
	}
}

// The same on a real car line.
func TestLostModelsOfALineAreNoticed(t *testing.T) {
	if testing.Short() {
		t.Skip("ten proofs of a car line")
	}
	whole, f, _ := circuittest.CarLine(t, "C171_FR")
	require.NoError(t, check.Verify(context.Background(), whole, f))
	noticed := map[string]bool{}
	r := rand.New(rand.NewPCG(5, 5))
	for round := range 9 {
		if c, kind := lossy(whole, r); kind != "" {
			requireMissed(t, c, f, check.Verify(context.Background(), c, f), fmt.Sprint(kind, ", round ", round))
			noticed[kind] = true
		}
	}
	require.Len(t, noticed, 3)
}

// A formula that has models is not False; one that has none is.
func TestFalseCircuit(t *testing.T) {
	f := cnf.NewFormula(40, 60)
	none := circuit.NewBuilder(40, 60).Finish(circuit.False)
	requireMissed(t, none, f, check.Verify(context.Background(), none, f), "all")
	for signs := range cnf.Lit(8) {
		f.AddClause(cnf.Pos(1)^signs&1, cnf.Pos(50)^signs>>1&1, cnf.Pos(40)^signs>>2&1)
	}
	require.NoError(t, check.Verify(context.Background(), none, f))
}

// On formulas too large to enumerate, and circuits damaged in every way that
// leaves them smooth, deterministic and decomposable, the verdict is that of
// a SAT solver on the circuit in clauses.
func TestVerdictsAgainstSAT(t *testing.T) {
	right, wrong := 0, 0
	for seed := range rounds(800) {
		r := rand.New(rand.NewPCG(uint64(seed), 6))
		f := cnftest.Random(r, 19+r.IntN(25))
		c := circuittest.Compiled(t, f)
		if c.NumInner() > 0 && r.IntN(2) == 0 {
			c, _ = circuittest.Damaged(c, r)
		} else if c.NumInner() > 0 {
			c, _ = lossy(c, r)
		}
		if check.Form(c) != nil || !check.HasAll(c) {
			continue
		}
		want := equal(t, c, f)
		require.Equal(t, want, check.Verify(context.Background(), c, f) == nil, "seed %d\n%s", seed, cnftest.Format(f))
		if want {
			right++
		} else {
			wrong++
		}
	}
	require.Greater(t, right, rounds(30))
	require.Greater(t, wrong, rounds(100))
}

// atMost returns that at most k of n options hold.
func atMost(k, n int) *cnf.Formula {
	f := cnf.NewFormula(n, n)
	var choose func(from int, lits []cnf.Lit)
	choose = func(from int, lits []cnf.Lit) {
		if len(lits) > k {
			f.AddClause(lits...)
			return
		}
		for v := from; v <= n; v++ {
			choose(v+1, append(lits, cnf.Neg(cnf.Var(v))))
		}
	}
	choose(1, nil)
	return f
}

// scopesOf returns the variables of each node, as a bitmap.
func scopesOf(c *circuit.Circuit) []uint64 {
	scopes := make([]uint64, c.NumNodes())
	for i := range scopes {
		n := circuit.Node(i)
		if c.Kind(n) == circuit.KindLiteral {
			scopes[i] = 1 << cnf.Lit(n).Var()
		}
		for _, child := range c.AppendChildren(nil, n) {
			scopes[i] |= scopes[child]
		}
	}
	return scopes
}

// A part that is right in one place, and proved there, may be wrong in
// another. For parts and others with the same variables, up to 200 of a formula: a
// circuit with that in its place does not pass unless it has the same models.
func TestExchangedParts(t *testing.T) {
	r := rand.New(rand.NewPCG(9, 9))
	formulas := []*cnf.Formula{atMost(2, 10), atMost(3, 9)}
	for range rounds(100) {
		formulas = append(formulas, cnftest.Random(r, 6+r.IntN(25)))
	}
	lost, gained := 0, 0
	for i, f := range formulas {
		whole := circuittest.Compiled(t, f)
		scopes := scopesOf(whole)
		arena := whole.Arena()
		first := whole.NumNodes() - whole.NumInner()
		tried := 0
		for k, child := range arena.Edges {
			parent := first
			for int(arena.Starts[parent-first+1]) <= k {
				parent++
			}
			for n := 2*whole.NumVars() + 2; n < parent; n++ {
				part := circuit.Node(n)
				if tried == 200 || whole.Kind(circuit.Node(parent)) != circuit.KindAnd || part == child || scopes[n] != scopes[child] {
					continue
				}
				tried++
				changed := circuittest.Clone(whole)
				changed.Edges[k] = part
				c := rebuilt(changed.Circuit(), changed.Vars, nil)
				if check.Form(c) != nil {
					continue
				}
				err := check.Verify(context.Background(), c, f)
				what := fmt.Sprintf("formula %d, %d for %d under %d", i, n, child, parent)
				var missing *check.MissingError
				switch {
				case err == nil:
					require.True(t, equal(t, c, f), what)
				case errors.As(err, &missing):
					requireMissed(t, c, f, err, what)
					lost++
				default:
					require.ErrorContains(t, err, "falsifies", what)
					gained++
				}
			}
		}
	}
	require.Greater(t, lost, rounds(200))
	require.Greater(t, gained, rounds(100))
}

// What a part rests on goes with it: where u holds, m requires k, and so says
// part M, in P too. P is proved there by what was proved of M before, and is
// wrong where u does not hold.
func TestFactsKeepWhatTheyRestOn(t *testing.T) {
	const u, q, p, m, k = 1, 2, 3, 4, 5
	f := cnf.NewFormula(5, 5)
	f.AddClause(cnf.Neg(u), cnf.Neg(m), cnf.Pos(k))
	b := circuit.NewBuilder(5, 5)
	yes := func(v cnf.Var) circuit.Node { return circuit.Lit(cnf.Pos(v)) }
	no := func(v cnf.Var) circuit.Node { return circuit.Lit(cnf.Neg(v)) }
	and := func(nodes ...circuit.Node) circuit.Node { return b.And(nodes) }
	partM := b.Or(m, and(yes(m), yes(k)), and(no(m), b.Free(k)))
	partP := b.Or(p, and(yes(p), partM), and(no(p), partM))
	both := b.Or(q, and(yes(q), b.Free(p), partM), and(no(q), partP))
	free := and(no(u), b.Free(q), b.Free(p), b.Free(m), b.Free(k))
	require.NoError(t, check.Verify(context.Background(), b.Finish(b.Or(u, and(yes(u), both), free)), f))
	wrong := b.Finish(b.Or(u, and(yes(u), both), and(no(u), b.Free(q), partP)))
	requireMissed(t, wrong, f, check.Verify(context.Background(), wrong, f), "P where u does not hold")
}

// Forgetting what is proved costs time, and nothing else.
func TestProofWithoutMemory(t *testing.T) {
	f := cnf.NewFormula(26, 26)
	r := rand.New(rand.NewPCG(8, 8))
	for range 35 {
		var lits [3]cnf.Lit
		for i := range lits {
			lits[i] = cnf.Lit(2 + r.IntN(52))
		}
		f.AddClause(lits[:]...)
	}
	c := circuittest.Compiled(t, f)
	whole, err := check.Prove(c, f, 1<<20)
	require.NoError(t, err)
	short, err := check.Prove(c, f, 20)
	require.NoError(t, err)
	require.Greater(t, short.Proved, whole.Proved)
	require.LessOrEqual(t, short.Literals, 20)
	bad, kind := lossy(c, r)
	require.NotEmpty(t, kind)
	_, err = check.Prove(bad, f, 20)
	requireMissed(t, bad, f, err, kind)
}

// Work counters of the proof for a real car line: an Or is proved about once.
func TestProofCounters(t *testing.T) {
	c, f, _ := circuittest.CarLine(t, "C171_FR")
	proof, err := check.Prove(c, f, 1<<20)
	require.NoError(t, err)
	t.Logf("%+v", proof)
	ors := 0
	for n := c.NumNodes() - c.NumInner(); n < c.NumNodes(); n++ {
		if c.Kind(circuit.Node(n)) == circuit.KindOr {
			ors++
		}
	}
	require.Less(t, proof.Proved, int64(ors+ors/20))
	require.Less(t, proof.Literals, ors*3)
	require.Less(t, proof.Entail.Lemmas, int64(10))
}
