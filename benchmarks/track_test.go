package benchmarks

import (
	"bytes"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/confspace/confspace/bom/product"
	"github.com/confspace/confspace/rules"
	"github.com/confspace/confspace/solver"
)

// conditions returns all conditions of a product's positions, variants and
// operations, each once.
func conditions(p *product.Product) []rules.Expr {
	var out []rules.Expr
	seen := map[string]bool{}
	add := func(e rules.Expr) {
		if e.IsZero() || seen[e.String()] {
			return
		}
		seen[e.String()] = true
		out = append(out, e)
	}
	for id, position := range p.Structure.Positions() {
		add(position.When)
		for _, v := range p.Structure.Variants(id) {
			add(v.Usage)
		}
	}
	for id := range p.Line.Stations() {
		for _, op := range p.Line.Operations(id) {
			add(op.When)
		}
	}
	return out
}

// BenchmarkCompileTracked compiles with every condition of the bill of material and
// the line tracked, and says what that adds to compiling without. Counts of options
// must not change, and those of conditions, of every twentieth, be what the space
// without counts for them by cases.
func BenchmarkCompileTracked(b *testing.B) {
	on(b, func(b *testing.B, l input) {
		p := l.read(b)
		track := conditions(p)
		start := time.Now()
		plain, err := solver.Compile(b.Context(), p.Rules, l.order.Point(), solver.Config{})
		require.NoError(b, err)
		without := time.Since(start)
		var space *solver.Space
		b.ReportAllocs()
		b.ResetTimer()
		for b.Loop() {
			space, err = solver.Compile(b.Context(), p.Rules, l.order.Point(), solver.Config{Track: track})
			require.NoError(b, err)
		}
		b.ReportMetric(float64(len(track)), "conditions")
		b.ReportMetric(float64(b.Elapsed())/float64(b.N)/float64(without), "×time")
		b.ReportMetric(float64(space.Stats().Nodes)/float64(plain.Stats().Nodes), "×nodes")
		b.ReportMetric(float64(space.Stats().Edges)/float64(plain.Stats().Edges), "×edges")

		tally, err := space.Tally(b.Context(), nil)
		require.NoError(b, err)
		require.Equal(b, l.count, tally.Total.String())
		counts, err := plain.Counts(b.Context(), nil)
		require.NoError(b, err)
		for o := range counts {
			require.Zero(b, counts[o].Cmp(&tally.Options[o]))
		}
		for i := 0; i < len(track); i += 20 {
			n, err := plain.CountOf(b.Context(), nil, track[i])
			require.NoError(b, err)
			require.Equal(b, n.String(), tally.Tracked[i].String(), "%v", track[i])
		}
	})
}

// BenchmarkTally counts all options and all conditions, exactly, in one pass.
func BenchmarkTally(b *testing.B) {
	on(b, func(b *testing.B, l input) {
		p := l.read(b)
		space, err := solver.Compile(b.Context(), p.Rules, l.order.Point(), solver.Config{Track: conditions(p)})
		require.NoError(b, err)
		tally := new(solver.Tally)
		b.ReportAllocs()
		for b.Loop() {
			_, err := space.Tally(b.Context(), tally)
			require.NoError(b, err)
		}
		require.Equal(b, l.count, tally.Total.String())
		perEdge(b, space)
	})
}

// BenchmarkTrackedShares computes the shares of all conditions in one pass.
func BenchmarkTrackedShares(b *testing.B) {
	on(b, func(b *testing.B, l input) {
		p := l.read(b)
		space, err := solver.Compile(b.Context(), p.Rules, l.order.Point(), solver.Config{Track: conditions(p)})
		require.NoError(b, err)
		var shares []float64
		b.ReportAllocs()
		for b.Loop() {
			shares, err = space.TrackedShares(b.Context(), shares)
			require.NoError(b, err)
		}
		perEdge(b, space)
	})
}

// BenchmarkReadSpace loads a space, and says what part of compiling that takes and
// how large the file is.
func BenchmarkReadSpace(b *testing.B) {
	on(b, func(b *testing.B, l input) {
		p := l.read(b)
		start := time.Now()
		space, err := solver.Compile(b.Context(), p.Rules, l.order.Point(), solver.Config{})
		require.NoError(b, err)
		compiling := time.Since(start)
		var file bytes.Buffer
		_, err = space.WriteTo(&file)
		require.NoError(b, err)
		b.SetBytes(int64(file.Len()))
		b.ReportAllocs()
		b.ResetTimer()
		for b.Loop() {
			_, err := solver.Read(bytes.NewReader(file.Bytes()), p.Rules)
			require.NoError(b, err)
		}
		b.ReportMetric(100*float64(b.Elapsed())/float64(b.N)/float64(compiling), "%ofcompiling")
		b.ReportMetric(float64(file.Len()), "file-bytes")
	})
}
