package compile_test

import (
	"context"
	"math/big"
	"math/rand/v2"
	"path/filepath"
	"testing"

	"github.com/confspace/confspace/solver/internal/circuit"
	"github.com/confspace/confspace/solver/internal/cnf"
	"github.com/confspace/confspace/solver/internal/cnf/cnftest"
	"github.com/confspace/confspace/solver/internal/compile"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

// Whatever the formula, the circuit's answers are those of enumeration: in
// all, under a partial assignment, and for each literal; and Check passes.
func TestCompileAgainstEnumeration(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
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
	f := cnftest.Random(r, 1+r.IntN(maxVars))
	c, _, err := compile.Compile(context.Background(), f, compile.Options{})
	if err != nil {
		t.Fatalf("seed %d: %v\n%s", seed, err, cnftest.Format(f))
	}
	if err := c.Check(f); err != nil {
		t.Fatalf("seed %d: %v\n%s", seed, err, cnftest.Format(f))
	}
	models := cnftest.Models(f)
	for round := range 4 {
		assign := circuit.NewAssignment(f.Vars())
		for v := cnf.Var(1); int(v) <= f.Vars(); v++ {
			if round > 0 && r.IntN(1+round) == 0 {
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
			if l != 1 && got[l].Cmp(big.NewInt(n)) != 0 {
				t.Fatalf("seed %d: %d models with %v under %v, want %d\n%s", seed, &got[l], cnf.Lit(l), assign, n, cnftest.Format(f))
			}
		}
	}
}

func TestTrickyFormulas(t *testing.T) {
	dir := cnftest.Dir(t, "tricky")
	for name, want := range cnftest.References(t, filepath.Join(dir, "reference.tsv")) {
		f := cnftest.Read(t, filepath.Join(dir, name))
		c, _, err := compile.Compile(context.Background(), f, compile.Options{})
		require.NoError(t, err, name)
		require.NoError(t, c.Check(f), name)
		require.Equal(t, want, c.Count(new(big.Int), nil), name)
	}
}
