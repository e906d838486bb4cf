package circuit

import "math"

// wide is a real number that is not negative: frac·2^exp, frac in [1, 2), or
// zero, whose exponent is below all others. It has the precision of a float64
// and no bound that a circuit's values could reach.
type wide struct {
	frac float64
	exp  int64
}

const (
	wideZero = -1 << 45 // the exponent of zero
	mantissa = 52       // bits of a float64
	bias     = 1023
)

// widen returns x, which is finite and not negative.
func widen(x float64) wide {
	frac, exp := math.Frexp(x)
	return normal(frac, int64(exp))
}

// normal returns frac·2^exp; frac is 0 or a normal float64.
func normal(frac float64, exp int64) wide {
	if frac == 0 {
		return wide{0, wideZero}
	}
	bits := math.Float64bits(frac)
	return wide{math.Float64frombits(bits&(1<<mantissa-1) | bias<<mantissa), exp + int64(bits>>mantissa) - bias}
}

// power returns 2^exp, for an exponent of a normal float64.
func power(exp int64) float64 { return math.Float64frombits(uint64(exp+bias) << mantissa) }

// add returns x + y.
func (x wide) add(y wide) wide {
	if x.exp < y.exp {
		x, y = y, x
	}
	if x.exp-y.exp > 64 { // y is far below half a unit in the last place
		return x
	}
	return normal(x.frac+y.frac*power(y.exp-x.exp), x.exp)
}

// ratio returns x / y for x at most twice y, not zero; 0 where a normal float64
// is too large for it.
func (x wide) ratio(y wide) float64 {
	exp := x.exp - y.exp
	if exp < 2-bias {
		return 0
	}
	return x.frac / y.frac * power(exp)
}
