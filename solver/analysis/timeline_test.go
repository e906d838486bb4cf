package analysis_test

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/confspace/confspace/config"
	"github.com/confspace/confspace/config/configtest/property"
	"github.com/confspace/confspace/rules"
	"github.com/confspace/confspace/solver"
	"github.com/confspace/confspace/solver/analysis"
	"github.com/confspace/confspace/solver/calendar"
)

// holds reports whether a finding holds at the point of an oracle, and whether it can: what it is about is in
// force, and something can be built unless that is the finding.
func (o oracle) holds(t require.TestingT, f analysis.Finding) (holds, can bool) {
	for _, r := range f.Rules {
		if f.Kind != analysis.Contradiction && !slices.Contains(o.active, r) {
			return false, false
		}
	}
	for _, x := range f.Options {
		if !o.inForce(t, x) {
			return false, false
		}
	}
	can = o.some(anything)
	switch f.Kind {
	case analysis.Contradiction:
		return !can, true
	case analysis.DeadOption:
		holds = !o.some(with(list(f.Options[0])))
	case analysis.CoreOption:
		holds = !o.some(with(nil, f.Options[0]))
	case analysis.RedundantRule:
		holds = !o.some(breaks(o.set, f.Rules[0]), f.Rules[0])
	case analysis.IdleRule:
		holds = !o.some(f.Condition.Holds)
	case analysis.FalseOptional:
		family := o.cat.Family(f.Family)
		holds = !o.some(func(sel *config.Selection) bool {
			return (family.Parent == config.NoOption || sel.IsChosen(family.Parent)) && !slices.ContainsFunc(family.Options, sel.IsChosen)
		})
	}
	return holds, can
}

// TestTimelineIsThatOfBruteForce: the findings are those of the point, and those about what is in force at other
// points alone; and each says when it holds.
func TestTimelineIsThatOfBruteForce(t *testing.T) {
	kinds := []analysis.Kind{analysis.DeadOption, analysis.IdleRule, analysis.RedundantRule, analysis.CoreOption, analysis.FalseOptional}
	cfg := analysis.Config{Kinds: kinds, Compile: solver.Config{NoCircuit: true}}
	spanned, beyond := 0, 0
	property.Check(t, func(t *rapid.T) {
		o := draw(t)
		limits := rapid.SampledFrom([]config.Effectivity{{}, {From: config.NewDate(2026, 3, 1)}, {Until: config.NewDate(2026, 3, 1)}, {Plants: []string{"P1"}}})
		b := rules.NewBuilder(o.cat)
		for _, r := range o.set.All() {
			b.Add(rules.RuleSpec{ID: r.ID, Expr: r.Expr, Table: r.Table, Effectivity: limits.Draw(t, "limit")})
		}
		set, err := b.Build()
		if err != nil {
			t.Skip(err) // the catalog has no such plant
		}
		var points []oracle
		var spans []config.Effectivity
		for s := range calendar.New(set, calendar.Config{}).Stretches() {
			points, spans = append(points, newOracle(t, set, s.Point())), append(spans, s.Span())
		}
		o = rapid.SampledFrom(points).Draw(t, "as of")
		report, err := analysis.Timeline(t.Context(), set, o.asOf, cfg)
		require.NoError(t, err)
		here, err := analysis.Rules(t.Context(), set, o.asOf, cfg)
		require.NoError(t, err)
		var subjects []string
		for _, f := range report.Findings {
			var want []config.Effectivity
			always := true
			for i, p := range points {
				if holds, can := p.holds(t, f); holds && can {
					want = append(want, spans[i])
				} else if can {
					always = false
				}
			}
			if want = config.Spans(want, set.Catalog().Plants()); always {
				want = nil
			} else {
				spanned++
			}
			require.Equal(t, want, f.Spans, "%v", f)
			subjects = append(subjects, f.Kind.String()+f.Subject())
		}
		for _, f := range here.Findings {
			require.Contains(t, subjects, f.Kind.String()+f.Subject())
		}
		if slices.ContainsFunc(here.Findings, func(f analysis.Finding) bool { return f.Kind == analysis.Contradiction }) {
			return
		}
		beyond += len(report.Findings) - len(here.Findings)
		known := append([]rules.RuleID(nil), o.active...)
		for _, p := range points { // a rule that is in force at other points alone is asked about at the first one
			if !p.some(anything) {
				continue
			}
			for _, r := range p.active {
				if slices.Contains(known, r) {
					continue
				}
				redundant := !p.some(breaks(set, r), r)
				name := "rule " + set.Rule(r).ID
				require.Equal(t, redundant, slices.Contains(subjects, "redundant_rule"+name) || slices.Contains(subjects, "idle_rule"+name))
			}
			known = append(known, p.active...)
		}
	})
	require.Positive(t, spanned)
	require.Positive(t, beyond)
}

// TestTimelineSaysWhen: what holds for a time says so, and what holds always does not.
func TestTimelineSaysWhen(t *testing.T) {
	b := rules.NewBuilder(bicycles(t).Catalog())
	spring := config.NewDate(2026, 3, 1)
	b.Add(rules.RuleSpec{ID: "R-1", Source: "MOTOR requires CHAIN"})
	b.Add(rules.RuleSpec{ID: "R-2", Source: "MOTOR requires HUB", Effectivity: config.Effectivity{Until: spring}})
	b.Add(rules.RuleSpec{ID: "R-3", Source: "RACE requires !CITY"})
	b.Add(rules.RuleSpec{ID: "R-4", Source: "TOURING & RACE requires LIGHTS", Effectivity: config.Effectivity{From: spring}})
	set, err := b.Build()
	require.NoError(t, err)
	report, err := analysis.Timeline(t.Context(), set, config.Point{Date: config.NewDate(2026, 1, 1)}, analysis.Config{})
	require.NoError(t, err)
	var told []string
	for _, f := range report.Findings {
		if f.Kind <= analysis.RedundantRule {
			told = append(told, f.String())
			for _, s := range f.Spans {
				told = append(told, "  "+s.String())
			}
		}
	}
	require.Equal(t, []string{
		"dead_option-1: option MOTOR can never be chosen, nor can 2 options below it", "  until 2026-03-01",
		"idle_rule-1: rule R-4 never fires: TOURING & RACE never holds",
		"redundant_rule-1: rule R-3 follows from the catalog",
	}, told)
}
