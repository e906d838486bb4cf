package compile_test

import (
	"context"
	"math/big"
	"path/filepath"
	"testing"

	"github.com/confspace/confspace/config/configtest"
	"github.com/confspace/confspace/solver/internal/circuit/check"
	"github.com/confspace/confspace/solver/internal/cnf"
	"github.com/confspace/confspace/solver/internal/cnf/cnftest"
	"github.com/confspace/confspace/solver/internal/compile"
	"github.com/stretchr/testify/require"
)

// BenchmarkCompile compiles small car lines and a random formula; the work
// counters tell a slower machine from a worse search.
func BenchmarkCompile(b *testing.B) {
	b.Run("random44", func(b *testing.B) { compileRepeatedly(b, hard(44), nil) })
	for _, name := range []string{"D1119_M20", "C211_FS", "C171_FR", "C163_FW"} {
		b.Run(name, func(b *testing.B) {
			dir := configtest.Reference(b, "mercedes")
			want := cnftest.References(b, filepath.Join(dir, "reference.tsv"))[name]
			compileRepeatedly(b, cnftest.Read(b, filepath.Join(dir, name+".cnf.gz")), want)
		})
	}
}

func compileRepeatedly(b *testing.B, f *cnf.Formula, want *big.Int) {
	b.ReportAllocs()
	for b.Loop() {
		c, stats, err := compile.Compile(context.Background(), f, compile.Options{})
		require.NoError(b, err)
		if want != nil && c.Count(new(big.Int), nil).Cmp(want) != 0 {
			b.Fatal("wrong count")
		}
		b.ReportMetric(float64(stats.Decisions), "decisions")
		b.ReportMetric(float64(stats.Edges), "edges")
	}
}

// Work counters of small car lines. A change for the worse fails here without
// a timer; a change for the better moves the figures down.
func TestWorkCounters(t *testing.T) {
	dir := configtest.Reference(t, "mercedes")
	want := cnftest.References(t, filepath.Join(dir, "reference.tsv"))
	for _, line := range []struct {
		name             string
		decisions, edges int
	}{
		{"C169_FW", 14, 1577},
		{"C171_FR", 3756, 44711},
		{"C211_FS", 196, 4583},
		{"C250_FW", 50, 2186},
		{"D1119_M20", 97, 2295},
	} {
		f := cnftest.Read(t, filepath.Join(dir, line.name+".cnf.gz"))
		c, stats, err := compile.Compile(context.Background(), f, compile.Options{})
		require.NoError(t, err)
		require.Equal(t, want[line.name], c.Count(new(big.Int), nil), line.name)
		require.NoError(t, check.Verify(context.Background(), c, f), line.name)
		require.LessOrEqual(t, int(stats.Decisions), line.decisions, line.name)
		require.LessOrEqual(t, stats.Edges, line.edges, line.name)
	}
}
