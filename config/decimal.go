package config

import (
	"errors"
	"fmt"
	"math/big"
	"strings"

	"github.com/cockroachdb/apd/v3"
)

// MaxDigits is how many digits [ParseDecimal] accepts, before and after the
// point together. Masses, prices and quantities have at most a dozen.
const MaxDigits = 30

// Decimal is an exact decimal number: no rounding, no float, no NaN, no
// infinity. It is an immutable value; the zero value is 0. Compare with
// [Decimal.Cmp] or [Decimal.Equal], not with ==.
type Decimal struct {
	d apd.Decimal // finite and reduced: no trailing zeros in the coefficient
}

// exact never rounds: precision 0 means unlimited in apd.
var exact = apd.Context{MaxExponent: apd.MaxExponent, MinExponent: apd.MinExponent}

// NewDecimal returns v.
func NewDecimal(v int64) Decimal {
	var x Decimal
	x.d.SetInt64(v)
	return x.reduced()
}

// ParseDecimal reads [+-]digits[.digits] with at most [MaxDigits] digits: the
// way quantities are written in data files. Exponents, digit separators, NaN
// and infinities are errors.
func ParseDecimal(s string) (Decimal, error) {
	digits, point := 0, false
	for i, c := range s {
		switch {
		case c >= '0' && c <= '9':
			digits++
		case (c == '+' || c == '-') && i == 0:
		case c == '.' && !point && digits > 0 && i < len(s)-1:
			point = true
		case c == ',':
			return Decimal{}, fmt.Errorf("%s is not a number: write the decimal point as a point, without thousands separators", clip(s))
		default:
			return Decimal{}, fmt.Errorf("%s is not a number: write digits with an optional decimal point, such as 12.5", clip(s))
		}
	}
	if digits == 0 {
		return Decimal{}, fmt.Errorf("%s is not a number: write digits with an optional decimal point, such as 12.5", clip(s))
	}
	if digits > MaxDigits {
		return Decimal{}, fmt.Errorf("%s has %d digits; at most %d are exact here", clip(s), digits, MaxDigits)
	}
	return parseExact(s), nil
}

// parseExact reads decimal text of any length that is known to be well formed.
func parseExact(s string) Decimal {
	var x Decimal
	if _, _, err := x.d.SetString(s); err != nil {
		panic("config: malformed decimal " + s)
	}
	return x.reduced()
}

// reduced returns the canonical form of x, the only one that leaves the package.
func (x Decimal) reduced() Decimal {
	if x.d.IsZero() {
		return Decimal{}
	}
	x.d.Reduce(&x.d)
	return x
}

// Add returns x + y.
func (x Decimal) Add(y Decimal) Decimal {
	var z Decimal
	must(exact.Add(&z.d, &x.d, &y.d))
	return z.reduced()
}

// Sub returns x - y.
func (x Decimal) Sub(y Decimal) Decimal {
	var z Decimal
	must(exact.Sub(&z.d, &x.d, &y.d))
	return z.reduced()
}

// Mul returns x * y.
func (x Decimal) Mul(y Decimal) Decimal {
	var z Decimal
	must(exact.Mul(&z.d, &x.d, &y.d))
	return z.reduced()
}

// must guards exact arithmetic, which fails only beyond 100,000 digits.
func must(_ apd.Condition, err error) {
	if err != nil {
		panic("config: decimal out of range: " + err.Error())
	}
}

// ErrInexact is the error of a quotient that no finite decimal equals.
var ErrInexact = errors.New("the quotient is not a finite decimal")

// ErrDivisionByZero is the error of a division by zero.
var ErrDivisionByZero = errors.New("division by zero")

// Quo returns x / y, or [ErrInexact] when that is not a finite decimal (1 / 3),
// or [ErrDivisionByZero]. [Decimal.Rat] divides without limits.
func (x Decimal) Quo(y Decimal) (Decimal, error) {
	if y.IsZero() {
		return Decimal{}, ErrDivisionByZero
	}
	q := new(big.Rat).Quo(x.Rat(), y.Rat())
	places, finite := q.FloatPrec()
	if !finite {
		return Decimal{}, ErrInexact
	}
	return parseExact(q.FloatString(places)), nil
}

// Neg returns -x.
func (x Decimal) Neg() Decimal {
	var z Decimal
	z.d.Neg(&x.d)
	return z.reduced()
}

// Cmp returns -1, 0 or +1 as x is less than, equal to or greater than y.
func (x Decimal) Cmp(y Decimal) int { return x.d.Cmp(&y.d) }

// Equal reports whether x and y are the same number.
func (x Decimal) Equal(y Decimal) bool { return x.Cmp(y) == 0 }

// Sign returns -1, 0 or +1 as x is negative, zero or positive.
func (x Decimal) Sign() int { return x.d.Sign() }

// IsZero reports whether x is 0.
func (x Decimal) IsZero() bool { return x.d.IsZero() }

// Places returns how many digits x has after the point: 2 for 0.25, 0 for 100.
func (x Decimal) Places() int { return max(0, -int(x.d.Exponent)) }

// digits returns how many digits String writes.
func (x Decimal) digits() int { return len(strings.Trim(strings.Replace(x.String(), ".", "", 1), "-")) }

// Rat returns x as a fraction. The result is the caller's.
func (x Decimal) Rat() *big.Rat {
	r := new(big.Rat).SetInt(x.d.Coeff.MathBigInt())
	scale := new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(abs(x.d.Exponent))), nil)
	if x.d.Exponent >= 0 {
		r.Mul(r, new(big.Rat).SetInt(scale))
	} else {
		r.Quo(r, new(big.Rat).SetInt(scale))
	}
	if x.d.Negative {
		r.Neg(r)
	}
	return r
}

func abs(v int32) int32 { return max(v, -v) }

// String returns the shortest form without exponent: "2.5", "-300", "0".
// ParseDecimal reads it back, if it has no more than [MaxDigits] digits.
func (x Decimal) String() string { return x.d.Text('f') }

// AppendText appends String to dst, without an allocation of its own up to 16
// digits. The error is nil.
func (x Decimal) AppendText(dst []byte) ([]byte, error) { return x.d.Append(dst, 'f'), nil }

// MarshalText returns String, for JSON and the like.
func (x Decimal) MarshalText() ([]byte, error) { return []byte(x.String()), nil }

// UnmarshalText sets x like [ParseDecimal].
func (x *Decimal) UnmarshalText(text []byte) error {
	v, err := ParseDecimal(string(text))
	if err == nil {
		*x = v
	}
	return err
}

// clip quotes user text for a message, cut when it is very long.
func clip(s string) string {
	const limit = 60
	if s == "" {
		return "empty text"
	}
	if len(s) > limit {
		s = strings.ToValidUTF8(s[:limit], "") + "…"
	}
	return fmt.Sprintf("%q", s)
}
