package proof_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/confspace/confspace/bom"
	"github.com/confspace/confspace/bom/internal/bomtest"
	"github.com/confspace/confspace/bom/mates"
	"github.com/confspace/confspace/bom/product"
	"github.com/confspace/confspace/bom/proof"
	"github.com/confspace/confspace/config"
	"github.com/confspace/confspace/config/configtest/property"
	"github.com/confspace/confspace/rules"
	"github.com/confspace/confspace/rules/rulestest"
	"github.com/confspace/confspace/solver"
)

// dated is a variant with an effectivity.
type dated struct {
	part, usage string
	from, until config.Date
}

// changes says whether some of the variants, of parts in a set, end on a day and others begin.
func changes(variants []dated, day config.Date, in []string) bool {
	ends, begins := false, false
	for _, v := range variants {
		named := in == nil || slices.Contains(in, v.part)
		ends, begins = ends || named && v.until == day, begins || named && v.from == day
	}
	return ends && begins
}

// A change-over is found between each two days on which two positions change, if some order takes
// a new variant of the one and an old one of the other, in one assembly or by a mate; with its
// number.
func TestChangeoversAgreeWithEnumeration(t *testing.T) {
	cat := bomtest.Van(t)
	sets := []*rules.Set{bomtest.Set(t, cat), bomtest.Set(t, cat, "TOW requires D30"), bomtest.Set(t, cat, "!(TOW & SPORT)", "E requires SPORT")}
	start := config.NewDate(2026, 1, 1)
	found, mated := 0, 0
	property.Check(t, func(t *rapid.T) {
		days := []config.Date{0, start, start + 10, start + 20, start + 45}
		usages := []string{"", "", "TOW", "D30", "!TOW & SPORT"}
		positions := make([][]dated, 4) // two in the assembly, two beside it
		var csv strings.Builder
		csv.WriteString("level,position,select,part,quantity,usage,from,until\n1,10,optional,ASM,1,D20 | D30,,\n")
		write := func(p, level int) {
			day := rapid.SampledFrom(days[1:]).Draw(t, "change")
			for v := range rapid.IntRange(2, 3).Draw(t, "variants") {
				x := dated{part: fmt.Sprintf("P%d-%d", p, v), usage: rapid.SampledFrom(usages).Draw(t, "usage")}
				switch v {
				case 0:
					x.until = day
				case 1:
					x.from = day
				default:
					x.from = rapid.SampledFrom(days).Draw(t, "from")
					if x.until = rapid.SampledFrom(days).Draw(t, "until"); x.until <= x.from {
						x.until = 0
					}
				}
				positions[p] = append(positions[p], x)
				text := func(d config.Date) string {
					if d == 0 {
						return ""
					}
					return d.String()
				}
				fmt.Fprintf(&csv, "%d,%d,all,%s,1,%s,%s,%s\n", level, 20+p, x.part, x.usage, text(x.from), text(x.until))
			}
		}
		write(0, 2)
		write(1, 2)
		write(2, 1)
		write(3, 1)
		s, err := bom.ReadStructure(cat, "bom.csv", strings.NewReader(csv.String()))
		require.NoError(t, err)
		m := mates.Mate{ID: "M", If: []string{"P2-0", "P2-1"}, Then: []string{"P3-0", "P3-1"}}
		with, err := mates.New(s, mates.Spec{Mates: []mates.Mate{m}})
		require.NoError(t, err)
		set := rapid.SampledFrom(sets).Draw(t, "rules")
		at := config.Point{Date: rapid.SampledFrom([]config.Date{start + 3, start + 12, start + 30}).Draw(t, "day")}
		space, err := solver.Compile(t.Context(), set, at, solver.Config{})
		require.NoError(t, err)
		report, err := proof.Audit(t.Context(), &product.Product{Catalog: cat, Rules: set, Structure: s, Mates: with}, space, proof.Config{Least: proof.Warning})
		require.NoError(t, err)
		var got, want []string
		for _, f := range report.Findings {
			if f.Kind == proof.Changeover {
				got = append(got, fmt.Sprint(f.Subject.Code, " ", f.Count))
			}
		}
		valid := slices.Collect(rulestest.Valid(set, at))
		parse := func(text string) rules.Expr {
			if text == "" {
				return rules.True(cat)
			}
			e, err := rules.Parse(cat, text)
			require.NoError(t, err)
			return e
		}
		assembly := parse("D20 | D30")
		for _, pair := range [][2]int{{0, 1}, {1, 0}, {2, 3}, {3, 2}} {
			p, q := positions[pair[0]], positions[pair[1]]
			var of [2][]string
			path := fmt.Sprint("10/", 20+pair[1])
			if pair[0] > 1 {
				of, path = [2][]string{m.If, m.Then}, fmt.Sprint(20+pair[1])
				if pair[0] == 3 {
					of = [2][]string{m.Then, m.If}
				}
			}
			for _, first := range days[1:] {
				for _, second := range days[1:] {
					near := pair[0] > 1 || second-first <= 31
					if first >= second || !near || !changes(p, first, of[0]) || !changes(q, second, of[1]) || changes(q, first, of[1]) || changes(p, second, of[0]) {
						continue
					}
					n := 0
					for _, sel := range valid {
						takes := func(variants []dated, in []string, edge func(dated) bool) bool {
							return slices.ContainsFunc(variants, func(v dated) bool {
								return edge(v) && (in == nil || slices.Contains(in, v.part)) && v.from <= at.Date && (v.until == 0 || at.Date < v.until) && parse(v.usage).Holds(sel)
							})
						}
						if (pair[0] > 1 || assembly.Holds(sel)) && takes(p, of[0], func(v dated) bool { return v.from == first }) && takes(q, of[1], func(v dated) bool { return v.until == second }) {
							n++
						}
					}
					if n > 0 {
						want = append(want, fmt.Sprint(path, " ", n))
						found++
						if pair[0] > 1 {
							mated++
						}
					}
				}
			}
		}
		require.ElementsMatch(t, want, got)
	})
	require.Positive(t, found)
	require.Positive(t, mated)
}
