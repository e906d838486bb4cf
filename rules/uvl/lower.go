package uvl

import (
	"github.com/confspace/confspace/config"
	"github.com/confspace/confspace/rules"
	"github.com/confspace/confspace/rules/syntax"
)

// lowering turns one rule into trees of the operators that UVL has: references, !, &, |, =>, <=>,
// and comparisons of arithmetic over attributes. The trees share parts.
type lowering struct {
	cat  *config.Catalog
	root string
	err  error // the first construct that UVL does not have
}

// rule is the constraints for a rule: several for a table of forbidden rows.
func (l *lowering) rule(r rules.Rule) []*syntax.Node {
	if r.Table != nil && r.Table.Forbidden {
		var rows []*syntax.Node
		for row := range r.Expr.Args() {
			rows = append(rows, l.condition(row.Syntax()))
		}
		return rows
	}
	// The source says sum(mass) where the bound expression has only
	// numbers.
	if n, err := syntax.Parse(r.Source); err == nil {
		if e, err := rules.Bind(l.cat, n); err == nil && e.Equal(r.Expr) {
			return []*syntax.Node{l.condition(n)}
		}
	}
	return []*syntax.Node{l.condition(r.Expr.Syntax())}
}

func (l *lowering) condition(n *syntax.Node) *syntax.Node {
	if code, ok := n.Code(); ok {
		return syntax.NewRef(code)
	}
	switch n.Op {
	case syntax.True:
		return syntax.NewRef(l.root)
	case syntax.False:
		return not(syntax.NewRef(l.root))
	case syntax.Not:
		return not(l.condition(n.Args[0]))
	case syntax.And, syntax.Or, syntax.Implies, syntax.Iff:
		return several(n.Op, l.conditions(n.Args))
	case syntax.Requires:
		return several(syntax.Implies, l.conditions(n.Args))
	case syntax.Excludes:
		return not(several(syntax.And, l.conditions(n.Args)))
	case syntax.In:
		return several(syntax.Or, l.conditions(n.Args[1:]))
	case syntax.NotIn:
		return not(several(syntax.Or, l.conditions(n.Args[1:])))
	case syntax.Between:
		return l.between(n.Lo, n.Hi, l.listed(n.Args))
	}
	return l.comparison(n)
}

func (l *lowering) conditions(ns []*syntax.Node) []*syntax.Node {
	out := make([]*syntax.Node, len(ns))
	for i, n := range ns {
		out[i] = l.condition(n)
	}
	return out
}

// listed returns the conditions that a cardinality counts; a family stands
// for its options.
func (l *lowering) listed(ns []*syntax.Node) []*syntax.Node {
	var out []*syntax.Node
	for _, n := range ns {
		if options, ok := l.family(n); ok {
			out = append(out, options...)
			continue
		}
		out = append(out, l.condition(n))
	}
	return out
}

// family is the options of the family that n names.
func (l *lowering) family(n *syntax.Node) ([]*syntax.Node, bool) {
	code, ok := n.Code()
	if !ok {
		return nil, false
	}
	f, ok := l.cat.LookupFamily(code)
	if !ok {
		return nil, false
	}
	var options []*syntax.Node
	for _, o := range l.cat.Family(f).Options {
		options = append(options, syntax.NewRef(l.cat.Code(o)))
	}
	return options, true
}

// comparison keeps the arithmetic that UVL has, and spells out the rest.
func (l *lowering) comparison(n *syntax.Node) *syntax.Node {
	_, family := l.family(n.Args[0])
	_, code := n.Args[1].Code()
	switch {
	case family && code && n.Op == syntax.Equal: // family = option
		return l.condition(n.Args[1])
	case family && code && n.Op == syntax.NotEqual:
		return not(l.condition(n.Args[1]))
	}
	left, right := l.number(n.Args[0]), l.number(n.Args[1])
	if left != nil && right != nil {
		return &syntax.Node{Op: n.Op, Args: []*syntax.Node{left, right}}
	}
	e, err := rules.Bind(l.cat, n)
	if err != nil { // it was bound before, as a part of the rule
		l.err = err
		return syntax.NewRef(l.root)
	}
	return l.spell(e)
}

// number is n in the arithmetic of UVL; nil if UVL cannot say it.
func (l *lowering) number(n *syntax.Node) *syntax.Node {
	switch n.Op {
	case syntax.Number:
		return numeral(n.Text)
	case syntax.Ref:
		return l.value(n)
	case syntax.Neg:
		if n.Args[0].Op == syntax.Number {
			return negative(numeral(n.Args[0].Text))
		}
		return l.number(&syntax.Node{Op: syntax.Add, Args: []*syntax.Node{n}})
	case syntax.Add:
		return l.sum(n.Args)
	case syntax.Mul, syntax.Div:
		args := l.numbers(n.Args)
		if args == nil {
			return nil
		}
		return &syntax.Node{Op: n.Op, Args: args}
	case syntax.Floor, syntax.Ceil:
		a := l.number(n.Args[0])
		if a == nil || a.Op != syntax.Ref {
			return nil
		}
		return &syntax.Node{Op: n.Op, Args: []*syntax.Node{a}}
	case syntax.Sum, syntax.Avg:
		return l.aggregate(n)
	}
	return nil // count
}

func (l *lowering) numbers(ns []*syntax.Node) []*syntax.Node {
	out := make([]*syntax.Node, len(ns))
	for i, n := range ns {
		if out[i] = l.number(n); out[i] == nil {
			return nil
		}
	}
	return out
}

// sum is the sum of ns; UVL has a minus between values, and before digits, but nowhere else.
func (l *lowering) sum(ns []*syntax.Node) *syntax.Node {
	sum := &syntax.Node{Op: syntax.Add}
	for i, n := range ns {
		minus := n.Op == syntax.Neg && (i > 0 || n.Args[0].Op != syntax.Number)
		if minus {
			n = n.Args[0]
			if i == 0 {
				sum.Args = append(sum.Args, numeral("0"))
			}
		}
		if n = l.number(n); n == nil {
			return nil
		}
		if minus {
			n = &syntax.Node{Op: syntax.Neg, Args: []*syntax.Node{n}}
		}
		sum.Args = append(sum.Args, n)
	}
	if len(sum.Args) == 1 {
		return sum.Args[0]
	}
	return sum
}

// value is an attribute of an option, or the sum of those of a family; nil for an option that counts 1.
func (l *lowering) value(n *syntax.Node) *syntax.Node {
	if len(n.Path) != 2 {
		return nil
	}
	options, ok := l.family(syntax.NewRef(n.Path[0]))
	if !ok {
		return syntax.NewRef(n.Path...)
	}
	var values []*syntax.Node
	a, _ := l.cat.LookupAttribute(n.Path[1])
	for _, o := range options {
		id, _ := l.cat.LookupOption(o.Path[0])
		if _, ok := l.cat.Value(id, a); ok {
			values = append(values, syntax.NewRef(o.Path[0], n.Path[1]))
		}
	}
	return several(syntax.Add, values)
}

// aggregate is sum or avg, if it is over everything or over one option and what lies below.
func (l *lowering) aggregate(n *syntax.Node) *syntax.Node {
	attribute := n.Args[0]
	if !l.hasValues(attribute.Path[0]) {
		if n.Op == syntax.Sum {
			return numeral("0")
		}
		return nil
	}
	if len(n.Args) == 1 {
		return &syntax.Node{Op: n.Op, Args: []*syntax.Node{attribute}}
	}
	options, ok := l.family(n.Args[1])
	if !ok {
		code, _ := n.Args[1].Code()
		options = []*syntax.Node{syntax.NewRef(code)}
	}
	if n.Op == syntax.Avg && len(options) > 1 {
		return nil
	}
	var sums []*syntax.Node
	for _, o := range options {
		sums = append(sums, &syntax.Node{Op: n.Op, Args: []*syntax.Node{attribute, o}})
	}
	return several(syntax.Add, sums)
}

// hasValues reports whether any option has the attribute: only then is it in the text.
func (l *lowering) hasValues(name string) bool {
	a, _ := l.cat.LookupAttribute(name)
	for o := range l.cat.NumOptions() {
		if _, ok := l.cat.Value(config.OptionID(o), a); ok {
			return true
		}
	}
	return false
}

// negative is digits with a minus before them; there is no -0.
func negative(n *syntax.Node) *syntax.Node {
	if n.Text == "0" {
		return n
	}
	return &syntax.Node{Op: syntax.Neg, Args: []*syntax.Node{n}}
}

func not(n *syntax.Node) *syntax.Node { return &syntax.Node{Op: syntax.Not, Args: []*syntax.Node{n}} }

// several is op of ns, or the only one of them.
func several(op syntax.Op, ns []*syntax.Node) *syntax.Node {
	if len(ns) == 1 {
		return ns[0]
	}
	return &syntax.Node{Op: op, Args: ns}
}
