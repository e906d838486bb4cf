package uvl

import (
	"errors"
	"io/fs"
	"path"
	"strings"

	"github.com/confspace/confspace/config/source"
)

// loader reads the files of one model, each once however often it is imported.
type loader struct {
	fsys fs.FS
	rep  *report
	docs map[string]*document // by file name; nil while it is being read
	way  []string             // the files being read, each imported by the one before
}

// load reads the named file and its imports; nil if it cannot be read, which is reported at the
// import, or returned for the main file.
func (l *loader) load(name string) (*document, error) {
	f, err := source.ReadFS(l.fsys, name)
	if err != nil {
		return nil, err
	}
	l.docs[name] = nil
	l.way = append(l.way, name)
	doc := parse(f, l.rep)
	for _, imp := range doc.imports {
		imp.doc = l.imported(doc, name, imp)
	}
	l.way = l.way[:len(l.way)-1]
	l.docs[name] = doc
	return doc, nil
}

// imported reads the file of an import: a.b as c in dir/main.uvl is dir/a/b.uvl.
func (l *loader) imported(doc *document, from string, imp *importation) *document {
	span := imp.path.span()
	for i, s := range imp.path.segments {
		if strings.Contains(s, ".") { // refused already
			return nil
		}
		if strings.ContainsAny(s, `/\`) {
			l.rep.add(doc.file, imp.path.tokens[i], "a slash in the path of an import", "folders are separated by dots: folder.model")
			return nil
		}
	}
	name := path.Join(path.Dir(from), path.Join(imp.path.segments...)+".uvl")
	if known, ok := l.docs[name]; ok {
		if known == nil {
			l.rep.add(doc.file, span, "the imports form a circle: "+l.circle(name), "")
		}
		return known
	}
	if !fs.ValidPath(name) {
		l.rep.add(doc.file, span, "there is no file "+shown(name), "")
		return nil
	}
	found, err := l.load(name)
	var defects source.Defects
	switch {
	case err == nil:
	case errors.Is(err, fs.ErrNotExist):
		l.rep.add(doc.file, span, "there is no file "+name+" to import", "the path is relative to the folder of this file, with dots between folders")
	case errors.As(err, &defects):
		l.rep.list.AddError(source.Place{File: name}, err)
	default:
		l.rep.add(doc.file, span, "cannot read "+name+": "+err.Error(), "")
	}
	return found
}

// circle is the chain of imports from name back to name.
func (l *loader) circle(name string) string {
	i := len(l.way) - 1
	for i > 0 && l.way[i] != name {
		i--
	}
	return strings.Join(append(append([]string{}, l.way[i:]...), name), " imports ")
}
