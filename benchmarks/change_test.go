package benchmarks

import (
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/confspace/confspace/bom/change"
	"github.com/confspace/confspace/bom/product"
	"github.com/confspace/confspace/config"
	"github.com/confspace/confspace/rules"
	"github.com/confspace/confspace/solver"
	"github.com/confspace/confspace/solver/difference"
)

// BenchmarkChange says what vanline's next release changes: all counts, the quantities of all
// parts, the faults of the bill and the work at all stations, in both releases. The counts
// are those of conditions that say it.
func BenchmarkChange(b *testing.B) {
	asOf := config.Point{Date: config.NewDate(2026, 11, 2), Plant: "NHV"}
	read := func(dir string) change.Release {
		p, err := product.Read(os.DirFS("../examples/vanline/" + dir))
		require.NoError(b, err)
		space, err := solver.Compile(b.Context(), p.Rules, asOf, solver.Config{})
		require.NoError(b, err)
		return change.Release{Product: p, Space: space}
	}
	before, after := read("product"), read("next")
	renames, err := difference.ReadRenames("renames.csv", strings.NewReader("old,new\nINFO8,INFO9\n"))
	require.NoError(b, err)
	var c *change.Change
	b.ReportAllocs()
	for b.Loop() {
		c, err = change.Compare(b.Context(), before, after, difference.Config{Renames: renames})
		require.NoError(b, err)
	}
	require.Equal(b, "844313052", c.Configurations.Kept.Count.String())
	for figure, text := range map[*change.Share]string{
		&c.Bills:    "INFO9 | ALT150 | CAB_SINGLE", // what README.md of the release says, in words of its rules
		&c.Affected: "INFO9 | ALT150 | CAB_SINGLE | SLIDE_POWER",
	} {
		e, err := rules.Parse(after.Product.Catalog, text)
		require.NoError(b, err)
		want, err := c.Configurations.Both().CountOf(b.Context(), nil, e)
		require.NoError(b, err)
		require.Equal(b, want.String(), figure.Count.String())
	}
	require.Equal(b, c.Affected, c.Routings)
	require.Len(b, c.Parts, 11)
	require.Len(b, c.Stations, 1)
	b.ReportMetric(b.Elapsed().Seconds()/float64(b.N), "s/change")
}
