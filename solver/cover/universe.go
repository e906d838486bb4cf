package cover

import (
	"context"

	"github.com/confspace/confspace/config"
	"github.com/confspace/confspace/rules"
	"github.com/confspace/confspace/solver"
)

// A universe numbers the items of which interactions consist: options that are chosen, options that
// are rejected, and conditions that hold. The first t-1 items are void: all vehicles have them.
// They complete an interaction of fewer than t items, from the first on, to one of t.
type universe struct {
	space   *solver.Space
	t       int // at least 2
	void    int // t-1
	items   []item
	options int // the items below are void or options, the others conditions
}

// An item is an option that is chosen or rejected, or a condition that holds.
type item struct {
	option   config.OptionID
	rejected bool
	holds    rules.Expr // zero for an option
}

// expr returns the item as a condition.
func (u *universe) expr(i int) rules.Expr {
	switch it := u.items[i]; {
	case !it.holds.IsZero():
		return it.holds
	case it.rejected:
		return rules.Not(rules.Option(u.space.Catalog(), it.option))
	default:
		return rules.Option(u.space.Catalog(), it.option)
	}
}

// interaction returns items as a condition, without void ones.
func (u *universe) interaction(items []int) rules.Expr {
	var parts []rules.Expr
	for _, i := range items {
		if i >= u.void {
			parts = append(parts, u.expr(i))
		}
	}
	if len(parts) == 1 {
		return parts[0]
	}
	return rules.And(parts...)
}

// newUniverse returns the items that some vehicle has, and the conditions that hold in none.
func newUniverse(ctx context.Context, space *solver.Space, t int, cfg Config) (u *universe, never []rules.Expr, err error) {
	u = &universe{space: space, t: max(t, 2)}
	u.void = u.t - 1
	u.items = make([]item, u.void)
	domains, err := space.Domains(ctx)
	if err != nil {
		return nil, nil, err
	}
	decided, _, err := domains.Decided(ctx, nil, space.Catalog().NewSelection())
	if err != nil {
		return nil, nil, err
	}
	for _, o := range cfg.options(space.Catalog()) {
		if decided.State(o) != config.Rejected {
			u.items = append(u.items, item{option: o})
		}
		if cfg.Rejected && decided.State(o) != config.Chosen {
			u.items = append(u.items, item{option: o, rejected: true})
		}
	}
	u.options = len(u.items)
	if len(cfg.Conditions) == 0 {
		return u, nil, nil
	}
	truths, _, err := space.Conditions(cfg.Conditions).Truths(ctx, space.View, nil)
	if err != nil {
		return nil, nil, err
	}
	for i, e := range cfg.Conditions {
		if truths[i] == rules.Violated {
			never = append(never, e)
		} else {
			u.items = append(u.items, item{holds: e})
		}
	}
	return u, never, nil
}

// split returns the items that a selection has, and those that it leaves open: options, and some
// conditions.
func (u *universe) split(held, open set, sel *config.Selection, conditions []int) {
	clear(held)
	clear(open)
	for i := range u.void {
		held.add(i)
	}
	for i := u.void; i < u.options; i++ {
		switch it := u.items[i]; sel.State(it.option) {
		case config.Open:
			open.add(i)
		case config.Chosen:
			if !it.rejected {
				held.add(i)
			}
		case config.Rejected:
			if it.rejected {
				held.add(i)
			}
		}
	}
	for _, i := range conditions {
		switch u.items[i].holds.Truth(sel) {
		case rules.Undecided:
			open.add(i)
		case rules.Satisfied:
			held.add(i)
		}
	}
}

// set gives a selection an option of an item.
func (it item) set(sel *config.Selection) {
	if it.rejected {
		sel.Reject(it.option)
	} else {
		sel.Choose(it.option)
	}
}

// allConditions returns the items that are conditions.
func (u *universe) allConditions() []int {
	var out []int
	for i := u.options; i < len(u.items); i++ {
		out = append(out, i)
	}
	return out
}
