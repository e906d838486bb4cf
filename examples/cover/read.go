package main

import (
	"context"
	"fmt"
	"io"
	"io/fs"
	"iter"
	"os"
	"path/filepath"
	"strings"

	"github.com/confspace/confspace/config"
	"github.com/confspace/confspace/examples/internal/against"
	"github.com/confspace/confspace/examples/internal/asof"
	"github.com/confspace/confspace/examples/internal/gunzip"
	"github.com/confspace/confspace/examples/internal/progress"
	"github.com/confspace/confspace/rules"
	"github.com/confspace/confspace/rules/uvl"
	"github.com/confspace/confspace/solver"
	"github.com/confspace/confspace/solver/calendar"
	"github.com/confspace/confspace/solver/dimacs"
)

// read reads the product and what else is given, and compiles it.
func (q *question) read(ctx context.Context, name string, stderr io.Writer) (*solver.Space, error) {
	set, err := readSet(name)
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
	q.asOf = against.Point(q.asOf, q.cfg.Given, points(set))
	line := progress.New(stderr, filepath.Base(name))
	defer line.Erase()
	return solver.Compile(ctx, set, q.asOf, solver.Config{Progress: line.Report})
}

// readSet reads a product directory, a feature model or a formula.
func readSet(name string) (*rules.Set, error) {
	info, err := os.Stat(name)
	if err != nil {
		return nil, err
	}
	if info.IsDir() {
		return rules.ReadDir(os.DirFS(name))
	}
	dir, base := filepath.Split(name)
	fsys := gunzip.FS{FS: os.DirFS(filepath.Clean(dir))}
	if filepath.Ext(strings.TrimSuffix(base, ".gz")) == ".uvl" {
		return uvl.Read(fsys, base)
	}
	return readFormula(fsys, base)
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

// points returns a point of each stretch of time, serial numbers and plants in which rules and
// options stay the same.
func points(set *rules.Set) iter.Seq[config.Point] {
	return func(yield func(config.Point) bool) {
		for s := range calendar.New(set, calendar.Config{}).Stretches() {
			if !yield(s.Point()) {
				return
			}
		}
	}
}
