package source

import (
	"math"
	"strings"

	"github.com/goccy/go-yaml/token"
)

// The commonest mistakes in block structure, in the words of a file's
// owner.

// misplaced reports a token that cannot stand in its place.
func (p *parser) misplaced(t *tok) *Node {
	switch {
	case t.Value == "]" || t.Value == "}":
		return p.fail(t, t.Value+" without an opening bracket", "quote the text if it belongs to it")
	case t.first && t.is(token.SequenceEntryType):
		return p.fail(t, "this entry does not line up with a list above it", "indent each \"- \" of a list alike")
	case t.first && p.ahead(1).is(token.MappingValueType):
		return p.fail(t, "this key does not line up with the keys above it", "indent the keys of a mapping alike")
	case t.first && strings.HasPrefix(t.Value, "-"):
		return p.fail(t, "this line does not fit the lines above it", "write a space behind the - of a list")
	case t.first:
		return p.fail(t, "this line does not fit the lines above it", "check its indentation; quote text that begins with a bracket or a quote")
	}
	return p.fail(t, "this does not fit the text before it", "quote the text if it belongs together")
}

// joins reports whether the line that begins with t is read as an entry of n.
// The line is in the column of no open collection, and n is the one of its kind
// whose column is nearest. The first such line is a defect. Later lines of n
// that are off by as much only count: the first line of n may be the wrong one.
func (p *parser) joins(n *Node, t *tok) bool {
	if !t.first || t.column == n.column() || p.fit(t) != n {
		return false
	}
	type shifted struct {
		file     *File
		line, by int
	}
	msg, hint := "this key does not line up with the keys above it", "indent the keys of a mapping alike"
	if n.Kind == Sequence {
		msg, hint = "this entry does not line up with a list above it", "indent each \"- \" of a list alike"
	}
	if t != p.joined {
		p.joined = t
		if !t.excused && !n.excused {
			p.list.AddOnce(shifted{p.file, n.Place.Line, t.column - n.column()}, p.file.Defect(t.start, p.file.width(t.span), msg, hint))
		}
	}
	for _, around := range p.open { // the line may belong to any of them
		around.lose()
	}
	return true
}

// fit returns the open collection to which a line most likely belongs; nil if
// the line fits one exactly, or fits none.
func (p *parser) fit(t *tok) *Node {
	kind, deepest := Sequence, math.MaxInt
	if p.atKey() {
		kind = Mapping
		if child := p.ahead(2); child != nil && child.first && child.column > t.column {
			deepest = child.column - 1 // its key stands left of it
		}
	} else if !t.is(token.SequenceEntryType) {
		return nil
	}
	var best *Node
	for _, n := range p.open {
		column := n.column()
		switch {
		case column == t.column && n.Kind == kind:
			return nil
		case n.Kind != kind || column > deepest:
		case best == nil || abs(column-t.column) <= abs(best.column()-t.column):
			best = n
		}
	}
	return best
}

func abs(n int) int { return max(n, -n) }

// noKey reports a line of a mapping that is not a key and a value.
func (p *parser) noKey(t *tok) {
	hint := "write key: value, with a space after the colon; indent the line if it continues the one above"
	if strings.HasPrefix(t.Value, "-") {
		hint = "write a space behind the - of a list"
	}
	if t.is(token.SequenceEntryType) {
		hint = "the lines above it are keys and values; indent the entry if it belongs to the key above"
	}
	p.fail(t, "this line must be key: value, as the lines above are", hint)
}

// colon reports a colon behind a value, which has two causes: a colon within
// the value, or a deeper line that the lexer read as part of the value.
func (p *parser) colon(value, colon *tok) {
	if colon.line == value.line {
		p.fail(value, "a second \": \" in one line", "quote the text if the colon belongs to it")
		return
	}
	key := *colon // the line of the colon
	key.excused = key.excused || p.reported(value)
	key.start = p.file.Offset(colon.line, 1)
	for key.start < colon.start && isSpace(p.file.Text[key.start]) {
		key.start++
	}
	p.fail(&key, "this line is indented deeper than the keys above it", "align it with them")
}

// checkLines reports a plain text over several lines if one of them looks
// like an entry of a list.
func (p *parser) checkLines(t *tok) {
	if t.endLine == t.line || !t.is(token.StringType) {
		return
	}
	at := t.start
	for range t.endLine - t.line {
		at = lineEnd(p.file.Text, at) + 1
		line := string(p.file.Text[at:lineEnd(p.file.Text, at)])
		if text := strings.TrimLeft(line, " "); strings.HasPrefix(text, "- ") {
			entry := *t
			entry.start = at + len(line) - len(text)
			entry.end = entry.start + 1
			entry.excused = p.reported(t) // the place of the text is wrong
			p.fail(&entry, "this entry is read as part of the text above it", "indent each \"- \" of a list alike; quote the text if it is one")
			return
		}
	}
}
