package rules

import (
	"fmt"
	"math/big"

	"github.com/confspace/confspace/config"
	"github.com/confspace/confspace/rules/syntax"
)

// number binds an arithmetic expression in a place that expects a unit; None
// stands for any.
func (b *binder) number(n *syntax.Node, due config.Unit) *number {
	switch n.Op {
	case syntax.Number:
		return b.constant(n, due)
	case syntax.Add:
		return add(b.numbers(n.Args, due)...)
	case syntax.Neg:
		return b.number(n.Args[0], due).scale(big.NewRat(-1, 1))
	case syntax.Floor, syntax.Ceil:
		return rounded(n.Op, b.number(n.Args[0], due))
	}
	b.checkUnit(n, due)
	switch n.Op {
	case syntax.Ref:
		return leaf(b.value(n))
	case syntax.Mul:
		carrier, _, _ := b.carrier(n.Args)
		product := b.factor(n.Args[0], due, carrier == 0)
		for i, a := range n.Args[1:] {
			product = mul(product, b.factor(a, due, carrier == i+1))
		}
		return product
	case syntax.Div:
		divisor, _ := b.unitOf(n.Args[1])
		if !isPure(divisor) {
			due = b.ratioUnit(n)
		}
		return div(b.factor(n.Args[0], due, isPure(divisor)), b.factor(n.Args[1], due, false))
	case syntax.Sum, syntax.Avg:
		return b.aggregate(n)
	case syntax.Count:
		return leaf(b.count(n))
	}
	b.defect(n, "", "a number must stand here, not a condition")
	return constant(new(big.Rat))
}

func (b *binder) numbers(ns []*syntax.Node, due config.Unit) []*number {
	out := make([]*number, len(ns))
	for i, n := range ns {
		out[i] = b.number(n, due)
	}
	return out
}

var one = big.NewRat(1, 1) // not to be changed

// value binds a reference where a number is expected: the attribute of an option,
// 0 if it is not chosen; the attribute of a family, which is that of its chosen
// options; or a bare option, 1 if it is chosen.
func (b *binder) value(n *syntax.Node) form {
	zero := form{nil, new(big.Rat)}
	options, ok := b.options(n)
	if !ok {
		return zero
	}
	if len(n.Path) == 1 {
		if _, isFamily := b.cat.LookupFamily(n.Path[0]); isFamily {
			b.defect(n, fmt.Sprintf("write count(%s) for how many of its options are chosen", n), "%s is a family, not a number", n)
			return zero
		}
		return form{[]formTerm{{options[0], one}}, new(big.Rat)}
	}
	a, ok := b.attribute(n, n.Path[1])
	if !ok {
		return zero
	}
	if !b.afford(n, len(options)) {
		return zero
	}
	f := b.weigh(options, a)
	if len(f) == 0 && !b.hasValue(options, a) {
		b.defect(n, fmt.Sprintf("give it one, or leave %s out", n), "%s has no %s", n.Path[0], n.Path[1])
	}
	return newForm(new(big.Rat), f)
}

// hasValue reports whether any of the options has the attribute.
func (b *binder) hasValue(options []config.OptionID, a config.AttributeID) bool {
	for _, o := range options {
		if _, ok := b.cat.Value(o, a); ok {
			return true
		}
	}
	return false
}

// options returns the option that a reference starts with, or all options of the
// family that it starts with.
func (b *binder) options(n *syntax.Node) ([]config.OptionID, bool) {
	if len(n.Path) > 2 {
		b.defect(n, `a code with a point stands in "double quotes"`, "%s has too many points", n)
		return nil, false
	}
	if o, ok := b.cat.LookupOption(n.Path[0]); ok {
		return []config.OptionID{o}, true
	}
	if f, ok := b.cat.LookupFamily(n.Path[0]); ok {
		return b.cat.Family(f).Options, true
	}
	if _, ok := b.cat.LookupAttribute(n.Path[0]); ok && len(n.Path) == 1 {
		b.defect(n, fmt.Sprintf("write sum(%[1]s), or option.%[1]s", n), "%s is an attribute, not a number", n)
		return nil, false
	}
	if syntax.Exponent(n.Path[0]) && len(n.Path) == 1 {
		b.defect(n, syntax.ExponentHint, "%s is not a number", n)
		return nil, false
	}
	b.unknown(n, "code", n.Path[0], b.cat.Codes())
	return nil, false
}

// attribute returns the attribute that part of n names.
func (b *binder) attribute(n *syntax.Node, name string) (config.AttributeID, bool) {
	a, ok := b.cat.LookupAttribute(name)
	if !ok {
		b.unknown(n, "attribute", name, b.cat.AttributeNames())
	}
	return a, ok
}

// weigh returns the terms of the options that have a value.
func (b *binder) weigh(options []config.OptionID, a config.AttributeID) []formTerm {
	var terms []formTerm
	for _, o := range options {
		if v, ok := b.cat.Value(o, a); ok && !v.IsZero() {
			terms = append(terms, formTerm{o, v.Rat()})
		}
	}
	return terms
}

// aggregate binds sum and avg: over all options that have the attribute, or
// those at and below one option or family. The average counts chosen
// options that have a value.
func (b *binder) aggregate(n *syntax.Node) *number {
	zero := constant(new(big.Rat))
	attribute := n.Args[0]
	if len(attribute.Path) != 1 {
		b.defect(attribute, "write "+n.Op.String()+"(attribute, code) for what lies below one code", "the name of an attribute must stand here")
		return zero
	}
	a, ok := b.attribute(attribute, attribute.Path[0])
	if !ok {
		return zero
	}
	var options []config.OptionID
	if len(n.Args) == 2 {
		if options, ok = b.scope(n.Args[1]); !ok {
			return zero
		}
	} else {
		for o := range b.cat.NumOptions() {
			options = append(options, config.OptionID(o))
		}
	}
	if !b.afford(n, len(options)) {
		return zero
	}
	sum := leaf(newForm(new(big.Rat), b.weigh(options, a)))
	if n.Op == syntax.Sum {
		return sum
	}
	var counted []formTerm
	for _, o := range options {
		if _, ok := b.cat.Value(o, a); ok {
			counted = append(counted, formTerm{o, one})
		}
	}
	return div(sum, leaf(newForm(new(big.Rat), counted)))
}

// scope returns the options at and below the code that n names.
func (b *binder) scope(n *syntax.Node) ([]config.OptionID, bool) {
	code, ok := n.Code()
	if !ok {
		b.defect(n, `a code with a point stands in "double quotes"`, "the code of an option or family must stand here")
		return nil, false
	}
	var out []config.OptionID
	if o, ok := b.cat.LookupOption(code); ok {
		out = append(out, o)
	} else if f, ok := b.cat.LookupFamily(code); ok {
		out = append(out, b.cat.Family(f).Options...)
	} else {
		b.unknown(n, "code", code, b.cat.Codes())
		return nil, false
	}
	for i := 0; i < len(out); i++ { // out grows by what lies below
		for _, f := range b.cat.Children(out[i]) {
			out = append(out, b.cat.Family(f).Options...)
		}
	}
	return out, true
}

// count binds count(code, ...): how many of the options and of the options of
// the families are chosen.
func (b *binder) count(n *syntax.Node) form {
	var terms []formTerm
	for _, a := range n.Args {
		if _, ok := a.Code(); !ok {
			b.defect(a, "", "the code of an option or family must stand here")
			continue
		}
		options, _ := b.options(a)
		if !b.afford(a, len(options)) {
			continue
		}
		for _, o := range options {
			terms = append(terms, formTerm{o, one})
		}
	}
	return newForm(new(big.Rat), terms)
}
