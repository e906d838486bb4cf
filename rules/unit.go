package rules

import (
	"fmt"

	"github.com/confspace/confspace/config"
	"github.com/confspace/confspace/rules/syntax"
)

// Numbers have the unit of the attributes they come from. A sum, and the two
// sides of a comparison, must have one unit; a number without unit goes with
// any. A number that is written with a unit is converted to the unit of the
// attribute beside it. A product has the unit of its factor if only one has a
// unit. If two have one, and in a quotient of units, the result goes with any.
// Units of pure numbers, such as %, are numbers: as factors, as divisors, and
// where no attribute has one.

// unitOf returns the unit of a number, and whether it is that of an
// attribute: then written numbers are converted to it.
func (b *binder) unitOf(n *syntax.Node) (u config.Unit, fixed bool) {
	switch n.Op {
	case syntax.Number:
		u, _ = b.cat.ParseUnit(n.Unit) // constant reports the error
		return u, false
	case syntax.Ref:
		if len(n.Path) == 2 {
			return b.attributeUnit(n.Path[1]), true
		}
	case syntax.Sum, syntax.Avg:
		return b.attributeUnit(n.Args[0].Path[0]), true
	case syntax.Neg, syntax.Floor, syntax.Ceil, syntax.Add:
		return b.commonUnit(n.Args)
	case syntax.Mul:
		_, u, fixed = b.carrier(n.Args)
	case syntax.Div:
		if v, _ := b.unitOf(n.Args[1]); isPure(v) {
			return b.unitOf(n.Args[0])
		}
	}
	return u, fixed
}

// isPure reports whether a unit is that of pure numbers.
func isPure(u config.Unit) bool { return u.Dimension() == config.None.Dimension() }

// carrier returns the factor whose unit the product has, and its unit: the only
// one that has one, or else the first in a unit of pure numbers; -1 if there is
// none.
func (b *binder) carrier(factors []*syntax.Node) (index int, u config.Unit, fixed bool) {
	index = -1
	for i, n := range factors {
		v, f := b.unitOf(n)
		switch {
		case v == config.None || isPure(v) && index >= 0:
		case index >= 0 && !isPure(u):
			return -1, config.None, false
		default:
			index, u, fixed = i, v, f
		}
	}
	return index, u, fixed
}

// attributeUnit returns the unit of an attribute; None for an unknown
// attribute, which is reported elsewhere.
func (b *binder) attributeUnit(name string) config.Unit {
	if a, ok := b.cat.LookupAttribute(name); ok {
		return b.cat.Attribute(a).Unit
	}
	return config.None
}

// commonUnit returns the unit that the numbers of a sum or comparison must
// have: the first that an attribute has, or else the first that is written.
func (b *binder) commonUnit(ns []*syntax.Node) (config.Unit, bool) {
	first := config.None
	for _, n := range ns {
		u, fixed := b.unitOf(n)
		switch {
		case u == config.None:
		case fixed:
			return u, true
		case first == config.None:
			first = u
		}
	}
	return first, false
}

// checkUnit reports a number whose unit is not the one that its place
// needs.
func (b *binder) checkUnit(n *syntax.Node, due config.Unit) {
	u, fixed := b.unitOf(n)
	if u == config.None || due == config.None || u == due || !fixed && u.Dimension() == due.Dimension() {
		return
	}
	hint := "only equal units can be added and compared"
	if u.Dimension() == due.Dimension() {
		hint = fmt.Sprintf("declare both attributes in %s", due)
	}
	b.defect(n, hint, "%s is in %s, but must be in %s", n, u, due)
}

// factor binds an operand of a product or quotient. It has a unit of its own, or
// else, if only written numbers give it one, the unit due. A pure number that
// does not carry the unit of the result is taken as it is: 5 % as 0.05.
func (b *binder) factor(n *syntax.Node, due config.Unit, carries bool) *number {
	own, fixed := b.unitOf(n)
	if own != config.None && isPure(own) && !carries {
		size, err := config.Quantity{Amount: config.NewDecimal(1), Unit: own}.In(config.None)
		if err != nil {
			panic("rules: a pure number does not convert to one: " + err.Error())
		}
		return b.number(n, own).scale(size.Amount.Rat())
	}
	if !fixed && own.Dimension() == due.Dimension() {
		own = due
	}
	return b.number(n, own)
}

// ratioUnit returns the unit to which both operands of a quotient of units are
// converted. It reports attributes that have another one.
func (b *binder) ratioUnit(n *syntax.Node) config.Unit {
	common, _ := b.commonUnit(n.Args)
	for _, a := range n.Args {
		if u, fixed := b.unitOf(a); fixed && u != common && u.Dimension() == common.Dimension() {
			b.checkUnit(a, common)
		}
	}
	return common
}

// constant binds a written number in a place where a unit is expected.
func (b *binder) constant(n *syntax.Node, due config.Unit) *number {
	amount, err := config.ParseDecimal(n.Text)
	if err == nil && n.Unit != "" {
		var q config.Quantity
		if q.Unit, err = b.cat.ParseUnit(n.Unit); err == nil {
			q.Amount = amount
			q, err = q.In(due)
		}
		amount = q.Amount
	}
	if err != nil {
		b.defect(n, "", "%s", err)
	}
	return constant(amount.Rat())
}
