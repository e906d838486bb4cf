package rules

import (
	"fmt"
	"math/big"

	"github.com/confspace/confspace/config"
	"github.com/confspace/confspace/rules/syntax"
)

// comparison binds a comparison of two numbers, or of a family and its option.
func (b *binder) comparison(n *syntax.Node) Expr {
	left, leftIsCode := n.Args[0].Code()
	_, rightIsCode := n.Args[1].Code()
	if n.Op == syntax.Equal || n.Op == syntax.NotEqual {
		_, isFamily := b.cat.LookupFamily(left)
		if leftIsCode && rightIsCode && (isFamily || n.Args[0].Op == syntax.Ref && n.Args[1].Op == syntax.Ref) {
			return b.familyEquals(n)
		}
	} else if leftIsCode && rightIsCode && n.Args[0].Op == syntax.Ref && n.Args[1].Op == syntax.Ref {
		b.defect(n, "conditions are compared with <=> and =>", "two codes do not compare as numbers")
		return False(b.cat)
	}
	if b.optionAsNumber(n) {
		return False(b.cat)
	}
	due, fixed := b.commonUnit(n.Args)
	if !fixed && isPure(due) { // count(seats) / 8 <= 50 % is about numbers
		due = config.None
	}
	x, y := b.number(n.Args[0], due), b.number(n.Args[1], due)
	if b.failed {
		return False(b.cat)
	}
	e, err := compareNumbers(b.cat, n, x, y)
	if err != nil {
		b.failed = true
		defect := b.locate(n.Offset, n.Width, err.Error(), magnitudeHint(err))
		defect.Cause = err
		b.list.Add(defect)
		return False(b.cat)
	}
	return e
}

// optionAsNumber reports an option that is compared with a number, and returns
// whether it did. An option is built in or not: the number belongs to an attribute
// of it.
func (b *binder) optionAsNumber(n *syntax.Node) bool {
	for i, arg := range n.Args {
		code, ok := arg.Code()
		if !ok || arg.Op != syntax.Ref || n.Args[1-i].Op != syntax.Number {
			continue
		}
		if _, isOption := b.cat.LookupOption(code); isOption {
			attribute := ""
			if b.cat.NumAttributes() > 0 {
				attribute = fmt.Sprintf("an attribute of it such as %s.%s, or ", arg, b.cat.Attribute(0).Name)
			}
			b.defect(arg, fmt.Sprintf("write %s where it must be built in; for a number, %scount(...)", arg, attribute),
				"%s is an option, not a number", code)
			return true
		}
	}
	return false
}

func magnitudeHint(err error) string {
	if err == ErrMagnitude {
		return "give the values fewer digits"
	}
	return "compare sums of attributes; products and quotients of several options take a table or several rules"
}

// familyEquals binds "family = option" and "family != option".
func (b *binder) familyEquals(n *syntax.Node) Expr {
	code, _ := n.Args[0].Code()
	if o, ok := b.cat.LookupOption(code); ok {
		family := b.cat.Family(b.cat.Option(o).Family).Code
		b.defect(n.Args[0], fmt.Sprintf("its family is %s; conditions are compared with <=>", family), "%s is an option, not a family", code)
		return False(b.cat)
	}
	f, ok := b.family(n.Args[0])
	if !ok {
		return False(b.cat)
	}
	o, ok := b.member(f, n.Args[1])
	if !ok {
		return False(b.cat)
	}
	if n.Op == syntax.NotEqual {
		return Not(Option(b.cat, o))
	}
	return Option(b.cat, o)
}

// compareNumbers returns the condition that x and y compare as n does. A
// comparison with an undefined number does not hold.
func compareNumbers(cat *config.Catalog, n *syntax.Node, x, y *number) (Expr, error) {
	difference := add(x, y.scale(big.NewRat(-1, 1)))
	switch {
	case difference.op == syntax.Number:
		return compareForm(cat, difference.form, n.Op)
	case difference.isQuotient():
		return compareQuotient(cat, difference.args[0].form, difference.args[1].form, n.Op)
	}
	if r, ok := roundingOf(difference); ok {
		return r.compare(cat, n.Op)
	}
	return newDiagram(cat, n, x, y)
}

// compareForm returns the condition that f compares to 0.
func compareForm(cat *config.Catalog, f form, op syntax.Op) (Expr, error) {
	sum, constant, _ := f.integers()
	bound := constant.Neg(constant)
	switch op {
	case syntax.Less:
		return normalLinear(cat, sum, AtMost, bound.Sub(bound, big.NewInt(1)))
	case syntax.LessEqual:
		return normalLinear(cat, sum, AtMost, bound)
	case syntax.Greater:
		return normalLinear(cat, sum, AtLeast, bound.Add(bound, big.NewInt(1)))
	case syntax.GreaterEqual:
		return normalLinear(cat, sum, AtLeast, bound)
	case syntax.Equal:
		return normalLinear(cat, sum, Exactly, bound)
	}
	e, err := normalLinear(cat, sum, Exactly, bound)
	if err != nil {
		return e, err
	}
	return negate(e), nil
}

// negate returns the negation of e, with constants and double negation folded.
func negate(e Expr) Expr {
	switch e.Op() {
	case OpTrue:
		return False(e.cat)
	case OpFalse:
		return True(e.cat)
	case OpNot:
		return e.Arg(0)
	}
	return Not(e)
}

// compareQuotient returns the condition that n/d compares to 0. If d is above
// 0, n compares; if d is below 0, n compares the other way round. Each case
// takes two sums.
func compareQuotient(cat *config.Catalog, n, d form, op syntax.Op) (Expr, error) {
	var parts [4]Expr
	for i, p := range []struct {
		form form
		op   syntax.Op
	}{{d, syntax.Greater}, {n, op}, {d, syntax.Less}, {n, flip(op)}} {
		e, err := compareForm(cat, p.form, p.op)
		if err != nil {
			return Expr{}, err
		}
		parts[i] = e
	}
	return either(both(parts[0], parts[1]), both(parts[2], parts[3])), nil
}

// flip returns the comparison that holds of -a and -b when op holds of a and b.
func flip(op syntax.Op) syntax.Op {
	switch op {
	case syntax.Less:
		return syntax.Greater
	case syntax.LessEqual:
		return syntax.GreaterEqual
	case syntax.Greater:
		return syntax.Less
	case syntax.GreaterEqual:
		return syntax.LessEqual
	}
	return op
}

// both is And with constants folded.
func both(a, b Expr) Expr {
	switch {
	case a.Op() == OpFalse || b.Op() == OpTrue:
		return a
	case b.Op() == OpFalse || a.Op() == OpTrue:
		return b
	}
	return And(a, b)
}

// either is Or with constants folded.
func either(a, b Expr) Expr {
	switch {
	case a.Op() == OpTrue || b.Op() == OpFalse:
		return a
	case b.Op() == OpTrue || a.Op() == OpFalse:
		return b
	}
	return Or(a, b)
}
