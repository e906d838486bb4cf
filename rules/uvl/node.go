package uvl

import (
	"github.com/confspace/confspace/config"
	"github.com/confspace/confspace/rules/syntax"
)

// node returns a node without operands that stands at t. Constraints are read into the trees of the
// rule language, which contains UVL's; only the text differs.
func node(op syntax.Op, t token) *syntax.Node {
	return &syntax.Node{Op: op, Offset: int(t.off), Width: int(t.len)}
}

// node is a reference as written.
func (r *reference) node() *syntax.Node {
	n := node(syntax.Ref, r.span())
	n.Path = r.segments
	return n
}

// literal is a number; its sign is an operator.
func literal(d config.Decimal, t token) *syntax.Node {
	n := node(syntax.Number, t)
	if d.Sign() >= 0 {
		n.Text = d.String()
		return n
	}
	n.Text = d.Neg().String()
	minus := node(syntax.Neg, t)
	minus.Args = []*syntax.Node{n}
	return minus
}

// startingAt widens n, if it is not nil, to begin at t.
func startingAt(t token, n *syntax.Node) *syntax.Node {
	if n != nil {
		n.Offset, n.Width = int(t.off), n.Offset+n.Width-int(t.off)
	}
	return n
}

// span is the token that covers n.
func span(n *syntax.Node) token {
	return token{off: uint32(n.Offset), len: uint32(n.Width), kind: nameToken}
}

// union is the token from the start of a to the end of b.
func union(a, b token) token {
	return token{off: a.off, len: b.off + b.len - a.off, kind: b.kind}
}
