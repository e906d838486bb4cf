package syntax

import (
	"fmt"
	"strings"
)

// Limits of one expression. Conditions that people write have a handful of
// operators; generated ones have thousands of operands side by side, which do
// not nest. The limits keep every recursive walk over a tree far from the end
// of the stack.
const (
	MaxDepth  = 1000    // how deep operators and parentheses nest
	MaxLength = 1 << 20 // bytes of text
)

// Parse reads an expression that is a condition. The error is an [*Error] for
// the first defect. Parse takes time linear in the length of src.
func Parse(src string) (*Node, error) {
	if len(src) > MaxLength {
		return nil, &Error{Offset: MaxLength, Msg: fmt.Sprintf("expression longer than %d bytes", MaxLength), Hint: "split it into several rules"}
	}
	p := &parser{src: src}
	n, err := p.parse()
	if err != nil {
		return nil, err
	}
	return n, nil
}

// parser holds the next token, the ones before and after it, and the end of the
// last one read.
type parser struct {
	src             string
	last, tok, peek token
	end             int
	nest            int
}

func (p *parser) parse() (*Node, *Error) {
	for range 2 { // fill tok and peek
		if err := p.advance(); err != nil {
			return nil, err
		}
	}
	p.end = 0
	if p.tok.kind == eof {
		return nil, &Error{Offset: p.tok.offset, Msg: "the expression is empty", Hint: "write true for a condition that always holds"}
	}
	n, err := p.expression(1)
	if err != nil {
		return nil, err
	}
	if p.tok.kind != eof {
		return nil, p.unexpected("")
	}
	return p.condition(n)
}

func (p *parser) advance() *Error {
	p.end = p.tok.offset + p.tok.width
	p.last, p.tok = p.tok, p.peek
	if p.tok.kind == eof && p.tok.offset > 0 {
		return nil
	}
	t, err := next(p.src, p.peek.offset+p.peek.width)
	if err != nil {
		return err
	}
	p.peek = t
	return nil
}

// expect reads the symbol s.
func (p *parser) expect(s string) *Error {
	if p.tok.kind != symbol || p.tok.text != s {
		return p.unexpected(s + " must stand here")
	}
	return p.advance()
}

// infix is an operator between two operands, loosest level first.
type infix struct {
	level int
	op    Op
}

const (
	levelIff = iota + 1
	levelImplies
	levelOr
	levelAnd
	levelCompare
	levelAdd
	levelMul
)

var infixes = map[string]infix{
	"<=>": {levelIff, Iff}, "=>": {levelImplies, Implies}, "requires": {levelImplies, Requires},
	"excludes": {levelImplies, Excludes}, "|": {levelOr, Or}, "&": {levelAnd, And},
	"=": {levelCompare, Equal}, "==": {levelCompare, Equal}, "!=": {levelCompare, NotEqual},
	"<": {levelCompare, Less}, "<=": {levelCompare, LessEqual}, ">": {levelCompare, Greater}, ">=": {levelCompare, GreaterEqual},
	"in": {levelCompare, In}, "not": {levelCompare, NotIn},
	"+": {levelAdd, Add}, "-": {levelAdd, Neg}, "*": {levelMul, Mul}, "/": {levelMul, Div},
}

// infix returns the operator at the current token; its level is 0 if there is
// none.
func (p *parser) infix() infix {
	if p.tok.kind != symbol && p.tok.kind != word {
		return infix{}
	}
	in := infixes[p.tok.text]
	if in.op == NotIn && !p.peek.is("in") {
		return infix{}
	}
	return in
}

// expression reads operators of level lowest and tighter, by precedence
// climbing.
func (p *parser) expression(lowest int) (*Node, *Error) {
	start := p.tok.offset
	left, err := p.operand()
	if err != nil {
		return nil, err
	}
	var chain *Node // left, while it is open for more operands: not in parentheses
	for {
		in := p.infix()
		if in.level == 0 || in.level < lowest {
			return left, nil
		}
		at := p.tok
		if in.op == In || in.op == NotIn {
			left, err = p.membership(left, in.op, start)
		} else {
			left, err = p.binary(left, chain, in, start)
		}
		if err != nil {
			return nil, err
		}
		if left.depth > MaxDepth {
			return nil, tooDeep(at)
		}
		if in.level == levelCompare && p.infix().level == levelCompare {
			return nil, &Error{Offset: p.tok.offset, Width: p.tok.width, Msg: "comparisons do not chain", Hint: "join two comparisons with &"}
		}
		chain = left
	}
}

// binary reads an operator and its right operand. Operands of &, |, + and *
// go into one node as long as chain, the node to the left, stands open.
func (p *parser) binary(left, chain *Node, in infix, start int) (*Node, *Error) {
	if err := p.advance(); err != nil {
		return nil, err
	}
	from := p.tok.offset
	right, err := p.expression(in.level + 1)
	if err != nil {
		return nil, err
	}
	check := p.condition
	if in.level >= levelCompare {
		check = p.arithmetic
	}
	if left, err = check(left); err != nil {
		return nil, err
	}
	if right, err = check(right); err != nil {
		return nil, err
	}
	if err := p.chained(in.op, left, chain); err != nil {
		return nil, err
	}
	op := in.op
	if op == Neg { // a - b
		op = Add
		right = node(Neg, from, p.end, right)
	}
	if left == chain && left.Op == op && (op == And || op == Or || op == Add || op == Mul) {
		left.Args = append(left.Args, right)
		left.Width = p.end - left.Offset
		left.depth = max(left.depth, right.depth+1)
		return left, nil
	}
	return node(op, start, p.end, left, right), nil
}

// chained refuses "a requires b requires c": nothing says which requires goes
// first, and people mean neither. Right operands bind tighter, so only the
// left operand can be one, and only outside parentheses.
func (p *parser) chained(op Op, left, chain *Node) *Error {
	word := func(op Op) bool { return op == Requires || op == Excludes }
	if left != chain || !(word(op) && left.level() == levelImplies || word(left.Op) && op == Implies) {
		return nil
	}
	return &Error{
		Offset: left.Offset, Width: p.end - left.Offset, Msg: left.Op.String() + " and " + op.String() + " do not chain",
		Hint: "put one of them in parentheses, or join two conditions with &",
	}
}

const membersHint = "write the options in braces: family in {option, option}"

// membership reads "in {x, y}" or "not in {x, y}" after a family code.
func (p *parser) membership(left *Node, op Op, start int) (*Node, *Error) {
	family, err := p.asCode(left)
	if err != nil {
		return nil, err
	}
	if op == NotIn {
		if err := p.advance(); err != nil {
			return nil, err
		}
	}
	if err := p.advance(); err != nil {
		return nil, err
	}
	if err := p.expect("{"); err != nil {
		err.Hint = membersHint
		return nil, err
	}
	args, err := p.list([]*Node{family}, "}", p.asCode)
	if err != nil {
		return nil, err
	}
	return node(op, start, p.end, args...), nil
}

// operand reads an expression that no infix operator splits.
func (p *parser) operand() (*Node, *Error) {
	p.nest++
	defer func() { p.nest-- }()
	if p.nest > MaxDepth {
		return nil, tooDeep(p.tok)
	}
	start := p.tok.offset
	switch {
	case p.tok.is("!"):
		return p.prefix(Not, levelCompare, p.condition)
	case p.tok.is("-"):
		return p.prefix(Neg, levelMul+1, p.arithmetic)
	case p.tok.is("("):
		if err := p.advance(); err != nil {
			return nil, err
		}
		n, err := p.expression(1)
		if err != nil {
			return nil, err
		}
		return n, p.expect(")")
	case p.tok.kind == number:
		return p.number()
	case p.tok.kind == word && (p.tok.text == "true" || p.tok.text == "false"):
		op := True
		if p.tok.text == "false" {
			op = False
		}
		err := p.advance()
		return node(op, start, p.end), err
	case p.tok.kind == word && p.peek.is("("):
		return p.call()
	}
	return p.reference()
}

// number reads a number and its unit, or a code that starts with digits.
func (p *parser) number() (*Node, *Error) {
	t, before := p.tok, p.last
	if err := p.advance(); err != nil {
		return nil, err
	}
	if p.tok.is(".") {
		return p.path(t)
	}
	text, err := p.fraction(t, before)
	if err != nil {
		return nil, err
	}
	unit := ""
	if p.atUnit() {
		unit = p.tok.text
		if err := p.advance(); err != nil {
			return nil, err
		}
	}
	n := node(Number, t.offset, p.end)
	n.Text, n.Unit = text, unit
	return n, nil
}

// fraction returns the text of the number t, which may be the beginning of a
// fraction with a unit: 1/3 kg, without spaces about the stroke. Otherwise, and
// behind another stroke, it is a quotient.
func (p *parser) fraction(t, before token) (string, *Error) {
	end := t.offset + t.width
	if before.is("/") || !allDigits(t.text) || !allDigits(p.peek.text) || !p.tok.is("/") || p.tok.offset != end || p.peek.kind != number || p.peek.offset != end+1 {
		return t.text, nil
	}
	ahead := *p
	for range 2 {
		if err := ahead.advance(); err != nil {
			return "", err
		}
	}
	if !ahead.atUnit() {
		return t.text, nil
	}
	text := t.text + "/" + p.peek.text
	*p = ahead
	return text, nil
}

// atUnit reports whether the token behind a number is its unit: a word, % or
// any other unit in quotes.
func (p *parser) atUnit() bool {
	if p.tok.kind == quoted || p.tok.is("%") {
		return true
	}
	return p.tok.kind == word && p.infix().level == 0 && spelled[strings.ToLower(p.tok.text)] == ""
}

// prefix reads a prefix operator and its operand.
func (p *parser) prefix(op Op, level int, check func(*Node) (*Node, *Error)) (*Node, *Error) {
	at := p.tok
	if err := p.advance(); err != nil {
		return nil, err
	}
	n, err := p.expression(level)
	if err != nil {
		return nil, err
	}
	if n, err = check(n); err != nil {
		return nil, err
	}
	if n = node(op, at.offset, p.end, n); n.depth > MaxDepth {
		return nil, tooDeep(at)
	}
	return n, nil
}

// reference reads a code, and the names that follow it after points.
func (p *parser) reference() (*Node, *Error) {
	t := p.tok
	if t.kind != word && t.kind != quoted && t.kind != number {
		return nil, p.unexpected("a code, a number or ( must stand here")
	}
	if err := p.advance(); err != nil {
		return nil, err
	}
	return p.path(t)
}

// path reads the rest of a reference that starts with t.
func (p *parser) path(t token) (*Node, *Error) {
	parts := []string{t.text}
	for p.tok.is(".") {
		if err := p.advance(); err != nil {
			return nil, err
		}
		if k := p.tok.kind; k != word && k != quoted && k != number || k == number && strings.Contains(p.tok.text, ".") {
			return nil, p.unexpected("a name must follow the point")
		}
		parts = append(parts, p.tok.text)
		if err := p.advance(); err != nil {
			return nil, err
		}
	}
	n := node(Ref, t.offset, p.end)
	n.Path = parts
	return n, nil
}

// node returns a node for the text from start to end.
func node(op Op, start, end int, args ...*Node) *Node {
	n := &Node{Op: op, Args: args, Offset: start, Width: end - start, depth: 1}
	for _, a := range args {
		n.depth = max(n.depth, a.depth+1)
	}
	return n
}
