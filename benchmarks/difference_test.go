package benchmarks

import (
	"math/big"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/confspace/confspace/config"
	"github.com/confspace/confspace/config/configtest"
	"github.com/confspace/confspace/rules"
	"github.com/confspace/confspace/rules/uvl"
	"github.com/confspace/confspace/solver"
	"github.com/confspace/confspace/solver/difference"
)

// revised returns two releases of a set of rules, each of which lacks rules that the other one
// has: every n-th, and those in the middle between them.
func revised(b testing.TB, set *rules.Set, n int) (before, after *rules.Set) {
	without := func(rest int) *rules.Set {
		builder := rules.NewBuilder(set.Catalog())
		for id, r := range set.All() {
			if int(id)%n != rest {
				builder.Add(rules.RuleSpec(r))
			}
		}
		out, err := builder.Build()
		require.NoError(b, err)
		return out
	}
	return without(0), without(n / 2)
}

// compareReleases compares two releases again and again. kept is what both have by another
// count; nil if there is none.
func compareReleases(b *testing.B, before, after *solver.Space, kept *big.Int) {
	d, err := difference.Compare(b.Context(), before, after, difference.Config{})
	require.NoError(b, err)
	b.ReportAllocs()
	for b.Loop() {
		d, err = difference.Compare(b.Context(), before, after, difference.Config{})
		require.NoError(b, err)
	}
	if kept != nil {
		require.Equal(b, kept.String(), d.Kept.Count.String())
	}
	for release, part := range map[*solver.Space]difference.Part{before: d.Lost, after: d.Gained} {
		count, err := release.Count(b.Context(), nil)
		require.NoError(b, err)
		require.Equal(b, count.String(), new(big.Int).Add(part.Count, d.Kept.Count).String())
	}
	b.ReportMetric(1000*b.Elapsed().Seconds()/float64(b.N), "ms/comparison")
	b.ReportMetric(float64(len(d.Lost.Causes)+len(d.Gained.Causes)), "causes")
}

// BenchmarkDifference compares releases: two that were published, and two that differ in
// rules of a line; equal ones, too. What both have is counted from all rules.
func BenchmarkDifference(b *testing.B) {
	compile := func(b *testing.B, set *rules.Set, asOf config.Point) *solver.Space {
		space, err := solver.Compile(b.Context(), set, asOf, solver.Config{})
		require.NoError(b, err)
		return space
	}
	b.Run("financial", func(b *testing.B) {
		fsys := os.DirFS(filepath.Join(configtest.Reference(b, "uvl"), "models"))
		var spaces []*solver.Space
		for _, name := range []string{"financial-2017-05-22.uvl", "financial-2018-05-09.uvl"} {
			set, err := uvl.Read(fsys, name)
			require.NoError(b, err)
			spaces = append(spaces, compile(b, set, config.Point{}))
		}
		compareReleases(b, spaces[0], spaces[1], nil)
	})
	lines := map[string]func(b *testing.B) (*rules.Set, config.Point){
		"vanline": func(b *testing.B) (*rules.Set, config.Point) {
			l := lines(b)[0]
			return l.read(b).Rules, l.order.Point()
		},
		"auto1":   func(b *testing.B) (*rules.Set, config.Point) { return readAuto1(b), config.Point{} },
		"C129_FR": func(b *testing.B) (*rules.Set, config.Point) { return readCarLine(b, "C129_FR"), config.Point{} },
	}
	for _, name := range []string{"vanline", "auto1", "C129_FR"} {
		b.Run(name, func(b *testing.B) {
			set, asOf := lines[name](b)
			kept, err := compile(b, set, asOf).Count(b.Context(), nil)
			require.NoError(b, err)
			before, after := revised(b, set, 50)
			compareReleases(b, compile(b, before, asOf), compile(b, after, asOf), kept)
		})
	}
	b.Run("equal", func(b *testing.B) {
		set, asOf := lines["vanline"](b)
		space := compile(b, set, asOf)
		compareReleases(b, space, compile(b, set, asOf), nil)
	})
}
