package difference

import (
	"context"

	"github.com/confspace/confspace/config"
	"github.com/confspace/confspace/config/source"
	"github.com/confspace/confspace/solver"
)

// A Fate is what becomes of an open order in a new release.
type Fate struct {
	// Order is the order, in the codes of the old release.
	Order config.Order
	// Renamed is the order in the codes of the new release, without what that does not have.
	// If that does not declare its plant, Renamed is built in the plant of the space.
	Renamed config.Order
	// Before and After are whether it can be built in the old release and in the new one.
	Before, After solver.Verdict
	// Withdrawn are the codes of the options that it has and the new release does not.
	Withdrawn []string
	// Plant is the order's plant if the new release does not declare it.
	Plant string
	// Broken is what the new release demands and the rest of the order breaks.
	Broken []solver.Cause
	// Repair is the nearest order that the new release can build, for an order that breaks;
	// nil if the order does not, or nothing can be built.
	Repair *Repair
}

// Breaks reports whether the order could be built, and cannot be any more.
func (f *Fate) Breaks() bool { return f.Before != solver.Invalid && f.After == solver.Invalid }

// A Repair is an order that can be built, changed in as few options as that takes.
type Repair struct {
	// Order is in the codes of the new release. It is partial if the order leaves open what
	// the new release asks.
	Order config.Order `json:"order"`
	// Drop are the codes that the order loses, in the old release, and Add those that it gains, in
	// the new one; both in the order of their catalogs.
	Drop []string `json:"drop,omitempty"`
	Add  []string `json:"add,omitempty"`
}

// Fate says what becomes of an order of the old release: whether both can build it, and if
// the new one cannot, why, and which order is the nearest that it can build: the one that
// differs in the fewest options from what is left of the order, and of several the first in
// canonical order. What a partial order leaves open may become anything. An order of a plant that
// the new release does not declare breaks; after is then a space of another plant, which the nearest
// order is of.
//
// It costs two validations, and for an order that breaks a [solver.View.Cheapest]. The errors
// are those of [solver.Space.Validate] in either space. It panics if a space is nil or of
// another catalog than the match.
func (m *Match) Fate(ctx context.Context, before, after *solver.Space, o config.Order) (*Fate, error) {
	source.NeedContext("difference", ctx)
	m.need("Fate", before, after)
	was, err := before.Validate(ctx, o)
	if err != nil {
		return nil, err
	}
	sel, err := o.Bind(m.Old())
	if err != nil {
		return nil, err
	}
	f := &Fate{Order: o, Before: was.Verdict}
	rest, whole := m.forward.selection(sel)
	moved := o
	if m.New().CheckPlant(o.Plant) != nil {
		f.Plant, moved.Plant = o.Plant, after.AsOf().Plant
	}
	f.Renamed = m.order(rest, moved)
	is, err := after.Validate(ctx, f.Renamed)
	if err != nil {
		return nil, err
	}
	f.After, f.Broken = is.Verdict, is.Broken
	if f.Plant != "" {
		f.After = solver.Invalid
	}
	if !whole {
		f.After = solver.Invalid
		for chosen := range sel.Chosen() {
			if m.Renamed(chosen) == config.NoOption {
				f.Withdrawn = append(f.Withdrawn, m.Old().Code(chosen))
			}
		}
	}
	if !f.Breaks() {
		return f, nil
	}
	if is.Verdict == solver.Invalid && len(f.Broken) == 0 { // only several together rule it out
		if f.Broken, err = together(ctx, after, f.Renamed); err != nil {
			return nil, err
		}
	}
	f.Repair, err = m.repair(ctx, after, sel, rest, moved)
	return f, err
}

// order returns the order of a selection of the new catalog, otherwise as o.
func (m *Match) order(sel *config.Selection, o config.Order) config.Order {
	out := m.New().Order(sel)
	out.ID, out.Date, out.Serial, out.Plant, out.Place = o.ID, o.Date, o.Serial, o.Plant, o.Place
	return out
}

// together returns the demands that an order cannot meet at once, its own lines aside.
func together(ctx context.Context, space *solver.Space, o config.Order) ([]solver.Cause, error) {
	why, err := space.Explain(ctx, o)
	if err != nil {
		return nil, err
	}
	var out []solver.Cause
	for _, c := range why.Causes {
		if c.Kind != solver.CauseLine {
			out = append(out, c)
		}
	}
	return out, nil
}

// repair finds the nearest order that the new release can build. rest is what is left of the
// selection of the old order in the new catalog.
func (m *Match) repair(ctx context.Context, after *solver.Space, sel, rest *config.Selection, o config.Order) (*Repair, error) {
	n := rest.Len()
	costs := solver.Costs{Chosen: make([]config.Decimal, n), Rejected: make([]config.Decimal, n)}
	for i := range n {
		switch rest.State(config.OptionID(i)) {
		case config.Chosen:
			costs.Rejected[i] = config.NewDecimal(1)
		case config.Rejected:
			costs.Chosen[i] = config.NewDecimal(1)
		}
	}
	changes, err := solver.NewObjective(m.New(), costs, config.None)
	if err != nil {
		return nil, err
	}
	nearest, ok, err := after.Cheapest(ctx, changes)
	if err != nil || !ok {
		return nil, err
	}
	r := new(Repair)
	for old := range sel.Chosen() {
		if to := m.Renamed(old); to == config.NoOption || !nearest.Selection.IsChosen(to) {
			r.Drop = append(r.Drop, m.Old().Code(old))
		}
	}
	for i := range config.OptionID(n) {
		if rest.State(i) == config.Open {
			continue
		}
		state := nearest.Selection.State(i)
		if state == config.Chosen && rest.State(i) == config.Rejected {
			r.Add = append(r.Add, m.New().Code(i))
		}
		rest.Set(i, state)
	}
	r.Order = m.order(rest, o)
	return r, nil
}
