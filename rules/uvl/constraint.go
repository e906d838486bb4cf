package uvl

import (
	"strconv"
	"strings"

	"github.com/confspace/confspace/rules/syntax"
)

// maxNesting bounds the depth of one constraint: the brackets and negations open at once, and the operators that group
// from the left in it, which nest as well. People nest a handful.
const maxNesting = 500

// constraint reads a condition; nil if it has a defect, which is reported. From the loosest to the tightest bind <=>,
// =>, |, &, !, the comparisons, + and -, * and /; all except the comparisons group from the left. Offsets are those
// of the file, and references are as written. A construct that is refused by name is a node of the operator Invalid.
func (c *cursor) constraint() *syntax.Node {
	c.depth, c.chained = 0, 0
	return c.condition(c.equivalence())
}

func (c *cursor) equivalence() *syntax.Node { return c.chain("<=>", syntax.Iff, c.implication) }
func (c *cursor) implication() *syntax.Node { return c.chain("=>", syntax.Implies, c.disjunction) }
func (c *cursor) disjunction() *syntax.Node { return c.series("|", syntax.Or, c.conjunction) }
func (c *cursor) conjunction() *syntax.Node { return c.series("&", syntax.And, c.negation) }

// chain reads a => b => c as (a => b) => c.
func (c *cursor) chain(symbol string, op syntax.Op, operand func() *syntax.Node) *syntax.Node {
	left := operand()
	for left != nil && c.is(c.peek(), symbol) {
		if c.chained++; !c.shallow(c.take()) {
			return nil
		}
		left = c.join(op, c.condition(left), c.condition(operand()))
	}
	return left
}

// series reads a & b & c as one node of three.
func (c *cursor) series(symbol string, op syntax.Op, operand func() *syntax.Node) *syntax.Node {
	first := operand()
	if first == nil || !c.is(c.peek(), symbol) {
		return first
	}
	args := []*syntax.Node{c.condition(first)}
	for c.accept(symbol) {
		n := c.condition(operand())
		if n == nil {
			return nil
		}
		args = append(args, n)
	}
	return c.join(op, args...)
}

func (c *cursor) negation() *syntax.Node {
	t := c.peek()
	if !c.accept("!") {
		return c.comparison()
	}
	if c.depth++; !c.shallow(t) {
		return nil
	}
	n := c.join(syntax.Not, c.condition(c.negation()))
	c.depth--
	return startingAt(t, n)
}

var comparisons = [...]struct {
	symbol string
	op     syntax.Op
}{
	{"==", syntax.Equal},
	{"!=", syntax.NotEqual},
	{"<=", syntax.LessEqual},
	{">=", syntax.GreaterEqual},
	{"<", syntax.Less},
	{">", syntax.Greater},
}

func (c *cursor) comparison() *syntax.Node {
	left := c.addition()
	if left == nil {
		return nil
	}
	for _, cmp := range comparisons {
		if c.accept(cmp.symbol) {
			return c.join(cmp.op, c.number(left), c.number(c.addition()))
		}
	}
	if t := c.peek(); c.is(t, "=") {
		c.fail(t, "UVL has no =", "values are compared with ==, conditions with <=>")
		return nil
	}
	return left
}

func (c *cursor) addition() *syntax.Node {
	first := c.multiplication()
	if first == nil || !c.is(c.peek(), "+") && !c.is(c.peek(), "-") {
		return first
	}
	args := []*syntax.Node{c.number(first)}
	for {
		t := c.peek()
		minus := c.is(t, "-")
		if !minus && !c.is(t, "+") {
			return c.join(syntax.Add, args...)
		}
		c.take()
		n := c.number(c.multiplication())
		if n == nil {
			return nil
		}
		if minus {
			n = startingAt(t, c.join(syntax.Neg, n))
		}
		args = append(args, n)
	}
}

// multiplication reads a * b * c as one node of three, and a * b / c * d as ((a * b) / c) * d.
func (c *cursor) multiplication() *syntax.Node {
	left := c.primary()
	product := false // left was made by the last turn, not by brackets
	for left != nil {
		t := c.take()
		switch {
		case c.is(t, "*") && product:
			left = c.join(syntax.Mul, append(left.Args, c.number(c.primary()))...)
		case c.is(t, "*"):
			left, product = c.join(syntax.Mul, c.number(left), c.number(c.primary())), true
		case c.is(t, "/"):
			left, product = c.join(syntax.Div, c.number(left), c.number(c.primary())), false
		default:
			if t.kind != endToken {
				c.next--
			}
			return left
		}
		if c.chained++; !c.shallow(t) {
			return nil
		}
	}
	return nil
}

func (c *cursor) primary() *syntax.Node {
	t := c.peek()
	switch {
	case c.is(t, "("):
		return c.bracket()
	case t.kind == numberToken || c.is(t, "-"):
		d, ok := c.signed()
		if !ok {
			return nil
		}
		return literal(d, union(t, c.tokens[c.next-1]))
	case t.kind == stringToken:
		c.take()
		c.unsupported(t, "string constraint", "confspace compares numbers; declare one feature per value")
		return node(syntax.Invalid, t)
	case t.kind == nameToken:
		if op, ok := aggregates[c.text(t)]; ok && c.is(c.ahead(), "(") {
			return c.aggregate(op)
		}
	}
	r := c.reference("a feature")
	if r == nil {
		return nil
	}
	return r.node()
}

func (c *cursor) bracket() *syntax.Node {
	open := c.take()
	if c.depth++; !c.shallow(open) {
		return nil
	}
	n := c.equivalence()
	c.depth--
	if n == nil {
		return nil
	}
	if !c.accept(")") {
		c.expected(")", "")
		return nil
	}
	return n
}

var aggregates = map[string]syntax.Op{
	"sum": syntax.Sum, "avg": syntax.Avg, "floor": syntax.Floor, "ceil": syntax.Ceil, "len": syntax.Invalid,
}

// aggregate reads sum(attribute), sum(attribute, feature), likewise avg, floor(attribute), ceil(…)
// and len(…).
func (c *cursor) aggregate(op syntax.Op) *syntax.Node {
	from := c.take()
	word := c.text(from)
	c.take() // the bracket
	var args []*syntax.Node
	if op == syntax.Invalid && c.peek().kind == stringToken {
		c.take()
	} else if r := c.reference("an attribute"); r == nil {
		return nil
	} else {
		args = append(args, r.node())
	}
	if (op == syntax.Sum || op == syntax.Avg) && c.accept(",") {
		r := c.reference("a feature")
		if r == nil {
			return nil
		}
		args = append(args, r.node())
	}
	if !c.accept(")") {
		c.expected(")", word+" takes one attribute; sum and avg take a feature after it, too")
		return nil
	}
	n := node(op, union(from, c.tokens[c.next-1]))
	if op == syntax.Invalid {
		c.unsupported(from, "len", "confspace compares numbers; declare one feature per value")
		return n
	}
	n.Args = args
	return n
}

// shallow reports whether the constraint is within maxNesting, and gives the line up if not.
func (c *cursor) shallow(t token) bool {
	if c.depth+c.chained <= maxNesting {
		return true
	}
	c.fail(t, "nested deeper than "+strconv.Itoa(maxNesting)+" levels", "split the constraint")
	c.next = len(c.tokens)
	return false
}

// condition passes n on if it can stand where true or false is expected. A reference can be either until it is resolved.
func (c *cursor) condition(n *syntax.Node) *syntax.Node {
	if n != nil && n.Op.Numeric() {
		if text := c.text(span(n)); n.Op == syntax.Div && !strings.ContainsAny(text, " \t\"(") {
			c.slashed(span(n), text)
			return nil
		}
		c.fail(span(n), "expected a condition, found a value", "compare it with something: "+c.shown(span(n))+" > 0")
		return nil
	}
	return n
}

// number passes n on if it can stand where a value is expected.
func (c *cursor) number(n *syntax.Node) *syntax.Node {
	if n != nil && !n.Op.Numeric() && n.Op != syntax.Ref && n.Op != syntax.Invalid {
		c.fail(span(n), "expected a value, found a condition", "only attributes and numbers have a value")
		return nil
	}
	return n
}

// join makes a node of args; nil if one of them is.
func (c *cursor) join(op syntax.Op, args ...*syntax.Node) *syntax.Node {
	for _, a := range args {
		if a == nil {
			return nil
		}
	}
	n := node(op, union(span(args[0]), span(args[len(args)-1])))
	n.Args = args
	return n
}
