// Package exact has the arithmetic of units that bills and lines need
// beside config.
package exact

import (
	"math/big"

	"github.com/confspace/confspace/config"
)

// Unit returns the unit with a symbol. It panics if there is none.
func Unit(symbol string) config.Unit {
	u, err := config.ParseUnit(symbol)
	if err != nil {
		panic("bom: " + err.Error())
	}
	return u
}

// A Sum watches amounts that may be added up, so that no sum of fractions has
// a huge denominator. The zero value is ready to use.
type Sum struct{ denominator *big.Int }

// MaxDenominator is the limit of a Sum, in bits: twelve fractions of a dozen
// digits each, if no two of them share a factor.
const MaxDenominator = 512

// Add reports whether sums with x are within the limit.
func (s *Sum) Add(x config.Decimal) bool {
	if !x.IsFraction() {
		return true
	}
	d := x.Rat().Denom()
	if s.denominator != nil {
		gcd := new(big.Int).GCD(nil, nil, s.denominator, d)
		d.Mul(d, gcd.Quo(s.denominator, gcd))
	}
	s.denominator = d
	return d.BitLen() <= MaxDenominator
}

// Compare compares the sizes of two units. The error is that they are of two
// dimensions.
func Compare(u, v config.Unit) (int, error) { return one(u).Cmp(one(v)) }

func one(u config.Unit) config.Quantity {
	return config.Quantity{Amount: config.NewDecimal(1), Unit: u}
}
