package config_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/confspace/confspace/config"
)

func TestUnitsThatERPSystemsExport(t *testing.T) {
	for symbol, want := range map[string]string{
		"EA": "pcs", "ST": "pcs", "C62": "pcs", "KGM": "kg", "LTR": "l", "MTR": "m", "MTQ": "m3", "LBR": "lb", "INH": "in", "inch": "in", "FOT": "ft", "YRD": "yd", "ONZ": "oz",
		"PCE": "pcs", "SET": "pcs", "M": "m", "m3": "m3", "dm": "dm", "%": "%", "P1": "%",
	} {
		u, err := config.ParseUnit(symbol)
		require.NoError(t, err)
		assert.Equal(t, want, u.String(), symbol)
	}
	for _, exact := range []struct{ q, in, want string }{
		{"1 in", "mm", "25.4 mm"}, {"3 ft", "yd", "1 yd"}, {"16 oz", "lb", "1 lb"}, {"1 lb", "g", "453.59237 g"}, {"2 m3", "l", "2000 l"},
	} {
		q, err := config.ParseQuantity(exact.q)
		require.NoError(t, err)
		u, err := config.ParseUnit(exact.in)
		require.NoError(t, err)
		q, err = q.In(u)
		require.NoError(t, err)
		assert.Equal(t, exact.want, q.String())
	}
}

func TestShortUnknownUnitsHaveNoHint(t *testing.T) {
	for _, symbol := range []string{"EX", "x", "q3"} {
		_, err := config.ParseUnit(symbol)
		require.ErrorContains(t, err, "known are pcs", symbol)
	}
	_, err := config.ParseUnit("KG")
	require.ErrorContains(t, err, "did you mean kg?")
}

// The currencies do not hide units of measure, and each is a dimension.
func TestCurrencies(t *testing.T) {
	count := 0
	for u := range config.Units() {
		if u.Dimension() != "money in "+u.String() {
			continue
		}
		count++
		require.Regexp(t, "^[A-Z]{3}$", u.String())
		_, err := config.Quantity{Unit: u}.In(unit("EUR"))
		require.Equal(t, u == unit("EUR"), err == nil)
	}
	require.Equal(t, 179, count)
	for _, code := range []string{"CNY", "JPY", "INR", "BRL", "ZWG", "XCG", "XDR"} {
		require.Equal(t, "money in "+code, unit(code).Dimension())
	}
	for _, symbol := range []string{"DEM", "HRK", "Cny"} { // withdrawn, or no code
		_, err := config.ParseUnit(symbol)
		require.Error(t, err, symbol)
	}
	_, err := config.ParseUnit("Cny")
	require.EqualError(t, err, `unknown unit "Cny": did you mean CNY?`)
	for symbol, near := range map[string]string{
		"kgs": "kg", "eur": "EUR", "Usd": "USD", "inr": "INR", "lbp": "LBP", "ea": "EA", "KG": "kg", "hur": "HUR", "Nms": "Nm", "pxs": "pcs", "litre": "l", "Stk": "pcs",
	} {
		_, err = config.ParseUnit(symbol)
		require.EqualError(t, err, fmt.Sprintf("unknown unit %q: did you mean %s?", symbol, near))
	}
	eur, err := config.ParseUnit("EUR")
	require.NoError(t, err)
	_, err = config.ParseQuantityIn("30 eur", eur)
	require.EqualError(t, err, `unknown unit "eur": did you mean EUR?`)
	_, err = config.ParseQuantityIn("30 huf", eur)
	require.EqualError(t, err, `unknown unit "huf": known for money in EUR are EUR`)
}

// The decimals of the currencies are those of ISO 4217: two, but for these.
func TestDecimalsOfCurrencies(t *testing.T) {
	special := map[string]int{}
	for decimals, codes := range map[int]string{
		0: "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF",
		3: "BHD IQD JOD KWD LYD OMR TND",
		4: "CLF UYW",
		9: "XAG XAU XBA XBB XBC XBD XDR XPD XPT XSU XTS XUA XXX", // no limit
	} {
		for code := range strings.FieldsSeq(codes) {
			special[code] = decimals
		}
	}
	var codes []string
	for u := range config.Units() {
		if !strings.HasPrefix(u.Dimension(), "money") {
			continue
		}
		codes = append(codes, u.String())
		want, ok := special[u.String()]
		if !ok {
			want = 2
		}
		delete(special, u.String())
		for decimals := range 6 {
			text := "1." + strings.Repeat("0", decimals) + " " + u.String()
			_, err := config.ParseQuantity(strings.Replace(text, ". ", " ", 1))
			require.Equal(t, decimals <= want, err == nil, "%s: %v", text, err)
		}
	}
	require.Empty(t, special)
	require.True(t, slices.IsSorted(codes))
}

func TestMoneyHasTheDecimalsOfItsCurrency(t *testing.T) {
	for text, want := range map[string]string{
		"27.400 EUR": "27.400 has 3 decimals, and EUR has 2: write 27.40, or 27400 if the point separates thousands",
		"0.125 USD":  "0.125 has 3 decimals, and USD has 2: write 0.12",
		"1.2345 CHF": "1.2345 has 4 decimals, and CHF has 2: write 1.23",
		"27.40 JPY":  "27.40 has 2 decimals, and JPY has 0: write 27",
		"27.400 JPY": "27.400 has 3 decimals, and JPY has 0: write 27, or 27400 if the point separates thousands",
		"1.2345 KWD": "1.2345 has 4 decimals, and KWD has 3: write 1.234",
		"1/3 EUR":    "1/3 is not a decimal; EUR has 2 decimals",
		"1/8 EUR":    "0.125 has 3 decimals, and EUR has 2: write 0.12",
	} {
		_, err := config.ParseQuantity(text)
		require.EqualError(t, err, want)
	}
	for _, text := range []string{"27.40 EUR", "27 EUR", "-1.5 GBP", "27.400 kg", "27 JPY", "1.234 KWD", "0.1234 CLF", "1/4 EUR", "0.00001 XAU"} {
		_, err := config.ParseQuantity(text)
		require.NoError(t, err)
	}
	_, err := readCatalog("product: p\nattributes: {price: EUR}\nfamilies:\n  - family: f\n    options: [{code: A, price: 27.400}, {code: B, price: 14,50}]\n")
	require.ErrorContains(t, err, "options.yaml:5:32: attribute price: 27.400 has 3 decimals")
	require.ErrorContains(t, err, "a number must not contain a comma; YAML reads the rest as a key\n")
	require.ErrorContains(t, err, "write 14.50, not 14,50")
}

func TestFamilyThatTakesMoreThanItHas(t *testing.T) {
	_, err := readCatalog("product: p\nfamilies:\n  - family: f\n    select: '[1..9]'\n    options: [A, B]\n")
	require.EqualError(t, err, "options.yaml:3:13: family f takes up to 9 options, but has only 2\n    - family: f\n              ^\n    write [1..2], or [1..*] without an upper bound")
}
