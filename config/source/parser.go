package source

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/goccy/go-yaml/token"
)

// parser builds the tree from the tokens of the lexer. Block structure is the
// columns of tokens: a collection stands at the column of its first key or
// dash and ends at a line that begins further left. After a mistake it goes on
// at the next line with which the collection around it can continue.
//
// The lexer's own parser is not used: it takes quadratic time in the number of
// entries of a list, stops at the first mistake, and is off in its columns.
type parser struct {
	file   *File
	list   *List
	toks   []tok
	next   int
	depth  int
	failed bool    // the token at next does not fit; the collection around it recovers
	joined *tok    // the last token that joins accepted
	open   []*Node // the block collections around, outermost first
}

// column returns where the entries of a block collection begin.
func (n *Node) column() int { return n.Place.Column + n.tabs }

// peek returns the next token, or nil at the end.
func (p *parser) peek() *tok { return p.ahead(0) }

// ahead returns the i-th token after the next one, or nil.
func (p *parser) ahead(i int) *tok {
	if p.next+i >= len(p.toks) {
		return nil
	}
	return &p.toks[p.next+i]
}

// fail reports a mistake; the collection around it recovers. An invalid token
// was reported before.
func (p *parser) fail(t *tok, msg, hint string) *Node {
	if !p.failed && !t.is(token.InvalidType) && !p.reported(t) {
		p.list.Add(p.file.Defect(t.start, p.file.width(t.span), msg, hint))
	}
	p.failed = true
	return p.null()
}

// reported reports whether the place of a line was reported: other mistakes of
// its place, and of collections that begin in it, follow from that one.
func (p *parser) reported(t *tok) bool {
	return t.excused || p.joined != nil && p.joined.line == t.line
}

// width is how many runes of a span stand on its first line, at least one.
func (f *File) width(s span) int {
	line, _, _ := strings.Cut(string(f.Text[s.start:min(s.end, s.start+1000)]), "\n")
	return max(utf8.RuneCountInString(line), 1)
}

// document parses everything. Lines left of the first line are read as part
// of the same collection.
func (p *parser) document() *Node {
	root := p.block()
	for {
		t := p.peek()
		if t != nil && !p.failed {
			p.misplaced(t)
		}
		if !p.failed {
			return root
		}
		root.lose()
		if t == nil {
			return root
		}
		p.failed = false
		for p.next++; p.peek() != nil && !p.peek().first; p.next++ {
		}
		if p.peek() != nil {
			root = p.join(root, p.block())
		}
	}
}

// join adds the node read after a mistake to the one read before it.
func (p *parser) join(root, more *Node) *Node {
	switch {
	case root.Kind != Mapping && root.Kind != Sequence:
		root = more
	case root.Kind != more.Kind:
	case root.Kind == Sequence:
		root.Items = append(root.Items, more.Items...)
	default:
		seen := make(map[string]bool)
		for _, f := range root.Fields {
			seen[f.Key.Text] = true
		}
		for _, f := range more.Fields {
			if !seen[f.Key.Text] {
				root.Fields = append(root.Fields, f)
			}
		}
	}
	root.lose()
	return root
}

// enter counts one level of nesting and reports whether it is within the limit.
func (p *parser) enter(t *tok) bool {
	p.depth++
	if p.depth <= MaxDepth {
		return true
	}
	p.fail(t, fmt.Sprintf("nested deeper than %d levels", MaxDepth), "")
	p.next = len(p.toks)
	for _, around := range p.open {
		around.lose()
	}
	return false
}

// leave ends a level.
func (p *parser) leave() { p.depth-- }

// at makes a node at a token.
func (p *parser) at(kind Kind, t *tok) *Node {
	pos := Place{File: p.file.Name, Line: t.line, Column: t.column - t.tabs}
	return &Node{Kind: kind, Place: pos, Offset: t.start, Width: p.file.width(t.span), file: p.file, tabs: t.tabs, excused: p.reported(t)}
}

// null makes the node of an absent value, behind the last token.
func (p *parser) null() *Node {
	at := 0
	if p.next > 0 {
		at = p.toks[p.next-1].end
	}
	return &Node{Place: p.file.Place(at), Offset: at, Width: 1, file: p.file}
}

// atKey reports whether the next tokens are a key and its colon.
func (p *parser) atKey() bool {
	t, colon := p.peek(), p.ahead(1)
	return t.isScalar() && colon.is(token.MappingValueType) && colon.line == t.line
}

// block parses the collection or value that begins at the next token.
func (p *parser) block() *Node {
	t := p.peek()
	switch {
	case t == nil:
		return p.null()
	case t.is(token.SequenceEntryType):
		return p.blockList(t)
	case p.atKey(), t.is(token.MappingValueType):
		return p.blockMapping(t)
	}
	return p.value()
}

// blockList parses the entries whose dash is in the column of the first.
func (p *parser) blockList(first *tok) *Node {
	n := p.at(Sequence, first)
	defer p.leave()
	if !p.enter(first) {
		return n
	}
	if n.excused {
		n.lose()
	}
	p.open = append(p.open, n)
	for t := first; t != nil && (t.column == first.column && !p.atKey() || p.joins(n, t)); t = p.peek() {
		p.next++
		if t.is(token.SequenceEntryType) {
			item := p.below(t, t.column, true)
			if !p.failed || item.isCollection() {
				n.Items = append(n.Items, item)
				n.below = n.below || item.below
			}
		} else {
			p.misplaced(t)
		}
		p.settle(n, first.column)
	}
	p.open = p.open[:len(p.open)-1]
	return n
}

// isCollection reports whether a node that was read in part has entries.
func (n *Node) isCollection() bool { return n.Kind == Mapping || n.Kind == Sequence }

// blockMapping parses the entries whose key is in the column of the first.
func (p *parser) blockMapping(first *tok) *Node {
	n := p.at(Mapping, first)
	defer p.leave()
	if !p.enter(first) {
		return n
	}
	if n.excused {
		n.lose()
	}
	p.open = append(p.open, n)
	seen := make(map[string]*Node)
	for t := first; t != nil; t = p.peek() {
		guessed := t.column != first.column
		if guessed && !p.joins(n, t) {
			break
		}
		colon := p.ahead(1)
		switch {
		case t.is(token.MappingValueType):
			p.fail(t, "a key is missing before the colon", "")
			p.next++
		case !p.atKey():
			p.noKey(t)
			p.next++
		default:
			key := p.scalar(t)
			key.guessed = guessed
			p.next += 2
			value := p.below(colon, t.column, false)
			if !p.failed || value.isCollection() {
				p.add(n, seen, key, value)
			}
		}
		p.settle(n, first.column)
	}
	p.open = p.open[:len(p.open)-1]
	return n
}

// add appends an entry to a mapping, unless its key is there already.
func (p *parser) add(n *Node, seen map[string]*Node, key, value *Node) {
	if earlier, ok := seen[key.Text]; ok {
		if n.lost {
			return // another mapping may have begun between the two
		}
		p.list.Add(key.Defect(fmt.Sprintf("key %s is given twice, first at %s", key.Text, earlier.Place), "keep one of the two"))
		return
	}
	seen[key.Text] = key
	n.Fields = append(n.Fields, Field{key, value})
	n.below = n.below || value.below
}

// below parses the value of the key whose colon is t, or of the dash t,
// where the key or dash is in the given column.
func (p *parser) below(t *tok, column int, dash bool) *Node {
	next := p.peek()
	switch {
	case next == nil:
		return p.null()
	case next.line == t.line && dash:
		return p.block()
	case next.line == t.line:
		return p.value()
	case next.column > column, next.column == column && !dash && next.is(token.SequenceEntryType):
		return p.block()
	}
	return p.null()
}

// settle checks that the next token begins a line that is not deeper than the
// column of the collection n. After a mistake it moves to such a token.
func (p *parser) settle(n *Node, column int) {
	t := p.peek()
	if t != nil && !p.failed && !(t.first && (t.column <= column || p.joins(n, t))) {
		p.misplaced(t)
	}
	if !p.failed {
		return
	}
	p.failed = false
	n.lose()
	for t = p.peek(); t != nil && !(t.first && t.column <= column && !t.closes()); t = p.peek() {
		p.next++
	}
}

// value parses a value that is not a block collection.
func (p *parser) value() *Node {
	t := p.peek()
	var n *Node
	switch {
	case t.isBlock():
		return p.blockScalar(t)
	case t.is(token.SequenceStartType):
		n = p.flowList(t)
	case t.is(token.MappingStartType):
		n = p.flowMapping(t)
	case t.isScalar():
		n = p.scalar(t)
		p.next++
		p.checkLines(t)
	case t.is(token.SequenceEntryType):
		return p.fail(t, "a list cannot begin behind the key", "begin the first \"- \" on the next line")
	default:
		return p.misplaced(t)
	}
	if colon := p.peek(); colon.is(token.MappingValueType) && !colon.first && !p.failed {
		p.colon(t, colon)
	}
	return n
}

// blockScalar parses a text that begins with | or >.
func (p *parser) blockScalar(t *tok) *Node {
	p.next++
	n := p.at(Scalar, t)
	if text := p.peek(); text != nil && text.content {
		p.next++
		n = p.at(Scalar, text)
		n.Text = text.Value
	}
	n.Quoted = true
	if next := p.peek(); n.Text == "" && next != nil && next.first && next.isScalar() && !p.atKey() {
		p.noKey(next) // the text, which should stand deeper
		p.next++
	}
	return n
}

// scalar makes the node of a value in one token.
func (p *parser) scalar(t *tok) *Node {
	if t.is(token.NullType) {
		n := p.at(Null, t)
		n.Text = t.Value
		return n
	}
	n := p.at(Scalar, t)
	n.Text = t.Value
	n.escaped, n.doubled = t.is(token.DoubleQuoteType), t.is(token.SingleQuoteType)
	n.Quoted = n.escaped || n.doubled
	if !utf8.ValidString(n.Text) {
		p.list.Add(n.Defect("the escapes of this text do not give valid characters", ""))
	}
	return n
}
