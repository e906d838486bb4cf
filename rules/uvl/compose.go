package uvl

import (
	"slices"
	"strconv"
	"strings"

	"github.com/confspace/confspace/config"
	"github.com/confspace/confspace/config/source"
	"github.com/confspace/confspace/rules/syntax"
)

// maxFeatures bounds a composed model: a few small files that import each other twice can describe any number. The
// largest published models have some 60,000.
const maxFeatures = 1 << 17

// model is the composition of the main file and its imports: one tree of features with full names.
type model struct {
	rep      *report
	scopes   []*scope // the main file first, then in the order of placing
	members  []*member
	families []*family
	index    map[string]int // members by code
	values   map[string]*values
	numbers  []*values // those that are numeric somewhere, in order of appearance
	whole    bool      // every tree was read and placed without a defect
	full     bool      // maxFeatures was reported
	hints    int       // given for unknown names
}

// scope is one placing of a file. Names in it are full names without the prefix, which is "" or ends with a dot.
type scope struct {
	doc      *document
	prefix   string
	root     int            // the member that is the file's root feature
	section  []*syntax.Node // the constraints
	attached []*syntax.Node // the constraint attributes, in the order of placing
	aliases  map[string]*importation
}

// member is a placed feature.
type member struct {
	code       string
	scope      *scope
	token      token
	family     int
	typed      bool
	attributes map[string]*attribute
}

// family is a placed group.
type family struct {
	parent   int // member, or -1
	file     *source.File
	token    token
	kind     groupKind
	choice   config.Cardinality
	children int
}

// values describes all attributes of one name.
type values struct {
	name    string
	place   source.Place // of the first
	numeric bool         // on some feature
	odd     bool         // not numeric on some feature, but of the kind other
	other   valueKind
}

// definition is a feature line together with the scope that its names are written in.
type definition struct {
	*feature
	scope *scope
}

func compose(doc *document, rep *report) *model {
	m := &model{rep: rep, index: map[string]int{}, values: map[string]*values{}, whole: true}
	main := m.open(doc, "")
	if doc.root != nil {
		m.families = append(m.families, &family{parent: -1, file: doc.file, token: doc.root.name.span(), kind: mandatory, choice: config.One})
		m.place(doc.root, main, 0, 0)
	}
	return m
}

// open starts a scope; the features of its file are placed by the caller.
func (m *model) open(doc *document, prefix string) *scope {
	s := &scope{doc: doc, prefix: prefix, root: len(m.members), section: doc.constraints, aliases: map[string]*importation{}}
	for _, imp := range doc.imports {
		s.aliases[imp.alias] = imp
	}
	m.whole = m.whole && doc.whole
	m.scopes = append(m.scopes, s)
	return s
}

// place adds a feature, and all below it, to a family.
func (m *model) place(f *feature, s *scope, family, depth int) {
	if m.full {
		return
	}
	if max(len(m.members), len(m.scopes)) >= maxFeatures || depth > maxDepth {
		m.full, m.whole = true, false
		m.fail(s, f.name.span(), "the model has more than "+strconv.Itoa(maxFeatures)+" features, or "+strconv.Itoa(maxDepth)+" levels of them", "")
		return
	}
	lines := m.definitions(f, s)
	if lines == nil {
		m.whole = false
		return
	}
	last := lines[len(lines)-1]
	n := m.add(&member{code: last.scope.prefix + last.name.String(), scope: s, token: f.name.span(), family: family})
	// The line of the imported file goes first; the additions of the importing file follow.
	for _, d := range slices.Backward(lines) {
		m.members[n].typed = m.members[n].typed || d.typed
		m.describe(n, d)
		d.scope.attached = append(d.scope.attached, d.constraints...)
		for _, g := range d.groups {
			m.group(g, d.scope, n, depth)
		}
	}
}

// definitions follows a name into the imported files: the line itself, the root that it places, and
// so on, if that root places one, too. It returns nil if something is missing, which is reported.
func (m *model) definitions(f *feature, s *scope) []definition {
	lines := []definition{{f, s}}
	for {
		d := lines[len(lines)-1]
		if len(d.name.segments) == 1 {
			return lines
		}
		imp, rest := d.scope.importOf(d.name)
		if imp == nil && d.scope.doc.lost {
			m.whole = false // reported already
			return nil
		}
		if imp == nil {
			m.fail(d.scope, d.name.span(), "no import provides "+d.name.String(), m.importHint(d.scope, d.name))
			return nil
		}
		if imp.doc == nil || imp.doc.root == nil { // reported already
			return nil
		}
		if root := imp.doc.root.name.String(); root != rest {
			m.fail(d.scope, d.name.span(), rest+" is not the root feature of "+imp.doc.file.Name,
				"only its root can be placed: "+imp.alias+"."+root)
			return nil
		}
		lines = append(lines, definition{imp.doc.root, m.open(imp.doc, d.scope.prefix+imp.alias+".")})
	}
}

// importOf splits a name into an import and a name in it. The longest alias wins.
func (s *scope) importOf(r *reference) (imp *importation, rest string) {
	for k := len(r.segments) - 1; k > 0; k-- {
		if imp := s.aliases[strings.Join(r.segments[:k], ".")]; imp != nil {
			return imp, strings.Join(r.segments[k:], ".")
		}
	}
	return nil, ""
}

func (m *model) importHint(s *scope, r *reference) string {
	if len(s.doc.imports) == 0 {
		return "the file has no section imports"
	}
	return m.didYouMean(strings.Join(r.segments[:len(r.segments)-1], "."), func(yield func(string) bool) {
		for _, imp := range s.doc.imports {
			if !yield(imp.alias) {
				return
			}
		}
	})
}

func (m *model) add(f *member) int {
	n := len(m.members)
	if first, ok := m.index[f.code]; ok {
		at := m.members[first]
		m.fail(f.scope, f.token, "the feature "+f.code+" stands twice", "the other one is at "+m.rep.position(at.scope.doc.file, at.token).String())
	} else {
		m.index[f.code] = n
	}
	if len(f.code) > config.MaxCode {
		m.fail(f.scope, f.token, "the full name of "+f.code+" is longer than "+strconv.Itoa(config.MaxCode)+" bytes", "a shorter alias helps")
	}
	m.members = append(m.members, f)
	m.families[f.family].children++
	return n
}

func (m *model) fail(s *scope, t token, msg, hint string) { m.rep.add(s.doc.file, t, msg, hint) }

// describe adds the attributes of one line to a member.
func (m *model) describe(n int, d definition) {
	f := m.members[n]
	for _, a := range d.attributes {
		name := a.name
		if f.attributes == nil {
			f.attributes = map[string]*attribute{}
		}
		if f.attributes[name] != nil {
			m.fail(d.scope, a.token, "the imported feature has an attribute "+name+" already", "")
			continue
		}
		f.attributes[name] = a
		v := m.values[name]
		if v == nil {
			v = &values{name: name, place: m.rep.position(d.scope.doc.file, a.token)}
			m.values[name] = v
		}
		switch {
		case a.kind == numeric && !v.numeric:
			v.numeric = true
			m.numbers = append(m.numbers, v)
		case a.kind != numeric && !v.odd:
			v.odd, v.other = true, a.kind
		}
	}
}

// group adds a group, and the features in it, below a member.
func (m *model) group(g *group, s *scope, parent, depth int) {
	n := len(m.families)
	f := &family{parent: parent, file: s.doc.file, token: g.token, kind: g.kind}
	m.families = append(m.families, f)
	for _, child := range g.features {
		m.place(child, s, n, depth+1)
	}
	f.choice = g.choice(f.children)
}

// choice is the number of features, of n, that the group takes.
func (g *group) choice(n int) config.Cardinality {
	switch g.kind {
	case mandatory:
		return config.Cardinality{Min: n, Max: n}
	case optional:
		return config.Any
	case or:
		return config.Cardinality{Min: 1, Max: config.Unbounded}
	case alternative:
		return config.One
	}
	if g.max < 0 || g.max >= n {
		return config.Cardinality{Min: g.min, Max: config.Unbounded}
	}
	return config.Cardinality{Min: g.min, Max: g.max}
}
