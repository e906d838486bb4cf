package circuit_test

import (
	"math/big"
	"path/filepath"
	"testing"

	"github.com/confspace/confspace/config/configtest"
	"github.com/confspace/confspace/solver/internal/circuit"
	"github.com/confspace/confspace/solver/internal/cnf"
	"github.com/confspace/confspace/solver/internal/cnf/cnftest"
	"github.com/stretchr/testify/require"
)

// carLine returns a circuit of 11,000 inner nodes and 125,000 edges.
func carLine(tb testing.TB) (*circuit.Circuit, *cnf.Formula, *big.Int) {
	dir := configtest.Reference(tb, "mercedes")
	f := cnftest.Read(tb, filepath.Join(dir, "C171_FR.cnf.gz"))
	return compiled(tb, f), f, cnftest.References(tb, filepath.Join(dir, "reference.tsv"))["C171_FR"]
}

func BenchmarkCount(b *testing.B) {
	c, _, want := carLine(b)
	z := new(big.Int)
	b.ReportAllocs()
	for b.Loop() {
		c.Count(z, nil)
	}
	require.Zero(b, z.Cmp(want))
}

func BenchmarkCounts(b *testing.B) {
	c, _, want := carLine(b)
	var counts []big.Int
	b.ReportAllocs()
	for b.Loop() {
		counts = c.Counts(counts, nil)
	}
	require.Zero(b, counts[0].Cmp(want))
}

func BenchmarkCheck(b *testing.B) {
	c, f, _ := carLine(b)
	b.ReportAllocs()
	for b.Loop() {
		require.NoError(b, c.Check(f))
	}
}

// On a real circuit: each option's two counts make the total, under the whole
// space and under a condition, and a condition's count is the literal's.
func TestCountsAddUp(t *testing.T) {
	c, _, want := carLine(t)
	counts := c.Counts(nil, nil)
	require.Equal(t, want, &counts[0])
	for v := cnf.Var(1); int(v) <= c.NumOptions(); v++ {
		require.Equal(t, want, new(big.Int).Add(&counts[cnf.Pos(v)], &counts[cnf.Neg(v)]), "option %d", v)
	}
	assign := circuit.NewAssignment(c.NumVars())
	for v := cnf.Var(1); int(v) <= c.NumOptions(); v += 97 {
		if counts[cnf.Pos(v)].Sign() == 0 {
			continue
		}
		clear(assign)
		assign.Set(cnf.Pos(v))
		require.Equal(t, &counts[cnf.Pos(v)], c.Count(new(big.Int), assign), "option %d", v)
	}
}

// Repeated counts use what the first one left.
func TestCountReusesItsScratch(t *testing.T) {
	if raced {
		t.Skip("pools forget at random under the race detector")
	}
	c, _, _ := carLine(t)
	z := c.Count(new(big.Int), nil)
	first := testing.AllocsPerRun(1, func() { c.Count(z, nil) })
	require.Less(t, testing.AllocsPerRun(20, func() { c.Count(z, nil) }), max(first, float64(c.NumInner()/10)))
}
