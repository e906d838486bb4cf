package product

import (
	"io/fs"

	"github.com/confspace/confspace/bom"
	"github.com/confspace/confspace/bom/line"
	"github.com/confspace/confspace/config"
	"github.com/confspace/confspace/config/source"
	"github.com/confspace/confspace/rules"
)

// A Product is all that a product directory says. Its parts are bound to one
// catalog; each is immutable and safe for concurrent use. A program that has
// no files fills it with what bom.NewStructure and line.New return.
type Product struct {
	Catalog   *config.Catalog
	Rules     *rules.Set
	Structure *bom.Structure
	Line      *line.Line
}

// Read reads the files of a product directory: options.yaml,
// rules.yaml with the tables beside it, bom.csv and line.yaml, each of the
// YAML files as .json if it is that. Both are a defect: one of them would be
// out of date and nobody would see it.
//
// The error, if any, is source.Defects with the defects of all files. Rules,
// structure and line cannot be read in full without a catalog, nor the parts
// of a line without a structure; what does not depend on the file that is
// defective is reported all the same.
func Read(fsys fs.FS) (*Product, error) {
	cat, err := readCatalog(fsys)
	if err != nil {
		return nil, withoutCatalog(fsys, err)
	}
	var list source.List
	p := &Product{Catalog: cat}
	if name, err := source.OneOf(fsys, "rules.yaml", "rules.json"); err != nil {
		list.AddError(source.Position{}, err)
	} else {
		p.Rules, err = rules.Read(cat, fsys, name)
		list.AddError(source.Position{File: name}, err)
	}
	if f := readFile(fsys, &list, "bom.csv"); f != nil {
		p.Structure, err = bom.ReadStructure(cat, f)
		list.AddError(source.Position{File: f.Name}, err)
	}
	if f := readFile(fsys, &list, "line.yaml", "line.json"); f != nil {
		p.Line, err = line.Read(cat, p.Structure, f)
		list.AddError(source.Position{File: f.Name}, err)
	}
	if err := list.Err(); err != nil {
		return nil, err
	}
	return p, nil
}

// withoutCatalog returns why there is no catalog, and what can be said of the
// rules and of the bill without one.
func withoutCatalog(fsys fs.FS, why error) error {
	if _, all := rules.ReadDir(fsys); all != nil {
		why = all // the same, and the rules
	}
	var list source.List
	list.AddError(source.Position{}, why)
	if f := readFile(fsys, &list, "bom.csv"); f != nil {
		list.AddError(source.Position{File: f.Name}, bom.CheckFile(f))
	}
	return list.Err()
}

func readCatalog(fsys fs.FS) (*config.Catalog, error) {
	var list source.List
	f := readFile(fsys, &list, "options.yaml", "options.json")
	if f == nil {
		return nil, list.Err()
	}
	return config.ReadCatalog(f)
}

// readFile reads the one of the names that exists; nil means that the list
// says why not.
func readFile(fsys fs.FS, list *source.List, names ...string) *source.File {
	name, err := source.OneOf(fsys, names...)
	if err != nil {
		list.AddError(source.Position{}, err)
		return nil
	}
	f, err := source.ReadFS(fsys, name)
	if err != nil {
		list.AddError(source.Position{File: name}, err)
		return nil
	}
	return f
}
