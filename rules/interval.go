package rules

import (
	"math/big"

	"github.com/confspace/confspace/rules/syntax"
)

// interval holds the least and the greatest value that a number may take while
// some options are open, both inclusive. Both may point to one fraction; then
// do not change it.
type interval struct {
	lo, hi *big.Rat
	// state says whether the number is defined: a divisor may be 0.
	state definedness
}

type definedness uint8

const (
	defined        definedness = iota
	perhapsDefined             // nothing is known of its value
	undefined
)

func point(v *big.Rat) interval { return interval{lo: v, hi: v} }

func (a interval) isPoint() bool { return a.lo == a.hi || a.lo.Cmp(a.hi) == 0 }

// bounds evaluates n for given intervals of its leaves, which it does not change. The result contains all
// values that n can take; for points it is the value.
func bounds(n *number, leaves []interval) interval {
	if n.op == syntax.Number {
		return leaves[n.leaf]
	}
	result := bounds(n.args[0], leaves)
	if n.op == syntax.Floor || n.op == syntax.Ceil {
		if result.state == defined {
			result.lo, result.hi = roundRat(n.op, result.lo), roundRat(n.op, result.hi)
		}
		return result
	}
	own := false // the ends of result do not belong to a leaf
	for _, a := range n.args[1:] {
		b := bounds(a, leaves)
		if state := max(result.state, b.state); state != defined {
			result = interval{state: state} // an undefined part makes the whole undefined
			continue
		}
		switch n.op {
		case syntax.Add:
			if !own {
				lo, hi := result.lo, result.hi
				result = interval{lo: new(big.Rat).Set(lo), hi: new(big.Rat).Set(hi)}
				own = true
			}
			result.lo.Add(result.lo, b.lo)
			result.hi.Add(result.hi, b.hi)
		case syntax.Mul:
			result = result.mul(b)
		case syntax.Div:
			result = result.div(b)
		}
	}
	return result
}

// mul returns the interval of products: its ends are products of ends.
func (a interval) mul(b interval) interval {
	out := point(new(big.Rat).Mul(a.lo, b.lo))
	switch {
	case a.isPoint() && b.isPoint():
		return out
	case a.lo.Sign() >= 0 && b.lo.Sign() >= 0: // as almost always
		out.hi = new(big.Rat).Mul(a.hi, b.hi)
		return out
	}
	for _, v := range []*big.Rat{new(big.Rat).Mul(a.lo, b.hi), new(big.Rat).Mul(a.hi, b.lo), new(big.Rat).Mul(a.hi, b.hi)} {
		if v.Cmp(out.lo) < 0 {
			out.lo = v
		}
		if v.Cmp(out.hi) > 0 {
			out.hi = v
		}
	}
	return out
}

// div returns the interval of quotients.
func (a interval) div(b interval) interval {
	switch lo, hi := b.lo.Sign(), b.hi.Sign(); {
	case lo == 0 && hi == 0:
		return interval{state: undefined}
	case lo <= 0 && hi >= 0:
		return interval{state: perhapsDefined}
	}
	return a.mul(interval{lo: new(big.Rat).Inv(b.hi), hi: new(big.Rat).Inv(b.lo)})
}

// compareIntervals returns whether x compares to y, if that is certain. An
// undefined number does not compare.
func compareIntervals(x, y interval, op syntax.Op) (holds, certain bool) {
	if x.state == undefined || y.state == undefined {
		return false, true
	}
	if x.state != defined || y.state != defined {
		return false, false
	}
	low, high := x.lo.Cmp(y.hi), x.hi.Cmp(y.lo) // of x - y
	switch op {
	case syntax.Less:
		return high < 0, high < 0 || low >= 0
	case syntax.LessEqual:
		return high <= 0, high <= 0 || low > 0
	case syntax.Greater:
		return low > 0, low > 0 || high <= 0
	case syntax.GreaterEqual:
		return low >= 0, low >= 0 || high < 0
	}
	same := low == 0 && high == 0 // both are one point
	apart := low > 0 || high < 0
	return same == (op == syntax.Equal), same || apart
}
