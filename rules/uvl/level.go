package uvl

import (
	"maps"
	"slices"
	"strings"

	"github.com/confspace/confspace/config/source"
)

// levels are the language levels that a model can include, each with its minor levels. Including a level states what a
// model may use; which of its constructs are supported is decided where one is used.
var levels = map[string][]string{
	"Boolean":    {"group-cardinality"},
	"Arithmetic": {"feature-cardinality", "aggregate-function"},
	"Type":       {"string-constraints", "numeric-constraints"},
}

// level reads one line of the include section: Boolean, Boolean.* or Boolean.group-cardinality.
func (p *parser) level(c *cursor) {
	first := c.take()
	major := c.shown(first)
	minors, ok := levels[major]
	if !ok {
		c.fail(first, "unknown language level "+major, known(major, slices.Sorted(maps.Keys(levels))))
		return
	}
	if !c.accept(".") {
		c.finish("the language level", "")
		return
	}
	if c.accept("*") {
		c.finish("the language level", "")
		return
	}
	if c.peek().kind == endToken {
		c.expected("a minor level", known("", minors))
		return
	}
	// A minor level is written with dashes, which the lexer takes for operators.
	from, last := c.peek(), c.peek()
	for c.peek().kind != endToken {
		last = c.take()
	}
	minor := token{off: from.off, len: last.off + last.len - from.off, kind: nameToken}
	if s := c.shown(minor); !slices.Contains(minors, s) {
		c.fail(minor, "unknown language level "+major+"."+s, known(s, minors))
	}
}

// known names the nearest word, or lists all.
func known(word string, words []string) string {
	if near, ok := source.Nearest(word, slices.Values(words)); ok {
		return "did you mean " + near + "?"
	}
	return "known are " + strings.Join(words, ", ")
}
