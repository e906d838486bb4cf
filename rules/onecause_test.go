package rules

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/confspace/confspace/config/source"
)

// One mistake is one defect, told where it is, with the number of the places that
// follow from it.
func TestOneCauseIsOneDefect(t *testing.T) {
	const options = "product: p\nfamilies:\n  - {family: body, options: [VAN, BUS]}\n  - {family: engine, options: [DIESEL, ELECTRIC]}\n"
	const file = "rules:\n  - {id: T1, allowed: tables/first.csv}\n  - {id: T2, forbidden: tables/other.csv}\n  - {id: R, rule: VAN requires DIESEL}\n"
	const first, other = "body,engine\nVAN,DIESEL\nBUS,*\n", "body,engine\nVAN,-\n"
	edit := func(text, old, with string) string {
		require.Contains(t, text, old)
		return strings.Replace(text, old, with, 1)
	}
	for name, c := range map[string]struct {
		files []string
		want  string
	}{
		"rule for rules": {
			[]string{"rules.yaml", edit(file, "rules:", "rule:")},
			"rules.yaml:1:1: unknown key rule in the rules file\n    rule:\n    ^^^^\n    did you mean rules?",
		},
		"rul for rule": {
			[]string{"rules.yaml", edit(file, "rule: VAN", "rul: VAN")},
			"rules.yaml:4:13: unknown key rul in rule R\n    - {id: R, rul: VAN requires DIESEL}\n              ^^^\n    did you mean rule?",
		},
		"allowd for allowed in several rules": {
			[]string{"rules.yaml", strings.NewReplacer("allowed", "allowd", "forbidden", "allowd").Replace(file)},
			"rules.yaml:2:14: unknown key allowd in rule T1\n    - {id: T1, allowd: tables/first.csv}\n               ^^^^^^\n    did you mean allowed?\n    1 more place follows from it",
		},
		"colums for columns": {
			[]string{"rules.yaml", file + "  - {id: I, allowed: {colums: [body], rows: [[VAN]]}}\n"},
			"rules.yaml:5:23: unknown key colums in the table of rule I\n    - {id: I, allowed: {colums: [body], rows: [[VAN]]}}\n                        ^^^^^^\n    did you mean columns?",
		},
		"name of a table": {
			[]string{"rules.yaml", edit(file, "first.csv", "frist.csv")},
			"rules.yaml:2:23: no such file: tables/frist.csv\n    - {id: T1, allowed: tables/frist.csv}\n                        ^^^^^^^^^^^^^^^^\n    did you mean tables/first.csv?",
		},
		"rule beside allowed": {
			[]string{"rules.yaml", edit(file, "T1,", "T1, rule: true,")},
			"rules.yaml:2:5: rule T1 has both rule and allowed\n    - {id: T1, rule: true, allowed: tables/first.csv}\n      ^\n    keep one of them",
		},
		"no rule at all": {
			[]string{"rules.yaml", edit(file, "{id: T1, allowed: tables/first.csv}", "T1")},
			"rules.yaml:2:5: a rule must be a mapping of keys to values, not a single value\n    - T1\n      ^^",
		},
		"the folder": {
			[]string{"tables/first.csv", "", "tables/other.csv", "", "tabels/first.csv", first, "tabels/other.csv", other},
			"rules.yaml:2:23: no such file: tables/first.csv; there is no folder tables\n    - {id: T1, allowed: tables/first.csv}\n                        ^^^^^^^^^^^^^^^^\n    did you mean tabels?\n    1 more place follows from it",
		},
		"an option": {
			[]string{"options.yaml", edit(options, "DIESEL", "DIESEL2")},
			"rules.yaml:4:32: unknown code DIESEL\n    - {id: R, rule: VAN requires DIESEL}\n                                 ^^^^^^\n    did you mean DIESEL2?\n    1 more place follows from it",
		},
		"a family": {
			[]string{"options.yaml", edit(options, "engine", "engines")},
			"tables/first.csv:1:6: unknown family engine\n    body,engine\n         ^^^^^^\n    did you mean engines?\n    1 more place follows from it",
		},
		"an attribute that is not declared": {
			[]string{"options.yaml", edit(options, "options: [VAN,", "options: [{code: VAN, mass: 3},"), "rules.yaml", edit(file, "VAN requires DIESEL", "sum(mass) > 2")},
			"options.yaml:3:42: unknown key mass in option VAN\n    - {family: body, options: [{code: VAN, mass: 3}, BUS]}\n                                           ^^^^\n    declare it under attributes: at the top of the file if it is a numeric attribute",
		},
		"a misspelled key and an unknown code": {
			[]string{"options.yaml", edit(options, "families", "familys"), "rules.yaml", edit(file, "VAN requires", "VAM requires")},
			"options.yaml:2:1: unknown key familys in the catalog\n    familys:\n    ^^^^^^^\n    did you mean families?\n" +
				"rules.yaml:4:19: unknown code VAM\n    - {id: R, rule: VAM requires DIESEL}\n                    ^^^\n    did you mean VAN?",
		},
		"a capital": {
			[]string{"rules.yaml", "", "Rules.yaml", file},
			"rules.yaml: no such file\n    rename Rules.yaml to rules.yaml",
		},
		"an option listed twice": {
			[]string{"rules.yaml", edit(file, "VAN requires DIESEL", "\"at_most(1; VAN, VAN)\"")},
			"rules.yaml:4:20: VAN is listed twice\n    - {id: R, rule: \"at_most(1; VAN, VAN)\"}\n                     ^^^^^^^^^^^^^^^^^^^^\n    list it once; a family stands for all its options",
		},
		"a bound": {
			[]string{"rules.yaml", edit(file, "VAN requires DIESEL", "\"VAN => at_least(3; DIESEL, ELECTRIC)\"")},
			"rules.yaml:4:27: the bound 3 is above the number of conditions, 2\n    - {id: R, rule: \"VAN => at_least(3; DIESEL, ELECTRIC)\"}\n                            ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^\n    count them; a family stands for all its options",
		},
	} {
		t.Run(name, func(t *testing.T) {
			fsys := dir("options.yaml", options, "rules.yaml", file, "tables/first.csv", first, "tables/other.csv", other)
			for i := 0; i < len(c.files); i += 2 {
				if delete(fsys, c.files[i]); c.files[i+1] != "" {
					fsys[c.files[i]] = dir(c.files[i], c.files[i+1])[c.files[i]]
				}
			}
			_, err := ReadDir(fsys)
			require.EqualError(t, err, c.want)
			var defects source.Defects
			require.ErrorAs(t, err, &defects)
		})
	}
}

// An unknown plant is told at its text, whether its rule has an id or not.
func TestUnknownPlantsOfRules(t *testing.T) {
	_, err := Read(vans(t), dir("rules.yaml", "rules:\n  - {plants: [P1, Q1], rule: VAN}\n  - {id: R, plants: Q1, rule: VAN}\n"), "rules.yaml")
	require.EqualError(t, err, "rules.yaml:2:5: a rule has no id\n    - {plants: [P1, Q1], rule: VAN}\n      ^\n    add the key id:\n"+
		"rules.yaml:2:19: a rule names the unknown plant \"Q1\"\n    - {plants: [P1, Q1], rule: VAN}\n                    ^^\n    the catalog declares P1, P2, P\n    1 more place follows from it")
}

// What a rule must not list an expression may: it is printed and read again.
func TestListsOfExpressionsAndRules(t *testing.T) {
	cat := vans(t)
	van, bus := Option(cat, 0), Option(cat, 1)
	for want, e := range map[string]Expr{
		"R: VAN is listed twice":                              Between(0, 1, van, van),
		"R: the bound 3 is above the number of conditions, 2": Not(Between(3, Unbounded, van, bus)),
		"R: the bound 9 is above the number of conditions, 2": And(van, Between(1, 9, van, bus)),
	} {
		again, err := Parse(cat, e.String())
		require.NoError(t, err)
		require.True(t, e.Equal(again))
		b := NewBuilder(cat)
		b.Add(RuleSpec{ID: "R", Expr: e})
		_, err = b.Build()
		require.ErrorContains(t, err, want)
		_, err = build(t, RuleSpec{ID: "R", Source: e.String()})
		require.ErrorContains(t, err, strings.TrimPrefix(want, "R: "))
		require.Len(t, err, 1)
	}
	for _, src := range []string{"at_most(2; VAN, BUS)", "at_least(2; body)", "at_most(1; body, engine)", "between(0, 2; VAN & BUS, VAN & BUS)"} {
		_, err := build(t, RuleSpec{ID: "R", Source: src})
		require.NoError(t, err, src)
	}
}
