package circuit_test

import (
	"math/big"
	"testing"

	"github.com/confspace/confspace/solver/internal/circuit"
	"github.com/confspace/confspace/solver/internal/circuit/circuittest"
	"github.com/confspace/confspace/solver/internal/cnf"
	"github.com/stretchr/testify/require"
)

// onLines runs a query on circuits of 130,000 edges and of some millions, and
// on one whose counts fit machine words; it reports the time for an edge.
func onLines(b *testing.B, query func(c *circuit.Circuit), right func(b *testing.B, want *big.Int)) {
	for _, name := range []string{"D1119_M20", "C171_FR", "C163_FW"} {
		b.Run(name, func(b *testing.B) {
			c, _, want := circuittest.CarLine(b, name)
			query(c)
			b.ReportAllocs()
			for b.Loop() {
				query(c)
			}
			right(b, want)
			b.ReportMetric(float64(c.NumEdges()), "edges")
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/float64(c.NumEdges()), "ns/edge")
		})
	}
}

func BenchmarkCount(b *testing.B) {
	z := new(big.Int)
	onLines(b, func(c *circuit.Circuit) { c.Count(z, nil) }, func(b *testing.B, want *big.Int) {
		require.Equal(b, want, z)
	})
}

func BenchmarkCounts(b *testing.B) {
	var counts []big.Int
	onLines(b, func(c *circuit.Circuit) { counts = c.Counts(counts, nil) }, func(b *testing.B, want *big.Int) {
		require.Equal(b, want, &counts[0])
		require.Equal(b, want, new(big.Int).Add(&counts[2], &counts[3]))
	})
}

func BenchmarkMeasure(b *testing.B) {
	z := new(big.Float)
	onLines(b, func(c *circuit.Circuit) { c.Measure(z, nil, nil) }, func(b *testing.B, want *big.Int) {
		require.InDelta(b, 1, ratio(z, new(big.Float).SetInt(want)), 1e-12)
	})
}

func BenchmarkShares(b *testing.B) {
	var shares []float64
	onLines(b, func(c *circuit.Circuit) { shares = c.Shares(shares, nil, nil) }, func(b *testing.B, _ *big.Int) {
		require.InDelta(b, 1, shares[2]+shares[3], 1e-12)
	})
}

// ratio returns x / y.
func ratio(x, y *big.Float) float64 {
	r, _ := new(big.Float).Quo(x, y).Float64()
	return r
}

// On a real circuit: each option's two counts make the total, under the whole
// space and under a condition, and a condition's count is the literal's.
func TestCountsAddUp(t *testing.T) {
	c, _, want := circuittest.CarLine(t, "C171_FR")
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
	if circuittest.Raced {
		t.Skip("pools forget at random under the race detector")
	}
	c, _, _ := circuittest.CarLine(t, "C171_FR")
	z := c.Count(new(big.Int), nil)
	first := testing.AllocsPerRun(1, func() { c.Count(z, nil) })
	require.Less(t, testing.AllocsPerRun(20, func() { c.Count(z, nil) }), max(first, float64(c.NumInner()/10)))
}
