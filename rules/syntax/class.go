package syntax

import (
	"fmt"
	"slices"
	"strings"

	"github.com/confspace/confspace/config/source"
)

// A node is a condition, a number, or can be either (a reference, digits).
// The functions here check it against what its place expects.

// condition returns n where a condition is expected: digits become a code.
func (p *parser) condition(n *Node) (*Node, *Error) {
	if _, ok := n.Code(); ok {
		return toRef(n), nil
	}
	if n.Op == Number && n.Unit != "" { // two codes in a row
		unit := n.unit()
		return nil, &Error{Offset: n.Offset + n.Width - len(unit), Width: len(unit), Msg: unit + " cannot stand here", Hint: joinHint}
	}
	if n.Op.Numeric() {
		e := &Error{Offset: n.Offset, Width: n.Width, Msg: "a condition must stand here, not a number", Hint: "compare it: " + excerpt(n) + " <= 3500"}
		if text := p.src[n.Offset : n.Offset+n.Width]; (n.Op == Add || n.Op == Mul || n.Op == Div) && !strings.ContainsAny(text, " \t\r\n\"(") {
			e.Hint = `if it is one code, put it in double quotes: "` + text + `"`
		}
		return nil, e
	}
	return n, nil
}

// arithmetic returns n where a number is expected.
func (p *parser) arithmetic(n *Node) (*Node, *Error) {
	if n.Op.Numeric() || n.Op == Ref {
		return n, nil
	}
	e := &Error{Offset: n.Offset, Width: n.Width, Msg: "a number must stand here, not a condition"}
	if n.Op == Not || n.Op == And || n.Op == Or || n.Op == True || n.Op == False {
		e.Hint = "conditions are compared with <=> and joined with & and |"
	}
	return nil, e
}

// asCode returns n where nothing but a code can stand.
func (p *parser) asCode(n *Node) (*Node, *Error) {
	if _, ok := n.Code(); ok {
		return toRef(n), nil
	}
	if n.Op != Ref {
		return nil, &Error{Offset: n.Offset, Width: n.Width, Msg: "a code must stand here", Hint: "write family in {option, option}"}
	}
	return n, nil
}

// asReference returns n where an attribute name or a code is expected.
func (p *parser) asReference(n *Node) (*Node, *Error) {
	if _, ok := n.Code(); ok {
		return toRef(n), nil
	}
	if n.Op != Ref {
		return nil, &Error{Offset: n.Offset, Width: n.Width, Msg: "a name must stand here", Hint: "write sum(attribute), or sum(attribute, code) for what lies below one code"}
	}
	return n, nil
}

// toRef returns a code as Ref, also if it is digits.
func toRef(n *Node) *Node {
	if n.Op == Ref {
		return n
	}
	c := *n
	c.Op, c.Text, c.Path = Ref, "", []string{n.Text}
	return &c
}

// excerpt returns n as a hint shows it.
func excerpt(n *Node) string {
	if s := n.String(); len(s) <= 30 {
		return s
	}
	return "..."
}

const joinHint = `join conditions with an operator; a code with spaces stands in "double quotes"`

// spelled maps operators in words to ours.
var spelled = map[string]string{
	"and": "&", "or": "|", "not": "!", "implies": "=>", "then": "=>", "iff": "<=>", "equivalent": "<=>",
	"requires": "requires", "require": "requires", "needs": "requires", "excludes": "excludes", "exclude": "excludes", "forbids": "excludes",
	"in": "in {...}", "xor": "exactly(1; a, b)",
}

// nearOperator returns the operator in words that is nearest to a misspelled word;
// "" if none is near.
func nearOperator(text string) string {
	near, _ := source.Nearest(text, slices.Values([]string{"requires", "excludes", "implies"}))
	return spelled[near]
}

// before maps words of other languages, which are read as codes, to a hint. It
// is used where the next token cannot follow a code.
var before = map[string]string{
	"not":      "write ! for not: !a",
	"if":       "write a => b, or a requires b",
	"when":     "write a => b, or a requires b",
	"requires": "say what requires it: a requires b & c",
	"excludes": "say what excludes it: a excludes b",
}

// unexpected returns the error of a current token that cannot stand in its place; due
// says what must, as in "a name must stand here", or is empty.
func (p *parser) unexpected(due string) *Error {
	e := &Error{Offset: p.tok.offset, Width: p.tok.width, Msg: p.tok.describe() + " cannot stand here"}
	if due != "" {
		e.Msg = due + ", not " + p.tok.describe()
	}
	switch {
	case p.decimalComma():
		e.Hint = "a number has a decimal point: " + p.pointed()
	case p.behindExponent():
		e.Hint = ExponentHint
	case p.tok.is(","):
		e.Hint = "join several with & if all are meant, with | if one of them is"
	case p.last.kind == word && before[strings.ToLower(p.last.text)] != "":
		e.Hint = before[strings.ToLower(p.last.text)]
	case p.tok.kind == word && spelled[strings.ToLower(p.tok.text)] != "":
		e.Hint = "write " + spelled[strings.ToLower(p.tok.text)]
	case p.tok.kind == word && due == "" && nearOperator(p.tok.text) != "":
		e.Hint = "did you mean " + nearOperator(p.tok.text) + "?"
	case p.tok.kind == word || p.tok.kind == quoted || p.tok.kind == number:
		e.Hint = joinHint
	case p.tok.is(")") || p.tok.is("}"):
		e.Hint = "is there one too many, or something missing before it?"
	case p.tok.kind == eof:
		e.Hint = "write the rest of the expression"
	}
	return e
}

// decimalComma reports whether the current token is a comma within a number.
func (p *parser) decimalComma() bool {
	return p.tok.is(",") && p.last.kind == number && p.peek.kind == number &&
		p.last.offset+p.last.width == p.tok.offset && p.tok.offset+1 == p.peek.offset
}

// pointed says how to write the number with the comma at the current token.
func (p *parser) pointed() string {
	whole, decimals := p.last.text, p.peek.text
	if len(decimals) == 3 && allDigits(decimals) && whole != "0" {
		return fmt.Sprintf("write %s.%[2]s, or %[1]s%[2]s if the comma separates thousands", whole, decimals)
	}
	return "write " + whole + "." + decimals
}

// behindExponent reports whether the token before the current one is the end of a
// number with an exponent: glued to its digits, or behind an operator on numbers. A
// code may look alike.
func (p *parser) behindExponent() bool {
	if p.last.kind != word || !Exponent(p.last.text) {
		return false
	}
	if before := p.src[:p.last.offset]; before != "" && digit(before[len(before)-1]) {
		return true
	} else if before = strings.TrimRight(before, " \t"); before != "" {
		return digit(p.last.text[0]) && strings.ContainsRune("<>=+-*/", rune(before[len(before)-1]))
	}
	return false
}

// ExponentHint says what to write in place of a number with an exponent.
const ExponentHint = "write all digits of the number, without an exponent: 1500, not 1.5e3"

// Exponent reports whether a word is a number with an exponent, or the end of one:
// 1e3, e3.
func Exponent(text string) bool {
	before, after, found := strings.Cut(strings.ToLower(text), "e")
	return found && (before == "" || allDigits(before)) && allDigits(after)
}

func tooDeep(at token) *Error {
	return &Error{
		Offset: at.offset, Width: at.width, Msg: fmt.Sprintf("operators nest deeper than %d", MaxDepth),
		Hint: "split the rule in two",
	}
}
