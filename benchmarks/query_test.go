package benchmarks

import (
	"math/big"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/confspace/confspace/config"
	"github.com/confspace/confspace/solver"
)

// BenchmarkVerify proves the circuit right.
func BenchmarkVerify(b *testing.B) {
	on(b, func(b *testing.B, l input) {
		_, space := l.compile(b, solver.Config{})
		b.ReportAllocs()
		for b.Loop() {
			require.NoError(b, space.Verify(b.Context()))
		}
		perEdge(b, space)
	})
}

// ordered returns the space of a line, and its order as a configuration.
func (l input) ordered(b *testing.B) (*solver.Space, *config.Selection) {
	b.Helper()
	p, space := l.compile(b, solver.Config{})
	sel, err := l.order.Bind(p.Catalog)
	require.NoError(b, err)
	return space, sel
}

// BenchmarkRank finds the number of an order.
func BenchmarkRank(b *testing.B) {
	on(b, func(b *testing.B, l input) {
		space, sel := l.ordered(b)
		n := new(big.Int)
		b.ReportAllocs()
		for b.Loop() {
			_, ok, err := space.Rank(b.Context(), n, sel)
			if err != nil || !ok {
				b.Fatal(ok, err)
			}
		}
		again, err := space.Unrank(b.Context(), nil, n)
		require.NoError(b, err)
		require.True(b, sel.Equal(again))
	})
}

// BenchmarkUnrank finds an order by its number.
func BenchmarkUnrank(b *testing.B) {
	on(b, func(b *testing.B, l input) {
		space, sel := l.ordered(b)
		n, _, err := space.Rank(b.Context(), nil, sel)
		require.NoError(b, err)
		again := sel.Catalog().NewSelection()
		b.ReportAllocs()
		for b.Loop() {
			again, err = space.Unrank(b.Context(), again, n)
			require.NoError(b, err)
		}
		require.True(b, sel.Equal(again))
	})
}

// BenchmarkCheapest finds the configuration of least price.
func BenchmarkCheapest(b *testing.B) {
	on(b, func(b *testing.B, l input) {
		p, space := l.compile(b, solver.Config{})
		price, err := solver.AttributeObjective(p.Catalog, "price")
		require.NoError(b, err)
		var best solver.Costed
		b.ReportAllocs()
		for b.Loop() {
			var ok bool
			best, ok, err = space.Cheapest(b.Context(), price)
			if err != nil || !ok {
				b.Fatal(ok, err)
			}
		}
		order, err := l.order.Bind(p.Catalog)
		require.NoError(b, err)
		c, err := best.Cost.Cmp(price.Value(order))
		require.NoError(b, err)
		require.LessOrEqual(b, c, 0)
		perEdge(b, space)
	})
}

// BenchmarkSample draws a configuration.
func BenchmarkSample(b *testing.B) {
	on(b, func(b *testing.B, l input) {
		_, space := l.compile(b, solver.Config{})
		sampler, err := space.Sampler(b.Context())
		require.NoError(b, err)
		r := rand.New(rand.NewPCG(1, 2))
		sel := space.Catalog().NewSelection()
		b.ReportAllocs()
		for b.Loop() {
			if !sampler.Sample(sel, r) {
				b.Fatal("nothing can be built")
			}
		}
		report, err := space.ValidateSelection(b.Context(), sel)
		require.NoError(b, err)
		require.Equal(b, solver.Valid, report.Verdict)
	})
}
