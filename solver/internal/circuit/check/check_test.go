package check_test

import (
	"context"
	"errors"
	"fmt"
	"math/big"
	"math/rand/v2"
	"runtime"
	"strings"
	"testing"

	"github.com/confspace/confspace/solver/internal/circuit"
	"github.com/confspace/confspace/solver/internal/circuit/check"
	"github.com/confspace/confspace/solver/internal/circuit/circuittest"
	"github.com/confspace/confspace/solver/internal/cnf"
	"github.com/confspace/confspace/solver/internal/cnf/cnftest"
	"github.com/stretchr/testify/require"
)

// answersRight compares counts under conditions on options with enumeration.
func answersRight(c *circuit.Circuit, f *cnf.Formula, r *rand.Rand) (right bool) {
	models := cnftest.Models(f)
	for range 8 {
		assign := circuit.NewAssignment(f.Options())
		for v := cnf.Var(1); int(v) <= f.Options(); v++ {
			if r.IntN(3) == 0 {
				assign.Set(cnf.Pos(v) ^ cnf.Lit(r.IntN(2)))
			}
		}
		n := int64(0)
	next:
		for _, m := range models {
			for l := cnf.Lit(2); int(l) < 2*f.Options()+2; l++ {
				if assign.Forbids(l) && cnftest.Holds(m, l) {
					continue next
				}
			}
			n++
		}
		if c.Count(new(big.Int), assign).Cmp(big.NewInt(n)) != 0 {
			return false
		}
	}
	return true
}

// Damage of every kind to a circuit is noticed by Check, unless it did none:
// what passes Check answers right.
func TestCheckNoticesDamage(t *testing.T) {
	noticed, harmless := map[string]int{}, map[string]int{}
	for seed := range 1500 {
		r := rand.New(rand.NewPCG(uint64(seed), 2))
		f := cnftest.Random(r, 4+r.IntN(8))
		whole := circuittest.Compiled(t, f)
		require.NoError(t, check.Verify(context.Background(), whole, f), cnftest.Format(f))
		if whole.NumInner() == 0 {
			continue
		}
		c, kind := circuittest.Damaged(whole, r)
		if check.Verify(context.Background(), c, f) != nil {
			noticed[kind]++
			continue
		}
		harmless[kind]++
		require.True(t, answersRight(c, f, r), "%s passes Check, seed %d\n%s", kind, seed, cnftest.Format(f))
	}
	for kind, n := range noticed {
		require.Greater(t, n, 10*harmless[kind], "%s: noticed %d times, harmless %d times", kind, n, harmless[kind])
	}
	require.Len(t, noticed, 9)
}

func TestCheckRefusesAnotherFormula(t *testing.T) {
	f, g, h := cnf.NewFormula(2, 2), cnf.NewFormula(2, 2), cnf.NewFormula(3, 3)
	f.AddClause(cnf.Pos(1), cnf.Pos(2))
	g.AddClause(cnf.Pos(1), cnf.Neg(2))
	c := circuittest.Compiled(t, f)
	require.NoError(t, check.Verify(context.Background(), c, f))
	require.ErrorContains(t, check.Verify(context.Background(), c, g), "falsifies clause [1 -2]")
	require.ErrorContains(t, check.Verify(context.Background(), c, h), "3")
	var missing *check.MissingError
	require.ErrorAs(t, check.Verify(context.Background(), c, cnf.NewFormula(2, 2)), &missing)
	require.ElementsMatch(t, []cnf.Lit{cnf.Neg(1), cnf.Neg(2)}, missing.Model)
}

// An ended context is its cause, never an answer, whenever it ends.
func TestVerifyStopsWhenToldTo(t *testing.T) {
	c, f, _ := circuittest.CarLine(t, "C171_FR")
	through := &circuittest.Watched{Context: context.WithoutCancel(t.Context()), Most: 1 << 30}
	require.NoError(t, check.Verify(through, c, f))
	require.Greater(t, through.Looks, f.NumClauses()/256+3)
	for _, most := range []int{0, 1, through.Looks / 2, through.Looks - 1} {
		require.ErrorIs(t, check.Verify(&circuittest.Watched{Context: through.Context, Most: most}, c, f), context.Canceled)
	}
	why := errors.New("the customer hung up")
	ctx, cancel := context.WithCancelCause(t.Context())
	cancel(why)
	require.ErrorIs(t, check.Verify(ctx, c, f), why)
	require.ErrorIs(t, check.Verify(ctx, circuit.NewBuilder(f.Options(), f.Vars()).Finish(circuit.False), f), why)
}

func BenchmarkCheck(b *testing.B) {
	c, f, _ := circuittest.CarLine(b, "C171_FR")
	b.ReportAllocs()
	for b.Loop() {
		require.NoError(b, check.Verify(context.Background(), c, f))
	}
}

// The verdict, and the flaw that it names, are the same on one, two and eight cores.
func TestVerifyOnAnyCores(t *testing.T) {
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(0))
	kinds, verdicts := []string{"nil", "decide", "falsifies", "missing"}, map[string]int{}
	for seed := range uint64(600) {
		r := rand.New(rand.NewPCG(seed, 3))
		f := cnftest.RandomSums(r, 4+r.IntN(9))
		c := circuittest.Compiled(t, f)
		if c.NumInner() > 0 {
			switch r.IntN(3) {
			case 0:
				c, _ = circuittest.Damaged(c, r)
			case 1:
				c, _ = lossy(c, r)
			}
		}
		var want string
		for _, cores := range []int{1, 2, 8} {
			runtime.GOMAXPROCS(cores)
			got := fmt.Sprint(check.Verify(t.Context(), c, f))
			if cores == 1 {
				want = got
			}
			require.Equal(t, want, got, "seed %d on %d cores\n%s", seed, cores, cnftest.Format(f))
		}
		for _, kind := range kinds {
			if strings.Contains(want, kind) {
				verdicts[kind]++
			}
		}
	}
	for _, kind := range kinds {
		require.Greater(t, verdicts[kind], 8, kind)
	}
}
