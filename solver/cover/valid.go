package cover

import (
	"context"
	"slices"

	"github.com/confspace/confspace/config"
	"github.com/confspace/confspace/solver"
)

// A finder finds the interactions that some vehicle has.
type finder struct {
	*universe
	strength     int
	domains      *solver.Domains
	sel, decided *config.Selection
	held, open   set
	conditions   []int

	valid   *table
	sizes   []int // how many interactions are valid, by their number of options less one
	implied []set // by item: those that all vehicles with it have
}

// findValid finds the interactions of up to t options that some vehicle has, those of each
// condition by itself, and what each item implies.
func (u *universe) findValid(ctx context.Context, t int) (*finder, error) {
	domains, err := u.space.Domains(ctx)
	if err != nil {
		return nil, err
	}
	n, cat := len(u.items), u.space.Catalog()
	f := &finder{
		universe: u, strength: t, domains: domains, sel: cat.NewSelection(), decided: cat.NewSelection(),
		held: newSet(n), open: newSet(n), conditions: u.allConditions(),
		valid: newTable(u.t, n), sizes: make([]int, t), implied: make([]set, n),
	}
	for _, c := range f.conditions {
		f.add([]int{c})
	}
	return f, f.extend(ctx, nil)
}

// extend finds the interactions that have some options, in ascending order, and further ones.
func (f *finder) extend(ctx context.Context, items []int) error {
	f.sel.Reset()
	for _, i := range items {
		f.items[i].set(f.sel)
	}
	if _, _, err := f.domains.Decided(ctx, f.decided, f.sel); err != nil {
		return err
	}
	f.split(f.held, f.open, f.decided, f.conditions)
	switch len(items) {
	case 0: // what all vehicles have
		for i := range f.implied {
			f.implied[i] = append(set(nil), f.held...)
		}
	case 1:
		f.implied[items[0]] = append(set(nil), f.held...)
	}
	next := f.void
	row := append(set(nil), f.held...)
	row.union(f.open)
	row.keep(f.void, f.options)
	for _, i := range items {
		row.remove(i)
		next = i + 1
	}
	further := row.appendItems(nil, next)
	if len(items) < f.strength {
		f.sizes[len(items)] += len(further)
	}
	if len(items) == f.t-1 {
		if f.strength == f.t {
			f.valid.row(f.valid.number(items)).union(row)
		}
		return nil
	}
	for _, i := range further {
		more := append(items[:len(items):len(items)], i)
		f.add(more)
		if err := f.extend(ctx, more); err != nil {
			return err
		}
	}
	return nil
}

// add adds an interaction of fewer than t items, completed by void ones.
func (f *finder) add(items []int) {
	var all []int
	for i := range f.t - len(items) {
		all = append(all, i)
	}
	f.valid.add(append(all, items...))
}

// reduce returns the interactions that are to be covered so that all are: each of the others is in
// every vehicle that has a certain one of these.
func (f *finder) reduce(ctx context.Context) (*table, error) {
	// An interaction is covered with the one that has, instead of one of its items, another that
	// implies it; of items that imply each other the first one stays.
	strict := make([]set, len(f.items))
	for by := range strict {
		strict[by] = newSet(len(f.items))
		for _, i := range f.implied[by].appendItems(nil, 0) {
			if i != by && (by < i || !f.implied[i].has(by)) {
				strict[by].add(i)
			}
		}
	}
	out := f.valid.like()
	copy(out.bits, f.valid.bits)
	var row, items []int
	gone := newSet(len(f.items))
	for i := range f.valid.numRows() {
		if ctx.Err() != nil {
			return nil, context.Cause(ctx)
		}
		clear(gone)
		items = f.valid.row(i).appendItems(items[:0], 0)
		for _, by := range items {
			gone.union(strict[by])
		}
		row = f.valid.appendItems(row[:0], i)
		for _, item := range items {
			if gone.has(item) {
				out.remove(insert(slices.Clone(row), item))
			}
		}
	}
	return out, nil
}
