package benchmarks

import (
	"math/big"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/confspace/confspace/bom/product"
	"github.com/confspace/confspace/config"
	"github.com/confspace/confspace/solver"
)

// BenchmarkCompile compiles rules into a space with its circuit.
func BenchmarkCompile(b *testing.B) {
	on(b, func(b *testing.B, l input) {
		p := l.read(b)
		var stats solver.Stats
		b.ReportAllocs()
		for b.Loop() {
			space, err := solver.Compile(b.Context(), p.Rules, l.order.Point(), solver.Config{})
			require.NoError(b, err)
			stats = space.Stats()
		}
		b.ReportMetric(float64(stats.Nodes), "nodes")
		b.ReportMetric(float64(stats.Edges), "edges")
	})
}

// BenchmarkCount counts all configurations: one pass over the circuit.
func BenchmarkCount(b *testing.B) {
	on(b, func(b *testing.B, l input) {
		_, space := l.compile(b, solver.Config{})
		n := new(big.Int)
		b.ReportAllocs()
		for b.Loop() {
			_, err := space.Count(b.Context(), n)
			require.NoError(b, err)
		}
		require.Equal(b, l.count, n.String())
		perEdge(b, space)
	})
}

// BenchmarkCountPartial counts the configurations that contain the first half
// of an order.
func BenchmarkCountPartial(b *testing.B) {
	on(b, func(b *testing.B, l input) {
		p, space := l.compile(b, solver.Config{})
		half := config.Order{Partial: true, Options: l.order.Options[:len(l.order.Options)/2]}
		sel, err := half.Bind(p.Catalog)
		require.NoError(b, err)
		n := new(big.Int)
		b.ReportAllocs()
		for b.Loop() {
			_, err := space.Given(sel).Count(b.Context(), n)
			require.NoError(b, err)
		}
		require.Positive(b, n.Sign())
		perEdge(b, space)
	})
}

// BenchmarkCounts counts the configurations that contain each option: two
// passes.
func BenchmarkCounts(b *testing.B) {
	on(b, func(b *testing.B, l input) {
		p, space := l.compile(b, solver.Config{})
		var counts []big.Int
		b.ReportAllocs()
		for b.Loop() {
			var err error
			counts, err = space.Counts(b.Context(), counts)
			require.NoError(b, err)
		}
		// The options of a family of which exactly one is taken share all
		// configurations among them.
		body := p.Catalog.Family(0)
		require.Equal(b, config.One, body.Select)
		sum := new(big.Int)
		for _, o := range body.Options {
			sum.Add(sum, &counts[o])
		}
		require.Equal(b, l.count, sum.String())
		perEdge(b, space)
	})
}

// BenchmarkShares computes the share of each option, in floating point: two
// passes.
func BenchmarkShares(b *testing.B) {
	on(b, func(b *testing.B, l input) {
		p, space := l.compile(b, solver.Config{})
		benchmarkShares(b, p, space, space.View)
	})
}

// BenchmarkSharesPartial computes the shares under the first half of an order.
func BenchmarkSharesPartial(b *testing.B) {
	on(b, func(b *testing.B, l input) {
		p, space := l.compile(b, solver.Config{})
		half := config.Order{Partial: true, Options: l.order.Options[:len(l.order.Options)/2]}
		sel, err := half.Bind(p.Catalog)
		require.NoError(b, err)
		benchmarkShares(b, p, space, space.Given(sel))
	})
}

func benchmarkShares(b *testing.B, p *product.Product, space *solver.Space, view solver.View) {
	var shares []float64
	b.ReportAllocs()
	for b.Loop() {
		var err error
		shares, err = view.Shares(b.Context(), shares)
		require.NoError(b, err)
	}
	// A family of which exactly one is taken has all of it.
	body := p.Catalog.Family(0)
	require.Equal(b, config.One, body.Select)
	sum := 0.0
	for _, o := range body.Options {
		sum += shares[o]
	}
	require.InDelta(b, 1, sum, 1e-9)
	perEdge(b, space)
}

// perEdge reports the time for an edge of the circuit.
func perEdge(b *testing.B, space *solver.Space) {
	b.Helper()
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/float64(space.Stats().Edges), "ns/edge")
}

// BenchmarkValidate validates a complete order.
func BenchmarkValidate(b *testing.B) {
	on(b, func(b *testing.B, l input) {
		_, space := l.compile(b, solver.Config{NoCircuit: true})
		b.ReportAllocs()
		for b.Loop() {
			report, err := space.Validate(b.Context(), l.order)
			if err != nil || report.Verdict != solver.Valid {
				b.Fatal(report, err)
			}
		}
	})
}

// BenchmarkValidatePartial validates the first half of an order: a SAT query.
func BenchmarkValidatePartial(b *testing.B) {
	on(b, func(b *testing.B, l input) {
		_, space := l.compile(b, solver.Config{NoCircuit: true})
		half := l.order
		half.Partial, half.Options = true, l.order.Options[:len(l.order.Options)/2]
		b.ReportAllocs()
		for b.Loop() {
			report, err := space.Validate(b.Context(), half)
			if err != nil || report.Verdict != solver.Extendable {
				b.Fatal(report, err)
			}
		}
	})
}

// BenchmarkExplain explains why an order without its last option cannot be
// built.
func BenchmarkExplain(b *testing.B) {
	on(b, func(b *testing.B, l input) {
		_, space := l.compile(b, solver.Config{NoCircuit: true})
		lacking := l.order
		for n := len(l.order.Options) - 1; ; n-- {
			lacking.Options = l.order.Options[:n]
			report, err := space.Validate(b.Context(), lacking)
			require.NoError(b, err)
			if report.Verdict == solver.Invalid {
				break
			}
		}
		b.ReportAllocs()
		for b.Loop() {
			why, err := space.Explain(b.Context(), lacking)
			if err != nil || !why.Minimal || len(why.Causes) == 0 {
				b.Fatal(why, err)
			}
		}
	})
}
