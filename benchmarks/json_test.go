package benchmarks

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/confspace/confspace/bom/product"
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
