package cover

import (
	"context"

	"github.com/confspace/confspace/config"
	"github.com/confspace/confspace/solver"
)

// maxRefined is the number of wanted interactions up to which each is asked what it implies.
const maxRefined = 1 << 15

// A candidate is a wanted interaction that may exclude others.
type candidate struct {
	items    []int
	possible set // the items that some vehicle with these has
}

// refine takes out of a table each interaction that all vehicles with another one have. Those that
// stay are candidates, if they consist of options. A large table stays as it is, without
// candidates.
func (u *universe) refine(ctx context.Context, wanted *table) ([]candidate, error) {
	if wanted.size() > maxRefined {
		return nil, nil
	}
	domains, err := u.space.Domains(ctx)
	if err != nil {
		return nil, err
	}
	x := asker{universe: u, domains: domains, sel: u.space.Catalog().NewSelection(), decided: u.space.Catalog().NewSelection()}
	conditions := wanted.row(0).appendItems(nil, u.options)
	var all []candidate
	var row, others, members []int
	held := newSet(len(u.items))
	for i := range wanted.numRows() {
		row = wanted.appendItems(row[:0], i)
		others = wanted.row(i).appendItems(others[:0], row[len(row)-1]+1)
		for _, item := range others {
			if item >= u.options || !wanted.row(i).has(item) {
				continue
			}
			c := candidate{append(append([]int{}, row...), item), newSet(len(u.items))}
			if err := x.ask(ctx, c.items, held, c.possible, conditions); err != nil {
				return nil, err
			}
			members = held.appendItems(members[:0], 0)
			wanted.removeAll(held, members)
			wanted.add(c.items)
			all = append(all, c)
		}
	}
	kept := all[:0]
	for _, c := range all {
		if wanted.has(c.items) {
			kept = append(kept, c)
		}
	}
	return kept, nil
}

// An asker asks what items imply. It belongs to one goroutine.
type asker struct {
	*universe
	domains      *solver.Domains
	sel, decided *config.Selection
}

// ask sets held to what all vehicles with some items have, and possible to what some have.
func (x *asker) ask(ctx context.Context, items []int, held, possible set, conditions []int) error {
	x.sel.Reset()
	for _, i := range items {
		if i >= x.void {
			x.items[i].set(x.sel)
		}
	}
	if _, _, err := x.domains.Decided(ctx, x.decided, x.sel); err != nil {
		return err
	}
	x.split(held, possible, x.decided, conditions)
	possible.union(held)
	return nil
}
