package source

import (
	"fmt"

	"github.com/goccy/go-yaml/token"
)

// Lists and mappings in brackets: all of JSON.

// flowList parses [a, b].
func (p *parser) flowList(open *tok) *Node {
	n := p.at(Sequence, open)
	defer p.leave()
	if !p.enter(open) {
		return n
	}
	p.next++
	for !p.failed {
		t := p.peek()
		switch {
		case t == nil:
			p.fail(open, "the closing ] of this list is missing", "")
		case t.is(token.SequenceEndType):
			p.next++
			return n
		default:
			if item := p.flow(); !p.failed || item.isCollection() {
				n.Items = append(n.Items, item)
				n.below = n.below || item.below
			}
			p.comma(open, token.SequenceEndType, "]")
		}
	}
	n.lose()
	return n
}

// flowMapping parses {a: b, c: d}; an entry may be a key alone.
func (p *parser) flowMapping(open *tok) *Node {
	n := p.at(Mapping, open)
	defer p.leave()
	if !p.enter(open) {
		return n
	}
	p.next++
	seen := make(map[string]*Node)
	for !p.failed {
		t := p.peek()
		switch {
		case t == nil:
			p.fail(open, "the closing } of this mapping is missing", "")
		case t.is(token.MappingEndType):
			p.next++
			return n
		case t.is(token.MappingValueType):
			p.fail(t, "a key is missing before the colon", "")
		case !t.isScalar():
			p.misplaced(t)
		default:
			key := p.scalar(t)
			p.next++
			value := p.null()
			if p.peek().is(token.MappingValueType) {
				p.next++
				value = p.null()
				if !p.peek().is(token.CollectEntryType, token.MappingEndType) {
					value = p.flow()
				}
			}
			if !p.failed || value.isCollection() {
				p.add(n, seen, key, value)
			}
			p.comma(open, token.MappingEndType, "}")
		}
	}
	n.lose()
	return n
}

// flow parses one value within brackets.
func (p *parser) flow() *Node {
	t := p.peek()
	switch {
	case t == nil:
		return p.null() // reported by the bracket
	case t.is(token.SequenceStartType):
		return p.flowList(t)
	case t.is(token.MappingStartType):
		return p.flowMapping(t)
	case t.isScalar():
		p.next++
		return p.scalar(t)
	case t.is(token.CollectEntryType):
		return p.fail(t, "a value is missing before the comma", "")
	}
	return p.misplaced(t)
}

// comma takes the comma behind a value, unless the bracket closes there.
func (p *parser) comma(open *tok, end token.Type, bracket string) {
	t := p.peek()
	switch {
	case p.failed, t == nil, t.is(end):
	case t.is(token.CollectEntryType):
		p.next++
	case t.is(token.MappingValueType) && t.line == open.line && bracket == "]":
		p.fail(t, "a key and value within a list", "write {key: value}, or quote the text if the colon belongs to it")
	default:
		p.fail(t, "a comma or the closing "+bracket+" is missing before this",
			fmt.Sprintf("the bracket was opened in line %d", open.line))
	}
}
