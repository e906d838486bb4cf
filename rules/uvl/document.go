package uvl

import (
	"strconv"
	"strings"
	"unicode"

	"github.com/confspace/confspace/config"
	"github.com/confspace/confspace/config/source"
	"github.com/confspace/confspace/rules/syntax"
)

// document is one parsed file. Nothing in it is resolved: names are as written.
type document struct {
	file        *source.File
	namespace   *reference
	imports     []*importation
	lost        bool // an import could not be read: its names are not reported as unknown
	root        *feature
	constraints []*syntax.Node // the constraints section, in order
	whole       bool           // the feature tree has no defect, so a name that it lacks is missing
}

// reference is a dotted path of names; quotes are taken off.
type reference struct {
	segments []string
	tokens   []token // of the segments, one each
}

func (r *reference) String() string { return strings.Join(r.segments, ".") }

// span is the token that covers the whole path, for a caret.
func (r *reference) span() token {
	first, last := r.tokens[0], r.tokens[len(r.tokens)-1]
	return token{off: first.off, len: last.off + last.len - first.off, kind: nameToken}
}

type importation struct {
	path  *reference
	alias string // the path itself without "as"
	doc   *document
}

// feature is a node of the tree as written. A name with several segments places the root of an imported model.
type feature struct {
	name        *reference
	typed       bool // a typed feature other than Boolean, reported already
	attributes  []*attribute
	named       map[string]bool // the attributes by name
	constraints []*syntax.Node  // constraint attributes, in order
	groups      []*group
}

type group struct {
	kind     groupKind
	min, max int // of a cardinality; max < 0 is unbounded
	token    token
	features []*feature
}

type groupKind uint8

const (
	mandatory groupKind = iota
	optional
	or
	alternative
	cardinality
)

var groupKinds = map[string]groupKind{
	"mandatory": mandatory, "optional": optional, "or": or, "alternative": alternative,
}

func (k groupKind) String() string {
	return [...]string{"mandatory", "optional", "or", "alternative", "cardinality"}[k]
}

// attribute is a value attribute. The name of a nested one is a path: Package {Price 5} is Package.Price.
type attribute struct {
	name  string
	token token // of the last segment
	kind  valueKind
	value config.Decimal // of a number
}

type valueKind uint8

const (
	flag    valueKind = iota // no value
	boolean                  // true or false
	numeric
	textual
	vector
	nested // only its parts count
)

func (k valueKind) String() string {
	return [...]string{"a flag", "a boolean", "a number", "a string", "a list", "a group of attributes"}[k]
}

// maxSegments bounds a path: imports nest a few levels.
const maxSegments = 200

// reference reads a path: names with dots between them.
func (c *cursor) reference(what string) *reference {
	r := &reference{}
	for {
		t := c.peek()
		segment, ok := c.segment(t, what)
		if !ok {
			return nil
		}
		c.next++
		r.segments, r.tokens = append(r.segments, segment), append(r.tokens, t)
		if !c.accept(".") {
			return r
		}
		if len(r.segments) == maxSegments {
			c.fail(r.span(), "a path of more than "+strconv.Itoa(maxSegments)+" names", "")
			return nil
		}
	}
}

// segment is the name in t without its quotes; false, and reported, if t is none.
func (c *cursor) segment(t token, what string) (string, bool) {
	switch t.kind {
	case nameToken:
		s := c.text(t)
		if len(s) > config.MaxCode {
			return "", c.tooLong(t)
		}
		if reserved[s] {
			c.fail(t, "expected "+what+", found the keyword "+s, `a name that is also a keyword stands in double quotes: "`+s+`"`)
			return "", false
		}
		return s, true
	case quotedToken:
		s := c.text(t)
		s = s[1 : len(s)-1]
		switch {
		case len(s) > config.MaxCode:
			return "", c.tooLong(t)
		case s == "":
			c.fail(t, "a name must not be empty", "")
			return "", false
		case strings.TrimSpace(s) != s:
			c.fail(t, "a name must not begin or end with a space", "")
			return "", false
		case strings.ContainsFunc(s, func(r rune) bool { return !unicode.IsPrint(r) }):
			c.fail(t, "a name contains the unprintable character "+shown(s), "")
			return "", false
		case strings.Contains(s, "."):
			c.unsupported(t, "dotted name", "a dot separates the names of a path, so a name cannot contain one")
		}
		return s, true
	}
	c.expected(what, "")
	return "", false
}

// tooLong reports a name that is too long for a code.
func (c *cursor) tooLong(t token) bool {
	c.fail(t, "the name is longer than "+strconv.Itoa(config.MaxCode)+" bytes", "")
	return false
}
