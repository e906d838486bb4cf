package main

import (
	"cmp"
	"context"
	"math/big"

	"github.com/confspace/confspace/config"
	"github.com/confspace/confspace/examples/internal/words"
	"github.com/confspace/confspace/solver"
)

const (
	shareFamily   = "engine" // whose shares are printed by default
	costAttribute = "price"  // that is summed up by default
)

// share is the number of configurations that have an option, and their part
// of all.
type share struct {
	option config.OptionID
	count  *big.Int
	part   float64 // of all configurations
}

// span is the costs of the cheapest and the dearest of some configurations.
type span struct {
	cheapest, dearest solver.Costed
}

// String returns both costs: 43,652 to 65,772 EUR.
func (x *span) String() string {
	return words.Group(x.cheapest.Cost.Amount.String()) + " to " + costs(x.dearest.Cost)
}

// variant is the place of a buildable order among all configurations.
type variant struct {
	number, of *big.Int         // from 0
	cost       *config.Quantity // nil if nothing is summed up
	model      *span            // of its sales model; nil likewise
}

// plan answers the planner's questions about all configurations: the shares
// of the options of a family, and the span of costs.
func (s *session) plan(ctx context.Context) error {
	space := s.asked[0]
	if err := space.Verify(ctx); err != nil {
		return err
	}
	// If percentages are enough, Shares is much faster than Counts.
	counts, err := space.Counts(ctx, nil)
	if err != nil {
		return err
	}
	parts, err := space.Shares(ctx, nil)
	if err != nil {
		return err
	}
	for i := range s.shares {
		x := &s.shares[i]
		x.count, x.part = &counts[x.option], parts[x.option]
	}
	s.span, err = s.costs(ctx, space.View)
	return err
}

// chooseShares looks up the family whose shares are printed: the one named, or
// the default if the product has that.
func (s *session) chooseShares(family string) error {
	f, err := s.family(cmp.Or(family, shareFamily))
	if err != nil {
		if family == "" {
			err = nil
		}
		return err
	}
	for _, o := range s.product.Catalog.Family(f).Options {
		s.shares = append(s.shares, share{option: o})
	}
	return nil
}

// chooseCost looks up the attribute that is summed up: the one named, or the
// default if the product has that.
func (s *session) chooseCost(attribute string) error {
	cat := s.product.Catalog
	s.attribute = cmp.Or(attribute, costAttribute)
	if _, ok := cat.LookupAttribute(s.attribute); !ok {
		if attribute == "" {
			return nil
		}
		return unknown("attribute", attribute, cat.AttributeNames())
	}
	var err error
	s.cost, err = solver.AttributeObjective(cat, s.attribute)
	return err
}

// costs returns the span of costs of the configurations of a view; nil if there are
// none, or nothing is summed up.
func (s *session) costs(ctx context.Context, view solver.View) (*span, error) {
	if s.cost == nil {
		return nil, nil
	}
	cheapest, ok, err := view.Cheapest(ctx, s.cost)
	if !ok {
		return nil, err
	}
	dearest, _, err := view.Dearest(ctx, s.cost)
	if err != nil {
		return nil, err
	}
	return &span{cheapest, dearest}, nil
}

// place finds the place of a buildable order among all configurations.
func (s *session) place(ctx context.Context, space *solver.Space, sel *config.Selection) (*variant, error) {
	v := new(variant)
	var err error
	if v.number, _, err = space.Rank(ctx, nil, sel); err != nil {
		return nil, err
	}
	if v.of, err = space.Count(ctx, nil); err != nil {
		return nil, err
	}
	if s.cost != nil {
		cost := s.cost.Value(sel)
		v.cost = &cost
	}
	v.model, err = s.costs(ctx, space.Given(s.modelOf(sel)))
	return v, err
}

// modelOf returns the decisions of a configuration on the families of a sales
// model.
func (s *session) modelOf(sel *config.Selection) *config.Selection {
	model := sel.Catalog().NewSelection()
	for _, f := range s.models {
		for _, o := range s.product.Catalog.Family(f).Options {
			model.Set(o, sel.State(o))
		}
	}
	return model
}

// modelCodes returns the codes of the options that make a sales model.
func (s *session) modelCodes(sel *config.Selection) []string {
	codes := []string{}
	for o := range s.modelOf(sel).Chosen() {
		codes = append(codes, s.product.Catalog.Code(o))
	}
	return codes
}
