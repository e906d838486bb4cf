package rules

import (
	"math/big"

	"github.com/confspace/confspace/rules/syntax"
)

// number is an arithmetic expression in normal form. A leaf (op Number) is a
// linear form; an inner node is a product, quotient or rounding of forms that
// no linear form expresses. The functions here build numbers bottom up and
// keep them as linear as they can, never changing where a number is undefined
// (division by zero).
type number struct {
	op   syntax.Op // Number, Add, Mul, Div, Floor, Ceil
	form form      // of a leaf
	args []*number // of an inner node
	leaf int       // of a leaf: its index in the diagram that is built
}

func leaf(f form) *number { return &number{op: syntax.Number, form: f} }

func constant(r *big.Rat) *number { return leaf(form{nil, r}) }

// isConstant reports whether n is a number that no option changes.
func (n *number) isConstant() bool { return n.op == syntax.Number && n.form.isConstant() }

// isQuotient reports whether n is a quotient of linear forms.
func (n *number) isQuotient() bool {
	return n.op == syntax.Div && n.args[0].op == syntax.Number && n.args[1].op == syntax.Number
}

// add returns the sum of ns.
func add(ns ...*number) *number {
	var forms []form
	var others []*number
	for _, n := range ns {
		if n.op == syntax.Number {
			forms = append(forms, n.form)
			continue
		}
		others = append(others, n)
	}
	linear := leaf(addForms(forms...))
	switch {
	case len(others) == 0:
		return linear
	case len(others) == 1 && linear.isConstant() && linear.form.constant.Sign() == 0:
		return others[0]
	case len(others) == 1 && linear.isConstant() && others[0].isQuotient(): // n/d + c = (n + c*d)/d
		n, d := others[0].args[0], others[0].args[1]
		return &number{op: syntax.Div, args: []*number{leaf(addForms(n.form, d.form.scale(linear.form.constant))), d}}
	}
	return &number{op: syntax.Add, args: append(others, linear)}
}

// scale returns n times r.
func (n *number) scale(r *big.Rat) *number {
	switch {
	case n.op == syntax.Number:
		return leaf(n.form.scale(r))
	case n.isQuotient():
		return &number{op: syntax.Div, args: []*number{n.args[0].scale(r), n.args[1]}}
	}
	return &number{op: syntax.Mul, args: []*number{constant(r), n}}
}

// mul returns a * b.
func mul(a, b *number) *number {
	switch {
	case a.isConstant():
		return b.scale(a.form.constant)
	case b.isConstant():
		return a.scale(b.form.constant)
	case a.op == syntax.Number && b.op == syntax.Number:
		if o, ok := single(a.form, b.form); ok {
			at := func(chosen int) *big.Rat { return new(big.Rat).Mul(a.form.at(chosen), b.form.at(chosen)) }
			return leaf(interpolate(o, at(0), at(1)))
		}
	}
	return &number{op: syntax.Mul, args: []*number{a, b}}
}

// div returns a / b.
func div(a, b *number) *number {
	if b.isConstant() && b.form.constant.Sign() != 0 {
		return a.scale(new(big.Rat).Inv(b.form.constant))
	}
	return &number{op: syntax.Div, args: []*number{a, b}}
}

// rounded returns n rounded down (Floor) or up (Ceil).
func rounded(op syntax.Op, n *number) *number {
	if n.op == syntax.Number {
		if o, ok := single(n.form, form{}); ok {
			return leaf(interpolate(o, roundRat(op, n.form.at(0)), roundRat(op, n.form.at(1))))
		}
	}
	return &number{op: op, args: []*number{n}}
}

// roundRat rounds r to a whole number, down or up; r itself if it is one.
func roundRat(op syntax.Op, r *big.Rat) *big.Rat {
	if r.IsInt() {
		return r
	}
	z, rest := new(big.Int).DivMod(r.Num(), r.Denom(), new(big.Int)) // rounds down
	if op == syntax.Ceil && rest.Sign() != 0 {
		z.Add(z, big.NewInt(1))
	}
	return new(big.Rat).SetInt(z)
}
