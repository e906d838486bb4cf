package analysis_test

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/confspace/confspace/config"
	"github.com/confspace/confspace/config/configtest"
	"github.com/confspace/confspace/config/source"
	"github.com/confspace/confspace/rules"
	"github.com/confspace/confspace/solver"
	"github.com/confspace/confspace/solver/analysis"
)

// bicycles returns rules of a small product.
func bicycles(t require.TestingT, lines ...string) *rules.Set {
	b := config.NewBuilder("bicycle")
	for _, f := range []struct {
		code, parent string
		choose       config.Cardinality
		options      []string
	}{
		{"frame", "", config.One, []string{"CITY", "TOURING", "RACE"}},
		{"gears", "", config.One, []string{"HUB", "CHAIN"}},
		{"drive", "", config.Optional, []string{"MOTOR", "ASSIST"}},
		{"battery", "MOTOR", config.One, []string{"SMALL", "LARGE"}},
		{"extras", "", config.Any, []string{"RACK", "LIGHTS"}},
	} {
		b.Family(config.FamilySpec{Code: f.code, Parent: f.parent, Select: f.choose})
		for _, code := range f.options {
			b.Option(config.OptionSpec{Family: f.code, Code: code})
		}
	}
	cat, err := b.Build()
	require.NoError(t, err)
	set := rules.NewBuilder(cat)
	for i, line := range lines {
		set.Add(rules.RuleSpec{ID: "R-" + string(rune('1'+i)), Source: line})
	}
	out, err := set.Build()
	require.NoError(t, err)
	return out
}

// TestFindings has a small set of rules for each kind, and what is said of it.
func TestFindings(t *testing.T) {
	for _, test := range []struct {
		kind  analysis.Kind
		rules []string
		want  string
	}{
		{analysis.Contradiction, []string{"CITY | TOURING", "!CITY", "TOURING requires RACK", "MOTOR requires CHAIN", "RACK requires HUB", "!HUB | CITY"}, `
contradiction-1: nothing can be built; something could be without rule R-1, R-2, R-3, R-5 or R-6
  R-1: CITY | TOURING
  R-2: !CITY
  R-3: TOURING requires RACK
  R-5: RACK requires HUB
  R-6: !HUB | CITY`},
		{analysis.DeadOption, []string{"MOTOR requires CHAIN", "MOTOR requires HUB"}, `
dead_option-1: option MOTOR can never be chosen, nor can 2 options below it
  R-1: MOTOR requires CHAIN
  R-2: MOTOR requires HUB
  family gears takes exactly one option`},
		{analysis.IdleRule, []string{"MOTOR requires CHAIN", "MOTOR & HUB requires RACK", "CITY & RACE excludes LIGHTS"}, `
idle_rule-1: rule R-2 never fires: MOTOR & HUB never holds
  R-1: MOTOR requires CHAIN
  family gears takes exactly one option
idle_rule-2: rule R-3 never fires: CITY & RACE never holds
  family frame takes exactly one option`},
		{analysis.RedundantRule, []string{"MOTOR requires CHAIN", "MOTOR excludes HUB", "SMALL requires CHAIN", "RACK | !RACK"}, `
redundant_rule-1: rule R-1 follows from R-2 and the catalog; it must stay if the other redundant rules are left out
  R-2: MOTOR excludes HUB
  family gears takes exactly one option
redundant_rule-2: rule R-2 follows from R-1 and the catalog
  R-1: MOTOR requires CHAIN
  family gears takes exactly one option
redundant_rule-3: rule R-3 follows from R-1 and the catalog
  R-1: MOTOR requires CHAIN
  SMALL is offered with MOTOR only
redundant_rule-4: rule R-4 always holds`},
		{analysis.CoreOption, []string{"CITY requires SMALL", "!CITY requires SMALL"}, `
core_option-1: option SMALL is in every configuration, with 1 option that it demands
  R-1: CITY requires SMALL
  R-2: !CITY requires SMALL`},
		{analysis.FalseOptional, []string{"CITY requires MOTOR", "!CITY requires ASSIST"}, `
false_optional-1: family drive need not take an option, and yet it always does
  R-1: CITY requires MOTOR
  R-2: !CITY requires ASSIST`},
		{analysis.EquivalentOptions, []string{"MOTOR requires CHAIN", "CHAIN requires MOTOR"}, `
equivalent_options-1: options CHAIN and MOTOR come only together
  R-2: CHAIN requires MOTOR
  R-1: MOTOR requires CHAIN`},
		{analysis.LongRule, []string{"SMALL & MOTOR requires CHAIN"}, `
long_rule-1: rule R-1 can be shorter: SMALL => CHAIN`},
		{analysis.Together, []string{"CITY requires HUB | RACK", "MOTOR excludes HUB", "MOTOR excludes RACK", "RACE requires CHAIN", "CHAIN excludes RACK"}, `
together-1: rules R-1 and R-5 together: CITY requires HUB`},
		{analysis.Chain, []string{"MOTOR requires RACK", "RACE excludes RACK", "RACK requires CHAIN", "LIGHTS requires HUB", "HUB requires !CITY"}, `
chain-1: LIGHTS requires HUB by R-4, and HUB excludes CITY by R-5; another pair is linked so
chain-2: MOTOR requires RACK by R-1, and RACK excludes RACE by R-2; another pair is linked so`},
	} {
		t.Run(test.kind.String(), func(t *testing.T) {
			report, err := analysis.Rules(t.Context(), bicycles(t, test.rules...), config.Point{}, analysis.Config{Kinds: []analysis.Kind{test.kind}})
			require.NoError(t, err)
			var lines []string
			for _, f := range report.Findings {
				lines = append(lines, f.String())
				for _, c := range f.Causes {
					lines = append(lines, "  "+c.String())
				}
			}
			require.Equal(t, test.want, "\n"+strings.Join(lines, "\n"))
		})
	}
}

// TestChainsAreBounded: of an option that many require and that rules out many others, a few pairs are looked
// at, and the number of the others is told.
func TestChainsAreBounded(t *testing.T) {
	b := config.NewBuilder("bicycle")
	b.Family(config.FamilySpec{Code: "extras", Select: config.Any})
	for i := range 5 {
		b.Option(config.OptionSpec{Code: fmt.Sprint("A", i), Family: "extras"})
		b.Option(config.OptionSpec{Code: fmt.Sprint("C", i), Family: "extras"})
	}
	b.Option(config.OptionSpec{Code: "HUB", Family: "extras"})
	cat, err := b.Build()
	require.NoError(t, err)
	set := rules.NewBuilder(cat)
	for i := range 5 {
		set.Add(rules.RuleSpec{ID: fmt.Sprint("R-A", i), Source: fmt.Sprintf("A%d requires HUB", i)})
		set.Add(rules.RuleSpec{ID: fmt.Sprint("R-C", i), Source: fmt.Sprintf("C%d excludes HUB", i)})
	}
	built, err := set.Build()
	require.NoError(t, err)
	report, err := analysis.Rules(t.Context(), built, config.Point{}, analysis.Config{Kinds: []analysis.Kind{analysis.Chain}})
	require.NoError(t, err)
	require.Len(t, report.Findings, 1)
	f := report.Findings[0]
	require.Equal(t, "A0 requires HUB by R-A0, and HUB excludes C0 by R-C0; 11 more pairs are linked so, and 13 were not looked at", f.Message)
	require.Len(t, f.Consequences, 12)
	require.Equal(t, 13, f.More)
}

// TestEachKindHasItsWords: no kind lacks a test, a text or a meaning.
func TestEachKindHasItsWords(t *testing.T) {
	for _, k := range analysis.Kinds() {
		text, err := k.MarshalText()
		require.NoError(t, err)
		var back analysis.Kind
		require.NoError(t, back.UnmarshalText(text))
		require.Equal(t, k, back)
		require.NotEmpty(t, k.Meaning())
	}
}

// TestNothingWrong: of rules without findings only the effects are reported, and of no rules nothing.
func TestNothingWrong(t *testing.T) {
	report, err := analysis.Rules(t.Context(), bicycles(t, "MOTOR requires CHAIN"), config.Point{}, analysis.Config{})
	require.NoError(t, err)
	require.Empty(t, report.Findings)
	require.Empty(t, report.Open)
	require.Equal(t, "72", report.Configurations.String())
	require.Equal(t, "24", report.Effects[0].Removed.String())

	report, err = analysis.Rules(t.Context(), bicycles(t), config.Point{}, analysis.Config{})
	require.NoError(t, err)
	require.Empty(t, report.Findings)
	require.Empty(t, report.Effects)
	require.Equal(t, "96", report.Configurations.String())
}

// TestVoidIsNotFine: what cannot be asked of a void set stays open, and the numbers are still
// those of each rule alone.
func TestVoidIsNotFine(t *testing.T) {
	report, err := analysis.Rules(t.Context(), bicycles(t, "MOTOR", "!MOTOR", "CITY requires RACK"), config.Point{}, analysis.Config{})
	require.NoError(t, err)
	require.Len(t, report.Findings, 1)
	require.Equal(t, "rules", report.Findings[0].Subject())
	require.Len(t, report.Open, 6)
	require.Equal(t, "dead and core options: not checked, since nothing can be built", report.Open[0].String())
	require.Zero(t, report.Configurations.Sign())
	for i, want := range []string{"40", "40", "0"} {
		require.Equal(t, want, report.Effects[i].Removed.String())
	}
}

// TestACatalogThatContradictsItself: no rule is to blame.
func TestACatalogThatContradictsItself(t *testing.T) {
	b := config.NewBuilder("test")
	b.Family(config.FamilySpec{Code: "f"})
	b.Option(config.OptionSpec{Family: "f", Code: "A", Effectivity: config.Effectivity{From: config.NewDate(2027, 1, 1)}})
	cat, err := b.Build()
	require.NoError(t, err)
	set, err := rules.NewBuilder(cat).Build()
	require.NoError(t, err)
	report, err := analysis.Rules(t.Context(), set, config.Point{Date: config.NewDate(2026, 1, 1)}, analysis.Config{})
	require.NoError(t, err)
	require.Equal(t, "contradiction-1: nothing can be built; the catalog contradicts itself", report.Findings[0].String())
	require.Len(t, report.Findings[0].Causes, 2)
}

// TestOpenQuestions: what has no circuit, no time or no memory is told, and is no answer.
func TestOpenQuestions(t *testing.T) {
	set := bicycles(t, "MOTOR requires CHAIN", "SMALL requires CHAIN")
	for name, test := range map[string]struct {
		cfg       analysis.Config
		exhausted bool
		question  string
	}{
		"no circuit": {analysis.Config{Compile: solver.Config{NoCircuit: true}}, false, "the numbers of configurations that rules remove"},
		"no nodes":   {analysis.Config{Compile: solver.Config{MaxNodes: 1}}, true, "the numbers of configurations that rules remove"},
		"no time":    {analysis.Config{Budget: time.Nanosecond}, true, "everything"},
	} {
		t.Run(name, func(t *testing.T) {
			report, err := analysis.Rules(t.Context(), set, config.Point{}, test.cfg)
			require.NoError(t, err)
			require.NotEmpty(t, report.Open)
			require.Equal(t, test.exhausted, report.Open[0].Exhausted)
			require.Equal(t, test.question, report.Open[0].Question)
			require.Nil(t, report.Configurations)
			require.Nil(t, report.Effects[0].Removed)
		})
	}
}

// TestAnyBudget: wherever the time ends, what was found is a part of all findings.
func TestAnyBudget(t *testing.T) {
	set := bicycles(t, "CITY requires HUB | RACK", "MOTOR excludes HUB", "MOTOR excludes RACK", "RACE requires CHAIN", "CHAIN excludes RACK", "SMALL & MOTOR requires CHAIN")
	all, err := analysis.Rules(t.Context(), set, config.Point{}, analysis.Config{})
	require.NoError(t, err)
	known := make(map[string]bool)
	for _, f := range all.Findings {
		known[f.Kind.String()+" "+f.Subject()] = true
	}
	require.NotEmpty(t, known)
	for budget := 20 * time.Microsecond; ; budget += budget / 4 {
		report, err := analysis.Rules(t.Context(), set, config.Point{}, analysis.Config{Budget: budget})
		require.NoError(t, err)
		for _, f := range report.Findings {
			require.True(t, known[f.Kind.String()+" "+f.Subject()], f.Message)
		}
		if len(report.Open) == 0 {
			require.Len(t, report.Findings, len(all.Findings))
			return
		}
		require.True(t, report.Open[0].Exhausted)
	}
}

// TestErrors: an ended context is an error, and so is a point that lacks something.
func TestErrors(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	_, err := analysis.Rules(ctx, bicycles(t, "MOTOR requires CHAIN"), config.Point{}, analysis.Config{Budget: time.Hour})
	require.ErrorIs(t, err, context.Canceled)

	b := rules.NewBuilder(bicycles(t).Catalog())
	b.Add(rules.RuleSpec{ID: "R-1", Source: "RACK", Effectivity: config.Effectivity{From: config.NewDate(2026, 1, 1)}})
	set, err := b.Build()
	require.NoError(t, err)
	_, err = analysis.Rules(t.Context(), set, config.Point{}, analysis.Config{})
	require.ErrorAs(t, err, new(*config.PointError))

	require.PanicsWithValue(t, "analysis: Rules: kind 99 is none", func() {
		_, _ = analysis.Rules(t.Context(), set, config.Point{}, analysis.Config{Kinds: []analysis.Kind{99}})
	})
}

// TestSwitchesKeepOutOfTheWay: options may have the codes that switches have.
func TestSwitchesKeepOutOfTheWay(t *testing.T) {
	b := config.NewBuilder("test")
	b.Family(config.FamilySpec{Code: "switch 1", Select: config.Any})
	for _, code := range []string{"rule 1", "rule 1'", "rule 2"} {
		b.Option(config.OptionSpec{Family: "switch 1", Code: code})
	}
	cat, err := b.Build()
	require.NoError(t, err)
	set := rules.NewBuilder(cat)
	set.Add(rules.RuleSpec{ID: "A", Source: `"rule 1" requires "rule 2"`})
	set.Add(rules.RuleSpec{ID: "B", Source: `"rule 1" & "rule 1'" requires "rule 2"`})
	out, err := set.Build()
	require.NoError(t, err)
	report, err := analysis.Rules(t.Context(), out, config.Point{}, analysis.Config{})
	require.NoError(t, err)
	require.Equal(t, "redundant_rule-1: rule B follows from A", report.Findings[0].String())
}

// TestSurface calls all that the package exports with zero values and nil arguments.
func TestSurface(t *testing.T) {
	report, err := analysis.Rules(t.Context(), bicycles(t, "CITY requires HUB | RACK", "CITY excludes RACK", "CITY requires !RACK"), config.Point{}, analysis.Config{})
	require.NoError(t, err)
	last := &report.Findings[len(report.Findings)-1]
	configtest.Surface{
		Values: []any{report, last, &last.Consequences[0], &report.Effects[0], new(analysis.Config), new(analysis.Kind), new(analysis.OpenQuestion)},
		Funcs:  map[string]any{"Kinds": analysis.Kinds, "Rules": analysis.Rules, "Timeline": analysis.Timeline},
	}.Check(t)
}

// TestTwoContradictions: each is told, with the rules that mend it.
func TestTwoContradictions(t *testing.T) {
	b := rules.NewBuilder(bicycles(t).Catalog())
	for i, line := range []string{"CITY", "MOTOR", "MOTOR requires HUB & CHAIN", "RACE", "LIGHTS & !LIGHTS", "CITY excludes RACE"} {
		b.Add(rules.RuleSpec{ID: "R-" + string(rune('1'+i)), Source: line, Place: source.Place{File: "rules.yaml", Line: i + 1, Column: 1}})
	}
	set, err := b.Build()
	require.NoError(t, err)
	report, err := analysis.Rules(t.Context(), set, config.Point{}, analysis.Config{})
	require.NoError(t, err)
	var all []string
	for _, f := range report.Findings {
		_, told, _ := strings.Cut(f.String(), ": ")
		all = append(all, told)
	}
	require.ElementsMatch(t, []string{
		"rules.yaml:1:1: nothing can be built; R-1, R-4 and the catalog contradict each other; beside the other contradictions, rule R-1 or R-4 must go",
		"rules.yaml:2:1: nothing can be built; R-2, R-3 and the catalog contradict each other; beside the other contradictions, rule R-2 or R-3 must go",
		"rules.yaml:5:1: nothing can be built; R-5 contradicts itself; beside the other contradictions, rule R-5 must go",
	}, all)
}

// TestShorterConditionsTogether: of two rules that say the same in part, one keeps it.
func TestShorterConditionsTogether(t *testing.T) {
	report, err := analysis.Rules(t.Context(), bicycles(t, "MOTOR requires RACK & CHAIN", "MOTOR requires RACK & LIGHTS"), config.Point{}, analysis.Config{
		Kinds: []analysis.Kind{analysis.LongRule},
	})
	require.NoError(t, err)
	require.Len(t, report.Findings, 1)
	require.Equal(t, "long_rule-1: rule R-1 can be shorter: MOTOR => CHAIN", report.Findings[0].String())
}

// TestSumsAreNotWrittenOut: a condition that is shorter only in parts, since its sum is written
// term by term, is not advised.
func TestSumsAreNotWrittenOut(t *testing.T) {
	b := config.NewBuilder("test")
	b.Attribute(config.AttributeSpec{Name: "points"})
	b.Family(config.FamilySpec{Code: "extras", Select: config.Any})
	for i, code := range []string{"RACK", "LIGHTS", "BELL", "BASKET"} {
		b.Option(config.OptionSpec{Family: "extras", Code: code, Values: map[string]config.Quantity{"points": {Amount: config.NewDecimal(int64(2 + i))}}})
	}
	cat, err := b.Build()
	require.NoError(t, err)
	for _, test := range []struct {
		rule string
		want int
	}{
		{"BELL & RACK requires sum(points) <= 11", 0},
		{"BELL & RACK requires BASKET", 1},
	} {
		set := rules.NewBuilder(cat)
		set.Add(rules.RuleSpec{ID: "R-1", Source: "BELL requires RACK"})
		set.Add(rules.RuleSpec{ID: "R-2", Source: test.rule})
		out, err := set.Build()
		require.NoError(t, err)
		report, err := analysis.Rules(t.Context(), out, config.Point{}, analysis.Config{Kinds: []analysis.Kind{analysis.LongRule}})
		require.NoError(t, err)
		require.Len(t, report.Findings, test.want, test.rule)
	}
}
