package benchmarks

import (
	"errors"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/confspace/confspace/bom"
	"github.com/confspace/confspace/bom/line"
	"github.com/confspace/confspace/bom/product"
	"github.com/confspace/confspace/bom/proof"
	"github.com/confspace/confspace/config"
	"github.com/confspace/confspace/solver"
)

// BenchmarkReadProduct reads all files of a product directory.
func BenchmarkReadProduct(b *testing.B) {
	on(b, func(b *testing.B, l input) {
		b.ReportAllocs()
		for b.Loop() {
			l.read(b)
		}
	})
}

// BenchmarkExplode resolves a complete order into its exact bill of materials.
func BenchmarkExplode(b *testing.B) {
	on(b, func(b *testing.B, l input) {
		p, sel := l.selection(b)
		var exact bom.Bill
		b.ReportAllocs()
		for b.Loop() {
			if err := p.Structure.ExplodeTo(&exact, sel, l.order.Point()); err != nil {
				b.Fatal(err)
			}
		}
		require.Positive(b, exact.Len())
		b.ReportMetric(float64(exact.Len()), "items")
	})
}

// BenchmarkRoute finds the station sequence of an exact bill of materials.
func BenchmarkRoute(b *testing.B) {
	on(b, func(b *testing.B, l input) {
		p, sel := l.selection(b)
		exact, err := p.Structure.Explode(sel, l.order.Point())
		require.NoError(b, err)
		var routing line.Routing
		b.ReportAllocs()
		for b.Loop() {
			if err := p.Line.RouteTo(&routing, exact); err != nil {
				b.Fatal(err)
			}
		}
		require.Len(b, routing.Visits, p.Line.NumStations())
	})
}

// BenchmarkResolve validates, explodes and routes an order.
func BenchmarkResolve(b *testing.B) {
	on(b, func(b *testing.B, l input) {
		p, space := l.compile(b, solver.Config{NoCircuit: true})
		r, err := product.NewResolver(space, p)
		require.NoError(b, err)
		b.ReportAllocs()
		for b.Loop() {
			if _, err := r.Resolve(b.Context(), l.order); err != nil {
				b.Fatal(err)
			}
		}
	})
}

// BenchmarkRefuse refuses an order that lacks an option: it says what is broken,
// and is not asked why.
func BenchmarkRefuse(b *testing.B) {
	on(b, func(b *testing.B, l input) {
		p, space := l.compile(b, solver.Config{NoCircuit: true})
		r, err := product.NewResolver(space, p)
		require.NoError(b, err)
		bad := l.order
		bad.Options = bad.Options[1:]
		var refusal *product.Refusal
		b.ReportAllocs()
		for b.Loop() {
			if _, err := r.Resolve(b.Context(), bad); !errors.As(err, &refusal) {
				b.Fatal(err)
			}
		}
		require.NotEmpty(b, refusal.Report.Broken)
	})
}

// BenchmarkCheck proves bill and line free of errors over all buildable orders.
func BenchmarkCheck(b *testing.B) {
	on(b, func(b *testing.B, l input) {
		p, space := l.compile(b, solver.Config{NoCircuit: true})
		b.ReportAllocs()
		for b.Loop() {
			report, err := proof.Audit(b.Context(), p, space, proof.Config{Least: proof.Error})
			if err != nil || len(report.Findings) > 0 {
				b.Fatal(report, err)
			}
		}
		b.ReportMetric(float64(p.Structure.NumVariants()), "variants")
	})
}

func (l input) selection(b *testing.B) (*product.Product, *config.Selection) {
	b.Helper()
	p := l.read(b)
	sel, err := l.order.Bind(p.Catalog)
	require.NoError(b, err)
	return p, sel
}
