package benchmarks

import (
	"bytes"
	"compress/gzip"
	"io"
	"math/big"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/require"

	"github.com/confspace/confspace/config"
	"github.com/confspace/confspace/config/configtest"
	"github.com/confspace/confspace/rules"
	"github.com/confspace/confspace/rules/uvl"
	"github.com/confspace/confspace/solver"
	"github.com/confspace/confspace/solver/dimacs"
)

// gunzip returns the content of a compressed file of the reference data.
func gunzip(b *testing.B, folder, name string) []byte {
	b.Helper()
	f, err := os.Open(filepath.Join(configtest.Reference(b, folder), name))
	require.NoError(b, err)
	defer f.Close()
	z, err := gzip.NewReader(f)
	require.NoError(b, err)
	text, err := io.ReadAll(z)
	require.NoError(b, err)
	return text
}

// readAuto1 reads a published model of 2,513 features.
func readAuto1(b *testing.B) *rules.Set {
	b.Helper()
	f, err := dimacs.Read("auto1.cnf", bytes.NewReader(gunzip(b, "auto1", "auto1.cnf.gz")))
	require.NoError(b, err)
	set, err := f.Set()
	require.NoError(b, err)
	return set
}

// readAutomotive01 reads another one, of as many.
func readAutomotive01(b *testing.B) *rules.Set {
	b.Helper()
	const name = "automotive01.uvl"
	set, err := uvl.Read(fstest.MapFS{name: {Data: gunzip(b, "uvl/models", name+".gz")}}, name)
	require.NoError(b, err)
	return set
}

// onReference runs a benchmark on both models, which are skipped where they are
// absent.
func onReference(b *testing.B, run func(b *testing.B, set *rules.Set)) {
	b.Run("auto1", func(b *testing.B) { run(b, readAuto1(b)) })
	b.Run("automotive01", func(b *testing.B) { run(b, readAutomotive01(b)) })
}

// BenchmarkReferenceCompile compiles the models; the target is 10 s each.
func BenchmarkReferenceCompile(b *testing.B) {
	onReference(b, func(b *testing.B, set *rules.Set) {
		var space *solver.Space
		b.ReportAllocs()
		for b.Loop() {
			var err error
			space, err = solver.Compile(b.Context(), set, config.Point{}, solver.Config{})
			require.NoError(b, err)
		}
		b.ReportMetric(b.Elapsed().Seconds()/float64(b.N), "s/compile")
		b.ReportMetric(float64(space.Stats().Nodes), "nodes")
		b.ReportMetric(float64(space.Stats().Edges), "edges")
	})
}

// BenchmarkReferenceVerify proves that the circuits of the models are right.
func BenchmarkReferenceVerify(b *testing.B) {
	onReference(b, func(b *testing.B, set *rules.Set) {
		space, err := solver.Compile(b.Context(), set, config.Point{}, solver.Config{})
		require.NoError(b, err)
		b.ReportAllocs()
		for b.Loop() {
			require.NoError(b, space.Verify(b.Context()))
		}
		b.ReportMetric(1000*b.Elapsed().Seconds()/float64(b.N), "ms/proof")
	})
}

// BenchmarkReferenceCounts counts the configurations with each feature, all
// 2,513 in one pass; the target is 50 ms. The counts are those published, of
// automotive01 the core and dead features.
func BenchmarkReferenceCounts(b *testing.B) {
	pass := func(b *testing.B, set *rules.Set) []big.Int {
		space, err := solver.Compile(b.Context(), set, config.Point{}, solver.Config{})
		require.NoError(b, err)
		var counts []big.Int
		b.ReportAllocs()
		for b.Loop() {
			counts, err = space.Counts(b.Context(), counts)
			require.NoError(b, err)
		}
		require.Len(b, counts, 2513)
		b.ReportMetric(1000*b.Elapsed().Seconds()/float64(b.N), "ms/pass")
		perEdge(b, space)
		return counts
	}
	b.Run("auto1", func(b *testing.B) {
		set := readAuto1(b)
		want := map[string]string{}
		for row := range strings.Lines(string(gunzip(b, "auto1", "feature-counts.tsv.gz"))) {
			cells := strings.Split(strings.TrimSpace(row), "\t")
			want[cells[0]] = cells[len(cells)-1]
		}
		for o, n := range pass(b, set) {
			require.Equal(b, want[set.Catalog().Code(config.OptionID(o))], n.String())
		}
	})
	b.Run("automotive01", func(b *testing.B) {
		set := readAutomotive01(b)
		total, core, dead := new(big.Int), 0, 0
		counts := pass(b, set)
		for o := range counts {
			if counts[o].Cmp(total) > 0 {
				total = &counts[o] // the root is in every configuration
			}
		}
		for o := range counts {
			if counts[o].Cmp(total) == 0 {
				core++
			}
			if counts[o].Sign() == 0 {
				dead++
			}
		}
		require.Equal(b, 100, core)
		require.Equal(b, 195, dead)
	})
}
