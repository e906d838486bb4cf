package rules

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path"
	"strings"

	"github.com/confspace/confspace/config"
	"github.com/confspace/confspace/config/source"
)

// Read reads the rules of a file of fsys, rules.yaml or JSON of the same shape,
// and the tables that it names, which lie beside it or below. The error is
// [source.Defects] with the defects of all these files, each with its place;
// then Read returns no set.
//
// Without a catalog (its file has defects) Read returns no set, only the defects
// that the rules and tables have by themselves: of conditions, those of syntax.
func Read(cat *config.Catalog, fsys fs.FS, name string) (*Set, error) {
	var list source.List
	s := read(cat, fsys, name, &list)
	return s, list.Err()
}

// read reads a rules file; it returns nil if there is anything in the list, and
// without a catalog.
func read(cat *config.Catalog, fsys fs.FS, name string, list *source.List) *Set {
	r := reader{cat: cat, fsys: fsys, list: list, tables: make(map[string]bool)}
	if cat != nil {
		r.builder = NewBuilder(cat)
	}
	s := r.file(name)
	r.unnamedTables()
	if list.Len() > 0 {
		return nil
	}
	return s
}

// ReadDir reads the catalog and the rules of a product directory: options.yaml
// or options.json, rules.yaml or rules.json, and the tables. The error is
// [source.Defects] with what is wrong in any of them. If the catalog has
// defects, the rules are still read as far as they can be without it.
func ReadDir(fsys fs.FS) (*Set, error) {
	var list source.List
	cat := readCatalog(fsys, &list)
	name, err := source.OneOf(fsys, "rules.yaml", "rules.json")
	list.AddError(source.Place{}, err)
	if err == nil {
		if s := read(cat, fsys, name, &list); list.Len() == 0 {
			return s, nil
		}
	}
	return nil, list.Err()
}

func readCatalog(fsys fs.FS, list *source.List) *config.Catalog {
	name, err := source.OneOf(fsys, "options.yaml", "options.json")
	if err != nil {
		list.AddError(source.Place{}, err)
		return nil
	}
	var cat *config.Catalog
	list.AddError(source.Place{File: name}, source.Open(fsys, name, func(r io.Reader) error {
		cat, err = config.ReadCatalog(name, r)
		return err
	}))
	return cat
}

// reader feeds rules files to a Builder. Without a catalog it makes only
// the checks that need none.
type reader struct {
	cat     *config.Catalog
	builder *Builder // nil without a catalog
	fsys    fs.FS
	list    *source.List
	tables  map[string]bool // the files that rules name

	name string // of the rules file
	src  *source.File
	read bool // all rules were read, so that it is known which tables they name
}

// The keys of the mappings in a rules file.
var (
	fileKeys  = source.NewKeys("format", "rules")
	ruleKeys  = source.NewKeys(append([]string{"id", "reason", "rule", "allowed", "forbidden"}, config.EffectivityKeys()...)...)
	tableKeys = source.NewKeys("columns", "rows")
)

// file reads a rules file. It returns nil if there is anything in the list.
func (r *reader) file(name string) *Set {
	r.name = name
	f, err := source.ReadFS(r.fsys, name)
	if err != nil {
		r.list.AddError(source.Place{File: name}, plainError(name, err))
		return nil
	}
	r.src = f
	root := source.ParseYAML(f, r.list)
	switch {
	case root == nil:
		return nil
	case root.Kind == source.Null:
		r.list.Add(f.Whole("the file is empty", "begin with the key rules:"))
		return nil
	}
	o := source.NewDocument(f, root, r.list, "the rules file")
	if o.Broken() {
		return nil
	}
	o.Expect(fileKeys)
	switch list, there := o.Lookup("rules"); {
	case there && list.Kind == source.Null:
		r.list.Add(list.Defect("the list of rules is missing", "was the file cut off? where there are no rules, write: rules: []"))
	case !there && !root.Lost():
		r.list.Add(f.Whole("the file has no rules", "list them under the key rules:"))
	default:
		r.read = !root.Lost()
	}
	for _, n := range o.Items("rules") {
		r.rule(n)
	}
	o.Done()
	if r.builder == nil {
		return nil
	}
	s, err := r.builder.Build()
	if defects, ok := err.(source.Defects); ok {
		for _, d := range defects {
			r.list.Add(f.Locate(d))
		}
	}
	if r.list.Len() > 0 {
		return nil
	}
	return s
}

// plainError drops the operation and the name that fs errors repeat.
func plainError(name string, err error) error {
	if errors.Is(err, fs.ErrNotExist) {
		return source.Defect{Place: source.Place{File: name}, Msg: "no such file"}
	}
	return err
}

// rule reads one rule.
func (r *reader) rule(n *source.Node) {
	o := source.NewObject(r.src, n, r.list, "a rule")
	o.Expect(ruleKeys)
	id, at := o.Required("id")
	if o.Broken() {
		r.read = false
		return
	}
	spec := RuleSpec{ID: id, Place: n.Place}
	if at != nil {
		o.Rename("rule " + id)
		spec.Place = at.Place
	}
	spec.Reason, _ = o.String("reason")
	before := r.list.Len()
	spec.Effectivity = config.ReadEffectivity(r.cat, o, r.list)
	unclear := r.list.Len() > before
	ok := r.says(o, &spec)
	o.Done()
	if id == "" || r.builder == nil {
		return
	}
	if !ok { // ids are still checked; there will be no set
		spec.Source, spec.Table, spec.Expr = "", nil, True(r.cat)
	}
	if unclear {
		r.builder.addUnclear(spec)
	} else {
		r.builder.Add(spec)
	}
}

// says reads the key that holds the condition of a rule; there must be
// exactly one.
func (r *reader) says(o *source.Object, spec *RuleSpec) bool {
	var given []string
	for _, key := range []string{"rule", "allowed", "forbidden"} {
		if o.Value(key) != nil {
			given = append(given, key)
		}
	}
	if len(given) == 0 && o.Node().Lost() {
		return false // it may stand in a line that could not be read
	}
	if len(given) != 1 {
		msg, hint := o.What()+" says nothing", "give it one of the keys rule:, allowed: and forbidden:"
		if len(given) > 1 {
			msg, hint = fmt.Sprintf("%s has both %s", o.What(), strings.Join(given, " and ")), "keep one of them"
		}
		r.read = false // it may have meant to name a table
		r.list.Add(o.Node().Defect(msg, hint))
		return false
	}
	if given[0] == "rule" {
		return r.condition(o, spec)
	}
	spec.Table = r.table(o, o.Value(given[0]), given[0] == "forbidden")
	return spec.Table != nil
}

// condition reads the key rule.
func (r *reader) condition(o *source.Object, spec *RuleSpec) bool {
	n := o.Value("rule")
	if n.Kind != source.Scalar {
		r.list.Add(n.Defect(fmt.Sprintf("rule must be a condition, not %s", n.Kind), "write the condition in quotes, or after rule: |"))
		return false
	}
	spec.Source = n.Text
	e, ok := ParseAt(r.cat, n.Text, n.Within, r.list)
	spec.Expr = e
	return ok
}

// table reads a table: the name of a CSV file, or columns and rows in place.
func (r *reader) table(o *source.Object, n *source.Node, forbidden bool) *Table {
	t := tableReader{cat: r.cat, list: r.list, table: &Table{Forbidden: forbidden}}
	switch n.Kind {
	case source.Mapping:
		t.inline(source.NewObject(r.src, n, r.list, "the table of "+o.What()))
	case source.Scalar:
		f := r.open(n)
		if f == nil {
			return nil
		}
		t.table.Name = n.Text
		t.csv(f)
	default:
		r.list.Add(n.Defect(fmt.Sprintf("a table is the name of a CSV file, or a mapping with columns and rows, not %s", n.Kind), ""))
		return nil
	}
	if t.failed || r.cat == nil {
		return nil
	}
	return t.table
}

// open reads the CSV file that n names, relative to the rules file.
func (r *reader) open(n *source.Node) *source.File {
	name := path.Join(path.Dir(r.name), n.Text)
	if !fs.ValidPath(name) || path.IsAbs(n.Text) || strings.Contains(n.Text, `\`) {
		r.list.Add(n.Defect(fmt.Sprintf("%s is not a file of the product", n.Text), "name it relative to the rules file, with forward slashes"))
		return nil
	}
	r.tables[name] = true
	f, err := source.ReadFS(r.fsys, name)
	if err == nil {
		return f
	}
	if !errors.Is(err, fs.ErrNotExist) {
		r.list.AddError(n.Place, err)
		return nil
	}
	if dir := path.Dir(name); !r.exists(dir) {
		_, hint := r.nearest(dir)
		r.list.AddOnce(missingFolder{dir}, n.Defect(fmt.Sprintf("no such file: %s; there is no folder %s", name, dir), hint))
		return nil
	}
	meant, hint := r.nearest(name)
	r.tables[meant] = true
	r.list.Add(n.Defect("no such file: "+name, hint))
	return nil
}

// missingFolder is the cause of the defects of all files of a folder that does not
// exist.
type missingFolder struct{ name string }

func (r *reader) exists(name string) bool {
	_, err := fs.Stat(r.fsys, name)
	return !errors.Is(err, fs.ErrNotExist)
}

// nearest returns the file or folder whose name is nearest to one that does not
// exist, and a hint that names it as rules do. Both are empty if none is near.
func (r *reader) nearest(name string) (meant, hint string) {
	entries, err := fs.ReadDir(r.fsys, path.Dir(name))
	if err != nil {
		return "", ""
	}
	near, ok := r.list.Nearest(path.Base(name), func(yield func(string) bool) {
		for _, e := range entries {
			if !yield(e.Name()) {
				return
			}
		}
	})
	if !ok {
		return "", ""
	}
	meant = path.Join(path.Dir(name), near)
	written := meant
	if own := path.Dir(r.name); own != "." {
		written = strings.TrimPrefix(meant, own+"/")
	}
	return meant, "did you mean " + written + "?"
}

// tableDir is the folder beside a rules file in which every CSV file is a table.
const tableDir = "tables"

// unnamedTables reports the tables that no rule names: they would be ignored
// in silence.
func (r *reader) unnamedTables() {
	dir := path.Join(path.Dir(r.name), tableDir)
	if !r.read {
		return
	}
	entries, err := fs.ReadDir(r.fsys, dir)
	if err != nil {
		return // there is no such folder
	}
	for _, e := range entries {
		if name := path.Join(dir, e.Name()); path.Ext(e.Name()) == ".csv" && !r.tables[name] {
			r.list.Add(source.Defect{
				Place: source.Place{File: name}, Msg: "no rule names this table: it decides nothing",
				Hint: fmt.Sprintf("name it in %s after allowed: or forbidden:, or remove it", r.name),
			})
		}
	}
}
