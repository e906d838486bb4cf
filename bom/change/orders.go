package change

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/confspace/confspace/bom"
	"github.com/confspace/confspace/bom/line"
	"github.com/confspace/confspace/bom/product"
	"github.com/confspace/confspace/config"
	"github.com/confspace/confspace/config/source"
	"github.com/confspace/confspace/solver"
	"github.com/confspace/confspace/solver/difference"
)

// An OrderChange is what a new release changes for an open order.
type OrderChange struct {
	// Fate says whether the order breaks, why, and what mends it.
	Fate *difference.Fate
	// Parts are those of which another quantity is delivered to a station: by station, in the
	// order of the new line, in which a station of the old line alone follows the one before it
	// there; parts without a station come last. There are none if the order breaks or is
	// partial, or one release has no bill for it.
	Parts []Delivery
	// Fault is why the new release has no bill or routing for the order, although it can be
	// built: an error of Explode or Route.
	Fault error
}

// A Delivery is a part that is delivered to a station for an order.
type Delivery struct {
	// Station is where; empty for a part that has none.
	Station string `json:"station,omitempty"`
	Part    string `json:"part"`
	Name    string `json:"name,omitempty"`
	// Old and New are how much of it each release takes.
	Old config.Quantity `json:"old"`
	New config.Quantity `json:"new"`
	// Passed says that the order has passed the station: it is too late for the change there.
	Passed bool `json:"passed,omitempty"`
}

// Order says what a new release changes for an order of the old one: whether it breaks, or
// which parts change, by station. at is the code of the station that the order comes to
// next, of either line; the stations before it are passed: those of the old line, and those of the
// new line alone that stand after them. Empty is before all stations. What the order does not say of when and
// where it is built is that of the releases.
//
// The errors are those of [difference.Match.Fate], a station that neither line has, and the
// context's. It panics if a product or a space is nil, or the match is of other catalogs.
func Order(ctx context.Context, m *difference.Match, before, after Release, o config.Order, at string) (*OrderChange, error) {
	source.NeedContext("change", ctx)
	if m == nil {
		panic("change: Order needs a match; it is nil")
	}
	if err := errors.Join(before.check("Order", "old"), after.check("Order", "new")); err != nil {
		return nil, err
	}
	stations := stationsOf(after.Product.Line, before.Product.Line)
	passed := stationsOf(before.Product.Line, after.Product.Line) // the order has come along the old line
	next := slices.Index(passed, at)
	if next < 0 && at != "" {
		return nil, source.Defect{
			Place: o.Place, Msg: fmt.Sprintf("order %s is at an unknown station, %s", o.ID, at),
			Hint: source.DidYouMean(at, slices.Values(stations)),
		}
	}
	fate, err := m.Fate(ctx, before.Space, after.Space, o)
	if err != nil {
		return nil, err
	}
	c := &OrderChange{Fate: fate}
	if fate.Before != solver.Valid || fate.After != solver.Valid {
		return c, nil
	}
	old, err := before.bill(ctx, o)
	if err != nil && ctx.Err() != nil {
		return nil, err
	}
	recent, fault := after.bill(ctx, fate.Renamed)
	if fault != nil && ctx.Err() != nil {
		return nil, fault
	}
	if c.Fault = fault; err != nil || fault != nil {
		return c, nil
	}
	c.Parts = deliveries(old, recent)
	for i, d := range c.Parts {
		c.Parts[i].Passed = place(passed, d.Station) < next
	}
	slices.SortStableFunc(c.Parts, func(a, b Delivery) int {
		return place(stations, a.Station) - place(stations, b.Station)
	})
	return c, nil
}

// place returns where a station comes; what has none comes last.
func place(stations []string, code string) int {
	if i := slices.Index(stations, code); i >= 0 {
		return i
	}
	return len(stations)
}

// stationsOf returns the codes of the stations of lines, in the order of the first line. Stations of a
// later one alone follow the station before them there.
func stationsOf(lines ...*line.Line) (codes []string) {
	for _, l := range lines {
		if l == nil {
			continue
		}
		next := 0
		for _, s := range l.Stations() {
			i := slices.Index(codes, s.Code)
			if i < 0 {
				i = next
				codes = slices.Insert(codes, i, s.Code)
			}
			next = i + 1
		}
	}
	return codes
}

// bill returns the bill of an order, which must have a routing where there is a line; nil for a
// release without a bill.
func (r Release) bill(ctx context.Context, o config.Order) (*bom.Bill, error) {
	if r.Product.Structure == nil {
		return nil, nil
	}
	resolver, err := product.NewResolver(r.Space, r.Product)
	if err != nil {
		return nil, err
	}
	o.Date, o.Serial, o.Plant = cmp.Or(o.Date, r.AsOf.Date), cmp.Or(o.Serial, r.AsOf.Serial), cmp.Or(o.Plant, r.AsOf.Plant)
	resolution, err := resolver.Resolve(ctx, o)
	if err != nil {
		return nil, err
	}
	return resolution.Bill, nil
}

// deliveries returns of which parts another quantity is delivered to a station, in the order
// of the new bill, then of the old one.
func deliveries(old, recent *bom.Bill) []Delivery {
	type key struct{ station, part string }
	of := make(map[key]int)
	var all []Delivery
	enter := func(bill *bom.Bill, quantity func(*Delivery) *config.Quantity) {
		if bill == nil {
			return
		}
		for item := range bill.Items() {
			if item.Phantom {
				continue
			}
			k := key{item.Station, item.Part}
			i, ok := of[k]
			if !ok {
				i = len(all)
				of[k] = i
				all = append(all, Delivery{Station: item.Station, Part: item.Part, Name: item.Name})
			}
			q, more := quantity(&all[i]), bill.Structure().Summed(item.ID)
			q.Amount, q.Unit = q.Amount.Add(more.Amount), more.Unit
		}
	}
	enter(recent, func(d *Delivery) *config.Quantity { return &d.New })
	enter(old, func(d *Delivery) *config.Quantity { return &d.Old })
	all = slices.DeleteFunc(all, func(d Delivery) bool { return equal(d.Old, d.New) })
	for i := range all {
		switch d := &all[i]; { // nothing of a part is 0 of its unit
		case d.Old.Amount.IsZero():
			d.Old.Unit = d.New.Unit
		case d.New.Amount.IsZero():
			d.New.Unit = d.Old.Unit
		}
	}
	return all
}

// equal compares what two releases take, of which one may take nothing.
func equal(a, b config.Quantity) bool {
	if a.Amount.IsZero() || b.Amount.IsZero() {
		return a.Amount.IsZero() && b.Amount.IsZero()
	}
	order, err := a.Cmp(b)
	return err == nil && order == 0
}
