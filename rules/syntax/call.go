package syntax

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// callNames are the words that are functions before an opening parenthesis.
const callNames = "at_most, at_least, exactly, between, sum, avg, count, floor, ceil"

// call reads a word and the arguments in parentheses after it.
func (p *parser) call() (*Node, *Error) {
	name := p.tok
	if !slices.Contains(strings.Split(callNames, ", "), name.text) {
		return nil, unknownCall(name)
	}
	for range 2 { // the word and the parenthesis
		if err := p.advance(); err != nil {
			return nil, err
		}
	}
	switch name.text {
	case "sum", "avg":
		return p.aggregate(name)
	case "count":
		return p.count(name)
	case "floor", "ceil":
		return p.rounding(name)
	}
	return p.cardinality(name)
}

func unknownCall(name token) *Error {
	e := &Error{Offset: name.offset, Width: name.width, Msg: "unknown function " + name.text, Hint: "there are " + callNames}
	lower := strings.ToLower(name.text)
	if slices.Contains(strings.Split(callNames, ", "), lower) {
		e.Hint = "write " + lower
	} else if lower == "all" || lower == "any" || lower == "none" {
		e.Hint = map[string]string{"all": "write a & b", "any": "write a | b, or at_least(1; a, b)", "none": "write at_most(0; a, b)"}[lower]
	} else if operator, ok := spelled[lower]; ok {
		e.Hint = "write " + operator
	} else if lower == "len" {
		e.Msg, e.Hint, e.Construct = "len(): conditions on strings are not supported", "", "len()"
	}
	return e
}

// cardinality reads at_most(n; list) and its kin.
func (p *parser) cardinality(name token) (*Node, *Error) {
	lo, err := p.bound(name)
	if err != nil {
		return nil, err
	}
	hi := lo
	switch name.text {
	case "at_most":
		lo = 0
	case "at_least":
		hi = Unbounded
	case "between":
		if err := p.expect(","); err != nil {
			return nil, err
		}
		at := p.tok
		if hi, err = p.bound(name); err != nil {
			return nil, err
		}
		if hi < lo {
			return nil, &Error{Offset: at.offset, Width: at.width, Msg: fmt.Sprintf("no number lies between %d and %d", lo, hi), Hint: "the smaller number comes first"}
		}
	}
	if p.tok.is(",") {
		e := p.unexpected("; must stand here")
		e.Hint = "a semicolon parts the number from the list: " + name.text + "(1; a, b)"
		return nil, e
	}
	if err := p.expect(";"); err != nil {
		return nil, err
	}
	args, err := p.list(nil, ")", p.condition)
	if err != nil {
		return nil, err
	}
	n := node(Between, name.offset, p.end, args...)
	n.Lo, n.Hi = lo, hi
	return n, nil
}

// bound reads how many conditions must hold.
func (p *parser) bound(name token) (int, *Error) {
	if p.tok.kind != number || !allDigits(p.tok.text) {
		e := p.unexpected("a number of conditions must stand here")
		e.Hint = "write " + name.text + "(1; a, b)"
		if name.text == "between" {
			e.Hint = "write between(1, 2; a, b, c)"
		}
		return 0, e
	}
	n, err := strconv.ParseInt(p.tok.text, 10, 32)
	if err != nil {
		return 0, &Error{Offset: p.tok.offset, Width: p.tok.width, Msg: "the number of conditions is too large", Hint: "write a number up to that of the conditions in the list"}
	}
	return int(n), p.advance()
}

// aggregate reads sum(attribute, code) or avg(attribute, code); the code may
// be absent.
func (p *parser) aggregate(name token) (*Node, *Error) {
	args, err := p.list(nil, ")", p.asReference)
	if err != nil {
		return nil, err
	}
	op := Sum
	if name.text == "avg" {
		op = Avg
	}
	n := node(op, name.offset, p.end, args...)
	if len(args) > 2 {
		return nil, &Error{
			Offset: n.Offset, Width: n.Width, Msg: fmt.Sprintf("%s with %d arguments", name.text, len(args)),
			Hint: fmt.Sprintf("write %[1]s(attribute), or %[1]s(attribute, code) for what lies below one family or option", name.text),
		}
	}
	return n, nil
}

// count reads count(code, ...).
func (p *parser) count(name token) (*Node, *Error) {
	args, err := p.list(nil, ")", p.asReference)
	if err != nil {
		return nil, err
	}
	return node(Count, name.offset, p.end, args...), nil
}

// rounding reads floor(a) or ceil(a).
func (p *parser) rounding(name token) (*Node, *Error) {
	args, err := p.list(nil, ")", p.arithmetic)
	if err != nil {
		return nil, err
	}
	op := Floor
	if name.text == "ceil" {
		op = Ceil
	}
	n := node(op, name.offset, p.end, args...)
	if len(args) != 1 {
		return nil, &Error{Offset: n.Offset, Width: n.Width, Msg: name.text + " takes one number"}
	}
	return n, nil
}

// list appends to args the expressions, each passed through check, up to the
// closing symbol.
func (p *parser) list(args []*Node, closing string, check func(*Node) (*Node, *Error)) ([]*Node, *Error) {
	for {
		n, err := p.expression(1)
		if err != nil {
			return nil, err
		}
		if n, err = check(n); err != nil {
			return nil, err
		}
		args = append(args, n)
		if !p.tok.is(",") {
			if p.tok.kind != symbol || p.tok.text != closing {
				return nil, p.unexpected(", or " + closing + " must stand here")
			}
			return args, p.advance()
		}
		if err := p.advance(); err != nil {
			return nil, err
		}
	}
}
