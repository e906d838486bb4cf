package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/confspace/confspace/config"
	"github.com/confspace/confspace/config/source"
	"github.com/confspace/confspace/examples/internal/against"
	"github.com/confspace/confspace/examples/internal/asof"
	"github.com/confspace/confspace/examples/internal/gunzip"
	"github.com/confspace/confspace/examples/internal/progress"
	"github.com/confspace/confspace/rules"
	"github.com/confspace/confspace/rules/uvl"
	"github.com/confspace/confspace/solver"
	"github.com/confspace/confspace/solver/difference"
)

// compared is the comparison of two releases.
type compared struct {
	*difference.Difference
	before, after      release
	at                 against.Points     // as of when and where they are
	kept, lost, gained *config.Order      // the smallest of each; nil if there is none
	shared             *difference.Shared // nil if not requested; so is
	orders             *fates
}

// release is one of the two.
type release struct {
	name  string // of the directory or file
	space *solver.Space
}

// compare reads, compiles and compares two releases.
func (q question) compare(ctx context.Context, before, after string, stderr io.Writer) (*compared, error) {
	renames, err := q.readRenames()
	if err != nil {
		return nil, err
	}
	c := &compared{before: release{name: before}, after: release{name: after}}
	var sets [2]*rules.Set
	for i, r := range []*release{&c.before, &c.after} {
		if sets[i], err = read(r.name); err != nil {
			return nil, r.failed(err)
		}
	}
	orders, unread, err := q.readOrders()
	if err != nil {
		return nil, err
	}
	if c.at, err = q.asOf.Points(orders, side(before, sets[0]), side(after, sets[1])); err != nil {
		return nil, err
	}
	if c.before.space, err = compile(ctx, c.before.name, sets[0], c.at.Old, stderr); err != nil {
		return nil, c.before.failed(err)
	}
	if c.after.space = c.before.space; !sets[0].Equal(sets[1]) || c.at.Old != c.at.New {
		if c.after.space, err = compile(ctx, c.after.name, sets[1], c.at.New, stderr); err != nil {
			return nil, c.after.failed(err)
		}
	}
	line := progress.New(stderr, "both")
	c.Difference, err = difference.Compare(ctx, c.before.space, c.after.space, difference.Config{
		Renames: renames, Compile: solver.Config{Progress: line.Report},
	})
	line.Erase()
	if err != nil {
		return nil, err
	}
	if err := c.findSmallest(ctx); err != nil {
		return nil, err
	}
	if q.shared {
		if c.shared, err = c.Match.Shared(ctx, c.before.space, c.after.space, solver.Config{}); err != nil {
			return nil, err
		}
	}
	if q.orders != "" {
		c.orders, err = c.ask(ctx, orders, unread)
	}
	return c, err
}

// side returns a release as one of two that are asked.
func side(name string, set *rules.Set) against.Side {
	return against.Side{Name: name, Catalog: set.Catalog(), Points: asof.Points(set)}
}

// plants returns the plants that only one release declares, sorted.
func (c *compared) plants() (withdrawn, added []string) {
	only := func(of, other *config.Catalog) (out []string) {
		for _, plant := range of.Plants() {
			if !slices.Contains(other.Plants(), plant) {
				out = append(out, plant)
			}
		}
		slices.Sort(out)
		return out
	}
	return only(c.Match.Old(), c.Match.New()), only(c.Match.New(), c.Match.Old())
}

// readRenames reads the file of renames, if there is one.
func (q question) readRenames() ([]difference.Rename, error) {
	if q.renames == "" {
		return nil, nil
	}
	file, err := os.Open(q.renames)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	return difference.ReadRenames(q.renames, file)
}

// failed says of which release an error is. Defects stand in lines of their own, since they say
// where they are.
func (r *release) failed(err error) error {
	if defects := source.Defects(nil); errors.As(err, &defects) {
		return fmt.Errorf("%s:\n%w", r.name, err)
	}
	return fmt.Errorf("%s: %w", r.name, asof.Hint(err))
}

// read reads a product directory or a feature model.
func read(name string) (*rules.Set, error) {
	info, err := os.Stat(name)
	if err != nil {
		return nil, err
	}
	switch dir, base := filepath.Split(name); {
	case info.IsDir():
		return rules.ReadDir(os.DirFS(name))
	case filepath.Ext(strings.TrimSuffix(base, ".gz")) == ".uvl":
		return uvl.Read(gunzip.FS{FS: os.DirFS(filepath.Clean(dir))}, base)
	default:
		return nil, errors.New("it is neither a product directory nor a feature model (.uvl)")
	}
}

// compile compiles a release as of a point.
func compile(ctx context.Context, name string, set *rules.Set, asOf config.Point, stderr io.Writer) (*solver.Space, error) {
	line := progress.New(stderr, filepath.Base(name))
	defer line.Erase()
	return solver.Compile(ctx, set, asOf, solver.Config{Progress: line.Report})
}

// findSmallest finds an example of each part.
func (c *compared) findSmallest(ctx context.Context) error {
	for _, p := range []struct {
		difference.Part
		id    string
		order **config.Order
	}{{c.Kept, "kept", &c.kept}, {c.Lost, "lost", &c.lost}, {c.Gained, "gained", &c.gained}} {
		sel, ok, err := p.Smallest(ctx)
		if err != nil {
			return err
		}
		if ok {
			o := sel.Catalog().Order(sel)
			o.ID = p.id
			*p.order = &o
		}
	}
	return nil
}
