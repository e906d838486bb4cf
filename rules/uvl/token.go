package uvl

import "github.com/confspace/confspace/config/source"

// kind is the kind of a token.
type kind uint8

const (
	endToken     kind = iota // after the last token of a line
	nameToken                // Engine, and every keyword
	quotedToken              // "Left wing"
	stringToken              // 'a string'
	numberToken              // 12, 3.25
	symbolToken              // punctuation and operators
	illegalToken             // reported by the lexer already
)

// token is a piece of one file: Text[off : off+len]. Its file is known by the line that holds it.
type token struct {
	off, len uint32
	kind     kind
}

// line is one logical line: the tokens between two line ends outside of brackets, without comments. A line holds at
// least one token. indent is the width of the white space before it, a tab reaching to the next multiple of tabWidth.
type line struct {
	tokens []token
	indent int
}

// tabWidth is that of the UVL reference lexer, so that a file that mixes tabs and spaces means the
// same here.
const tabWidth = 8

// reserved are the keywords that are names only in double quotes. The other keywords of UVL, such
// as sum and Type, are keywords only where one is needed: published models use them as names.
var reserved = map[string]bool{
	"namespace": true, "include": true, "imports": true, "as": true, "features": true, "constraints": true,
	"constraint": true, "mandatory": true, "optional": true, "or": true, "alternative": true, "cardinality": true,
	"true": true, "false": true,
}

// cursor reads the tokens of one line and reports those that it cannot
// read.
type cursor struct {
	file   *source.File
	rep    *report
	tokens []token
	next   int

	depth, chained int // in a constraint: brackets and negations open, operators that nest to the left
}

func (c *cursor) peek() token {
	if c.next < len(c.tokens) {
		return c.tokens[c.next]
	}
	last := c.tokens[len(c.tokens)-1]
	return token{off: last.off + last.len, kind: endToken}
}

func (c *cursor) take() token {
	t := c.peek()
	if t.kind != endToken {
		c.next++
	}
	return t
}

// text is the token as it stands in the file.
func (c *cursor) text(t token) string { return string(c.file.Text[t.off : t.off+t.len]) }

// shown is the token as a message shows it.
func (c *cursor) shown(t token) string { return shown(c.text(t)) }

// is reports whether t reads s: a keyword or a symbol, never a quoted name or a string.
func (c *cursor) is(t token, s string) bool {
	return (t.kind == nameToken || t.kind == symbolToken) && string(c.file.Text[t.off:t.off+t.len]) == s
}

// accept takes the next token if it reads s.
func (c *cursor) accept(s string) bool {
	if c.is(c.peek(), s) {
		c.next++
		return true
	}
	return false
}

// ahead is the token after the next one.
func (c *cursor) ahead() token {
	if c.next+1 < len(c.tokens) {
		return c.tokens[c.next+1]
	}
	return token{kind: endToken}
}

// fail reports msg at t, unless the lexer refused that token already.
func (c *cursor) fail(t token, msg, hint string) {
	if t.kind != illegalToken {
		c.rep.add(c.file, t, msg, hint)
	}
}

// unsupported reports a legal construct that has no counterpart.
func (c *cursor) unsupported(t token, construct, hint string) {
	c.rep.refuse(c.file, t, construct, hint)
}

// expected reports that another token was expected.
func (c *cursor) expected(what, hint string) {
	t := c.peek()
	if t.kind == endToken {
		c.fail(t, "expected "+what+", found the end of the line", hint)
		return
	}
	c.fail(t, "expected "+what+", found "+c.shown(t), hint)
}

// finish reports the tokens that are left on the line.
func (c *cursor) finish(after, hint string) bool {
	t := c.peek()
	if t.kind == endToken {
		return true
	}
	c.fail(t, "unexpected "+c.shown(t)+" after "+after, hint)
	return false
}
