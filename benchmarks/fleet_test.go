package benchmarks

import (
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/confspace/confspace/bom/fleet"
	"github.com/confspace/confspace/bom/product"
	"github.com/confspace/confspace/config"
	"github.com/confspace/confspace/solver"
	"github.com/confspace/confspace/solver/calendar"
)

// ordered returns vehicles of the example line, drawn at random as of four points of its year,
// some with a fault that a clerk makes.
func ordered(b testing.TB, spaces *calendar.Calendar, n int) []config.Order {
	b.Helper()
	r := rand.New(rand.NewPCG(1, 2))
	points := []config.Point{
		{Date: config.NewDate(2026, 6, 1), Plant: "NHV"},
		{Date: config.NewDate(2026, 6, 1), Plant: "ESK"},
		{Date: config.NewDate(2026, 11, 2), Plant: "NHV"},
		{Date: config.NewDate(2026, 11, 2), Plant: "ESK"},
	}
	orders := make([]config.Order, n)
	for i := range orders {
		at := points[i%len(points)]
		space, err := spaces.At(b.Context(), at)
		require.NoError(b, err)
		sampler, err := space.Sampler(b.Context())
		require.NoError(b, err)
		sel := space.Catalog().NewSelection()
		require.True(b, sampler.Sample(sel, r))
		o := space.Catalog().Order(sel)
		o.ID, o.Date, o.Plant = fmt.Sprint("O-", i), at.Date, at.Plant
		if i%50 == 7 {
			o.Options = o.Options[1:]
		}
		orders[i] = o
	}
	return orders
}

// BenchmarkFleet evaluates a million orders of the example line, from memory and from a file of
// JSON lines, and resolves some of them one by one.
func BenchmarkFleet(b *testing.B) {
	p := lines(b)[0].read(b)
	spaces := calendar.New(p.Rules, calendar.Config{Compile: solver.Config{}})
	orders := ordered(b, spaces, 4000)
	f, err := fleet.New(p, spaces)
	require.NoError(b, err)
	const million = 1_000_000
	stream := func(yield func(config.Order, error) bool) {
		for i := range million {
			if !yield(orders[i%len(orders)], nil) {
				return
			}
		}
	}
	var alone float64
	b.Run("one by one", func(b *testing.B) {
		resolvers, err := product.NewResolvers(spaces, p)
		require.NoError(b, err)
		for b.Loop() {
			for _, o := range orders {
				_, _ = resolvers.Resolve(b.Context(), o)
			}
		}
		alone = float64(b.Elapsed().Nanoseconds()) / float64(b.N*len(orders))
		b.ReportMetric(alone/1000, "µs/order")
	})
	b.Run("million", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			report, err := f.Run(b.Context(), stream, fleet.Config{})
			require.NoError(b, err)
			require.Equal(b, million, report.Orders)
			require.Equal(b, million*49/50, report.Outcomes[fleet.Built]+report.Outcomes[fleet.Unresolved])
		}
		each := float64(b.Elapsed().Nanoseconds()) / float64(b.N*million)
		b.ReportMetric(each/1000, "µs/order")
		b.ReportMetric(alone/each, "×")
	})
	b.Run("file", func(b *testing.B) {
		if testing.Short() {
			b.Skip("writes 600 MB")
		}
		name := filepath.Join(b.TempDir(), "orders.jsonl")
		file, err := os.Create(name)
		require.NoError(b, err)
		for range million / len(orders) {
			require.NoError(b, config.WriteOrders(file, orders))
		}
		require.NoError(b, file.Close())
		for b.Loop() {
			file, err := os.Open(name)
			require.NoError(b, err)
			report, err := f.Run(b.Context(), config.Orders(name, file), fleet.Config{})
			require.NoError(b, err)
			require.Equal(b, million, report.Orders)
			require.NoError(b, file.Close())
		}
		b.ReportMetric(float64(b.Elapsed().Microseconds())/float64(b.N*million), "µs/order")
	})
}
