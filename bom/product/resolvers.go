package product

import (
	"context"
	"fmt"

	"github.com/confspace/confspace/config"
	"github.com/confspace/confspace/config/source"
	"github.com/confspace/confspace/solver/calendar"
)

// Resolvers resolve orders of any date, serial number and plant: each under the rules
// that are in force at its own point. They are safe for concurrent use. NewResolvers
// makes them; methods of the zero Resolvers panic.
type Resolvers struct {
	product *Product
	spaces  *calendar.Calendar
}

// NewResolvers returns the resolvers of a product. The calendar must be of the rules of
// p, or of others with the same [rules.Set.Digest]; it says how spaces are compiled and
// kept, and may be shared. Errors and panics are those of [NewResolver].
func NewResolvers(spaces *calendar.Calendar, p *Product) (*Resolvers, error) {
	if spaces == nil {
		panic("product: NewResolvers needs a calendar; it is nil")
	}
	if err := fits("NewResolvers", spaces.Rules(), p); err != nil {
		return nil, err
	}
	return &Resolvers{p, spaces}, nil
}

// At returns the resolver of a point. Errors are those of [calendar.Calendar.At].
func (r *Resolvers) At(ctx context.Context, p config.Point) (*Resolver, error) {
	source.NeedContext("product", ctx)
	if r == nil || r.spaces == nil {
		panic("product: Resolvers without a product; NewResolvers makes them")
	}
	space, err := r.spaces.At(ctx, p)
	if err != nil {
		return nil, err
	}
	return &Resolver{space: space, asOf: p, structure: r.product.Structure, line: r.product.Line}, nil
}

// Resolve resolves an order as [Resolver.Resolve] does, at the order's own point. The
// first order of a point takes its compilation. An order that does not give a field on
// which something depends is an error that names the order, a *config.PointError.
func (r *Resolvers) Resolve(ctx context.Context, order config.Order) (*Resolution, error) {
	at, err := r.At(ctx, order.Point())
	if err == nil {
		return at.Resolve(ctx, order)
	}
	if _, wrong := order.Bind(r.spaces.Rules().Catalog()); wrong != nil {
		return nil, wrong // all unknown names, at their places
	}
	return nil, fmt.Errorf("%s%s: %w", order.Place.Prefix(), label(order), err)
}
