package uvl_test

import (
	"fmt"
	"os"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/confspace/confspace/config"
	"github.com/confspace/confspace/rules"
	"github.com/confspace/confspace/rules/uvl"
)

// catalog reads options.yaml.
func catalog(t testing.TB, text string) *config.Catalog {
	t.Helper()
	cat, err := config.ReadCatalog("options.yaml", strings.NewReader(text))
	require.NoError(t, err)
	return cat
}

const truck = `
product: truck
attributes: {mass: kg, price.list: EUR, power: kW}
families:
  - {family: cab, options: [{code: SLEEPER, mass: 310.5, price.list: 900}, {code: DAY, price.list: 0}]}
  - family: engine
    options:
      - {code: V8, mass: 1.1 t, power: 480}
      - code: 6-CYL
        mass: 820
        power: 353
        families:
          - {family: fuel, select: "[1..2]", options: [{code: DIESEL}, {code: GAS}, {code: HVO}]}
  - {family: extras, select: any, options: [{code: HORN}, {code: BEACON}, {code: WINCH, mass: 95}]}
  - {family: axle, select: optional, options: [{code: LIFT}, {code: "STEER AXLE"}]}
`

func truckSet(t testing.TB) *rules.Set {
	cat := catalog(t, truck)
	b := rules.NewBuilder(cat)
	for i, text := range []string{
		"V8 requires SLEEPER",
		"WINCH excludes LIFT",
		"engine = V8 => cab != DAY",
		`axle in {LIFT, "STEER AXLE"} | cab not in {DAY}`,
		"at_most(1; extras)",
		"exactly(2; HORN, BEACON, LIFT & V8)",
		"sum(mass) <= 1500",
		"-(V8.power - 2 * (engine.power + 007)) / 2.50 >= avg(power, V8) + floor(V8.power) - -3",
		"sum(mass, engine) - sum(mass, cab) > 0",
		"3 * V8 + 2 * HORN + WINCH <= 4",
		"count(fuel) * count(extras) != 4",
		"true & !false",
	} {
		b.Add(rules.RuleSpec{ID: fmt.Sprint("R", i), Source: text})
	}
	families := []config.FamilyID{0, 1}
	option := func(code string) []config.OptionID {
		o, _ := cat.LookupOption(code)
		return []config.OptionID{o}
	}
	rows := []rules.Row{{Cells: [][]config.OptionID{option("DAY"), option("V8")}}, {Cells: [][]config.OptionID{option("DAY"), {}}}}
	b.Add(rules.RuleSpec{ID: "T1", Table: &rules.Table{Families: families, Forbidden: true, Rows: rows}})
	rows = []rules.Row{{Cells: [][]config.OptionID{option("SLEEPER"), nil}}, {Cells: [][]config.OptionID{nil, option("6-CYL")}}}
	b.Add(rules.RuleSpec{ID: "T2", Table: &rules.Table{Families: families, Rows: rows}})
	set, err := b.Build()
	require.NoError(t, err)
	return set
}

// TestWriteGolden shows how everything that the rule language has is said in UVL.
func TestWriteGolden(t *testing.T) {
	set := truckSet(t)
	again, text := reread(t, set)
	want, err := os.ReadFile("testdata/truck.uvl")
	require.NoError(t, err)
	assert.Equal(t, string(want), text)
	assert.Equal(t, configurations(t, set), withoutRoot(set, again, configurations(t, again)))
}

// TestLayout holds that white space and comments mean nothing.
func TestLayout(t *testing.T) {
	text, err := os.ReadFile("testdata/bike.uvl")
	require.NoError(t, err)
	want, err := read(string(text))
	require.NoError(t, err)
	for name, change := range map[string]func(string) string{
		"tabs":              func(s string) string { return strings.ReplaceAll(s, "    ", "\t") },
		"two spaces":        func(s string) string { return strings.ReplaceAll(s, "    ", "  ") },
		"tab is eight":      func(s string) string { return strings.ReplaceAll(s, "        ", "\t") },
		"carriage returns":  func(s string) string { return strings.ReplaceAll(s, "\n", "\r\n") },
		"byte order mark":   func(s string) string { return "\ufeff" + s },
		"blank lines":       func(s string) string { return strings.ReplaceAll(s, "\n", "\n\n  \t \n") },
		"trailing blanks":   func(s string) string { return strings.ReplaceAll(s, "\n", " \t\n") },
		"line comments":     func(s string) string { return "// x\n" + strings.ReplaceAll(s, "\n", " // [ ' \"\n   // x\n") },
		"block comments":    func(s string) string { return strings.ReplaceAll(s, "\n", " /* ( \n } */\n/**/\n") },
		"no line end":       strings.TrimSpace,
		"lines in brackets": func(s string) string { return strings.NewReplacer("{", "{\n", ", ", "\n,\n").Replace(s) },
		"Boolean features":  func(s string) string { return strings.ReplaceAll(s, "Bell", "Boolean Bell") },
		"more attributes": func(s string) string {
			return strings.ReplaceAll(s, "mass", "on, z 'ß', l [1, ['2']], n {m false}, mass")
		},
		"all levels":         func(s string) string { return "include\n\tBoolean\n\tArithmetic.*\n\tType.string-constraints\n" + s },
		"quotes":             func(s string) string { return strings.ReplaceAll(s, "Rack", `"Rack"`) },
		"useless brackets":   func(s string) string { return strings.ReplaceAll(s, "!Rack", "((!(Rack)))") },
		"a cardinality more": func(s string) string { return strings.ReplaceAll(s, "[2]", "[2..*]") },
	} {
		t.Run(name, func(t *testing.T) {
			changed := change(string(text))
			if name == "more attributes" { // the name is that of sums, too
				changed = strings.ReplaceAll(changed, "sum(on, z 'ß', l [1, ['2']], n {m false}, mass", "sum(mass")
			}
			require.NotEqual(t, string(text), changed)
			set, err := read(changed)
			require.NoError(t, err, changed)
			assert.Equal(t, configurations(t, want), configurations(t, set))
		})
	}
}

func ExampleWrite() {
	model := `
features
	Lamp
		alternative
			Bulb {power 40}
			LED {power 6}
		optional
			Dimmer
constraints
	Dimmer => LED.power < 10 & LED
`
	set, err := uvl.Read(fstest.MapFS{"lamp.uvl": {Data: []byte(model)}}, "lamp.uvl")
	if err != nil {
		fmt.Println(err)
		return
	}
	if err := uvl.Write(os.Stdout, set, config.Point{}); err != nil {
		fmt.Println(err)
	}
	// Output:
	// features
	// 	Lamp
	// 		alternative
	// 			Bulb {power 40}
	// 			LED {power 6}
	// 		optional
	// 			Dimmer
	//
	// constraints
	// 	Dimmer => LED.power < 10 & LED
}

func ExampleUnsupported() {
	_, err := uvl.Read(fstest.MapFS{"m.uvl": {Data: []byte("features\n\tInteger Speed\n")}}, "m.uvl")
	fmt.Println(err)
	// Output:
	// m.uvl:2:2: typed feature is not supported
	//     Integer Speed
	//     ^^^^^^^
	//     a feature is chosen or not: give its value as an attribute, or one feature per value
}
