package config

import (
	"fmt"
	"iter"
	"slices"
	"strings"

	"github.com/confspace/confspace/config/source"
)

// Unit is a unit of measure from a built-in table. It is comparable; the zero
// value is "no unit". Units of one dimension convert into each other exactly.
type Unit uint8

// None is the zero Unit: a pure number.
const None Unit = 0

// unitTable defines the units: symbol, dimension, and size in the dimension's
// base unit. Currencies are a dimension each: there is no exact exchange rate.
var unitTable = []struct{ symbol, dimension, size string }{
	None: {"", "number", "1"},
	{"pcs", "pieces", "1"},
	{"mg", "mass", "0.000001"},
	{"g", "mass", "0.001"},
	{"kg", "mass", "1"},
	{"t", "mass", "1000"},
	{"oz", "mass", "0.028349523125"},
	{"lb", "mass", "0.45359237"},
	{"mm", "length", "0.001"},
	{"cm", "length", "0.01"},
	{"dm", "length", "0.1"},
	{"m", "length", "1"},
	{"km", "length", "1000"},
	{"in", "length", "0.0254"},
	{"ft", "length", "0.3048"},
	{"yd", "length", "0.9144"},
	{"m2", "area", "1"},
	{"ml", "volume", "0.001"},
	{"cl", "volume", "0.01"},
	{"l", "volume", "1"},
	{"m3", "volume", "1000"},
	{"s", "time", "1"},
	{"min", "time", "60"},
	{"h", "time", "3600"},
	{"W", "power", "1"},
	{"kW", "power", "1000"},
	{"Wh", "energy", "1"},
	{"kWh", "energy", "1000"},
	{"N", "force", "1"},
	{"kN", "force", "1000"},
	{"Nm", "torque", "1"},
	{"V", "voltage", "1"},
	{"A", "current", "1"},
	{"bar", "pressure", "1"},
	{"km/h", "speed", "1"},
	{"g/km", "emission", "1"},
	{"EUR", "money in EUR", "1"},
	{"USD", "money in USD", "1"},
	{"GBP", "money in GBP", "1"},
	{"CHF", "money in CHF", "1"},
}

// unitSynonyms are other symbols for units of the table: the codes of UN/ECE
// Recommendation 20, which ISO standards and ERP systems export, and a word.
var unitSynonyms = map[string]string{
	"C62": "pcs", "EA": "pcs", "H87": "pcs", "PCE": "pcs", "ST": "pcs",
	"MGM": "mg", "GRM": "g", "KGM": "kg", "TNE": "t", "ONZ": "oz", "LBR": "lb",
	"MMT": "mm", "CMT": "cm", "DMT": "dm", "MTR": "m", "KMT": "km",
	"INH": "in", "inch": "in", "FOT": "ft", "YRD": "yd",
	"MTK": "m2", "MLT": "ml", "CLT": "cl", "LTR": "l", "MTQ": "m3",
	"SEC": "s", "MIN": "min", "HUR": "h",
}

// moneyDecimals is how many decimals the currencies of the table have.
const moneyDecimals = 2

// unitSizes are the parsed sizes of unitTable; units maps symbols to units.
var unitSizes, units = func() ([]Decimal, map[string]Unit) {
	sizes := make([]Decimal, len(unitTable))
	bySymbol := make(map[string]Unit, len(unitTable))
	for i, u := range unitTable {
		sizes[i] = parseExact(u.size)
		bySymbol[u.symbol] = Unit(i)
	}
	for synonym, symbol := range unitSynonyms {
		bySymbol[synonym] = bySymbol[symbol]
	}
	return sizes, bySymbol
}()

// Units returns all units but [None], in the order of the table.
func Units() iter.Seq[Unit] {
	return func(yield func(Unit) bool) {
		for i := 1; i < len(unitTable); i++ {
			if !yield(Unit(i)) {
				return
			}
		}
	}
}

// ParseUnit returns the unit of a symbol, exactly as in the table ("kg"), or of
// its code in UN/ECE Recommendation 20 ("KGM"); "" is [None]. The error names the nearest unit, or all of them.
func ParseUnit(s string) (Unit, error) {
	if u, ok := units[s]; ok {
		return u, nil
	}
	var symbols []string
	for u := range Units() {
		symbols = append(symbols, u.String())
	}
	if near, ok := source.Nearest(s, slices.Values(symbols)); ok {
		return None, fmt.Errorf("unknown unit %s: did you mean %s?", clip(s), near)
	}
	return None, fmt.Errorf("unknown unit %s: known are %s", clip(s), strings.Join(symbols, " "))
}

// String returns the symbol: "kg"; "" for [None].
func (u Unit) String() string { return unitTable[u].symbol }

// isMoney reports whether the unit is a currency.
func (u Unit) isMoney() bool { return strings.HasPrefix(u.Dimension(), "money") }

// Dimension returns what the unit measures: "mass", "length", "pieces";
// "number" for [None].
func (u Unit) Dimension() string { return unitTable[u].dimension }
