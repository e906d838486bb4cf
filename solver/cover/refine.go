package cover

import (
	"context"
	"slices"

	"github.com/confspace/confspace/config"
	"github.com/confspace/confspace/rules"
	"github.com/confspace/confspace/solver"
)

// maxRefined is the number of wanted interactions up to which each is asked what it implies.
const maxRefined = 1 << 15

// A candidate is a wanted interaction or condition that may exclude others.
type candidate struct {
	items    []int
	possible set // the items that some vehicle with these has; more if there are conditions
}

// refine takes out of a table each interaction and condition that all vehicles with another one have.
// Those that stay are candidates. A large table stays as it is, without candidates.
func (u *universe) refine(ctx context.Context, wanted *table) ([]candidate, error) {
	if wanted.size() > maxRefined {
		return nil, nil
	}
	domains, err := u.space.Domains(ctx)
	if err != nil {
		return nil, err
	}
	x := u.newAsker(domains, wanted.row(0).appendItems(nil, u.options))
	var all []candidate
	var row, others, members []int
	held := newSet(len(u.items))
	for i := range wanted.numRows() {
		row = wanted.appendItems(row[:0], i)
		others = wanted.row(i).appendItems(others[:0], row[len(row)-1]+1)
		for _, item := range others {
			if !wanted.row(i).has(item) {
				continue
			}
			c := candidate{append(append([]int{}, row...), item), newSet(len(u.items))}
			if err := x.ask(ctx, c.items, held, c.possible); err != nil {
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
	domains       *solver.Domains
	conditions    []int             // that are told apart
	sel, decided  *config.Selection // scratch
	visits        int               // of selections that decide a condition, or part of it
	some          bool              // one of them decides it
	caseHeld, may set               // scratch
}

func (u *universe) newAsker(domains *solver.Domains, conditions []int) *asker {
	n, cat := len(u.items), u.space.Catalog()
	return &asker{
		universe: u, domains: domains, conditions: conditions,
		sel: cat.NewSelection(), decided: cat.NewSelection(), caseHeld: newSet(n), may: newSet(n),
	}
}

// maxVisits is how many selections are asked for to find all cases of a condition.
const maxVisits = 256

// ask sets held to what all vehicles with some items have, and possible to what some have. The latter
// may be conditions that no vehicle has. Of a condition with very many cases it only knows that itself
// is held.
func (x *asker) ask(ctx context.Context, items []int, held, possible set) error {
	x.sel.Reset()
	condition := rules.Expr{}
	for _, i := range items[x.firstOf(items):] {
		if i >= x.options {
			condition = x.items[i].holds
		} else {
			x.items[i].set(x.sel)
		}
	}
	clear(possible)
	clear(held)
	x.visits, x.some = 0, false
	if err := x.each(ctx, condition, x.decided, x.sel, held, possible); err != nil {
		return err
	}
	if x.visits > maxVisits {
		clear(held)
		for i := range x.items {
			possible.add(i)
		}
		for _, i := range items {
			held.add(i)
		}
	}
	return nil
}

// firstOf returns the place of the first item that is not void.
func (u *universe) firstOf(items []int) int {
	i := 0
	for i < len(items) && items[i] < u.void {
		i++
	}
	return i
}

// each adds each case of a condition, if there is one, to held and possible: what decides it, beside a
// selection. What that decides becomes dst.
func (x *asker) each(ctx context.Context, condition rules.Expr, dst, sel *config.Selection, held, possible set) error {
	if x.visits++; x.visits > maxVisits {
		return nil
	}
	decided, ok, err := x.domains.Decided(ctx, dst, sel)
	if err != nil || !ok {
		return err
	}
	truth := rules.Satisfied
	if !condition.IsZero() {
		truth = condition.Truth(decided)
	}
	switch truth {
	case rules.Violated:
		return nil
	case rules.Satisfied:
		x.split(x.caseHeld, x.may, decided, x.conditions)
		if !x.some {
			copy(held, x.caseHeld)
		}
		held.intersect(x.caseHeld)
		possible.union(x.caseHeld)
		possible.union(x.may)
		x.some = true
		return nil
	}
	options := condition.Options()
	o := options[slices.IndexFunc(options, func(o config.OptionID) bool { return decided.State(o) == config.Open })]
	for _, state := range []config.State{config.Chosen, config.Rejected} {
		decided.Set(o, state)
		if err := x.each(ctx, condition, nil, decided, held, possible); err != nil {
			return err
		}
	}
	return nil
}
