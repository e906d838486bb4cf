package product

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/confspace/confspace/bom"
	"github.com/confspace/confspace/bom/line"
	"github.com/confspace/confspace/config"
	"github.com/confspace/confspace/config/source"
	"github.com/confspace/confspace/rules"
	"github.com/confspace/confspace/solver"
)

// A Resolver resolves orders: can an order be built, which parts does it
// need, and which operations at each station. It is immutable and safe for
// concurrent use. NewResolver makes it; methods of the zero Resolver panic.
type Resolver struct {
	space     *solver.Space
	asOf      config.Point // for what an order does not give
	structure *bom.Structure
	line      *line.Line
}

// NewResolver returns a resolver of a product. The space must be compiled from
// the rules of p, or from others with the same [rules.Set.Digest]: a new bill
// under the same rules needs no new space. A product without a line resolves
// orders to their bill alone. The error is [ErrNoBill], or a [*solver.SetMismatch]
// if the space is of other rules.
//
// It panics if space or p is nil, and if the line of p is bound to another bill.
func NewResolver(space *solver.Space, p *Product) (*Resolver, error) {
	if space == nil {
		panic("product: NewResolver needs a space; it is nil")
	}
	if err := fits("NewResolver", space.Rules(), p); err != nil {
		return nil, err
	}
	return &Resolver{space: space, asOf: space.AsOf(), structure: p.Structure, line: p.Line}, nil
}

// ErrNoBill is the error of a resolver of a product without bom.csv.
var ErrNoBill = errors.New("the product has no bill of material: orders cannot be resolved without bom.csv")

// fits returns an error if orders of a product cannot be resolved under a set of rules.
// The name is that of the function that was called.
func fits(name string, set *rules.Set, p *Product) error {
	switch {
	case p == nil:
		panic("product: " + name + " needs a product; it is nil")
	case p.Structure == nil:
		return ErrNoBill
	case p.Line != nil && p.Line.Structure() != p.Structure:
		panic("product: the line is bound to another bill of material")
	}
	if set == p.Rules {
		return nil
	}
	if space, given := set.Catalog().Digest(), p.Structure.Catalog().Digest(); space != given {
		return &solver.SetMismatch{Catalog: true, Space: space, Given: given}
	}
	if p.Rules == nil {
		return nil // the rules of the space are those of the product
	}
	if space, given := set.Digest(), p.Rules.Digest(); space != given {
		return &solver.SetMismatch{Space: space, Given: given}
	}
	return nil
}

// A Resolution holds the parts and the station sequence of a buildable
// order.
//
// Its JSON is that of [Resolution.AppendJSON], examples/schema/resolution.schema.json.
type Resolution struct {
	Order config.Order
	// Report is the space's: the verdict is valid.
	Report solver.Report
	Bill   *bom.Bill
	// Routing is nil if the resolver has no line.
	Routing *line.Routing
}

// A Refusal is the error of Resolve for an order that cannot be built. It names
// the demands that the order breaks, at the cost of a good order; Explain
// computes on request why they cannot all be met.
//
// Its JSON is that of [Refusal.AppendJSON], examples/schema/refusal.schema.json.
type Refusal struct {
	Order config.Order
	// Report has all demands that the order breaks.
	Report solver.Report

	space *solver.Space
}

// Explain returns a minimal conflict among the demands of the order, the rules
// and the catalog. It takes a search, which costs much more than the refusal.
// The errors are those of Space.Explain. It panics for a Refusal that no
// Resolver returned.
func (r *Refusal) Explain(ctx context.Context) (solver.Explanation, error) {
	source.NeedContext("product", ctx)
	if r.space == nil {
		panic("product: Explain of a Refusal that no Resolver returned")
	}
	return r.space.Explain(ctx, r.Order)
}

// Error names the demands that the order breaks.
func (r *Refusal) Error() string {
	var b strings.Builder
	b.WriteString(label(r.Order) + " cannot be built")
	if r.Report.Void {
		b.WriteString(", nor can any other")
	}
	if len(r.Report.Broken) > 0 {
		b.WriteString("; it breaks:")
	}
	for _, cause := range r.Report.Broken {
		b.WriteString("\n    " + cause.String())
	}
	return b.String()
}

// label names an order in a message.
func label(o config.Order) string {
	if o.ID == "" {
		return "the order"
	}
	return "order " + o.ID
}

// Resolve validates a complete order, explodes it and routes it. A date,
// serial number or plant that the order does not give is the space's, or the
// point's for which [Resolvers.At] made the resolver.
//
// An order that cannot be built is refused with a *Refusal as error, a partial
// order with an error that wraps bom.ErrPartial. A position or a part that does
// not find its one candidate gives the error of Explode or Route, wrapped.
// Other errors are those of Space.Validate: malformed orders, orders of another
// point of time, and the context's. With an error there is no Resolution.
func (r *Resolver) Resolve(ctx context.Context, order config.Order) (*Resolution, error) {
	source.NeedContext("product", ctx)
	r.made()
	if order.Partial {
		return nil, fmt.Errorf("%s: %w: only a complete order has parts and a station sequence", label(order), bom.ErrPartial)
	}
	report, err := r.space.Validate(ctx, order)
	if err != nil {
		return nil, err
	}
	if report.Verdict != solver.Valid {
		return nil, &Refusal{Order: order, Report: report, space: r.space}
	}
	sel, err := order.Bind(r.structure.Catalog())
	if err != nil {
		return nil, err
	}
	resolution := &Resolution{Order: order, Report: report}
	if resolution.Bill, err = r.structure.Explode(sel, r.point(order)); err != nil {
		return nil, fmt.Errorf("%s: %w", label(order), err)
	}
	if r.line == nil {
		return resolution, nil
	}
	if resolution.Routing, err = r.line.Route(resolution.Bill); err != nil {
		return nil, fmt.Errorf("%s: %w", label(order), err)
	}
	return resolution, nil
}

// point returns the date, serial number and plant of an order.
func (r *Resolver) point(order config.Order) config.Point {
	given := order.Point()
	return config.Point{
		Date:   cmp.Or(given.Date, r.asOf.Date),
		Serial: cmp.Or(given.Serial, r.asOf.Serial),
		Plant:  cmp.Or(given.Plant, r.asOf.Plant),
	}
}

// ResolveSelection is Resolve of the order of a selection of the space's catalog, at
// the space's point: for a selection that the space finds, samples or completes. It
// panics if sel is nil or of another catalog.
func (r *Resolver) ResolveSelection(ctx context.Context, sel *config.Selection) (*Resolution, error) {
	source.NeedContext("product", ctx)
	if sel == nil {
		panic("product: ResolveSelection needs a selection; it is nil")
	}
	return r.Resolve(ctx, r.made().Catalog().Order(sel))
}

// made returns the space, and panics if there is none.
func (r *Resolver) made() *solver.Space {
	if r.space == nil {
		panic("product: the Resolver is the zero value; NewResolver makes one")
	}
	return r.space
}
