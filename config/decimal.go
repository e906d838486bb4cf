package config

import (
	"errors"
	"fmt"
	"math/big"
	"strings"

	"github.com/cockroachdb/apd/v3"
)

// MaxDigits is the greatest number of digits that [ParseDecimal] accepts,
// before and after the point together. Masses, prices and quantities have
// at most a dozen.
const MaxDigits = 30

// Decimal is an exact number: no rounding, no float, no NaN, no infinity. It is
// a decimal, or a fraction where no decimal is equal (1/3). It is an immutable
// value; the zero value is 0. Compare with [Decimal.Cmp] or [Decimal.Equal], not
// with ==.
type Decimal struct {
	d        apd.Decimal // finite and reduced: no trailing zeros in the coefficient
	fraction *big.Rat    // the number if no decimal is equal, else nil; never modified
}

// exact never rounds: precision 0 means unlimited in apd.
var exact = apd.Context{MaxExponent: apd.MaxExponent, MinExponent: apd.MinExponent}

// NewDecimal returns v.
func NewDecimal(v int64) Decimal {
	var x Decimal
	x.d.SetInt64(v)
	return x.reduced()
}

// NewRat returns r, which it copies.
func NewRat(r *big.Rat) Decimal {
	if r == nil {
		return Decimal{}
	}
	places, finite := r.FloatPrec()
	if !finite {
		return Decimal{fraction: new(big.Rat).Set(r)}
	}
	return parseExact(r.FloatString(places))
}

// ParseDecimal reads [+-]digits[.digits] with at most [MaxDigits] digits: the
// way quantities are written in data files; or a fraction of two whole numbers,
// [+-]digits/digits. Exponents, digit separators, NaN and infinities are errors.
func ParseDecimal(s string) (Decimal, error) {
	if num, den, ok := strings.Cut(s, "/"); ok {
		return parseFraction(s, num, den)
	}
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

// parseFraction reads num/den, which is the text s.
func parseFraction(s, num, den string) (Decimal, error) {
	malformed := fmt.Errorf("%s is not a number: write a fraction as two whole numbers, such as 1/3", clip(s))
	if strings.Contains(num, ".") || strings.ContainsAny(den, ".+-/") {
		return Decimal{}, malformed
	}
	n, err := ParseDecimal(num)
	if err != nil {
		return Decimal{}, malformed
	}
	d, err := ParseDecimal(den)
	if err != nil {
		return Decimal{}, malformed
	}
	x, err := n.Quo(d)
	if err != nil {
		return Decimal{}, fmt.Errorf("%s: %w", clip(s), err)
	}
	if !x.IsFraction() && x.digits() > MaxDigits {
		return Decimal{}, fmt.Errorf("%s has %d digits; at most %d are exact here", clip(s), x.digits(), MaxDigits)
	}
	return x, nil
}

// parseExact reads decimal text of any length that is known to be well formed.
func parseExact(s string) Decimal {
	var x Decimal
	if _, _, err := x.d.SetString(s); err != nil {
		panic("config: malformed decimal " + s)
	}
	return x.reduced()
}

// reduced returns the canonical form of x. No other form leaves the package.
func (x Decimal) reduced() Decimal {
	if x.d.IsZero() {
		return Decimal{}
	}
	x.d.Reduce(&x.d)
	return x
}

// Add returns x + y.
func (x Decimal) Add(y Decimal) Decimal {
	if z, ok := addSmall(&x, &y); ok {
		return z
	}
	if x.fraction != nil || y.fraction != nil {
		return NewRat(new(big.Rat).Add(x.Rat(), y.Rat()))
	}
	var z Decimal
	must(exact.Add(&z.d, &x.d, &y.d))
	return z.reduced()
}

// Sub returns x - y.
func (x Decimal) Sub(y Decimal) Decimal {
	if x.fraction != nil || y.fraction != nil {
		return NewRat(new(big.Rat).Sub(x.Rat(), y.Rat()))
	}
	var z Decimal
	must(exact.Sub(&z.d, &x.d, &y.d))
	return z.reduced()
}

// Mul returns x * y.
func (x Decimal) Mul(y Decimal) Decimal {
	if x.fraction != nil || y.fraction != nil {
		return NewRat(new(big.Rat).Mul(x.Rat(), y.Rat()))
	}
	var z Decimal
	must(exact.Mul(&z.d, &x.d, &y.d))
	return z.reduced()
}

// addSmall returns x + y if both are decimals of few digits, as quantities are.
// Sums of bills and lines add only such numbers.
func addSmall(x, y *Decimal) (z Decimal, ok bool) {
	if x.fraction != nil || y.fraction != nil || !x.d.Coeff.IsUint64() || !y.d.Coeff.IsUint64() {
		return z, false
	}
	a, b, exponent := x.d.Coeff.Uint64(), y.d.Coeff.Uint64(), x.d.Exponent
	switch shift := int(x.d.Exponent) - int(y.d.Exponent); {
	case shift > maxShift || shift < -maxShift:
		return z, false
	case shift > 0:
		if a > maxSmall {
			return z, false
		}
		a, exponent = a*tens[shift], y.d.Exponent
	case shift < 0:
		if b > maxSmall {
			return z, false
		}
		b *= tens[-shift]
	}
	if a >= 1<<62 || b >= 1<<62 {
		return z, false
	}
	sum := int64(a)
	if x.d.Negative {
		sum = -sum
	}
	if y.d.Negative {
		sum -= int64(b)
	} else {
		sum += int64(b)
	}
	if sum == 0 {
		return z, true
	}
	for sum%10 == 0 {
		sum /= 10
		exponent++
	}
	z.d.Negative, z.d.Exponent = sum < 0, exponent
	z.d.Coeff.SetUint64(uint64(max(sum, -sum)))
	return z, true
}

// tens are the powers of ten by which addSmall shifts; the product of the largest
// and maxSmall is below 2^62.
var tens = [...]uint64{1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9}

const (
	maxShift = len(tens) - 1
	maxSmall = 1 << 32
)

// must guards exact arithmetic, which fails only beyond 100,000 digits.
func must(_ apd.Condition, err error) {
	if err != nil {
		panic("config: decimal out of range: " + err.Error())
	}
}

// ErrDivisionByZero is the error of a division by zero.
var ErrDivisionByZero = errors.New("division by zero")

// Quo returns x / y, or [ErrDivisionByZero].
func (x Decimal) Quo(y Decimal) (Decimal, error) {
	if y.IsZero() {
		return Decimal{}, ErrDivisionByZero
	}
	return NewRat(new(big.Rat).Quo(x.Rat(), y.Rat())), nil
}

// Neg returns -x.
func (x Decimal) Neg() Decimal {
	if x.fraction != nil {
		return Decimal{fraction: new(big.Rat).Neg(x.fraction)}
	}
	var z Decimal
	z.d.Neg(&x.d)
	return z.reduced()
}

// Cmp returns -1, 0 or +1 as x is less than, equal to or greater than y.
func (x Decimal) Cmp(y Decimal) int {
	if x.fraction != nil || y.fraction != nil {
		return x.Rat().Cmp(y.Rat())
	}
	return x.d.Cmp(&y.d)
}

// Equal reports whether x and y are the same number.
func (x Decimal) Equal(y Decimal) bool { return x.Cmp(y) == 0 }

// Sign returns -1, 0 or +1 as x is negative, zero or positive.
func (x Decimal) Sign() int {
	if x.fraction != nil {
		return x.fraction.Sign()
	}
	return x.d.Sign()
}

// IsZero reports whether x is 0.
func (x Decimal) IsZero() bool { return x.fraction == nil && x.d.IsZero() }

// IsFraction reports whether no decimal is equal to x: true for 1/3.
func (x Decimal) IsFraction() bool { return x.fraction != nil }

// IsWhole reports whether x is a whole number.
func (x Decimal) IsWhole() bool { return x.fraction == nil && x.d.Exponent >= 0 }

// Places returns the number of digits after the point: 2 for 0.25, 0 for 100.
// It panics if x is a fraction, which has no last digit.
func (x Decimal) Places() int {
	if x.fraction != nil {
		panic("config: " + x.String() + " has no last decimal place")
	}
	return max(0, -int(x.d.Exponent))
}

// digits returns the number of digits that String writes of a decimal.
func (x Decimal) digits() int { return len(strings.Trim(strings.Replace(x.String(), ".", "", 1), "-")) }

// Rat returns x as a fraction. The result is the caller's.
func (x Decimal) Rat() *big.Rat {
	if x.fraction != nil {
		return new(big.Rat).Set(x.fraction)
	}
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

// String returns the shortest form without exponent: "2.5", "-300", "0"; a
// fraction is in lowest terms: "1/3". ParseDecimal reads it back, if no number in
// it has more than [MaxDigits] digits.
func (x Decimal) String() string {
	if x.fraction != nil {
		return x.fraction.String()
	}
	return x.d.Text('f')
}

// AppendText appends String to dst, without an allocation of its own up to 16
// digits of a decimal. The error is nil.
func (x Decimal) AppendText(dst []byte) ([]byte, error) {
	if x.fraction != nil {
		return x.fraction.AppendText(dst)
	}
	return x.d.Append(dst, 'f'), nil
}

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
