package check_test

import (
	"context"
	"math/big"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/confspace/confspace/solver/internal/circuit"
	"github.com/confspace/confspace/solver/internal/circuit/check"
	"github.com/confspace/confspace/solver/internal/circuit/circuittest"
	"github.com/confspace/confspace/solver/internal/cnf"
	"github.com/confspace/confspace/solver/internal/cnf/cnftest"
	"github.com/stretchr/testify/require"
)

// without returns the circuit of f without the hidden auxiliaries, made by
// enumeration: of a formula that forbids each assignment of the other
// variables that no model extends.
func without(t testing.TB, f *cnf.Formula, hidden []cnf.Var) *circuit.Circuit {
	mask := uint32(0)
	for v := 1; v <= f.Vars(); v++ {
		if !slices.Contains(hidden, cnf.Var(v)) {
			mask |= 1 << (v - 1)
		}
	}
	extended := map[uint32]bool{}
	for _, m := range cnftest.Models(f) {
		extended[m&mask] = true
	}
	g := cnf.NewFormula(f.Options(), f.Vars())
	for m := range uint32(1) << f.Vars() {
		if m&^mask != 0 || extended[m] {
			continue
		}
		var lits []cnf.Lit
		for v := cnf.Var(1); int(v) <= f.Vars(); v++ {
			if mask>>(v-1)&1 != 0 {
				lits = append(lits, cnf.Pos(v)^cnf.Lit(m>>(v-1)&1))
			}
		}
		g.AddClause(lits...)
	}
	whole := circuittest.Compiled(t, g)
	return rebuilt(whole, f.Vars(), func(_ *circuit.Builder, n circuit.Node, children []circuit.Node) []circuit.Node {
		if whole.Kind(n) != circuit.KindAnd {
			return children
		}
		return slices.DeleteFunc(children, func(child circuit.Node) bool {
			return whole.Kind(child) == circuit.KindLiteral && slices.Contains(hidden, cnf.Lit(child).Var())
		})
	})
}

// A circuit may lack auxiliaries: it then stands for the formula without
// them, and no model more or less.
func TestAbsentAuxiliaries(t *testing.T) {
	passed, noticed, gained := 0, 0, 0
	for seed := range rounds(1500) {
		r := rand.New(rand.NewPCG(uint64(seed), 7))
		f := cnftest.Random(r, 7+r.IntN(5))
		var hidden []cnf.Var
		for v := f.Options() + 1; v <= f.Vars(); v++ {
			if r.IntN(3) > 0 {
				hidden = append(hidden, cnf.Var(v))
			}
		}
		if len(hidden) == 0 {
			continue
		}
		c := without(t, f, hidden)
		require.NoError(t, check.Verify(context.Background(), c, f), "seed %d, without %v\n%s", seed, hidden, cnftest.Format(f))
		passed++
		require.True(t, answersRight(c, f, r), "seed %d, without %v\n%s", seed, hidden, cnftest.Format(f))
		for range min(3, c.NumInner()) {
			if bad, kind := lossy(c, r); kind != "" {
				require.Error(t, check.Verify(context.Background(), bad, f), "%s, seed %d, without %v\n%s", kind, seed, hidden, cnftest.Format(f))
				noticed++
			}
		}
		fewer := cnf.NewFormula(f.Options(), f.Vars())
		for i := range f.NumClauses() {
			if r.IntN(4) > 0 {
				fewer.AddClause(f.Clause(i)...)
			}
		}
		if more := without(t, fewer, hidden); more.Count(new(big.Int), nil).Cmp(c.Count(new(big.Int), nil)) > 0 {
			require.Error(t, check.Verify(context.Background(), more, f), "seed %d, without %v\n%s", seed, hidden, cnftest.Format(f))
			gained++
		}
	}
	require.Greater(t, passed, rounds(200))
	require.Greater(t, noticed, rounds(60))
	require.Greater(t, gained, rounds(60))
}

// cut returns f with clauses cut to at most five literals, by auxiliaries that
// equal the rest of a clause.
func cut(f *cnf.Formula) *cnf.Formula {
	g := cnf.NewFormula(f.Options(), f.Vars())
	for i := range f.NumClauses() {
		lits := slices.Clone(f.Clause(i))
		for len(lits) > 5 {
			y, rest := cnf.Pos(g.NewAux()), lits[:5]
			for _, l := range rest {
				g.AddClause(l.Not(), y)
			}
			g.AddClause(append([]cnf.Lit{y.Not()}, rest...)...)
			lits = append(lits[5:], y)
		}
		g.AddClause(lits...)
	}
	return g
}

// A car line's circuit, without auxiliaries, stands for clauses with hundreds
// of them.
func TestAbsentAuxiliariesOfALine(t *testing.T) {
	whole, f, want := circuittest.CarLine(t, "C171_FR")
	g := cut(f)
	require.Greater(t, g.Vars(), f.Vars()+200)
	c := rebuilt(whole, g.Vars(), nil)
	require.Equal(t, want, c.Count(new(big.Int), nil))
	require.NoError(t, check.Verify(context.Background(), c, g))
	bad, kind := lossy(c, rand.New(rand.NewPCG(1, 7)))
	require.NotEmpty(t, kind)
	var missing *check.MissingError
	require.ErrorAs(t, check.Verify(context.Background(), bad, g), &missing, kind)
	g.AddClause(cnf.Neg(cnf.Var(g.Vars())))
	require.ErrorContains(t, check.Verify(context.Background(), c, g), "falsifies")
}

// An option must not be absent, mentioned or not; an auxiliary that nothing
// determines must not be open.
func TestWhatMustBeThere(t *testing.T) {
	f := cnf.NewFormula(2, 3)
	b := circuit.NewBuilder(2, 3)
	require.ErrorContains(t, check.Verify(context.Background(), b.Finish(b.Free(1)), f), "option 2 is missing")
	both := b.And([]circuit.Node{b.Free(1), b.Free(2)})
	require.NoError(t, check.Verify(context.Background(), b.Finish(both), f))
	require.NoError(t, check.Verify(context.Background(), b.Finish(b.And([]circuit.Node{b.Free(1), b.Free(2), circuit.Lit(cnf.Pos(3))})), f))
	require.ErrorContains(t, check.Verify(context.Background(), b.Finish(b.And([]circuit.Node{b.Free(1), b.Free(2), circuit.Lit(cnf.Neg(3))})), f), "falsifies clause [3]")
	open := circuit.Node(2*3 + 1 + 3)
	require.ErrorContains(t, check.Verify(context.Background(), b.Finish(b.And([]circuit.Node{b.Free(1), b.Free(2), open})), f), "falsifies clause [3]")
}

// What Removable says: a chain of gates with a fact and an equality can all go; one
// that resolution would multiply can not.
func TestRemovable(t *testing.T) {
	f := cnf.NewFormula(4, 7)
	for _, c := range [][]cnf.Lit{
		{cnf.Neg(5), cnf.Pos(1)},
		{cnf.Neg(5), cnf.Pos(2)},
		{cnf.Pos(5), cnf.Neg(1), cnf.Neg(2)}, // 5 is 1 and 2
		{cnf.Neg(6), cnf.Pos(5)},
		{cnf.Pos(6), cnf.Neg(5)}, // 6 is 5
		{cnf.Pos(7)},
		{cnf.Neg(6), cnf.Neg(7), cnf.Pos(3)},
	} {
		f.AddClause(c...)
	}
	got, err := check.Removable(t.Context(), f, []cnf.Var{5, 6, 7})
	require.NoError(t, err)
	require.Equal(t, []cnf.Var{5, 6, 7}, got)
	got, err = check.Removable(t.Context(), f, []cnf.Var{6})
	require.NoError(t, err)
	require.Equal(t, []cnf.Var{6}, got)

	wide := multiplying()
	got, err = check.Removable(t.Context(), wide, []cnf.Var{cnf.Var(wide.Vars())})
	require.NoError(t, err)
	require.Empty(t, got)

	y := cnf.Var(wide.Vars() + 1)
	both := cnf.NewFormula(wide.Options(), int(y))
	for _, c := range wide.Others() {
		both.AddClause(c...)
	}
	both.AddClause(cnf.Neg(y), cnf.Pos(1))
	both.AddClause(cnf.Neg(y), cnf.Pos(2))
	both.AddClause(cnf.Pos(y), cnf.Neg(1), cnf.Neg(2))
	both.AddClause(cnf.Neg(y), cnf.Pos(3), cnf.Pos(4))
	for _, absent := range [][]cnf.Var{{y - 1, y}, {y}} {
		got, err = check.Removable(t.Context(), both, absent)
		require.NoError(t, err)
		require.Equal(t, []cnf.Var{y}, got)
	}
}

// Auxiliaries that resolution would multiply are refused, not removed for
// ever.
func TestProjectionIsBounded(t *testing.T) {
	f := multiplying()
	b := circuit.NewBuilder(f.Options(), f.Vars())
	var all []circuit.Node
	for v := 1; v <= f.Options(); v++ {
		all = append(all, b.Free(cnf.Var(v)))
	}
	require.ErrorContains(t, check.Verify(context.Background(), b.Finish(b.And(all)), f), "does not remove")
}

// multiplying returns a formula with an auxiliary in 60 long clauses and its
// negation in 60 others.
func multiplying() *cnf.Formula {
	const clauses, width = 60, 20
	f := cnf.NewFormula(2*clauses*width, 2*clauses*width+1)
	y := cnf.Pos(cnf.Var(f.Vars()))
	for k := range 2 * clauses {
		lits := []cnf.Lit{y ^ cnf.Lit(k%2)}
		for v := range width {
			lits = append(lits, cnf.Pos(cnf.Var(1+k*width+v)))
		}
		f.AddClause(lits...)
	}
	return f
}

// A variable of many pairs of clauses is resolved within the context.
func TestResolvingEnds(t *testing.T) {
	const side = 100
	f := cnf.NewFormula(2*side, 2*side+1)
	y := cnf.Pos(2*side + 1)
	for k := cnf.Var(1); k <= side; k++ {
		f.AddClause(y, cnf.Pos(k))
		f.AddClause(y.Not(), cnf.Pos(side+k))
	}
	absent := []cnf.Var{y.Var()}
	patient := &circuittest.Watched{Context: t.Context(), Most: 1 << 30}
	_, err := check.Removable(patient, f, absent)
	require.NoError(t, err)
	require.GreaterOrEqual(t, patient.Looks, side*side/256)
	for most := range patient.Looks {
		_, err := check.Removable(&circuittest.Watched{Context: t.Context(), Most: most}, f, absent)
		require.ErrorIs(t, err, context.Canceled)
	}
}
