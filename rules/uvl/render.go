package uvl

import (
	"fmt"
	"strings"

	"github.com/confspace/confspace/config"
	"github.com/confspace/confspace/rules/syntax"
)

// numeral is a number in its shortest form, so that reading and writing it changes nothing.
func numeral(text string) *syntax.Node {
	if d, err := config.ParseDecimal(text); err == nil {
		text = d.String()
	}
	return &syntax.Node{Op: syntax.Number, Text: text}
}

// The levels of binding, loosest first.
const (
	bindIff = iota
	bindImplies
	bindOr
	bindAnd
	bindNot
	bindComparison
	bindAdd
	bindMul
	bindAtom
)

func binding(n *syntax.Node) int {
	switch n.Op {
	case syntax.Iff:
		return bindIff
	case syntax.Implies:
		return bindImplies
	case syntax.Or:
		return bindOr
	case syntax.And:
		return bindAnd
	case syntax.Not:
		return bindNot
	case syntax.Add:
		return bindAdd
	case syntax.Mul, syntax.Div:
		return bindMul
	}
	if n.Op.Comparison() {
		return bindComparison
	}
	return bindAtom
}

// printer writes one constraint.
type printer struct {
	strings.Builder
	terms, depth, deepest, chained int
}

// render is a constraint as UVL writes it. Brackets keep the tree that n is: reading the text gives it again.
func render(n *syntax.Node) (string, error) {
	p := &printer{}
	p.print(n, bindIff)
	switch {
	case p.terms > maxTerms:
		return "", fmt.Errorf("spelled out without cardinalities and weighted sums, it names more than %d options", maxTerms)
	case p.deepest+p.chained > maxNesting, p.Len() > syntax.MaxLength:
		return "", fmt.Errorf("the condition is too deep or too long for one constraint")
	}
	return p.String(), nil
}

// print writes n, in brackets if it binds looser than level. Beyond maxTerms it only stops.
func (p *printer) print(n *syntax.Node, level int) {
	if p.terms > maxTerms {
		return
	}
	brackets := binding(n) < level
	if brackets || n.Op == syntax.Not {
		p.depth++
		p.deepest = max(p.deepest, p.depth)
		defer func() { p.depth-- }()
	}
	if brackets {
		p.WriteByte('(')
		defer p.WriteByte(')')
	}
	switch n.Op {
	case syntax.Ref:
		p.terms++
		p.reference(n)
	case syntax.Number:
		p.WriteString(n.Text)
	case syntax.Neg:
		p.WriteByte('-')
		p.print(n.Args[0], bindAtom)
	case syntax.Not:
		p.WriteByte('!')
		operand := n.Args[0]
		if operand.Op == syntax.Not {
			p.print(operand, bindNot)
		} else {
			p.print(operand, bindAtom)
		}
	case syntax.Sum, syntax.Avg, syntax.Floor, syntax.Ceil:
		p.call(n)
	case syntax.Add:
		p.sum(n)
	default:
		p.infix(n)
	}
}

// infix writes operands with the operator between them. All operators group from the left.
func (p *printer) infix(n *syntax.Node) {
	level := binding(n)
	for i, a := range n.Args {
		if i > 0 {
			p.WriteString(" " + n.Op.String() + " ")
			if n.Op != syntax.And && n.Op != syntax.Or {
				p.chained++
			}
		}
		own := level + 1
		if i == 0 && groupsLeft(n.Op, a.Op) {
			own = level
		}
		p.print(a, own)
	}
}

// groupsLeft reports whether first needs no brackets as the first operand of op, which binds equally.
func groupsLeft(op, first syntax.Op) bool {
	switch op {
	case syntax.Iff, syntax.Implies, syntax.Div:
		return true
	case syntax.Mul: // brackets keep (a * b) * c from becoming one product of three
		return first == syntax.Div
	}
	return false
}

func (p *printer) sum(n *syntax.Node) {
	for i, a := range n.Args {
		switch {
		case i == 0:
		case a.Op == syntax.Neg:
			p.WriteString(" - ")
			a = a.Args[0]
		default:
			p.WriteString(" + ")
		}
		p.print(a, bindMul)
	}
}

func (p *printer) call(n *syntax.Node) {
	p.WriteString(n.Op.String() + "(")
	for i, a := range n.Args {
		if i > 0 {
			p.WriteString(", ")
		}
		p.terms++
		p.reference(a)
	}
	p.WriteByte(')')
}

// reference writes a feature, an attribute of one, or an attribute; the name of an attribute is a path.
func (p *printer) reference(n *syntax.Node) {
	for i, part := range n.Path {
		if i > 0 {
			p.WriteByte('.')
		}
		if path, ok := quotePath(part); ok {
			p.WriteString(path)
		} else {
			p.WriteString(quote(part))
		}
	}
}
