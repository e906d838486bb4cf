package rules

import (
	"math/big"

	"github.com/confspace/confspace/config"
	"github.com/confspace/confspace/rules/syntax"
)

// A comparison of a rounded number to a constant is one or two comparisons of
// the number itself: floor(x) <= 3.5 where x < 4. So a rounded sum or average of
// any number of options needs no decision diagram.

// rounding is "factor * floor(of) + rest".
type rounding struct {
	of           *number // a form or a quotient of forms
	factor, rest *big.Rat
}

// roundingOf returns n as a rounding, if it is one.
func roundingOf(n *number) (rounding, bool) {
	r := rounding{factor: one, rest: new(big.Rat)}
	if n.op == syntax.Add && len(n.args) == 2 && n.args[1].isConstant() {
		r.rest = n.args[1].form.constant
		n = n.args[0]
	}
	for n.op == syntax.Mul && len(n.args) == 2 && n.args[0].isConstant() && n.args[0].form.constant.Sign() != 0 {
		r.factor = new(big.Rat).Mul(r.factor, n.args[0].form.constant)
		n = n.args[1]
	}
	if n.op != syntax.Floor && n.op != syntax.Ceil {
		return r, false
	}
	r.of = n.args[0]
	if n.op == syntax.Ceil { // ceil(x) = -floor(-x)
		r.of = r.of.scale(big.NewRat(-1, 1))
		r.factor = new(big.Rat).Neg(r.factor)
	}
	return r, r.of.op == syntax.Number || r.of.isQuotient()
}

// compare returns the condition that r compares to 0.
func (r rounding) compare(cat *config.Catalog, op syntax.Op) (Expr, error) {
	bound := new(big.Rat).Quo(r.rest, r.factor)
	bound.Neg(bound)
	if r.factor.Sign() < 0 {
		op = flip(op)
	}
	up := roundRat(syntax.Ceil, bound)                            // the first whole number from the bound on
	above := new(big.Rat).Add(roundRat(syntax.Floor, bound), one) // the first one above it
	switch op {
	case syntax.Less:
		return r.compareTo(cat, syntax.Less, up)
	case syntax.LessEqual:
		return r.compareTo(cat, syntax.Less, above)
	case syntax.Greater:
		return r.compareTo(cat, syntax.GreaterEqual, above)
	case syntax.GreaterEqual:
		return r.compareTo(cat, syntax.GreaterEqual, up)
	}
	if !bound.IsInt() && r.of.op == syntax.Number { // no whole number is equal
		if op == syntax.Equal {
			return False(cat), nil
		}
		return True(cat), nil
	}
	low, high := syntax.GreaterEqual, syntax.Less // Equal: from the bound up to the next
	join := both
	if op == syntax.NotEqual {
		low, high, join = syntax.Less, syntax.GreaterEqual, either
	}
	a, err := r.compareTo(cat, low, up)
	if err != nil {
		return a, err
	}
	b, err := r.compareTo(cat, high, above)
	return join(a, b), err
}

// compareTo returns the condition that the number that is rounded compares to
// bound.
func (r rounding) compareTo(cat *config.Catalog, op syntax.Op, bound *big.Rat) (Expr, error) {
	difference := add(r.of, constant(new(big.Rat).Neg(bound)))
	if difference.op == syntax.Number {
		return compareForm(cat, difference.form, op)
	}
	return compareQuotient(cat, difference.args[0].form, difference.args[1].form, op)
}
