package rules

import (
	"errors"
	"strconv"

	"github.com/confspace/confspace/config"
	"github.com/confspace/confspace/rules/syntax"
)

// String returns e in the rule language: parsed for the same catalog it gives
// an equal Expr. "family in {x, y}" or "sum(mass) <= 3500" prints as the
// options and weights that it stands for. Conditions deeper than
// [syntax.MaxDepth], which only constructors make, print but do not parse.
func (e Expr) String() string {
	if e.IsZero() {
		return ""
	}
	return e.Syntax().String()
}

// MarshalText returns String, for JSON and the like.
func (e Expr) MarshalText() ([]byte, error) { return []byte(e.String()), nil }

// UnmarshalText returns an error: a condition is read for a catalog, see [Parse].
func (e *Expr) UnmarshalText([]byte) error {
	return errors.New("a rules.Expr is written, never read: rules.Parse reads its text for a catalog")
}

// Syntax returns e as an unbound expression without places, which is the
// caller's. [Bind] of it gives an equal Expr.
func (e Expr) Syntax() *syntax.Node {
	switch e.Op() {
	case OpTrue:
		return &syntax.Node{Op: syntax.True}
	case OpFalse:
		return &syntax.Node{Op: syntax.False}
	case OpOption:
		return syntax.NewRef(e.cat.Code(e.Option()))
	case OpLinear:
		return e.linearSyntax()
	case OpArith:
		n, err := syntax.Parse(arithText(e.code))
		if err != nil { // newDiagram has parsed it
			panic("rules: " + err.Error())
		}
		return n
	}
	n := &syntax.Node{Op: map[Op]syntax.Op{
		OpNot: syntax.Not, OpAnd: syntax.And, OpOr: syntax.Or, OpImplies: syntax.Implies, OpIff: syntax.Iff, OpBetween: syntax.Between,
	}[e.Op()]}
	for a := range e.Args() {
		n.Args = append(n.Args, a.Syntax())
	}
	if e.Op() == OpBetween {
		n.Lo, n.Hi = e.Bounds()
	}
	if len(n.Args) == 1 && (n.Op == syntax.And || n.Op == syntax.Or) { // a table of one row
		return n.Args[0]
	}
	return n
}

// linearSyntax returns a weighted sum: "3 * A + B - 2 * C <= 4".
func (e Expr) linearSyntax() *syntax.Node {
	sum := &syntax.Node{Op: syntax.Add}
	terms, rel, bound := e.Linear()
	for _, t := range terms {
		sum.Args = append(sum.Args, termSyntax(e.cat, t))
	}
	op := [...]syntax.Op{AtMost: syntax.LessEqual, AtLeast: syntax.GreaterEqual, Exactly: syntax.Equal}[rel]
	return &syntax.Node{Op: op, Args: []*syntax.Node{sum, integerSyntax(bound)}}
}

func termSyntax(cat *config.Catalog, t Term) *syntax.Node {
	n := syntax.NewRef(cat.Code(t.Option))
	magnitude := max(t.Coef, -t.Coef)
	if magnitude != 1 {
		n = &syntax.Node{Op: syntax.Mul, Args: []*syntax.Node{integerSyntax(magnitude), n}}
	}
	if t.Coef < 0 {
		n = &syntax.Node{Op: syntax.Neg, Args: []*syntax.Node{n}}
	}
	return n
}

func integerSyntax(v int64) *syntax.Node {
	if v < 0 {
		return &syntax.Node{Op: syntax.Neg, Args: []*syntax.Node{integerSyntax(-v)}}
	}
	return &syntax.Node{Op: syntax.Number, Text: strconv.FormatInt(v, 10)}
}
