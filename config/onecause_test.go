package config_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// One mistake in options.yaml is one defect, with the number of the places that
// follow from it.
func TestOneCauseIsOneDefect(t *testing.T) {
	const text = "product: p\nplants: [P1]\nattributes: {mass: kg, price: EUR}\nfamilies:\n  - family: f\n    options:\n" +
		"      - {code: A, mass: 1, price: 2}\n      - {code: B, mass: 1, price: 2}\n      - {code: C, mass: 1, price: 2}\n"
	for name, c := range map[string]struct{ old, with, want string }{
		"attribute for attributes": {
			"attributes:", "attribute:",
			"options.yaml:3:1: unknown key attribute in the catalog\n    attribute: {mass: kg, price: EUR}\n    ^^^^^^^^^\n    did you mean attributes?",
		},
		"no attributes": {
			"attributes: {mass: kg, price: EUR}\n", "",
			"options.yaml:6:19: unknown key mass in option A\n    - {code: A, mass: 1, price: 2}\n                ^^^^\n" +
				"    declare it under attributes: at the top of the file if it is a numeric attribute\n    5 more places follow from it",
		},
		"an attribute is not declared": {
			"mass: kg, ", "",
			"options.yaml:7:19: unknown key mass in option A\n    - {code: A, mass: 1, price: 2}\n                ^^^^\n" +
				"    declare it under attributes: at the top of the file if it is a numeric attribute\n    2 more places follow from it",
		},
		"cod for code": {
			"code: B", "cod: B", "options.yaml:8:10: unknown key cod in option B\n    - {cod: B, mass: 1, price: 2}\n       ^^^\n    did you mean code?",
		},
		"option for options": {
			"options:", "option:", "options.yaml:6:5: unknown key option in family f\n    option:\n    ^^^^^^\n    did you mean options?",
		},
		"familys for families": {
			"families:", "familys:", "options.yaml:4:1: unknown key familys in the catalog\n    familys:\n    ^^^^^^^\n    did you mean families?",
		},
		"plant for plants": {
			"plants:", "plant:", "options.yaml:2:1: unknown key plant in the catalog\n    plant: [P1]\n    ^^^^^\n    did you mean plants?",
		},
		"pric for price": {
			"price: EUR", "pric: EUR", "", // an attribute of its own
		},
		"units": {
			"attributes:", "units: {U: 3 V, V: 2 U}\nattributes:",
			"options.yaml:3:20: unit V is built in and cannot be 2 U\n    units: {U: 3 V, V: 2 U}\n                       ^^^\n    choose another symbol",
		},
	} {
		t.Run(name, func(t *testing.T) {
			require.Contains(t, text, c.old)
			_, err := readCatalog(strings.Replace(text, c.old, c.with, 1))
			if c.want == "" {
				require.Len(t, err, 1)
				return
			}
			require.EqualError(t, err, c.want)
		})
	}
	_, err := readCatalog(strings.ReplaceAll(text, "price: 2", "prise: 2"))
	require.ErrorContains(t, err, "unknown key prise in option A")
	require.ErrorContains(t, err, "did you mean price?\n    2 more places follow from it")
	require.Len(t, err, 1)
	for from, want := range map[string]string{
		"price: 2}": "attribute price: unknown unit \"eur\": did you mean EUR?",
		"mass: 1":   "attribute mass: unknown unit \"eur\": known for mass are mg g kg t oz lb",
	} {
		_, err := readCatalog(strings.ReplaceAll(text, from, strings.TrimSuffix(from, "}")+" eur"+from[len(strings.TrimSuffix(from, "}")):]))
		require.ErrorContains(t, err, want)
		require.ErrorContains(t, err, "2 more places follow from it")
		require.Len(t, err, 1)
	}
}
