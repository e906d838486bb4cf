package uvl

import (
	"fmt"
	"io/fs"
	"strconv"

	"github.com/confspace/confspace/config"
	"github.com/confspace/confspace/config/source"
	"github.com/confspace/confspace/rules"
	"github.com/confspace/confspace/rules/syntax"
)

// Read reads the model in the named file of fsys, with its imports, as a catalog and the rules
// on it. The package comment says what each construct becomes.
//
// The error is [source.Defects] with all defects of all files; where a legal construct is refused, the cause of the
// defect is an [*Unsupported]. An error of fsys for the named file itself is returned as it is. Reading takes time
// linear in the size of the composed model, the arithmetic constraints aside: see [rules.BindAt].
func Read(fsys fs.FS, name string) (*rules.Set, error) {
	rep := &report{}
	l := &loader{fsys: fsys, rep: rep, docs: map[string]*document{}}
	doc, err := l.load(name)
	if err != nil {
		return nil, err
	}
	m := compose(doc, rep)
	claims := m.claims()
	if err := rep.list.Err(); err != nil {
		return nil, err
	}
	cat := m.catalog()
	if err := rep.list.Err(); err != nil {
		return nil, err
	}
	return m.bind(cat, claims)
}

// claim is a constraint with its references resolved.
type claim struct {
	id    string
	scope *scope
	node  *syntax.Node
}

// claims resolves the constraints of all files. Those of the main file are C1, C2, …: first the section, then the
// constraint attributes, each in the order of the file; those of an import have its prefix, as their features have.
func (m *model) claims() []claim {
	var out []claim
	for _, s := range m.scopes {
		n := 0
		for _, list := range [][]*syntax.Node{s.section, s.attached} {
			for _, c := range list {
				n++
				if r := m.condition(s, c); r != nil {
					out = append(out, claim{s.prefix + "C" + strconv.Itoa(n), s, r})
				}
			}
		}
	}
	return out
}

// bind makes the rules.
func (m *model) bind(cat *config.Catalog, claims []claim) (*rules.Set, error) {
	b := rules.NewBuilder(cat)
	for _, c := range claims {
		f := c.scope.doc.file
		e, ok := rules.BindAt(cat, c.node, func(offset, width int, msg, hint string) source.Defect {
			return f.Defect(offset, runes(f, token{off: uint32(offset), len: uint32(width)}), msg, hint)
		}, &m.rep.list)
		if ok {
			b.Add(rules.RuleSpec{ID: c.id, Source: c.node.String(), Expr: e, Place: f.Place(c.node.Offset)})
		}
	}
	if err := m.rep.list.Err(); err != nil {
		return nil, err
	}
	set, err := b.Build()
	if err != nil {
		return nil, fmt.Errorf("%s: %w", m.scopes[0].doc.file.Name, err)
	}
	return set, nil
}
