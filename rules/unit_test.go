package rules

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/confspace/confspace/config"
)

// packs returns a catalog with units of its own and attributes in them.
func packs(t testing.TB) *config.Catalog {
	t.Helper()
	cat, err := config.ReadCatalog("options.yaml", strings.NewReader(`
product: packs
units: {CTN: 12 pcs, third: 1/3 kg, doz: 12, Stk: pcs, "m/s2": m}
attributes: {packs: CTN, mass: kg, paint: g, share: "%", rest: "%", price: CNY, time: min, speed: km/h}
families:
  - family: f
    select: any
    options:
      - {code: A, packs: 2, mass: 1, paint: 500, share: 10, rest: 40, price: 300, time: 1, speed: 130}
      - {code: B, packs: 6 pcs, mass: 2, paint: 250, share: 5, rest: 0.1, price: 20, time: 2, speed: 90}
`))
	require.NoError(t, err)
	return cat
}

// Each comparison is of A alone, so that its condition is A, !A, true or false.
func TestUnitsInExpressions(t *testing.T) {
	cat := packs(t)
	for src, want := range map[string]string{
		"A.packs >= 24 pcs":                  "A",
		"A.packs > 24 Stk":                   "false",
		"A.packs >= 2 CTN":                   "A",
		"A.packs >= 2":                       "A",
		"A.packs >= 2 doz":                   "",
		"A.mass >= 3 third":                  "A",
		"A.mass > 3 third":                   "false",
		"A.mass >= 1/3 kg":                   "A",
		"A.paint >= 1/2 kg":                  "A",
		"A.paint > 1/2 kg":                   "false",
		"A.paint >= 3/2 third":               "A",
		"A.mass == 2 * 1/2 kg":               "A",
		"A.time >= 60 s":                     "A",
		"A.time > 59 s":                      "A",
		"A.time > 61 s":                      "false",
		`A.speed >= 130 "km/h"`:              "A",
		`A.mass >= 3 "m/s2"`:                 "",
		"A.share >= 10 %":                    "A",
		"A.share >= 10":                      "A",
		"A.share > 10":                       "false",
		"A.share * 2 >= 20 %":                "A",
		"A.share * 2 > 20 %":                 "false",
		"A.share * A.rest >= 4 %":            "A",
		"A.share * A.rest > 4 %":             "false",
		"A.share * A.rest == A.share * 40 %": "true",
		"A.price * 5 % >= 15 CNY":            "A",
		"A.price * 5 % > 15 CNY":             "false",
		"A.price * A.share >= 30 CNY":        "A",
		"A.price * A.share > 30 CNY":         "false",
		"5 % * A.price > 15":                 "false",
		"A.price * (2 % + 3 %) >= 15":        "A",
		"A.price * (2 % + 3 %) > 15":         "false",
		"A.price / 5 % >= 6000 CNY":          "A",
		"A.price / 50 % > 600":               "false",
		"A.price >= 3 doz":                   "",
		"A.price * 1 doz >= 3600 CNY":        "A",
		"A >= 50 %":                          "",
		"count(A) >= 50 %":                   "A",
		"count(A) / 4 >= 25 %":               "A",
		"count(A) / 4 > 25 %":                "false",
		"A.paint / A.mass >= 1":              "",
		"A.price / 2 >= 3 kg":                "",
		"A.price / 2 >= A.mass":              "",
		"A.price / 50 % >= A.mass":           "",
		"A.share / 2 >= 5 %":                 "A",
		"A.share / 2 > 5 %":                  "false",
		"A.price / 2 CNY >= 150":             "A",
		"A.price / 2 CNY > 150":              "false",
		"A.share >= 3 kg":                    "",
		"A.mass >= 5 %":                      "",
		"50 % == 1/2":                        "true",
		"2 * 50 % == 1":                      "true",
		"1 doz == 1200 %":                    "true",
		"A.packs >= 1/0 pcs":                 "",
	} {
		e, err := Parse(cat, src)
		if want == "" {
			require.Error(t, err, src)
			continue
		}
		require.NoError(t, err, src)
		require.Equal(t, want, e.String(), src)
	}
	_, err := Parse(cat, "A.packs >= 2 CTM")
	require.ErrorContains(t, err, `unknown unit "CTM": did you mean CTN?`)
	_, err = Parse(vans(t), "VAN.mass >= 2 third")
	require.ErrorContains(t, err, `unknown unit "third"`)
}

// Units of nested products are found in one walk of each.
func TestUnitOfNestedProducts(t *testing.T) {
	src := "A.mass"
	for range 60 {
		src = "(" + src + ") * 1"
	}
	e, err := Parse(packs(t), src+" >= 1 kg")
	require.NoError(t, err)
	require.Equal(t, "A", e.String())
}
