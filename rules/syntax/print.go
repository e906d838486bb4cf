package syntax

import (
	"strconv"
	"strings"
)

// Levels that only the printer tells apart: what stands before or within an
// operand.
const (
	levelTop   = 0
	levelUnary = levelMul + 1 // operand of a prefix minus
	levelAtom  = levelMul + 2
)

// String returns the expression in canonical form: one space around infix
// operators, no parentheses but those that are needed and those around a
// comparison after "!". Parse of it gives the same expression
// again (see [Same]), provided that n came from [Parse] or is built alike:
// codes as Ref where conditions stand, numbers as digits.
func (n *Node) String() string {
	var b strings.Builder
	n.print(&b, levelTop)
	return b.String()
}

// level returns how tightly n binds.
func (n *Node) level() int {
	switch n.Op {
	case Iff:
		return levelIff
	case Implies, Requires, Excludes:
		return levelImplies
	case Or:
		return levelOr
	case And:
		return levelAnd
	case In, NotIn, Equal, NotEqual, Less, LessEqual, Greater, GreaterEqual:
		return levelCompare
	case Add:
		return levelAdd
	case Mul, Div:
		return levelMul
	case Not, Neg:
		return levelUnary
	}
	return levelAtom
}

// print writes n, in parentheses if it binds looser than the place asks for.
func (n *Node) print(b *strings.Builder, level int) {
	if n.level() < level {
		b.WriteByte('(')
		defer b.WriteByte(')')
	}
	switch n.Op {
	case True, False:
		b.WriteString(n.Op.String())
	case Ref:
		for i, part := range n.Path {
			if i > 0 {
				b.WriteByte('.')
			}
			b.WriteString(Quote(part))
		}
	case Number:
		if level > levelMul && strings.Contains(n.Text, "/") { // behind a stroke it would be a quotient
			b.WriteByte('(')
			defer b.WriteByte(')')
		}
		b.WriteString(n.Text)
		if n.Unit != "" {
			b.WriteString(" " + n.unit())
		}
	case Not:
		b.WriteByte('!')
		n.Args[0].print(b, levelUnary)
	case Neg:
		b.WriteByte('-')
		n.Args[0].print(b, levelUnary)
	case Between:
		n.printBetween(b)
	case Sum, Avg, Count, Floor, Ceil:
		b.WriteString(n.Op.String())
		b.WriteByte('(')
		printList(b, n.Args)
		b.WriteByte(')')
	case In, NotIn:
		n.Args[0].print(b, levelAtom)
		b.WriteString(" " + n.Op.String() + " {")
		printList(b, n.Args[1:])
		b.WriteByte('}')
	case Add:
		n.printAdd(b)
	default:
		n.printInfix(b)
	}
}

// printInfix writes the operands with the operator between them. Only the
// first operand of an operator that groups to the left may bind as loosely as
// the operator itself, and only if reading it back would not merge the two.
func (n *Node) printInfix(b *strings.Builder) {
	level := n.level()
	operator := " " + n.infixText() + " "
	for i, a := range n.Args {
		if i > 0 {
			b.WriteString(operator)
		}
		own := level + 1
		if i == 0 && n.groupsLeft(a) {
			own = level
		}
		a.print(b, own)
	}
}

// groupsLeft reports whether first, an operand as loose as n itself, may stand
// as its first operand without parentheses.
func (n *Node) groupsLeft(first *Node) bool {
	switch n.Op {
	case And, Or, Mul: // would read as one node
		return first.Op != n.Op
	case Implies: // words do not chain
		return first.Op != Requires && first.Op != Excludes
	case Iff, Div:
		return true
	}
	return false
}

// infixText returns the operator; the equality of two codes is that of a
// family and its option, written with one "=".
func (n *Node) infixText() string {
	if n.Op == Equal {
		_, left := n.Args[0].Code()
		_, right := n.Args[1].Code()
		if left && right {
			return "="
		}
	}
	return n.Op.String()
}

func (n *Node) printAdd(b *strings.Builder) {
	for i, a := range n.Args {
		switch {
		case i == 0:
		case a.Op == Neg:
			b.WriteString(" - ")
			a = a.Args[0]
		default:
			b.WriteString(" + ")
		}
		a.print(b, levelMul)
	}
}

func (n *Node) printBetween(b *strings.Builder) {
	switch {
	case n.Hi == Unbounded:
		b.WriteString("at_least(" + strconv.Itoa(n.Lo))
	case n.Lo == n.Hi:
		b.WriteString("exactly(" + strconv.Itoa(n.Lo))
	case n.Lo == 0:
		b.WriteString("at_most(" + strconv.Itoa(n.Hi))
	default:
		b.WriteString("between(" + strconv.Itoa(n.Lo) + ", " + strconv.Itoa(n.Hi))
	}
	b.WriteString("; ")
	printList(b, n.Args)
	b.WriteByte(')')
}

func printList(b *strings.Builder, args []*Node) {
	for i, a := range args {
		if i > 0 {
			b.WriteString(", ")
		}
		a.print(b, levelTop)
	}
}

// reserved words print in quotes although most would parse without: a reader
// should not take a code for an operator.
var reserved = map[string]bool{
	"true": true, "false": true, "requires": true, "excludes": true, "in": true, "not": true, "at_most": true, "at_least": true,
	"exactly": true, "between": true, "sum": true, "avg": true, "count": true, "floor": true, "ceil": true,
}

// unit returns the unit of a number as it stands in an expression.
func (n *Node) unit() string {
	if n.Unit == "%" || spelled[strings.ToLower(n.Unit)] == "" && infixes[n.Unit].level == 0 && Quote(n.Unit) == n.Unit {
		return n.Unit
	}
	return `"` + n.Unit + `"`
}

// Quote returns code as it stands in an expression: as it is, or in double
// quotes where it would read as something else.
func Quote(code string) string {
	if code == "" || reserved[code] || allDigits(code) || wordEnd(code, 0) != len(code) {
		return `"` + code + `"`
	}
	return code
}
