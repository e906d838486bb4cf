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
	Catalog *config.Catalog
	Rules   *rules.Set
	// Structure is nil for a product without bom.csv.
	Structure *bom.Structure
	// Line is nil for a product without line.yaml.
	Line *line.Line
}

// Read reads the files of a product directory: options.yaml, rules.yaml with
// the tables beside it, bom.csv and line.yaml, each of the YAML files as .json
// if it is that. Both are a defect: one of them would be out of date and nobody
// would see it.
//
// A directory without rules is a product of which all is allowed; one without
// a bill or without a line has no parts or no stations. The options must be
// there.
//
// The error, if any, is source.Defects with the defects of all files. Where
// options.yaml has defects the other files are read as far as they can be
// without it, and no name is called unknown.
func Read(fsys fs.FS) (*Product, error) {
	var list source.List
	p := &Product{}
	if f := open(fsys, &list, required, "options.yaml", "options.json"); f != nil {
		var err error
		p.Catalog, err = config.ReadCatalog(f)
		list.AddError(source.Place{File: f.Name}, err)
	}
	p.readRules(fsys, &list)
	if f := open(fsys, &list, optional, "bom.csv"); f != nil {
		p.readStructure(f, &list)
	}
	if f := open(fsys, &list, optional, "line.yaml", "line.json"); f != nil {
		p.readLine(f, &list)
	}
	if err := list.Err(); err != nil {
		return nil, err
	}
	return p, nil
}

// readRules reads the rules, also without a catalog.
func (p *Product) readRules(fsys fs.FS, list *source.List) {
	name := find(fsys, list, optional, "rules.yaml", "rules.json")
	var err error
	switch {
	case name == "" && p.Catalog != nil:
		p.Rules, err = rules.NewBuilder(p.Catalog).Build()
	case name != "":
		p.Rules, err = rules.Read(p.Catalog, fsys, name)
	}
	list.AddError(source.Place{File: name}, err)
}

// readStructure reads the bill, also without a catalog.
func (p *Product) readStructure(f *source.File, list *source.List) {
	if p.Catalog == nil {
		list.AddError(source.Place{File: f.Name}, bom.CheckFile(f))
		return
	}
	var err error
	p.Structure, err = bom.ReadStructure(p.Catalog, f)
	list.AddError(source.Place{File: f.Name}, err)
}

// readLine reads the line, also without a catalog or a bill that could be read.
func (p *Product) readLine(f *source.File, list *source.List) {
	var err error
	p.Line, err = line.Read(p.Catalog, p.Structure, f)
	list.AddError(source.Place{File: f.Name}, err)
}
