package config_test

import (
	"fmt"
	"math/big"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/confspace/confspace/config"
	"github.com/confspace/confspace/config/configtest/property"
)

func ExampleCatalog_ParseUnit() {
	cat, err := readCatalog(`
product: van
units: {CTN: 12 pcs, PAL: 40 CTN, TMU: 1/100000 h, Stk: pcs, CNY: money}
attributes: {price: CNY, packs: PAL}
families:
  - {family: f, options: [{code: A, price: 12.50, packs: 960 Stk}]}
`)
	if err != nil {
		fmt.Println(err)
		return
	}
	a, _ := cat.LookupOption("A")
	packs, _ := cat.LookupAttribute("packs")
	amount, _ := cat.Value(a, packs)
	fmt.Println(config.Quantity{Amount: amount, Unit: cat.Attribute(packs).Unit})
	for symbol, u := range cat.Units() {
		fmt.Println(symbol, u, u.Dimension())
	}
	_, err = cat.ParseUnit("CTM")
	fmt.Println(err)
	// Output:
	// 2 PAL
	// CNY CNY money in CNY
	// CTN CTN pieces
	// PAL PAL pieces
	// Stk pcs pieces
	// TMU TMU time
	// unknown unit "CTM": did you mean CTN?
}

// withUnits reads a catalog that declares units, given as YAML in braces.
func withUnits(t require.TestingT, units string) *config.Catalog {
	cat, err := readCatalog("product: p\nunits: {" + units + "}\nfamilies:\n  - {family: f, options: [A]}\n")
	require.NoError(t, err)
	return cat
}

func TestDeclaredUnitsConvert(t *testing.T) {
	cat := withUnits(t, "PAL: 40 CTN, CTN: 12 pcs, third: 1/3 kg, kEUR: 1000 EUR, doz: 12, Stk: pcs, EA: 1 pcs, KGM: 1000 g, m3: 1000 l, CNY: money, CR: money, '%': 1/100")
	in := func(text, symbol string) string {
		q, err := cat.ParseQuantity(text)
		require.NoError(t, err, text)
		u, err := cat.ParseUnit(symbol)
		require.NoError(t, err, symbol)
		q, err = q.In(u)
		require.NoError(t, err)
		return q.String()
	}
	for _, c := range [][3]string{
		{"2 PAL", "CTN", "80 CTN"},
		{"1 PAL", "pcs", "480 pcs"},
		{"6 pcs", "CTN", "0.5 CTN"},
		{"1 pcs", "PAL", "1/480 PAL"},
		{"3 third", "kg", "1 kg"},
		{"1 g", "third", "0.003 third"},
		{"2.5 kEUR", "EUR", "2500 EUR"},
		{"3 doz", "", "36"},
		{"1 doz", "%", "1200 %"},
		{"5 Stk", "pcs", "5 pcs"},
		{"5 Stk", "EA", "5 pcs"},
		{"7 KGM", "kg", "7 kg"},
		{"1.5 m3", "l", "1500 l"},
		{"1.25 CNY", "CNY", "1.25 CNY"},
	} {
		require.Equal(t, c[2], in(c[0], c[1]))
	}
	eur, err := config.ParseUnit("EUR")
	require.NoError(t, err)
	credits, err := cat.ParseQuantity("1.2345 CR")
	require.NoError(t, err, "nothing says how many decimals a currency of a catalog has")
	_, err = credits.In(eur)
	require.EqualError(t, err, "1.2345 CR (money in CR) does not convert to EUR (money in EUR)")
	_, err = cat.ParseQuantity("1.255 CNY")
	require.ErrorContains(t, err, "CNY has 2")
	_, err = readCatalog("product: p\nunits: {CTN: 12 pcs, EA: pcs}\nattributes: {packs: CTN}\nfamilies:\n  - {family: f, options: [{code: A, packs: 2 CTM}]}\n")
	require.ErrorContains(t, err, `unknown unit "CTM": known for pieces are pcs CTN EA`)
	for range cat.Units() {
		break
	}
	_, err = config.ParseUnit("PAL")
	require.Error(t, err, "a catalog's units are known to it alone")
	_, err = cat.ParseQuantity("3 bunches")
	require.ErrorContains(t, err, "known are CR CTN PAL Stk doz kEUR third pcs mg")
}

func TestLimitsOfDeclaredUnits(t *testing.T) {
	withUnits(t, strings.Repeat("x", 32)+": 2 pcs")
	withUnits(t, "tiny: 1/1000000000000000000 m, huge: 1000000000000000000 m, odd: 1/3 tiny")
	for units, want := range map[string]string{
		strings.Repeat("x", 33) + ": 2 pcs":              "longer than 32 bytes",
		"huge: 10000000000000000000 m":                   "a fraction with more than 18 digits",
		"tiny: 1/1000000000000000000 m, less: 0.01 tiny": "a fraction with more than 18 digits",
		"a: b, b: a": "unit b is defined by itself",
	} {
		_, err := readCatalog("product: p\nunits: {" + units + "}\nfamilies:\n  - {family: f, options: [A]}\n")
		require.ErrorContains(t, err, want)
		require.NotContains(t, err.Error(), "\n\n")
	}
}

// The same declaration is the same unit, and another one is another.
func TestDeclaredUnitsAreValues(t *testing.T) {
	unitOf := func(is string) config.Unit {
		u, err := withUnits(t, "CTN: "+is).ParseUnit("CTN")
		require.NoError(t, err)
		return u
	}
	require.Equal(t, unitOf("12 pcs"), unitOf("24/2 EA"))
	require.True(t, unitOf("12 pcs") == unitOf("24/2 EA"))
	require.False(t, unitOf("12 pcs") == unitOf("10 pcs"))
	require.False(t, unitOf("12 pcs") == unitOf("12"))
}

func TestDigestsTellUnitsApart(t *testing.T) {
	seen := map[[32]byte]string{}
	for _, units := range []string{"", "CTN: 12 pcs", "CTN: 10 pcs", "CTN: 12", "CTN: pcs", "CTN: money", "CTM: 12 pcs", "CTN: 12 pcs, EA: pcs"} {
		cat := withUnits(t, units)
		require.NotContains(t, seen, cat.Digest(), units)
		seen[cat.Digest()] = units
	}
	require.Equal(t, withUnits(t, "p: 2 kg, q: 3 p").Digest(), withUnits(t, "q: 6 kg, p: 2000 g").Digest())
}

func TestBuilderUnits(t *testing.T) {
	b := config.NewBuilder("p")
	ctn := b.Unit(config.UnitSpec{Symbol: "CTN", Is: "12 pcs"})
	b.Attribute(config.AttributeSpec{Name: "packs", Unit: ctn})
	b.Family(config.FamilySpec{Code: "f"})
	b.Option(config.OptionSpec{Family: "f", Code: "A", Values: map[string]config.Quantity{"packs": {Amount: config.NewDecimal(6), Unit: unit("pcs")}}})
	cat, err := b.Build()
	require.NoError(t, err)
	v, _ := cat.Value(0, 0)
	require.Equal(t, "0.5", v.String())

	other := config.NewBuilder("p")
	other.Attribute(config.AttributeSpec{Name: "packs", Unit: ctn})
	other.Family(config.FamilySpec{Code: "f"})
	other.Option(config.OptionSpec{Family: "f", Code: "A"})
	_, err = other.Build()
	require.ErrorContains(t, err, "attribute packs is in CTN, a unit that the catalog does not declare")

	require.Equal(t, config.None, b.Unit(config.UnitSpec{Symbol: "CTN", Is: "12 pcs"}))
	_, err = b.Build()
	require.ErrorContains(t, err, "unit CTN is declared twice")

	many := config.NewBuilder("p")
	many.Family(config.FamilySpec{Code: "f"})
	many.Option(config.OptionSpec{Family: "f", Code: "A"})
	for i := range 1000 {
		many.Unit(config.UnitSpec{Symbol: fmt.Sprintf("u%d", i), Is: "2 pcs"})
	}
	_, err = many.Build()
	require.NoError(t, err)
	many.Unit(config.UnitSpec{Symbol: "more", Is: "2 pcs"})
	_, err = many.Build()
	require.ErrorContains(t, err, "unit more is one too many: a catalog declares at most 1000")
}

// Conversions of declared units agree with rational arithmetic.
func TestDeclaredUnitsAreExact(t *testing.T) {
	property.Check(t, func(t *rapid.T) {
		draw := func(name string) *big.Rat {
			return big.NewRat(rapid.Int64Range(1, 1e6).Draw(t, name), rapid.Int64Range(1, 1e6).Draw(t, name+" of"))
		}
		x, y, amount := draw("x"), draw("y"), draw("amount")
		cat := withUnits(t, "x: "+x.String()+" m, y: "+y.String()+" x")
		q, err := cat.ParseQuantity(strings.TrimSuffix(amount.String(), "/1") + " y")
		require.NoError(t, err)
		u, err := cat.ParseUnit("x")
		require.NoError(t, err)
		want := new(big.Rat).Mul(amount, y)
		in := must(q.In(u))
		require.Zero(t, in.Amount.Rat().Cmp(want))
		require.Zero(t, must(in.Cmp(q)))
		require.Zero(t, must(q.In(unit("m"))).Amount.Rat().Cmp(want.Mul(want, x)))
	})
}
