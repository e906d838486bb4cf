package rules_test

import (
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/require"

	"github.com/confspace/confspace/config/source"
	"github.com/confspace/confspace/rules"
)

// What people write who come from other tools is told what to write here.
func TestHintsForOtherLanguages(t *testing.T) {
	cat := vans()
	for src, want := range map[string]string{
		"NOT VAN":               "write ! for not: !a",
		"not VAN":               "write ! for not: !a",
		"NOT(VAN)":              "write !",
		"VAN AND BUS":           "write &",
		"VAN OR BUS":            "write |",
		"VAN && BUS":            "write &",
		"VAN || BUS":            "write |",
		"~VAN":                  "write !",
		"VAN xor BUS":           "write exactly(1; a, b)",
		"VAN XOR BUS":           "write exactly(1; a, b)",
		"if VAN then BUS":       "write a => b, or a requires b",
		"VAN implies BUS":       "write =>",
		"VAN -> BUS":            "write =>",
		"requires VAN, BUS":     "say what requires it: a requires b & c",
		"VAN requires BUS, TOW": "join several with & if all are meant, with | if one of them is",
		"VAN, BUS":              "join several with &",
		"ALL(VAN, BUS)":         "write a & b",
		"ANY(VAN, BUS)":         "at_least(1; a, b)",
		"VAN exclude BUS":       "write excludes",
		"VAN require BUS":       "write requires",
		"VAN needs BUS":         "write requires",
		"VAN exludes BUS":       "did you mean excludes?",
		"VAN requries BUS":      "did you mean requires?",
		"sum(mass) <= 14,50":    "write 14.50",
		"sum(mass) <= 0,5 t":    "write 0.5",
		"sum(mass) <= 2,500 kg": "write 2.500, or 2500 if the comma separates thousands",
		"sum(mass) <= 1e3 kg":   "write all digits of the number",
		"sum(mass) <= 1.5E3 kg": "write all digits of the number",
		"sum(mass) <= 1e3":      "write all digits of the number",
		"body in (VAN, BUS)":    "write the options in braces: family in {option, option}",
		"body in VAN":           "write the options in braces: family in {option, option}",
		"body in [VAN, BUS]":    "write the options in braces: family in {option, option}",
		"VAN > 1":               "write VAN where it must be built in; for a number, an attribute of it such as VAN.mass, or count(...)",
		"1 <= VAN":              "VAN is an option, not a number",
		"VAN = BUS":             "conditions are compared with <=>",
		"VAN & E3 BUS":          "join conditions with an operator",
		"1E3 BUS":               "join conditions with an operator",
		"VAN & BUS TOW":         "join conditions with an operator",
	} {
		_, err := rules.Parse(cat, src)
		require.ErrorContains(t, err, want, src)
	}
}

// A date that is not read says nothing about another version of the rule.
func TestAWrongDateIsOneDefect(t *testing.T) {
	_, err := rules.Read(vans(), fstest.MapFS{"rules.yaml": {Data: []byte(`
rules:
  - {id: R, rule: VAN, until: 2026-07-01}
  - {id: R, rule: BUS, from: 2026-07-01x}
`)}}, "rules.yaml")
	var defects source.Defects
	require.ErrorAs(t, err, &defects)
	require.Len(t, defects, 1)
	require.Contains(t, defects[0].Msg, "not a date")
}

// Of a file that is not read nobody knows which tables it names.
func TestTablesOfAFileThatIsNotReadAreNotAccused(t *testing.T) {
	for _, text := range []string{"", "format: confspace/2\nrules: {}\n", "rules: [\n"} {
		_, err := rules.Read(vans(), fstest.MapFS{
			"rules.yaml": {Data: []byte(text)}, "tables/t.csv": {Data: []byte("body\nVAN\n")},
		}, "rules.yaml")
		var defects source.Defects
		require.ErrorAs(t, err, &defects)
		require.Len(t, defects, 1, text)
	}
}
