package condition

import (
	"slices"

	"github.com/confspace/confspace/config"
	"github.com/confspace/confspace/rules"
)

// Misses returns how far a configuration is from a condition: the least number of parts that would
// have to hold or not hold otherwise, where a part is an option, a sum or other arithmetic. It is 0
// if and only if the condition holds. An option that stands twice counts twice, and no rule is
// known: so it is a measure of likeness, for putting near misses first. The zero expression means
// always.
func Misses(e rules.Expr, sel *config.Selection) int {
	if e.IsZero() {
		return 0
	}
	misses, _ := distances(e, sel)
	return misses
}

// never is the distance to what no configuration meets.
const never = 1 << 20

// distances returns the distances to a condition, and to its opposite.
func distances(e rules.Expr, sel *config.Selection) (holds, fails int) {
	switch e.Op() {
	case rules.OpTrue:
		return 0, never
	case rules.OpFalse:
		return never, 0
	case rules.OpNot:
		holds, fails = distances(e.Arg(0), sel)
		return fails, holds
	case rules.OpAnd:
		return joined(e, sel, false)
	case rules.OpOr:
		return joined(e, sel, true)
	case rules.OpImplies:
		aHolds, aFails := distances(e.Arg(0), sel)
		bHolds, bFails := distances(e.Arg(1), sel)
		return min(aFails, bHolds), add(aHolds, bFails)
	case rules.OpIff:
		aHolds, aFails := distances(e.Arg(0), sel)
		bHolds, bFails := distances(e.Arg(1), sel)
		return min(add(aHolds, bHolds), add(aFails, bFails)), min(add(aHolds, bFails), add(aFails, bHolds))
	case rules.OpBetween:
		return between(e, sel)
	}
	if e.Holds(sel) {
		return 0, 1
	}
	return 1, 0
}

// joined returns the distances of a conjunction or a disjunction.
func joined(e rules.Expr, sel *config.Selection, or bool) (holds, fails int) {
	sum, least := 0, never
	for arg := range e.Args() {
		h, f := distances(arg, sel)
		if or {
			h, f = f, h
		}
		sum, least = add(sum, h), min(least, f)
	}
	if or {
		return least, sum
	}
	return sum, least
}

// between returns the distances of an OpBetween: for each number of arguments that hold, those
// hold that take least.
func between(e rules.Expr, sel *config.Selection) (holds, fails int) {
	var more []int64 // what it takes that an argument holds, less what it takes that it does not
	cost := int64(0) // that none holds
	for arg := range e.Args() {
		h, f := distances(arg, sel)
		cost += int64(f)
		more = append(more, int64(h-f))
	}
	slices.Sort(more)
	lo, hi := e.Bounds()
	holds, fails = never, never
	for n := range len(more) + 1 {
		if n >= lo && (hi == rules.Unbounded || n <= hi) {
			holds = int(min(int64(holds), cost))
		} else {
			fails = int(min(int64(fails), cost))
		}
		if n < len(more) {
			cost += more[n]
		}
	}
	return holds, fails
}

func add(a, b int) int { return min(a+b, never) }
