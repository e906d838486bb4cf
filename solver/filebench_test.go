package solver_test

import (
	"bytes"
	"io"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/confspace/confspace/config"
	"github.com/confspace/confspace/config/configtest"
	"github.com/confspace/confspace/solver"
)

// fileLines are lines of 1,600 edges, 125 thousand, and 1.3 million.
var fileLines = []string{"C169_FW", "C171_FR", "C203_FCL"}

// BenchmarkRead loads spaces and reports what part of compiling that takes.
func BenchmarkRead(b *testing.B) {
	for _, name := range fileLines {
		b.Run(name, func(b *testing.B) {
			set := load(b, filepath.Join(configtest.Reference(b, "mercedes"), name+".cnf.gz"))
			start := time.Now()
			space, err := solver.Compile(b.Context(), set, config.Point{}, solver.Config{})
			require.NoError(b, err)
			compiling := time.Since(start)
			file := written(b, space)
			b.SetBytes(int64(len(file)))
			b.ReportAllocs()
			b.ResetTimer()
			for b.Loop() {
				_, err := solver.Read(bytes.NewReader(file), set)
				require.NoError(b, err)
			}
			stats := space.Stats()
			loading := b.Elapsed() / time.Duration(b.N)
			b.ReportMetric(100*loading.Seconds()/compiling.Seconds(), "%ofcompiling")
			b.ReportMetric(float64(len(file))/float64(stats.Edges), "bytes/edge")
			b.ReportMetric(float64(stats.Edges), "edges")
			b.ReportMetric(float64(stats.Bytes), "memory-bytes")
			b.ReportMetric(compiling.Seconds()*1000, "compile-ms")
		})
	}
}

func BenchmarkWriteTo(b *testing.B) {
	set := load(b, filepath.Join(configtest.Reference(b, "mercedes"), fileLines[1]+".cnf.gz"))
	space, err := solver.Compile(b.Context(), set, config.Point{}, solver.Config{})
	require.NoError(b, err)
	b.SetBytes(int64(len(written(b, space))))
	b.ReportAllocs()
	for b.Loop() {
		_, err := space.WriteTo(io.Discard)
		require.NoError(b, err)
	}
}
