package bom

import (
	"errors"
	"io/fs"

	"github.com/confspace/confspace/config"
	"github.com/confspace/confspace/config/source"
	"github.com/confspace/confspace/rules"
)

// A Product is all that a product directory says. Its parts are bound to one
// catalog; each is immutable and safe for concurrent use. A program that has
// no files fills it with what NewStructure and NewLine return.
type Product struct {
	Catalog   *config.Catalog
	Rules     *rules.Set
	Structure *Structure
	Line      *Line
}

// ReadProduct reads the files of a product directory: options.yaml,
// rules.yaml with the tables beside it, bom.csv and line.yaml, each of the
// YAML files as .json if it is that.
//
// The error, if any, is source.Defects with the defects of all files. Rules,
// structure and line cannot be read in full without a catalog, nor the parts
// of a line without a structure; what does not depend on the file that is
// defective is reported all the same.
func ReadProduct(fsys fs.FS) (*Product, error) {
	var list source.List
	set, err := rules.ReadDir(fsys)
	list.AddError(source.Position{}, err)
	cat := catalogOf(set, fsys)
	if cat == nil {
		return nil, list.Err()
	}
	p := &Product{Catalog: cat, Rules: set}
	if f := readFile(fsys, &list, "bom.csv"); f != nil {
		p.Structure, err = ReadStructure(cat, f)
		list.AddError(source.Position{File: f.Name}, err)
	}
	if f := readFile(fsys, &list, "line.yaml", "line.json"); f != nil {
		p.Line, err = readLine(cat, p.Structure, f)
		list.AddError(source.Position{File: f.Name}, err)
	}
	if err := list.Err(); err != nil {
		return nil, err
	}
	return p, nil
}

// catalogOf returns the catalog of a set, or reads it alone if there is none:
// the rules may have been what was defective.
func catalogOf(set *rules.Set, fsys fs.FS) *config.Catalog {
	if set != nil {
		return set.Catalog()
	}
	var reported source.List // by rules.ReadDir
	f := readFile(fsys, &reported, "options.yaml", "options.json")
	if f == nil {
		return nil
	}
	cat, err := config.ReadCatalog(f)
	if err != nil {
		return nil
	}
	return cat
}

// readFile reads the first of the names that exists.
func readFile(fsys fs.FS, list *source.List, names ...string) *source.File {
	for _, name := range names {
		f, err := source.ReadFS(fsys, name)
		if err == nil {
			return f
		}
		if !errors.Is(err, fs.ErrNotExist) {
			list.AddError(source.Position{File: name}, err)
			return nil
		}
	}
	list.Add(source.Defect{
		Pos: source.Position{File: names[0]}, Msg: "no such file",
		Hint: "a product directory has options.yaml, rules.yaml, bom.csv and line.yaml",
	})
	return nil
}
