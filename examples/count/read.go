package main

import (
	"context"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/confspace/confspace/config"
	"github.com/confspace/confspace/examples/internal/asof"
	"github.com/confspace/confspace/examples/internal/gunzip"
	"github.com/confspace/confspace/examples/internal/progress"
	"github.com/confspace/confspace/rules"
	"github.com/confspace/confspace/rules/uvl"
	"github.com/confspace/confspace/solver"
	"github.com/confspace/confspace/solver/dimacs"
	"github.com/confspace/confspace/solver/nnf"
)

// parts are files of a product directory.
var parts = []string{"options.yaml", "options.json", "rules.yaml", "rules.json", "bom.csv", "line.yaml", "line.json", "orders.jsonl"}

// space returns the space of a file or directory of any kind, projected if the question
// says so.
func (q question) space(ctx context.Context, name string, line *progress.Line) (*solver.Space, error) {
	info, err := os.Stat(name)
	if err != nil {
		return nil, err
	}
	dir, base := filepath.Split(name)
	if !info.IsDir() && slices.Contains(parts, base) {
		return nil, fmt.Errorf("it is a file of a product; count takes the directory: %s", filepath.Clean(dir))
	}
	fsys := gunzip.FS{FS: os.DirFS(filepath.Clean(dir))}
	kind := filepath.Ext(strings.TrimSuffix(base, ".gz"))
	if !info.IsDir() && kind == ".nnf" {
		g, err := readWith(fsys, base, func(file fs.File) (*nnf.Graph, error) { return nnf.Read(base, file, 0) })
		if err != nil {
			return nil, err
		}
		space, err := solver.FromNNF(ctx, g, q.cfg)
		if err != nil {
			return nil, err
		}
		return q.projected(ctx, space, nil)
	}
	var set *rules.Set
	var formula *dimacs.Formula
	switch {
	case info.IsDir():
		set, err = rules.ReadDir(os.DirFS(name))
	case kind == ".uvl":
		set, err = uvl.Read(fsys, base)
	default:
		formula, err = readWith(fsys, base, func(file fs.File) (*dimacs.Formula, error) { return dimacs.Read(base, file) })
		if err == nil {
			set, err = formula.Set()
		}
	}
	if err != nil {
		return nil, err
	}
	if err := asof.Check(set.Catalog(), q.asOf); err != nil {
		return nil, err
	}
	q.cfg.Progress = line.Report
	shown := conditionsOf(formula, set.Catalog())
	q.cfg.NoCircuit = q.by != "" || shown != nil // a projection has its own
	space, err := solver.Compile(ctx, set, q.asOf, q.cfg)
	if err != nil {
		return nil, err
	}
	if info.IsDir() { // a formula may have no model, but a void product is an error
		if err := space.Buildable(ctx); err != nil {
			return nil, err
		}
	}
	return q.projected(ctx, space, shown)
}

// readWith reads a file.
func readWith[T any](fsys fs.FS, name string, read func(fs.File) (T, error)) (T, error) {
	file, err := fsys.Open(name)
	if err != nil {
		var none T
		return none, err
	}
	defer file.Close()
	return read(file)
}

// conditionsOf returns the variables of a formula's projection, as conditions; nil
// without a projection or a formula.
func conditionsOf(f *dimacs.Formula, cat *config.Catalog) []rules.Expr {
	if f == nil {
		return nil
	}
	vars, ok := f.Projection()
	if !ok {
		return nil
	}
	conditions := make([]rules.Expr, len(vars))
	for i, v := range vars {
		conditions[i] = rules.Option(cat, config.OptionID(v-1))
	}
	return conditions
}
