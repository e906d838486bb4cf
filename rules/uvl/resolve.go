package uvl

import (
	"maps"
	"slices"
	"strings"

	"github.com/confspace/confspace/rules/syntax"
)

// condition resolves a node where true or false is expected: references become full codes, and
// attributes their names in the catalog. It returns nil if a reference does not resolve, which is
// reported, or if a part was refused.
func (m *model) condition(s *scope, n *syntax.Node) *syntax.Node {
	switch {
	case n.Op == syntax.Ref:
		return m.featureRef(s, n)
	case n.Op.Comparison():
		return m.operands(s, n, m.number)
	}
	return m.operands(s, n, m.condition)
}

// number resolves a node where a value is expected.
func (m *model) number(s *scope, n *syntax.Node) *syntax.Node {
	switch n.Op {
	case syntax.Invalid:
		return nil
	case syntax.Ref:
		return m.attributeRef(s, n)
	case syntax.Sum, syntax.Avg:
		return m.aggregate(s, n)
	}
	return m.operands(s, n, m.number)
}

// operands resolves all operands, also after one that does not resolve.
func (m *model) operands(s *scope, n *syntax.Node, each func(*scope, *syntax.Node) *syntax.Node) *syntax.Node {
	c := *n
	c.Args = make([]*syntax.Node, len(n.Args))
	ok := true
	for i, a := range n.Args {
		c.Args[i] = each(s, a)
		ok = ok && c.Args[i] != nil
	}
	if !ok {
		return nil
	}
	return &c
}

// refer returns n as a reference to a code of the catalog.
func refer(n *syntax.Node, path ...string) *syntax.Node {
	return &syntax.Node{Op: syntax.Ref, Path: path, Offset: n.Offset, Width: n.Width}
}

// lookup is the feature with a name in the scope.
func (m *model) lookup(s *scope, path []string) *member {
	if i, ok := m.index[s.prefix+strings.Join(path, ".")]; ok {
		return m.members[i]
	}
	return nil
}

// owner splits a path into the feature that it starts with, the longest one, and what follows.
func (m *model) owner(s *scope, path []string) (*member, []string) {
	for k := len(path) - 1; k > 0; k-- {
		if o := m.lookup(s, path[:k]); o != nil {
			return o, path[k:]
		}
	}
	return nil, nil
}

func (m *model) featureRef(s *scope, n *syntax.Node) *syntax.Node {
	if o := m.lookup(s, n.Path); o != nil {
		return refer(n, o.code)
	}
	if o, rest := m.owner(s, n.Path); o != nil {
		if a := o.attributes[strings.Join(rest, ".")]; a != nil {
			if a.kind == boolean || a.kind == flag {
				m.rep.refuse(s.doc.file, span(n), "boolean attribute in a constraint", "declare a feature for it")
			} else {
				m.fail(s, span(n), strings.Join(n.Path, ".")+" is "+a.kind.String()+", not a feature", "compare it: "+strings.Join(n.Path, ".")+" > 0")
			}
			return nil
		}
	}
	m.unknown(s, n)
	return nil
}

func (m *model) attributeRef(s *scope, n *syntax.Node) *syntax.Node {
	path := strings.Join(n.Path, ".")
	if o := m.lookup(s, n.Path); o != nil {
		if !o.typed { // a typed one was refused where it is declared
			m.fail(s, span(n), path+" is a feature and has no value", "name one of its attributes: "+path+".Price")
		}
		return nil
	}
	o, rest := m.owner(s, n.Path)
	if o == nil {
		m.unknown(s, n)
		return nil
	}
	name := strings.Join(rest, ".")
	a := o.attributes[name]
	switch {
	case a == nil:
		m.fail(s, span(n), "the feature "+o.code+" has no attribute "+name, m.attributeHint(o, name))
		return nil
	case a.kind == textual:
		m.rep.refuse(s.doc.file, span(n), "string constraint", path+" is a string; confspace compares numbers")
		return nil
	case a.kind != numeric:
		m.fail(s, span(n), path+" is "+a.kind.String()+", not a number", "")
		return nil
	}
	return refer(n, o.code, name)
}

func (m *model) attributeHint(o *member, name string) string {
	if len(o.attributes) == 0 {
		return "it has no attributes"
	}
	return m.didYouMean(name, slices.Values(slices.Sorted(maps.Keys(o.attributes))))
}

func (m *model) unknown(s *scope, n *syntax.Node) {
	if !m.whole { // it may stand on a line that could not be read
		return
	}
	path := strings.Join(n.Path, ".")
	m.fail(s, span(n), "unknown feature "+path, m.near(s, path))
}

// aggregate resolves sum(attribute) and sum(attribute, feature). In an imported file the sum is over that file's part of
// the model, as it is when the file is read alone.
func (m *model) aggregate(s *scope, n *syntax.Node) *syntax.Node {
	name := strings.Join(n.Args[0].Path, ".")
	v := m.values[name]
	switch {
	case v == nil && m.whole:
		m.fail(s, span(n.Args[0]), "no feature has an attribute "+name, m.aggregateHint(s, n))
		return nil
	case v == nil:
		return nil
	case v.odd && v.numeric:
		m.fail(s, span(n.Args[0]), name+" is a number on some features, and "+v.other.String()+" on others", "")
		return nil
	case v.odd:
		m.fail(s, span(n.Args[0]), name+" is "+v.other.String()+", not a number", "")
		return nil
	}
	c := refer(n)
	c.Op, c.Args = n.Op, []*syntax.Node{refer(n.Args[0], name)}
	if len(n.Args) == 1 {
		if s.prefix != "" {
			c.Args = append(c.Args, refer(n, m.members[s.root].code))
		}
		return c
	}
	o := m.lookup(s, n.Args[1].Path)
	if o == nil {
		m.unknown(s, n.Args[1])
		return nil
	}
	c.Args = append(c.Args, refer(n.Args[1], o.code))
	return c
}

func (m *model) aggregateHint(s *scope, n *syntax.Node) string {
	if m.lookup(s, n.Args[0].Path) != nil {
		return "the attribute comes first: " + n.Op.String() + "(attribute, feature)"
	}
	names := func(yield func(string) bool) {
		for _, v := range m.numbers {
			if !yield(v.name) {
				return
			}
		}
	}
	return m.didYouMean(strings.Join(n.Args[0].Path, "."), names)
}
