package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/confspace/confspace/bom/line"
	"github.com/confspace/confspace/bom/product"
	"github.com/confspace/confspace/bom/proof"
	"github.com/confspace/confspace/config"
	"github.com/confspace/confspace/examples/internal/asof"
	"github.com/confspace/confspace/examples/internal/gunzip"
	"github.com/confspace/confspace/examples/internal/progress"
	"github.com/confspace/confspace/rules"
	"github.com/confspace/confspace/rules/uvl"
	"github.com/confspace/confspace/solver"
	"github.com/confspace/confspace/solver/dimacs"
)

// read reads the product and what else is given, and compiles it.
func (q *question) read(ctx context.Context, name string, stderr io.Writer) (*solver.Space, error) {
	set, p, err := q.readSet(name)
	if err != nil {
		return nil, err
	}
	if err := asof.Check(set.Catalog(), q.asOf); err != nil {
		return nil, err
	}
	if q.given != "" {
		file, err := os.Open(q.given)
		if err != nil {
			return nil, err
		}
		defer file.Close()
		if q.cfg.Given, err = config.ReadOrders(q.given, file); err != nil {
			return nil, err
		}
	}
	if err := q.readOptions(set.Catalog()); err != nil {
		return nil, err
	}
	asked := q.cfg
	if q.parts { // their conditions are found in the space
		asked.Conditions = []rules.Expr{rules.True(set.Catalog())}
	}
	if err := asked.CheckStrength(set.Catalog(), q.t); err != nil {
		return nil, err
	}
	q.asOf = asof.Point(q.asOf, q.cfg.Given, asof.Points(set))
	shown := progress.New(stderr, filepath.Base(name))
	defer shown.Erase()
	space, err := solver.Compile(ctx, set, q.asOf, solver.Config{Progress: shown.Report})
	if err != nil || p == nil {
		return space, err
	}
	q.cfg.Conditions, err = conditions(ctx, space, p)
	return space, err
}

// conditions returns the conditions of all parts and operations, each once.
func conditions(ctx context.Context, space *solver.Space, p *product.Product) ([]rules.Expr, error) {
	study, err := proof.NewStudy(ctx, space, space.AsOf(), p.Structure, p.Line)
	if err != nil {
		return nil, err
	}
	var out []rules.Expr
	if p.Structure != nil {
		for item := range p.Structure.Items() {
			out = append(out, study.Item(item.ID))
		}
	}
	if p.Line != nil {
		for id := range line.OperationID(p.Line.NumOperations()) {
			out = append(out, study.Operation(id))
		}
	}
	seen := make(map[string]bool)
	return slices.DeleteFunc(out, func(e rules.Expr) bool {
		known := seen[e.String()]
		seen[e.String()] = true
		return known || e.Op() == rules.OpFalse // not in force
	}), nil
}

// readSet reads a product directory, a feature model or a formula; the whole product if its parts
// are to be covered.
func (q *question) readSet(name string) (*rules.Set, *product.Product, error) {
	info, err := os.Stat(name)
	switch {
	case err != nil:
		return nil, nil, err
	case q.parts && !info.IsDir():
		return nil, nil, errors.New("-parts: only a product directory has parts and operations")
	case q.parts:
		p, err := product.Read(os.DirFS(name))
		if err != nil {
			return nil, nil, err
		}
		return p.Rules, p, nil
	case info.IsDir():
		set, err := rules.ReadDir(os.DirFS(name))
		return set, nil, err
	}
	dir, base := filepath.Split(name)
	fsys := gunzip.FS{FS: os.DirFS(filepath.Clean(dir))}
	if filepath.Ext(strings.TrimSuffix(base, ".gz")) == ".uvl" {
		set, err := uvl.Read(fsys, base)
		return set, nil, err
	}
	set, err := readFormula(fsys, base)
	return set, nil, err
}

func readFormula(fsys fs.FS, name string) (*rules.Set, error) {
	file, err := fsys.Open(name)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	formula, err := dimacs.Read(name, file)
	if err != nil {
		return nil, err
	}
	return formula.Set()
}

// readOptions reads the list of options.
func (q *question) readOptions(cat *config.Catalog) error {
	if q.options == "" {
		return nil
	}
	q.cfg.Options = []config.OptionID{}
	if q.options == "-" {
		return nil
	}
	for code := range strings.SplitSeq(q.options, ",") {
		code = strings.TrimSpace(code)
		if o, ok := cat.LookupOption(code); ok {
			q.cfg.Options = append(q.cfg.Options, o)
		} else if f, ok := cat.LookupFamily(code); ok {
			q.cfg.Options = append(q.cfg.Options, cat.Family(f).Options...)
		} else if near, ok := cat.Nearest(code); ok {
			return fmt.Errorf("-options: %s is not an option or a family; did you mean %s?", code, near)
		} else {
			return fmt.Errorf("-options: %s is not an option or a family", code)
		}
	}
	return nil
}
