package benchmarks

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/confspace/confspace/config"
	"github.com/confspace/confspace/rules"
	"github.com/confspace/confspace/solver"
	"github.com/confspace/confspace/solver/analysis"
)

// BenchmarkRules analyses rules. Sub-benchmark quick finds what is wrong with them, findings
// everything, and numbers also what each rule alone removes; singly finds some of these numbers
// by a compilation for each rule, as which numbers must agree. On car lines only the findings are
// asked for: they need no circuit.
func BenchmarkRules(b *testing.B) {
	search := solver.Config{NoCircuit: true}
	b.Run("vanline", func(b *testing.B) {
		_, space := lines(b)[0].compile(b, search)
		set, asOf := space.Rules(), space.AsOf()
		b.Run("quick", func(b *testing.B) {
			benchRules(b, set, asOf, analysis.Config{Compile: search, Kinds: []analysis.Kind{
				analysis.DeadOption, analysis.CoreOption, analysis.FalseOptional, analysis.RedundantRule, analysis.IdleRule,
			}})
		})
		b.Run("findings", func(b *testing.B) { benchRules(b, set, asOf, analysis.Config{Compile: search}) })
		b.Run("numbers", func(b *testing.B) {
			report := benchRules(b, set, asOf, analysis.Config{Kinds: []analysis.Kind{analysis.Contradiction}})
			require.Equal(b, "892189148", report.Configurations.String())
			b.ReportMetric(float64(b.Elapsed().Milliseconds())/float64(b.N*len(report.Effects)), "ms/rule")
		})
		b.Run("singly", func(b *testing.B) {
			report, err := analysis.Rules(b.Context(), set, asOf, analysis.Config{Kinds: []analysis.Kind{analysis.Contradiction}})
			require.NoError(b, err)
			const some = 8
			for b.Loop() {
				for i := range some {
					e := report.Effects[i*len(report.Effects)/some]
					space, err := solver.Compile(b.Context(), broken(b, set, e.Rule), asOf, solver.Config{})
					require.NoError(b, err)
					n, err := space.Count(b.Context(), nil)
					require.NoError(b, err)
					require.Zero(b, n.Cmp(e.Removed))
				}
			}
			b.ReportMetric(float64(b.Elapsed().Milliseconds())/float64(b.N*some), "ms/rule")
		})
	})
	b.Run("C171_FR", func(b *testing.B) {
		report := benchRules(b, readCarLine(b, "C171_FR"), config.Point{}, analysis.Config{Compile: search})
		redundant := 0
		for _, f := range report.Findings {
			if f.Kind == analysis.RedundantRule {
				redundant++
			}
		}
		require.Equal(b, 1378, redundant)
	})
}

// benchRules analyses a set, and returns the report.
func benchRules(b *testing.B, set *rules.Set, asOf config.Point, cfg analysis.Config) (report *analysis.Report) {
	b.ReportAllocs()
	for b.Loop() {
		var err error
		report, err = analysis.Rules(b.Context(), set, asOf, cfg)
		require.NoError(b, err)
	}
	b.ReportMetric(float64(len(report.Findings)), "findings")
	return report
}

// broken returns a set in which one rule is broken.
func broken(b *testing.B, set *rules.Set, which rules.RuleID) *rules.Set {
	builder := rules.NewBuilder(set.Catalog())
	for id, r := range set.All() {
		e := r.Expr
		if id == which {
			e = rules.Not(e)
		}
		builder.Add(rules.RuleSpec{ID: r.ID, Expr: e, Effectivity: r.Effectivity})
	}
	out, err := builder.Build()
	require.NoError(b, err)
	return out
}
