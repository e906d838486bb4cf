package benchmarks

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/confspace/confspace/bom/product"
	"github.com/confspace/confspace/config"
	vanline "github.com/confspace/confspace/examples/vanline/product"
	"github.com/confspace/confspace/solver"
)

// BenchmarkMarshalResolution writes a resolution through encoding/json, which
// reads again what MarshalJSON returns.
func BenchmarkMarshalResolution(b *testing.B) {
	on(b, func(b *testing.B, l input) {
		res := l.resolution(b)
		b.ReportAllocs()
		size := 0
		for b.Loop() {
			out, err := json.Marshal(res)
			if err != nil {
				b.Fatal(err)
			}
			size = len(out)
		}
		b.ReportMetric(float64(size), "bytes")
	})
}

// BenchmarkAppendResolution writes a resolution into memory that is used again.
func BenchmarkAppendResolution(b *testing.B) {
	on(b, func(b *testing.B, l input) {
		res := l.resolution(b)
		var out []byte
		b.ReportAllocs()
		for b.Loop() {
			var err error
			if out, err = res.AppendJSON(out[:0]); err != nil {
				b.Fatal(err)
			}
		}
		b.ReportMetric(float64(len(out)), "bytes")
	})
}

// Writing an order of the example line allocates some buffers, and not for each
// value.
func TestMarshalResolutionAllocatesLittle(t *testing.T) {
	p, err := product.Read(vanline.Files)
	require.NoError(t, err)
	f, err := vanline.Files.Open("orders.jsonl")
	require.NoError(t, err)
	orders, err := config.ReadOrders("orders.jsonl", f)
	require.NoError(t, err)
	resolvers := map[config.Point]*product.Resolver{}
	resolved := 0
	for _, order := range orders {
		r := resolvers[order.Point()]
		if r == nil {
			space, err := solver.Compile(t.Context(), p.Rules, order.Point(), solver.Config{NoCircuit: true})
			require.NoError(t, err)
			r, err = product.NewResolver(space, p)
			require.NoError(t, err)
			resolvers[order.Point()] = r
		}
		res, err := r.Resolve(t.Context(), order)
		if err != nil {
			continue // one that cannot be built, or is not complete
		}
		resolved++
		out, err := res.AppendJSON(nil)
		require.NoError(t, err)
		require.True(t, json.Valid(out))
		require.Less(t, testing.AllocsPerRun(5, func() { _, _ = json.Marshal(res) }), 100.0, order.ID)
		require.Less(t, testing.AllocsPerRun(5, func() { out, _ = res.AppendJSON(out[:0]) }), 20.0, order.ID)
	}
	require.Positive(t, resolved)
}

// resolution resolves the order of a line.
func (l input) resolution(b *testing.B) *product.Resolution {
	b.Helper()
	p, space := l.compile(b, solver.Config{NoCircuit: true})
	r, err := product.NewResolver(space, p)
	require.NoError(b, err)
	res, err := r.Resolve(b.Context(), l.order)
	require.NoError(b, err)
	return res
}
