package uvl

import (
	"slices"
	"strings"

	"github.com/confspace/confspace/config/source"
)

// parser reads one file into a document. It goes on after a defect with the next line, so that one reading reports
// every defect of the file.
type parser struct {
	file    *source.File
	rep     *report
	doc     *document
	aliases map[string]bool
	torn    bool // lines of the feature tree could not be read or placed
}

// sections in the only order that UVL has for them.
var sections = []string{"namespace", "include", "imports", "features", "constraints"}

// parse reads f. The document is never nil; lines with a defect are left out.
func parse(f *source.File, rep *report) *document {
	p := &parser{file: f, rep: rep, doc: &document{file: f}, aliases: map[string]bool{}}
	lines, complete := lex(f, rep)
	if !complete {
		return p.doc
	}
	before := rep.list.Len()
	blocks, ok := layout(f, lines, rep)
	if !ok {
		return p.doc
	}
	p.torn = rep.list.Len() > before
	seen := make([]bool, len(sections))
	for _, b := range blocks {
		if n := p.section(b, seen); n >= 0 {
			seen[n] = true
		}
	}
	if !seen[slices.Index(sections, "features")] {
		rep.add(f, token{}, "the model has no features", "a model starts with the section features and one root feature below it")
	}
	p.doc.whole = p.doc.whole && !p.torn
	return p.doc
}

// section reads one line at the left margin and all below it; it returns the place of the section, -1 if it is none.
func (p *parser) section(b *block, seen []bool) int {
	c := p.cursor(b)
	t := c.take()
	n := slices.IndexFunc(sections, func(s string) bool { return c.is(t, s) })
	if n < 0 {
		c.fail(t, "expected a section, found "+c.shown(t), "the sections are "+strings.Join(sections, ", "))
		return -1
	}
	if seen[n] {
		c.fail(t, "the section "+sections[n]+" stands twice", "")
		p.torn = true // its features are not read
		return n
	}
	if later := slices.Index(seen[n:], true); later >= 0 {
		c.fail(t, sections[n]+" stands before "+sections[n+later], "")
	}
	switch sections[n] {
	case "namespace":
		p.doc.namespace = c.reference("the name of the namespace")
	case "include":
		p.each(b, p.level)
	case "imports":
		p.each(b, p.importation)
	case "features":
		p.features(b)
	case "constraints":
		p.each(b, func(c *cursor) {
			if e := c.constraint(); e != nil && c.finish("the constraint", "") {
				p.doc.constraints = append(p.doc.constraints, e)
			}
		})
	}
	if sections[n] != "namespace" {
		c.finish(sections[n], "")
	} else if p.doc.namespace != nil && c.finish("the namespace", "") {
		p.leaf(b)
	}
	return n
}

func (p *parser) cursor(b *block) *cursor {
	return &cursor{file: p.file, rep: p.rep, tokens: b.tokens}
}

// each reads every line of a section whose lines have none below them.
func (p *parser) each(b *block, read func(*cursor)) {
	for _, l := range b.below {
		read(p.cursor(l))
		p.leaf(l)
	}
}

// leaf reports lines that are indented below a line that takes none.
func (p *parser) leaf(b *block) {
	if len(b.below) > 0 {
		c := p.cursor(b.below[0])
		c.fail(c.peek(), "unexpected indentation", "the line before takes no indented lines")
	}
}

func (p *parser) importation(c *cursor) {
	path := c.reference("the path of a model")
	if path == nil {
		return
	}
	imp := &importation{path: path, alias: path.String()}
	if c.accept("as") {
		alias := c.reference("the alias of the import")
		if alias == nil {
			return
		}
		imp.alias = alias.String()
	}
	if !c.finish("the import", "an import reads folder.model, or folder.model as name") {
		p.doc.lost = true
		p.torn = true
		return
	}
	if p.aliases[imp.alias] {
		c.fail(path.span(), "two imports are called "+imp.alias, "give one of them another name: "+path.String()+" as …")
		return
	}
	p.aliases[imp.alias] = true
	p.doc.imports = append(p.doc.imports, imp)
}
