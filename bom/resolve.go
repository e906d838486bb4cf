package bom

import (
	"cmp"
	"context"
	"fmt"
	"strings"

	"github.com/confspace/confspace/config"
	"github.com/confspace/confspace/solver"
)

// A Resolver answers what an order needs: can it be built, which parts, and
// what happens to it at each station. It is immutable and safe for concurrent
// use.
type Resolver struct {
	space     *solver.Space
	structure *Structure
	line      *Line
}

// NewResolver returns a resolver of the product whose rules the space is
// compiled from. It uses the product's structure and line; a nil line leaves
// the routing out. It panics if there is no structure, if the space and the
// structure are not of one catalog, or if the line is not bound to the
// structure.
func NewResolver(space *solver.Space, p *Product) *Resolver {
	if p.Structure == nil {
		panic("bom: the product has no structure")
	}
	if space.Catalog() != p.Structure.catalog {
		panic("bom: the space and the structure are of two catalogs")
	}
	if p.Line != nil && p.Line.structure != p.Structure {
		panic("bom: the line is bound to another structure")
	}
	return &Resolver{space: space, structure: p.Structure, line: p.Line}
}

// A Resolution is what a buildable order needs.
type Resolution struct {
	Order config.Order
	// Report is the space's: the verdict is valid.
	Report solver.Report
	Exact  *Exact
	// Routing is nil if the resolver has no line.
	Routing *Routing
}

// A Refusal is the error of Resolve for an order that cannot be built.
type Refusal struct {
	Order config.Order
	// Report has all that the order breaks.
	Report solver.Report
	// Explanation is a conflict among what the order, the rules and the catalog
	// demand.
	Explanation solver.Explanation

	space *solver.Space
}

// Error says what the order breaks and which demands cannot all be met.
func (r *Refusal) Error() string {
	var b strings.Builder
	fmt.Fprintf(&b, "order %s cannot be built", r.Order.ID)
	if r.Report.Void {
		b.WriteString(", nor can any other")
	}
	section(&b, "it breaks", r.Report.Broken)
	section(&b, "these cannot all be met", r.Explanation.Causes)
	return b.String()
}

func section(b *strings.Builder, title string, causes []solver.Cause) {
	if len(causes) == 0 {
		return
	}
	b.WriteString("\n" + title + ":")
	for _, cause := range causes {
		b.WriteString("\n    " + cause.String())
	}
}

// Resolve validates a complete order, explodes it and routes it. What the
// order does not give of date, serial number and plant is the space's.
//
// An order that cannot be built is refused with a *Refusal as error, a partial
// order with an error that wraps ErrPartial. A position or a part that does
// not find its one candidate gives the error of Explode or Route, wrapped.
// Other errors are those of Space.Validate: malformed orders, orders of another
// point of time, and the context's. There is never a partial result.
func (r *Resolver) Resolve(ctx context.Context, order config.Order) (*Resolution, error) {
	if order.Partial {
		return nil, fmt.Errorf("order %s: %w: only a complete order has parts and a station sequence", order.ID, ErrPartial)
	}
	report, err := r.space.Validate(ctx, order)
	if err != nil {
		return nil, err
	}
	if report.Verdict != solver.Valid {
		explanation, err := r.space.Explain(ctx, order)
		if err != nil {
			return nil, err
		}
		return nil, &Refusal{Order: order, Report: report, Explanation: explanation, space: r.space}
	}
	sel, err := order.Select(r.structure.catalog)
	if err != nil {
		return nil, err
	}
	resolution := &Resolution{Order: order, Report: report}
	if resolution.Exact, err = r.structure.Explode(sel, r.point(order)); err != nil {
		return nil, fmt.Errorf("order %s: %w", order.ID, err)
	}
	if r.line == nil {
		return resolution, nil
	}
	if resolution.Routing, err = r.line.Route(sel, resolution.Exact); err != nil {
		return nil, fmt.Errorf("order %s: %w", order.ID, err)
	}
	return resolution, nil
}

// point is where and when an order is built.
func (r *Resolver) point(order config.Order) config.Point {
	given, asOf := order.Point(), r.space.AsOf()
	return config.Point{
		Date:   cmp.Or(given.Date, asOf.Date),
		Serial: cmp.Or(given.Serial, asOf.Serial),
		Plant:  cmp.Or(given.Plant, asOf.Plant),
	}
}
