package compile_test

import (
	"context"
	"math/big"
	"math/rand/v2"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/confspace/confspace/config/configtest"
	"github.com/confspace/confspace/config/configtest/property"
	"github.com/confspace/confspace/solver/internal/circuit"
	"github.com/confspace/confspace/solver/internal/circuit/check"
	"github.com/confspace/confspace/solver/internal/cnf"
	"github.com/confspace/confspace/solver/internal/cnf/cnftest"
	"github.com/confspace/confspace/solver/internal/compile"
)

// Whatever the formula, the circuit's answers are those of enumeration: in
// all, under a partial assignment, and for each literal of an option or an
// auxiliary that is kept; and Check passes.
func TestCompileAgainstEnumeration(t *testing.T) {
	property.Check(t, func(t *rapid.T) {
		seed := rapid.Uint64().Draw(t, "seed")
		compareWithEnumeration(t, seed, 14)
	})
}

// failer is what compareWithEnumeration needs of a test.
type failer interface {
	Fatalf(format string, args ...any)
}

func compareWithEnumeration(t failer, seed uint64, maxVars int) {
	r := rand.New(rand.NewPCG(seed, 0))
	f := cnftest.RandomSums(r, 1+r.IntN(maxVars))
	for v := f.Options() + 1; v <= f.Vars(); v++ {
		if r.IntN(3) == 0 {
			f.Keep(cnf.Var(v))
		}
	}
	c, _, err := compile.Compile(context.Background(), f, compile.Options{})
	if err != nil {
		t.Fatalf("seed %d: %v\n%s", seed, err, cnftest.Format(f))
	}
	if err := check.Verify(context.Background(), c, f); err != nil {
		t.Fatalf("seed %d: %v\n%s", seed, err, cnftest.Format(f))
	}
	models := cnftest.Models(f)
	for round := range 4 {
		assign := circuit.NewAssignment(f.Vars())
		for v := cnf.Var(1); int(v) <= f.Vars(); v++ {
			if f.Kept(v) && round > 0 && r.IntN(1+round) == 0 {
				assign.Set(cnf.Pos(v) ^ cnf.Lit(r.IntN(2)))
			}
		}
		want := make([]int64, 2*f.Vars()+2)
	next:
		for _, m := range models {
			for l := cnf.Lit(2); int(l) < len(want); l++ {
				if assign.Forbids(l) && cnftest.Holds(m, l) {
					continue next
				}
			}
			want[0]++
			for l := cnf.Lit(2); int(l) < len(want); l++ {
				if cnftest.Holds(m, l) {
					want[l]++
				}
			}
		}
		if got := c.Count(new(big.Int), assign); got.Cmp(big.NewInt(want[0])) != 0 {
			t.Fatalf("seed %d: %d models under %v, want %d\n%s", seed, got, assign, want[0], cnftest.Format(f))
		}
		got := c.Counts(nil, assign)
		for l, n := range want {
			if l != 1 && (l == 0 || f.Kept(cnf.Lit(l).Var())) && got[l].Cmp(big.NewInt(n)) != 0 {
				t.Fatalf("seed %d: %d models with %v under %v, want %d\n%s", seed, &got[l], cnf.Lit(l), assign, n, cnftest.Format(f))
			}
		}
	}
}

// An auxiliary that costs little to eliminate from the simplified clauses, and
// too much from the formula's, stays in the circuit, which else could not be
// verified.
func TestWhatCannotBeVerifiedStays(t *testing.T) {
	const clauses, width = 60, 20
	for _, hard := range []bool{false, true} {
		f := cnf.NewFormula(6+2*clauses*width, 6+2*clauses*width+1)
		y, z := cnf.Pos(cnf.Var(f.Vars())), cnf.Pos(6)
		// hide adds a clause so that unit propagation alone does not see it.
		hide := func(lits ...cnf.Lit) {
			for signs := range cnf.Lit(4) {
				f.AddClause(append(lits, cnf.Pos(4)^signs&1, cnf.Pos(5)^signs>>1)...)
			}
		}
		hide(y.Not(), cnf.Pos(1))
		hide(y.Not(), cnf.Pos(2))
		hide(y, cnf.Neg(1), cnf.Neg(2))
		hide(z)
		f.AddClause(y.Not(), cnf.Pos(3))
		for k := range 2 * clauses {
			lits := []cnf.Lit{z} // a fact, so that none of these clauses matters
			if hard {
				lits = append(lits, y^cnf.Lit(k%2))
			}
			for v := range width {
				lits = append(lits, cnf.Pos(cnf.Var(7+k*width+v)))
			}
			f.AddClause(lits...)
		}
		c, _, err := compile.Compile(t.Context(), f, compile.Options{})
		require.NoError(t, err)
		require.NoError(t, check.Verify(context.Background(), c, f))
		want := new(big.Int).Lsh(big.NewInt(7), 2+2*clauses*width) // of the eight ways to choose 1, 2 and 3, not 1 and 2 alone
		require.Equal(t, want, c.Count(new(big.Int), nil))
		require.Equal(t, hard, c.Counts(nil, nil)[y].Sign() > 0, "whether the circuit has the auxiliary")
	}
}

func TestTrickyFormulas(t *testing.T) {
	dir := configtest.Reference(t, "tricky")
	for name, want := range cnftest.References(t, filepath.Join(dir, "reference.tsv")) {
		f := cnftest.Read(t, filepath.Join(dir, name))
		c, _, err := compile.Compile(context.Background(), f, compile.Options{})
		require.NoError(t, err, name)
		require.NoError(t, check.Verify(context.Background(), c, f), name)
		require.Equal(t, want, c.Count(new(big.Int), nil), name)
	}
}

// hard returns a formula that takes the search some hundred thousand
// decisions: random clauses of three literals, 1.5 for each variable.
func hard(vars int) *cnf.Formula {
	r := rand.New(rand.NewPCG(uint64(vars), 9))
	f := cnf.NewFormula(vars, vars)
	for range 3 * vars / 2 {
		var c [3]cnf.Lit
		for i := range c {
			c[i] = cnf.Pos(cnf.Var(1+r.IntN(vars))) ^ cnf.Lit(r.IntN(2))
		}
		f.AddClause(c[:]...)
	}
	return f
}

func TestCompileIsDeterministic(t *testing.T) {
	f := hard(44)
	a, first, err := compile.Compile(context.Background(), f, compile.Options{})
	require.NoError(t, err)
	b, second, err := compile.Compile(context.Background(), f, compile.Options{})
	require.NoError(t, err)
	require.Equal(t, first, second)
	require.Equal(t, a.NumNodes(), b.NumNodes())
	for n := range a.NumNodes() {
		node := circuit.Node(n)
		require.Equal(t, a.Decision(node), b.Decision(node))
		require.Equal(t, a.AppendChildren(nil, node), b.AppendChildren(nil, node))
	}
	require.NoError(t, check.Verify(context.Background(), a, f))
}

func TestCompileStopsWhenToldTo(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	f, steps := hard(150), int64(0)
	c, stats, err := compile.Compile(ctx, f, compile.Options{Progress: func(p compile.Progress) {
		if steps = p.Decisions; steps > 5000 {
			cancel()
		}
	}})
	require.ErrorIs(t, err, context.Canceled)
	require.Nil(t, c)
	require.LessOrEqual(t, stats.Decisions, steps+1001)
	_, _, err = compile.Compile(ctx, f, compile.Options{})
	require.ErrorIs(t, err, context.Canceled)
}

func TestCompileKeepsItsBudget(t *testing.T) {
	f := hard(150)
	c, stats, err := compile.Compile(context.Background(), f, compile.Options{MaxNodes: 10000})
	require.ErrorIs(t, err, compile.ErrBudget)
	require.Nil(t, c)
	require.Less(t, stats.BuiltNodes, 20000)
	_, _, err = compile.Compile(context.Background(), f, compile.Options{MaxBytes: 1 << 20})
	require.ErrorIs(t, err, compile.ErrBudget)
}

func TestEmptyFormulas(t *testing.T) {
	for _, vars := range []int{0, 1, 100} {
		f := cnf.NewFormula(vars, vars)
		c, _, err := compile.Compile(context.Background(), f, compile.Options{})
		require.NoError(t, err)
		require.NoError(t, check.Verify(context.Background(), c, f))
		require.Equal(t, new(big.Int).Lsh(big.NewInt(1), uint(vars)), c.Count(new(big.Int), nil))
		f.AddClause()
		c, _, err = compile.Compile(context.Background(), f, compile.Options{})
		require.NoError(t, err)
		require.NoError(t, check.Verify(context.Background(), c, f))
		require.Zero(t, c.Count(new(big.Int), nil).Sign())
	}
}

// What was built just suffices as a budget, less does not. When nothing built is
// unused, that is the size of the circuit.
func TestBudgetIsExact(t *testing.T) {
	whole := 0
	for seed := range 300 {
		r := rand.New(rand.NewPCG(uint64(seed), 17))
		f := cnftest.Random(r, 1+r.IntN(14))
		c, stats, err := compile.Compile(context.Background(), f, compile.Options{})
		require.NoError(t, err)
		nodes, bytes := stats.BuiltNodes, stats.BuiltBytes
		require.GreaterOrEqual(t, nodes, c.NumNodes())
		require.GreaterOrEqual(t, bytes, c.Bytes())
		if nodes == c.NumNodes() {
			whole++
			require.Equal(t, bytes, c.Bytes())
		}
		same, _, err := compile.Compile(context.Background(), f, compile.Options{MaxNodes: nodes, MaxBytes: bytes})
		require.NoError(t, err)
		require.Equal(t, c, same)
		_, stats, err = compile.Compile(context.Background(), f, compile.Options{MaxNodes: nodes - 1})
		require.ErrorIs(t, err, compile.ErrNodes)
		require.Equal(t, nodes, stats.BuiltNodes)
		_, _, err = compile.Compile(context.Background(), f, compile.Options{MaxBytes: bytes - 1})
		require.ErrorIs(t, err, compile.ErrBytes)
		require.ErrorIs(t, err, compile.ErrBudget)
	}
	require.Greater(t, whole, 100)
}

// The feature model's every feature has its published count, and Check holds
// on a circuit of real size.
func TestFeatureCounts(t *testing.T) {
	if testing.Short() {
		t.Skip("takes seconds")
	}
	dir := configtest.Reference(t, "auto1")
	f := cnftest.Read(t, filepath.Join(dir, "auto1.cnf.gz"))
	c, stats, err := compile.Compile(context.Background(), f, compile.Options{})
	require.NoError(t, err)
	t.Logf("%+v", stats)
	require.NoError(t, check.Verify(context.Background(), c, f))
	counts := c.Counts(nil, nil)
	for v, want := range cnftest.FeatureCounts(t, dir) {
		require.Zero(t, counts[cnf.Pos(v)].Cmp(want), "feature %d", v)
	}
}
