package config

import (
	"fmt"
	"iter"
	"math/big"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/confspace/confspace/config/source"
)

// UnitSpec declares a unit to a [Builder].
type UnitSpec struct {
	// Symbol is the text of the unit in files: a letter or %, then letters,
	// digits and any of / % . _ - ² ³.
	Symbol string
	// Is defines the unit: another unit ("pcs"), a multiple of one ("12
	// pcs", "1/3 kg"), a number ("12") or "money".
	Is    string
	Place source.Place

	isAt source.Place // where Is is written, if known
}

// maxSymbol is the longest symbol of a unit, in bytes.
const maxSymbol = 32

// maxUnits is the greatest number of units that a catalog declares.
const maxUnits = 1000

// moneyWord declares a currency.
const moneyWord = "money"

// Unit declares a unit and returns it, so that attributes can have it. Its
// definition may name built-in units and units declared before. A unit that is
// declared as another one becomes another symbol of it. A built-in symbol can be
// declared only with its built-in meaning. [Builder.Build] reports its defects;
// the unit returned is then [None].
func (b *Builder) Unit(s UnitSpec) Unit {
	if fault := b.units.symbolFault(s.Symbol); fault != "" {
		b.badUnit(s.Place, s.Symbol, s.Symbol, fault)
		return None
	}
	u, fault := b.units.declare(s.Symbol, strings.TrimSpace(s.Is))
	if fault != "" {
		place, word := s.Place, s.Symbol
		if s.isAt.IsValid() {
			place, word = s.isAt, s.Is
		}
		b.badUnit(place, word, s.Symbol, fault)
		return None
	}
	b.addUnit(s.Symbol, u)
	return u
}

// badUnit reports the defect of a unit, once: attributes that name the unit
// have none.
func (b *Builder) badUnit(place source.Place, word, symbol, fault string) {
	b.defects = append(b.defects, source.Defect{Place: place, Width: utf8.RuneCountInString(word), Msg: fault})
	b.addUnit(symbol, None)
}

// addUnit adds a unit to the table unless its symbol is taken.
func (b *Builder) addUnit(symbol string, u Unit) {
	if b.units == nil {
		b.units = make(unitTable)
	}
	if _, taken := b.units[symbol]; !taken {
		b.units[symbol] = u
	}
}

// declare returns the unit of a symbol and its definition is, or the fault.
func (t unitTable) declare(symbol, is string) (u Unit, fault string) {
	u, fault = t.meaning(symbol, is)
	if fault != "" {
		return None, fault
	}
	known, ok := builtin[symbol]
	switch other, meant := t.inOtherCase(symbol); {
	case ok && !known.same(u):
		return None, fmt.Sprintf("unit %s is built in as %s and cannot be %s: choose another symbol", symbol, known.meaning(), u.meaning())
	case ok:
		return known, ""
	case other != "" && meant != None && !meant.same(u):
		return None, fmt.Sprintf("unit %s differs only in case from %s, which is another unit: choose another symbol", symbol, other)
	}
	return u, ""
}

// inOtherCase returns a symbol, built in or declared, that differs from another only
// in case, and its unit.
func (t unitTable) inOtherCase(symbol string) (other string, u Unit) {
	words := slices.AppendSeq(t.symbols(), measureSymbols)
	for _, s := range synonyms {
		words = append(words, s.synonym)
	}
	words = append(words, currencyCodes...)
	for _, word := range words {
		if word != symbol && strings.EqualFold(word, symbol) {
			u, _ := t.lookup(word)
			return word, u
		}
	}
	return "", None
}

// same reports whether two units are one, whatever their symbols.
func (u Unit) same(v Unit) bool {
	a, b := u.definition(), v.definition()
	return a.dimension == b.dimension && a.num == b.num && a.den == b.den
}

// symbolFault returns the fault of a symbol that a catalog declares.
func (t unitTable) symbolFault(symbol string) string {
	_, taken := t[symbol]
	switch {
	case taken:
		return fmt.Sprintf("unit %s is declared twice", symbol)
	case len(t) == maxUnits:
		return fmt.Sprintf("unit %s is one too many: a catalog declares at most %d", symbol, maxUnits)
	case symbol == "":
		return "a unit has an empty symbol"
	case len(symbol) > maxSymbol:
		return fmt.Sprintf("the symbol %s of a unit is longer than %d bytes", clip(symbol), maxSymbol)
	case symbol == moneyWord:
		return "money is not a symbol; it says that a unit is a currency, as in CNY: money"
	}
	for i, r := range symbol {
		if i == 0 && !isUnitLetter(r) {
			return fmt.Sprintf("the symbol %s of a unit does not begin with a letter or %%", clip(symbol))
		}
		if !unicode.IsLetter(r) && !unicode.IsDigit(r) && !strings.ContainsRune("/%._-²³", r) {
			return fmt.Sprintf("the symbol %s of a unit contains the character %q", clip(symbol), r)
		}
	}
	return ""
}

// meaning returns the unit of a symbol and its definition is.
func (t unitTable) meaning(symbol, is string) (u Unit, fault string) {
	switch {
	case is == "":
		return None, fmt.Sprintf("unit %s has no definition: write another unit, such as pcs, a quantity, such as 12 pcs, or money", symbol)
	case is == moneyWord:
		return newMoney(symbol), ""
	case isUnitLetter([]rune(is)[0]):
		u, err := t.parse(is)
		if err != nil {
			return None, fmt.Sprintf("unit %s: %v", symbol, err)
		}
		return u, ""
	}
	q, err := t.quantity(is, None)
	if err != nil {
		return None, fmt.Sprintf("unit %s: %v", symbol, err)
	}
	if q.Amount.Sign() <= 0 {
		return None, fmt.Sprintf("unit %s: its size %s must be above zero", symbol, q)
	}
	if q.Unit != None && q.Amount.Equal(NewDecimal(1)) {
		return q.Unit, ""
	}
	of := q.Unit.definition()
	size := q.Amount.Rat()
	size.Mul(size, big.NewRat(of.num, of.den))
	if base := q.Unit.base(); base != "" && size.Cmp(big.NewRat(1, 1)) == 0 {
		u, _ := t.lookup(base)
		return u, ""
	}
	if !size.Num().IsInt64() || !size.Denom().IsInt64() {
		return None, fmt.Sprintf("unit %s: its size %s is a fraction with more than 18 digits", symbol, q)
	}
	return newUnit(definition{symbol, of.dimension, size.Num().Int64(), size.Denom().Int64(), anyDecimals}), ""
}

// meaning returns the declaration of the unit: "12 pcs", "money".
func (u Unit) meaning() string {
	if u.isMoney() && u.base() == u.String() {
		return moneyWord
	}
	d, base := u.definition(), u.base()
	switch {
	case base == "":
		return u.size().String()
	case d.num == 1 && d.den == 1:
		return base
	}
	return u.size().String() + " " + base
}

// declaration returns the definition of a symbol that the catalog declares.
func (t unitTable) declaration(symbol string) string {
	if u := t[symbol]; u.String() != symbol {
		return u.String()
	}
	return t[symbol].meaning()
}

// Units returns the units that the catalog declares, in the order of their
// symbols, with their definitions. A unit that is declared as another one
// has the symbol of that one.
func (c *Catalog) Units() iter.Seq2[string, Unit] {
	return func(yield func(string, Unit) bool) {
		for _, s := range c.units.symbols() {
			if !yield(s, c.units[s]) {
				return
			}
		}
	}
}

// ParseUnit is [ParseUnit] with the units that the catalog declares.
func (c *Catalog) ParseUnit(s string) (Unit, error) { return c.units.parse(s) }

// ParseQuantity is [ParseQuantity] with the units that the catalog declares.
func (c *Catalog) ParseQuantity(s string) (Quantity, error) { return c.units.quantity(s, None) }
