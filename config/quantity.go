package config

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"unicode"
)

// Quantity is an exact amount of a unit, such as 2.5 kg or 1/3 l. It is an
// immutable value; the zero value is the number 0.
type Quantity struct {
	Amount Decimal
	Unit   Unit
}

// ParseQuantity reads a number with an optional built-in unit: "2.5 kg",
// "2.5kg", "1/3 l", "4". [Catalog.ParseQuantity] knows the units of a catalog as
// well.
func ParseQuantity(s string) (Quantity, error) { return ParseQuantityIn(s, None) }

// ParseQuantityIn is ParseQuantity where a number without unit is in unit def.
// A unit that is given stays as it is.
func ParseQuantityIn(s string, def Unit) (Quantity, error) { return unitTable(nil).quantity(s, def) }

// isNumber matches the numbers of other programs: 1e3, 0x1F.
var isNumber = regexp.MustCompile(`^[+-]?([0-9.]+[eE][+-]?[0-9]+|0[xX][0-9a-fA-F]+)$`)

// quantity is ParseQuantityIn with the units of the table.
func (t unitTable) quantity(s string, def Unit) (Quantity, error) {
	number, symbol := s, ""
	if i := strings.IndexFunc(s, isUnitLetter); i >= 0 {
		number, symbol = s[:i], s[i:]
	}
	number = strings.TrimSpace(number)
	amount, err := ParseDecimal(number)
	switch {
	case symbol == "" && err == nil:
		return Quantity{amount, def}, checkMoney(number, amount, def)
	case symbol == "":
		return Quantity{amount, def}, err
	case err != nil:
		return Quantity{}, fmt.Errorf("%s is not a quantity: write a number and a unit, such as 2.5 kg", clip(s))
	}
	unit, err := t.parse(symbol)
	switch {
	case err == nil:
		return Quantity{amount, unit}, checkMoney(number, amount, unit)
	case isNumber.MatchString(s) || strings.Contains(symbol, " ") && strings.ContainsAny(symbol, "0123456789"):
		return Quantity{}, fmt.Errorf("%s is not a quantity: write the digits out, and a unit, such as 2.5 kg", clip(s))
	case def != None:
		symbols := t.symbolsOf(def.Dimension())
		if near, ok := otherCase(symbol, symbols); ok {
			return Quantity{}, fmt.Errorf("%w %s: did you mean %s?", ErrUnknownUnit, clip(symbol), near)
		}
		return Quantity{}, fmt.Errorf("%w %s: known for %s are %s", ErrUnknownUnit, clip(symbol), def.Dimension(), strings.Join(symbols, " "))
	}
	return Quantity{}, err
}

// checkMoney returns an error for more decimals than a currency has: a point
// that was meant to separate thousands would be read as a thousandth.
func checkMoney(number string, amount Decimal, unit Unit) error {
	limit := int(unit.definition().decimals)
	switch {
	case limit == anyDecimals:
		return nil
	case amount.IsFraction():
		return fmt.Errorf("%s is not a decimal; %s has %d decimals", number, unit, limit)
	case strings.Contains(number, "/"):
		number = amount.String()
	}
	whole, decimals, _ := strings.Cut(number, ".")
	if len(decimals) <= limit {
		return nil
	}
	exact := whole
	if limit > 0 {
		exact += "." + decimals[:limit]
	}
	thousands := ""
	if len(decimals) == 3 && strings.Trim(whole, "+-0") != "" {
		thousands = fmt.Sprintf(", or %s%s if the point separates thousands", whole, decimals)
	}
	return fmt.Errorf("%s has %d decimals, and %s has %d: write %s%s", number, len(decimals), unit, limit, exact, thousands)
}

// symbolsOf lists the symbols of a dimension.
func (t unitTable) symbolsOf(dimension string) (symbols []string) {
	for u := range Units() {
		if u.Dimension() == dimension {
			symbols = append(symbols, u.String())
		}
	}
	for _, s := range t.symbols() {
		if u := t[s]; u.Dimension() == dimension && !slices.Contains(symbols, s) {
			symbols = append(symbols, s)
		}
	}
	return symbols
}

// isUnitLetter reports whether r ends the number of a quantity.
func isUnitLetter(r rune) bool { return unicode.IsLetter(r) || r == '%' }

// Add returns q + r in the unit of q. Units of different dimensions are an
// error, and so is a unit beside None.
func (q Quantity) Add(r Quantity) (Quantity, error) {
	r, err := r.In(q.Unit)
	if err != nil {
		return Quantity{}, err
	}
	return Quantity{q.Amount.Add(r.Amount), q.Unit}, nil
}

// Mul returns q times a number, in the unit of q.
func (q Quantity) Mul(n Decimal) Quantity { return Quantity{q.Amount.Mul(n), q.Unit} }

// In returns the same quantity in another unit of the same dimension: exactly,
// as a fraction if no decimal is equal (62 s is 31/30 min).
func (q Quantity) In(u Unit) (Quantity, error) {
	if q.Unit == u {
		return q, nil
	}
	from, to := q.Unit.definition(), u.definition()
	if from.dimension != to.dimension {
		return Quantity{}, fmt.Errorf("%s (%s) does not convert to %s (%s)", q, from.dimension, u.name(), to.dimension)
	}
	amount, err := q.Amount.Mul(q.Unit.size()).Quo(u.size())
	if err != nil {
		return Quantity{}, err // no unit has size 0
	}
	return Quantity{amount, u}, nil
}

// name is the symbol, or words where there is none.
func (u Unit) name() string {
	if u == None {
		return "a number without unit"
	}
	return u.String()
}

// Cmp compares two quantities of one dimension exactly, whatever their units.
func (q Quantity) Cmp(r Quantity) (int, error) {
	if q.Unit.Dimension() != r.Unit.Dimension() {
		return 0, fmt.Errorf("%s (%s) does not compare with %s (%s)", q, q.Unit.Dimension(), r, r.Unit.Dimension())
	}
	if q.Unit == r.Unit {
		return q.Amount.Cmp(r.Amount), nil
	}
	return q.Amount.Mul(q.Unit.size()).Cmp(r.Amount.Mul(r.Unit.size())), nil
}

// String returns "2.5 kg"; without unit "2.5".
func (q Quantity) String() string {
	if q.Unit == None {
		return q.Amount.String()
	}
	return q.Amount.String() + " " + q.Unit.String()
}

// MarshalText returns String, for JSON and the like.
func (q Quantity) MarshalText() ([]byte, error) { return []byte(q.String()), nil }

// UnmarshalText sets q like [ParseQuantity]: only a catalog knows the units that
// it declares.
func (q *Quantity) UnmarshalText(text []byte) error {
	v, err := ParseQuantity(string(text))
	if err == nil {
		*q = v
	}
	return err
}
