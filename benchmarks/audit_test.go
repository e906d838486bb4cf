package benchmarks

import (
	"maps"
	"math/rand/v2"
	"slices"
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/require"

	"github.com/confspace/confspace/benchmarks/carline"
	"github.com/confspace/confspace/bom"
	"github.com/confspace/confspace/bom/line"
	"github.com/confspace/confspace/bom/mates"
	"github.com/confspace/confspace/bom/product"
	"github.com/confspace/confspace/bom/proof"
	"github.com/confspace/confspace/config"
	"github.com/confspace/confspace/rules"
	"github.com/confspace/confspace/solver"
)

// choices returns the options of a space in 64 random orders.
func choices(b *testing.B, space *solver.Space) []carline.Choice {
	b.Helper()
	cat := space.Catalog()
	out := make([]carline.Choice, cat.NumOptions())
	sampler, err := space.Sampler(b.Context())
	require.NoError(b, err)
	r := rand.New(rand.NewPCG(1, 1))
	sel := cat.NewSelection()
	for i := range 64 {
		require.True(b, sampler.Sample(sel, r))
		for o := range sel.Chosen() {
			out[o].Samples |= 1 << i
		}
	}
	for o := range out {
		out[o].Condition = rules.Option(cat, config.OptionID(o)).String()
	}
	return slices.DeleteFunc(out, func(c carline.Choice) bool { return c.Samples == 0 || ^c.Samples == 0 })
}

// never returns two options that orders have, but no order both.
func never(b *testing.B, space *solver.Space, all []carline.Choice) [2]string {
	b.Helper()
	for i, x := range all {
		for _, y := range all[i+1:] {
			if x.Samples&y.Samples != 0 {
				continue
			}
			both, err := rules.Parse(space.Catalog(), x.Condition+" & "+y.Condition)
			require.NoError(b, err)
			if possible, err := space.Possible(b.Context(), both); err == nil && !possible {
				return [2]string{x.Condition, y.Condition}
			}
		}
	}
	b.Fatal("every two options are in some order")
	return [2]string{}
}

// planted returns a product of some rules, with a bill of 10,000 positions and 30,000 variants,
// and the faults planted in it.
func planted(b *testing.B, set *rules.Set) (*product.Product, []carline.Planted) {
	b.Helper()
	space, err := solver.Compile(b.Context(), set, config.Point{}, solver.Config{})
	require.NoError(b, err)
	all := choices(b, space)
	files, faults, err := carline.Bill(carline.BillConfig{
		Positions: 10_000, Stations: 100, Choices: all, Never: never(b, space, all),
		Faults: carline.Faults{Gaps: 20, Overlaps: 20, Dead: 20, Unfitted: 20, Overloads: 10, Idle: 20, Matings: 20},
	})
	require.NoError(b, err)
	p := &product.Product{Catalog: set.Catalog(), Rules: set}
	require.NoError(b, readBill(p, files))
	return p, faults
}

// readBill reads bill, line and mates of a product.
func readBill(p *product.Product, files fstest.MapFS) (err error) {
	f, err := files.Open("bom.csv")
	if err != nil {
		return err
	}
	if p.Structure, err = bom.ReadStructure(p.Catalog, "bom.csv", f); err != nil {
		return err
	}
	if f, err = files.Open("line.yaml"); err != nil {
		return err
	}
	if p.Line, err = line.Read(p.Catalog, p.Structure, "line.yaml", f); err != nil {
		return err
	}
	if f, err = files.Open("mates.yaml"); err != nil {
		return err
	}
	p.Mates, err = mates.Read(p.Structure, "mates.yaml", f)
	return err
}

// audited are the rules over which bills with planted faults are audited: a generated line of 400
// families and 2,000 options, and published ones.
func audited(b *testing.B) map[string]func() *rules.Set {
	return map[string]func() *rules.Set{
		"carline-400": func() *rules.Set {
			generated, err := carline.Generate(carline.Config{Families: 400, Options: 2000, Positions: 1})
			require.NoError(b, err)
			p, err := product.Read(generated.Files)
			require.NoError(b, err)
			return p.Rules
		},
		"C129_FR": func() *rules.Set { return readCarLine(b, "C129_FR") },
		"C171_FR": func() *rules.Set { return readCarLine(b, "C171_FR") },
	}
}

// BenchmarkAudit audits vanline over its whole timeline, and bills of 10,000 positions and 30,000
// variants with planted faults: every one is found, and no other error or warning. *counts*
// also counts them, *answers* only says yes or no. *pairwise* asks about positions as others do:
// a query for each gap, and one for each two variants.
func BenchmarkAudit(b *testing.B) {
	b.Run("vanline", func(b *testing.B) {
		p := lines(b)[0].read(b)
		b.ReportAllocs()
		for b.Loop() {
			report, err := proof.AuditTimeline(b.Context(), p, proof.Config{})
			require.NoError(b, err)
			require.Equal(b, proof.Warning, report.Worst())
			require.Empty(b, report.Open)
		}
	})
	sets := audited(b)
	for _, name := range slices.Sorted(maps.Keys(sets)) {
		b.Run(name, func(b *testing.B) {
			p, want := planted(b, sets[name]())
			for _, mode := range []struct {
				name string
				cfg  proof.Config
			}{{"counts", proof.Config{}}, {"answers", proof.Config{Compile: solver.Config{NoCircuit: true}}}} {
				mode.cfg.Least = proof.Warning
				b.Run(mode.name, func(b *testing.B) {
					b.ReportAllocs()
					for b.Loop() {
						report, err := proof.AuditTimeline(b.Context(), p, mode.cfg)
						require.NoError(b, err)
						var found []carline.Planted
						for _, f := range report.Findings {
							found = append(found, carline.Planted{Kind: f.Kind.String(), Subject: f.Subject.String()})
						}
						require.ElementsMatch(b, want, found)
					}
					b.ReportMetric(float64(len(want)), "findings")
				})
			}
			b.Run("pairwise", func(b *testing.B) {
				for b.Loop() {
					space, err := solver.Compile(b.Context(), p.Rules, config.Point{}, solver.Config{NoCircuit: true})
					require.NoError(b, err)
					gaps, overlaps := pairwise(b, p.Structure, space)
					require.Equal(b, [2]int{20, 20}, [2]int{gaps, overlaps})
				}
			})
		})
	}
}

// pairwise counts the positions that lack a variant, and the pairs of variants that some order
// takes, by a query for each.
func pairwise(b *testing.B, s *bom.Structure, space *solver.Space) (gaps, overlaps int) {
	b.Helper()
	possible := func(e rules.Expr) int {
		yes, err := space.Possible(b.Context(), e)
		require.NoError(b, err)
		if yes {
			return 1
		}
		return 0
	}
	for id, position := range s.Positions() {
		var usages []rules.Expr
		for _, v := range s.Variants(id) {
			usages = append(usages, v.Usage)
		}
		if position.Select == bom.One {
			gaps += possible(rules.Not(rules.Or(usages...)))
		}
		for i := range usages {
			for _, other := range usages[i+1:] {
				overlaps += possible(rules.And(usages[i], other))
			}
		}
	}
	return gaps, overlaps
}
