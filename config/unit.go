package config

import (
	"errors"
	"fmt"
	"iter"
	"math/big"
	"slices"
	"strings"
	"unique"

	"github.com/confspace/confspace/config/source"
)

// Unit is a unit of measure: a built-in one, or one that a catalog declares (see
// [Builder.Unit]). It is comparable; the zero value is [None]. Two units are
// equal if they have the same symbol, dimension and size, wherever they are
// declared. Units of one dimension convert into each other exactly.
type Unit struct {
	handle unique.Handle[definition]
}

// definition is the meaning of a unit.
type definition struct {
	symbol, dimension string
	num, den          int64 // the size in the dimension's base unit, a reduced fraction
	decimals          int8  // the most that an amount may have, or anyDecimals
}

// None is the zero Unit: a pure number. Do not change it.
var None Unit

// number is the dimension of None and of units such as %.
const number = "number"

func newUnit(d definition) Unit { return Unit{unique.Make(d)} }

// definition returns the meaning of the unit.
func (u Unit) definition() definition {
	if u == None {
		return definition{dimension: number, num: 1, den: 1, decimals: anyDecimals}
	}
	return u.handle.Value()
}

// measures are the built-in units except currencies: symbol, dimension, and
// size in the dimension's base unit, which is the first of size 1.
var measures = []struct{ symbol, dimension, size string }{
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
	{"%", number, "1/100"},
}

// synonyms are other symbols for measures: the codes of UN/ECE Recommendation
// 20, which ISO standards and ERP systems export, and words.
var synonyms = []struct{ synonym, symbol string }{
	{"C62", "pcs"},
	{"EA", "pcs"},
	{"H87", "pcs"},
	{"PCE", "pcs"},
	{"SET", "pcs"},
	{"ST", "pcs"},
	{"P1", "%"},
	{"MGM", "mg"},
	{"GRM", "g"},
	{"KGM", "kg"},
	{"TNE", "t"},
	{"ONZ", "oz"},
	{"LBR", "lb"},
	{"MMT", "mm"},
	{"CMT", "cm"},
	{"DMT", "dm"},
	{"M", "m"},
	{"MTR", "m"},
	{"KMT", "km"},
	{"INH", "in"},
	{"inch", "in"},
	{"FOT", "ft"},
	{"YRD", "yd"},
	{"MTK", "m2"},
	{"MLT", "ml"},
	{"CLT", "cl"},
	{"LTR", "l"},
	{"MTQ", "m3"},
	{"SEC", "s"},
	{"MIN", "min"},
	{"HUR", "h"},
}

// builtin maps symbols to units, bases dimensions to the symbols of their base
// units.
var builtin, bases = func() (map[string]Unit, map[string]string) {
	units, bases := map[string]Unit{"": None}, map[string]string{number: ""}
	for _, m := range measures {
		size, ok := new(big.Rat).SetString(m.size)
		if !ok {
			panic("config: malformed size of unit " + m.symbol)
		}
		units[m.symbol] = newUnit(definition{m.symbol, m.dimension, size.Num().Int64(), size.Denom().Int64(), anyDecimals})
		if _, ok := bases[m.dimension]; !ok && m.size == "1" {
			bases[m.dimension] = m.symbol
		}
	}
	for _, s := range synonyms {
		units[s.synonym] = units[s.symbol]
	}
	for code := range currencies() {
		units[code] = newMoney(code)
	}
	return units, bases
}()

// measureSymbols returns the symbols of all measures.
func measureSymbols(yield func(string) bool) {
	for _, m := range measures {
		if !yield(m.symbol) {
			return
		}
	}
}

// Units returns all built-in units except [None]: measures, and the currencies
// of ISO 4217 by code.
func Units() iter.Seq[Unit] {
	return func(yield func(Unit) bool) {
		for _, symbols := range []iter.Seq[string]{measureSymbols, currencies()} {
			for s := range symbols {
				if !yield(builtin[s]) {
					return
				}
			}
		}
	}
}

// ErrUnknownUnit is wrapped by the error of an unknown symbol, for readers of
// files without the catalog that may declare it.
var ErrUnknownUnit = errors.New("unknown unit")

// ParseUnit returns the built-in unit of a symbol, exactly as in the table
// ("kg"), of its code in UN/ECE Recommendation 20 ("KGM"), or of a currency in
// ISO 4217 ("EUR"); "" is [None]. The error names the nearest unit, or all of
// them. [Catalog.ParseUnit] knows the units of a catalog as well.
func ParseUnit(s string) (Unit, error) { return unitTable(nil).parse(s) }

// unitTable are the units that a catalog declares, by symbol.
type unitTable map[string]Unit

// lookup returns the unit of a symbol, declared or built in.
func (t unitTable) lookup(symbol string) (Unit, bool) {
	if u, ok := builtin[symbol]; ok {
		return u, true
	}
	u, ok := t[symbol]
	return u, ok
}

// parse is lookup with an error that names the known units.
func (t unitTable) parse(symbol string) (Unit, error) {
	if u, ok := t.lookup(symbol); ok {
		return u, nil
	}
	own := slices.DeleteFunc(t.symbols(), func(s string) bool { _, ok := builtin[s]; return ok })
	words := slices.AppendSeq(own, measureSymbols)
	known := strings.Join(words, " ")
	for _, s := range synonyms {
		words = append(words, s.synonym)
	}
	// Among so many currencies a near one is only a guess: a currency is suggested
	// only if the case is wrong. For kgs, kg is likelier.
	near, ok := otherCase(symbol, words)
	if !ok {
		near, ok = otherCase(strings.TrimSuffix(symbol, "s"), words)
	}
	if !ok {
		near, ok = otherCase(symbol, currencyCodes)
	}
	if !ok {
		near, ok = source.Nearest(symbol, slices.Values(words))
		if u, known := builtin[near]; known {
			near = u.String() // not the code of another system
		}
	}
	if ok {
		return None, fmt.Errorf("%w %s: did you mean %s?", ErrUnknownUnit, clip(symbol), near)
	}
	return None, fmt.Errorf("%w %s: known are %s, and currencies by their ISO 4217 code", ErrUnknownUnit, clip(symbol), known)
}

// otherCase returns the word that equals a symbol except in case.
func otherCase(symbol string, words []string) (string, bool) {
	i := slices.IndexFunc(words, func(word string) bool { return strings.EqualFold(word, symbol) })
	if i < 0 {
		return "", false
	}
	return words[i], true
}

// symbols returns the declared symbols in order.
func (t unitTable) symbols() []string {
	symbols := make([]string, 0, len(t))
	for s := range t {
		symbols = append(symbols, s)
	}
	slices.Sort(symbols)
	return symbols
}

// String returns the symbol: "kg"; "" for [None].
func (u Unit) String() string { return u.definition().symbol }

// MarshalText returns String.
func (u Unit) MarshalText() ([]byte, error) { return []byte(u.String()), nil }

// UnmarshalText reads the symbol of a built-in unit, see [ParseUnit]. A catalog reads
// those that it declares, [Catalog.ParseUnit].
func (u *Unit) UnmarshalText(text []byte) error {
	v, err := ParseUnit(string(text))
	if err == nil {
		*u = v
	}
	return err
}

// Dimension returns what the unit measures: "mass", "length", "pieces";
// "number" for [None] and %.
func (u Unit) Dimension() string { return u.definition().dimension }

// isMoney reports whether the unit is a currency, or a multiple of one.
func (u Unit) isMoney() bool { return strings.HasPrefix(u.Dimension(), moneyDimension) }

// base returns the symbol of the base unit of the unit's dimension.
func (u Unit) base() string {
	dimension := u.Dimension()
	if code, ok := strings.CutPrefix(dimension, moneyDimension); ok {
		return code
	}
	return bases[dimension]
}

// size returns how many base units the unit is.
func (u Unit) size() Decimal {
	d := u.definition()
	return NewRat(big.NewRat(d.num, d.den))
}
