package uvl

import (
	"fmt"
	"strconv"
)

// featureTypes are the types that a feature can be declared with.
var featureTypes = map[string]bool{"Boolean": true, "Integer": true, "Real": true, "String": true}

// features reads the feature tree: one root with all else below it.
func (p *parser) features(b *block) {
	before := p.rep.list.Len()
	refused := p.rep.refused
	if len(b.below) == 0 {
		c := p.cursor(b)
		c.fail(c.peek(), "the model has no root feature", "it stands on the next line, indented")
	}
	for i, l := range b.below {
		root := p.feature(l)
		if i == 0 {
			p.doc.root = root
		} else if root != nil {
			c := p.cursor(l)
			c.fail(root.name.span(), "a second root feature", "a model has one root; is this line indented too little?")
		}
	}
	// A refused construct leaves the tree whole: only its meaning is lost.
	p.doc.whole = !p.torn && p.rep.list.Len()-before == p.rep.refused-refused
}

// treeCursor is a cursor on a line of the feature tree.
func (p *parser) treeCursor(b *block) *cursor {
	for _, t := range b.tokens {
		p.torn = p.torn || t.kind == illegalToken
	}
	return p.cursor(b)
}

func (t token) startsName() bool { return t.kind == nameToken || t.kind == quotedToken }

func (c *cursor) startsGroup(t token) bool {
	if c.is(t, "[") {
		return true
	}
	_, ok := groupKinds[c.text(t)]
	return ok && t.kind == nameToken
}

// feature reads one feature line and the groups below it. The recursion is bounded by layout.
func (p *parser) feature(b *block) *feature {
	c := p.treeCursor(b)
	f := &feature{}
	if t := c.peek(); t.kind == nameToken && featureTypes[c.text(t)] && c.ahead().startsName() {
		c.take()
		if f.typed = c.text(t) != "Boolean"; f.typed {
			c.unsupported(t, "typed feature", "a feature is chosen or not: give its value as an attribute, or one feature per value")
		}
	}
	if t := c.peek(); c.startsGroup(t) {
		c.fail(t, "expected a feature, found a group", "indent the group below its feature, and its features below the group")
		return nil
	}
	if f.name = c.reference("a feature"); f.name == nil {
		return nil
	}
	p.slashes(c, f.name)
	if t := c.peek(); c.accept("cardinality") {
		if lo, hi, ok := c.cardinality(); ok && (lo != 1 || hi != 1) { // [1..1] is the plain feature
			c.unsupported(t, "feature cardinality", "a feature is chosen once or not at all: declare one feature per copy")
		}
	}
	if c.is(c.peek(), "{") {
		c.attributes(f)
	}
	c.finish("the feature "+f.name.String(), "a name with characters other than letters, digits and _ stands in double quotes")
	for _, l := range b.below {
		if g := p.group(l); g != nil {
			f.groups = append(f.groups, g)
		}
	}
	return f
}

// slashes reads the rest of a name after a slash. All such names of a model are one mistake.
func (p *parser) slashes(c *cursor, name *reference) {
	last := len(name.segments) - 1
	first := c.peek()
	for c.is(c.peek(), "/") {
		c.take()
		if t := c.peek(); t.startsName() {
			name.segments[last] += "/" + c.text(c.take())
		}
	}
	if c.is(first, "/") {
		c.slashed(token{off: first.off, len: 1}, name.segments[last])
	}
}

// slashed reports a name with a slash.
func (c *cursor) slashed(t token, name string) {
	d := c.file.Defect(int(t.off), runes(c.file, t), "a slash in the name of a feature", `a name with a slash stands in double quotes: "`+name+`"`)
	c.rep.list.AddOnce(slashedName{}, d)
}

// slashedName is the cause of the defects of all names with a slash.
type slashedName struct{}

// group reads one group line and the features below it.
func (p *parser) group(b *block) *group {
	c := p.treeCursor(b)
	t := c.peek()
	g := &group{token: t}
	switch {
	case c.is(t, "["):
		var ok bool
		g.kind = cardinality
		if g.min, g.max, ok = c.cardinality(); !ok {
			return nil
		}
		g.token = union(t, c.tokens[c.next-1])
		if g.max == 0 {
			c.unsupported(g.token, "group cardinality of zero", "none of the features could ever be chosen: leave the group out")
		}
	case c.startsGroup(t):
		c.take()
		g.kind = groupKinds[c.text(t)]
	default:
		c.fail(t, "expected a group, found "+c.shown(t),
			"below a feature stand groups: mandatory, optional, or, alternative, or a cardinality such as [1..2]")
		return nil
	}
	c.finish("the group", "")
	if len(b.below) == 0 {
		c.fail(g.token, "the group has no features", "they stand on the next lines, indented")
		return nil
	}
	for _, l := range b.below {
		if f := p.feature(l); f != nil {
			g.features = append(g.features, f)
		}
	}
	if n := len(b.below); g.kind == cardinality && max(g.min, g.max) > n {
		hint := ""
		if g.min <= n {
			hint = fmt.Sprintf("write [%d..%d], or [%[1]d..*] without an upper bound", g.min, n)
		}
		c.fail(g.token, fmt.Sprintf("a group of %d features cannot have %d of them", n, max(g.min, g.max)), hint)
	}
	return g
}

// cardinality reads [n], [n..m] or [n..*]; hi is -1 for the last.
func (c *cursor) cardinality() (lo, hi int, ok bool) {
	if !c.accept("[") {
		c.expected("a cardinality", "such as [1..2]")
		return 0, 0, false
	}
	from := c.peek()
	if lo, ok = c.count(); !ok {
		return 0, 0, false
	}
	hi = lo
	if c.accept("..") {
		if c.accept("*") {
			hi = -1
		} else if hi, ok = c.count(); !ok {
			return 0, 0, false
		}
	}
	if !c.accept("]") {
		c.expected("]", "a cardinality reads [n], [n..m] or [n..*]")
		return 0, 0, false
	}
	if hi >= 0 && hi < lo {
		c.fail(from, "the upper bound "+strconv.Itoa(hi)+" is below the lower bound "+strconv.Itoa(lo), "")
		return 0, 0, false
	}
	return lo, hi, true
}

// count reads a bound of a cardinality.
func (c *cursor) count() (int, bool) {
	t := c.peek()
	if t.kind != numberToken {
		c.expected("a number", "a cardinality reads [n], [n..m] or [n..*]")
		return 0, false
	}
	n, err := strconv.ParseInt(c.text(t), 10, 32)
	if err != nil {
		c.fail(t, "a bound is a whole number of at most nine digits", "")
		return 0, false
	}
	c.take()
	return int(n), true
}
