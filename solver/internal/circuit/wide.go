package circuit

import "math"

// Wide is a real number that is not negative: frac·2^exp, frac in [1, 2), or
// zero, whose exponent is below all others. It has the precision of a float64
// and a range that a circuit's values never leave.
type Wide struct {
	frac float64
	exp  int64
}

const (
	wideZero = -1 << 45 // the exponent of zero
	mantissa = 52       // bits of a float64
	bias     = 1023
)

// Widen returns x, which is finite and not negative.
func Widen(x float64) Wide {
	frac, exp := math.Frexp(x)
	return normal(frac, int64(exp))
}

// normal returns frac·2^exp; frac is 0 or a normal float64.
func normal(frac float64, exp int64) Wide {
	if frac == 0 {
		return Wide{0, wideZero}
	}
	bits := math.Float64bits(frac)
	return Wide{math.Float64frombits(bits&(1<<mantissa-1) | bias<<mantissa), exp + int64(bits>>mantissa) - bias}
}

// power returns 2^exp, for an exponent of a normal float64.
func power(exp int64) float64 { return math.Float64frombits(uint64(exp+bias) << mantissa) }

// IsZero reports whether x is zero.
func (x Wide) IsZero() bool { return x.frac == 0 }

// Add returns x + y.
func (x Wide) Add(y Wide) Wide {
	if x.exp < y.exp {
		x, y = y, x
	}
	if x.exp-y.exp > 64 { // y is far below half a unit in the last place
		return x
	}
	return normal(x.frac+y.frac*power(y.exp-x.exp), x.exp)
}

// Ratio returns x / y for x at most twice y, not zero; 0 where a normal float64
// is too large for it.
func (x Wide) Ratio(y Wide) float64 {
	exp := x.exp - y.exp
	if exp < 2-bias {
		return 0
	}
	return x.frac / y.frac * power(exp)
}
