package config_test

import (
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
	_, err = config.ParseUnit("kgs")
	require.EqualError(t, err, `unknown unit "kgs": did you mean kg?`)
}

func TestMoneyHasTheDecimalsOfItsCurrency(t *testing.T) {
	for text, want := range map[string]string{
		"27.400 EUR": "27.400 has 3 decimals, and EUR has 2: write 27.40, or 27400 if the point separates thousands",
		"0.125 USD":  "0.125 has 3 decimals, and USD has 2: write 0.12",
		"1.2345 CHF": "1.2345 has 4 decimals, and CHF has 2: write 1.23",
		"27.40 JPY":  "27.40 has 2 decimals, and JPY has 0: write 27",
		"27.400 JPY": "27.400 has 3 decimals, and JPY has 0: write 27, or 27400 if the point separates thousands",
		"1.2345 KWD": "1.2345 has 4 decimals, and KWD has 3: write 1.234",
		"1/3 EUR":    "1/3 is no decimal, and EUR has 2 decimals",
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
	require.ErrorContains(t, err, "a comma within a number: what follows it is read as a key\n")
	require.ErrorContains(t, err, "write 14.50, not 14,50")
}

func TestFamilyThatTakesMoreThanItHas(t *testing.T) {
	_, err := readCatalog("product: p\nfamilies:\n  - family: f\n    select: '[1..9]'\n    options: [A, B]\n")
	require.EqualError(t, err, "options.yaml:3:13: family f takes up to 9 options, but has only 2\n    - family: f\n              ^\n    write [1..2], or [1..*] for as many as there are")
}
