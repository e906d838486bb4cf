package product

import (
	"errors"
	"io"
	"io/fs"

	"github.com/confspace/confspace/bom"
	"github.com/confspace/confspace/bom/line"
	"github.com/confspace/confspace/bom/mates"
	"github.com/confspace/confspace/config"
	"github.com/confspace/confspace/config/source"
	"github.com/confspace/confspace/rules"
)

// A Product holds the contents of a product directory. Its parts are bound
// to one catalog; each is immutable and safe for concurrent use. A program
// without files fills it with the results of bom.NewStructure and line.New.
type Product struct {
	Catalog *config.Catalog `json:"-"`
	Rules   *rules.Set      `json:"-"`
	// Structure is nil for a product without bom.csv.
	Structure *bom.Structure `json:"-"`
	// Line is nil for a product without line.yaml.
	Line *line.Line `json:"-"`
	// Mates is nil for a product without mates.yaml.
	Mates *mates.Mates `json:"-"`
}

// Read reads the files of a product directory: options.yaml, rules.yaml with
// the tables beside it, bom.csv, line.yaml and mates.yaml, each of the YAML files also as
// .json. Both together are a defect: nobody would see that one of them is out
// of date.
//
// In a directory without rules everything is allowed; one without a bill or
// without a line has no parts or no stations. The options must be there.
//
// The error, if any, is source.Defects with the defects of all files. A defect of
// one file hides none of another: names are looked up in everything that could be
// read. If a part of a file that may hold names was lost (a line that is not
// YAML, a row of too few cells), no name of its kind is reported as unknown.
func Read(fsys fs.FS) (*Product, error) {
	var list source.List
	p := &Product{}
	open(fsys, &list, required, p.readCatalog, "options.yaml", "options.json")
	p.readRules(fsys, &list)
	open(fsys, &list, optional, p.readStructure, "bom.csv")
	open(fsys, &list, optional, p.readLine, "line.yaml", "line.json")
	open(fsys, &list, optional, func(name string, r io.Reader) error { return p.readMates(fsys, name, r) }, "mates.yaml", "mates.json")
	if err := list.Err(); err != nil {
		return nil, err
	}
	return p, nil
}

func (p *Product) readCatalog(name string, r io.Reader) (err error) {
	p.Catalog, err = config.ReadCatalog(name, r)
	return err
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
func (p *Product) readStructure(name string, r io.Reader) (err error) {
	p.Structure, err = bom.ReadStructure(p.Catalog, name, r)
	return err
}

// readLine reads the line, also without a catalog or a bill that could be read.
func (p *Product) readLine(name string, r io.Reader) (err error) {
	p.Line, err = line.Read(p.Catalog, p.Structure, name, r)
	return err
}

// readMates reads the mates, also without a bill that could be read.
func (p *Product) readMates(fsys fs.FS, name string, r io.Reader) (err error) {
	if _, err := fs.Stat(fsys, "bom.csv"); errors.Is(err, fs.ErrNotExist) {
		return source.Defects{{Place: source.Place{File: name}, Msg: "there is no bom.csv, whose parts it names"}}
	}
	p.Mates, err = mates.Read(p.Structure, name, r)
	return err
}
