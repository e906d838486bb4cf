package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"iter"
	"math/big"
	"os"

	"github.com/confspace/confspace/bom"
	"github.com/confspace/confspace/config"
	"github.com/confspace/confspace/config/source"
	"github.com/confspace/confspace/solver"
)

// session is one run of the program: what was read, asked and answered.
type session struct {
	product *bom.Product
	orders  []config.Order
	chosen  []config.Order
	// showRefusal: no order was asked for, so one that cannot be built is
	// shown besides.
	showRefusal bool

	spaces  map[config.Point]*solver.Space
	space   *solver.Space // of the first chosen order
	models  []config.FamilyID
	nModels int
	count   *big.Int
	answers []answer
}

// answer is what there is to say of one order.
type answer struct {
	order      config.Order
	report     solver.Report
	extensions *big.Int            // the configurations that contain a partial order
	why        *solver.Explanation // of an order that cannot be built
	resolution *bom.Resolution     // of one that can
}

// load reads the product and its orders.
func load(files fs.FS, orders string) (*session, error) {
	p, err := bom.ReadProduct(files)
	if err != nil {
		return nil, err
	}
	name := cmp.Or(orders, "orders.jsonl")
	var in io.ReadCloser
	if orders != "" {
		in, err = os.Open(orders)
	} else {
		in, err = files.Open(name)
	}
	if err != nil {
		return nil, err
	}
	defer in.Close()
	s := &session{product: p, spaces: map[config.Point]*solver.Space{}}
	s.orders, err = config.ReadOrders(name, in)
	if err == nil && len(s.orders) == 0 {
		err = fmt.Errorf("%s: there are no orders", name)
	}
	return s, err
}

// choose selects the orders to resolve: that with an id, all, or by default
// the first.
func (s *session) choose(id string) error {
	switch id {
	case "":
		s.chosen, s.showRefusal = s.orders[:1], true
		return nil
	case "all":
		s.chosen = s.orders
		return nil
	}
	for i, o := range s.orders {
		if o.ID == id {
			s.chosen = s.orders[i : i+1]
			return nil
		}
	}
	return fmt.Errorf("there is no order %s%s", id, source.DidYouMean(id, func(yield func(string) bool) {
		for _, o := range s.orders {
			if !yield(o.ID) {
				return
			}
		}
	}))
}

// answer asks everything that is printed.
func (s *session) answer(ctx context.Context, models []string) error {
	var err error
	if s.space, err = s.spaceAt(ctx, s.chosen[0].Point()); err != nil {
		return err
	}
	if s.count, err = s.space.Count(nil, nil); err != nil {
		return err
	}
	if err := s.countModels(ctx, models); err != nil {
		return err
	}
	for _, o := range s.chosen {
		a, err := s.resolve(ctx, o)
		if err != nil {
			return fmt.Errorf("order %s: %w", o.ID, err)
		}
		s.answers = append(s.answers, a)
	}
	if !s.showRefusal {
		return nil
	}
	for o := range s.sameDay() {
		report, err := s.space.Validate(ctx, o)
		if err != nil {
			return fmt.Errorf("order %s: %w", o.ID, err)
		}
		if report.Verdict == solver.Invalid {
			a, err := s.resolve(ctx, o)
			s.answers = append(s.answers, a)
			return err
		}
	}
	return nil
}

// sameDay yields the orders after the chosen one that are built on the same
// day in the same plant.
func (s *session) sameDay() iter.Seq[config.Order] {
	return func(yield func(config.Order) bool) {
		for _, o := range s.orders[1:] {
			if o.Point() == s.chosen[0].Point() && !yield(o) {
				return
			}
		}
	}
}

// spaceAt returns the space of a point of time, compiled once.
func (s *session) spaceAt(ctx context.Context, p config.Point) (*solver.Space, error) {
	if space, ok := s.spaces[p]; ok {
		return space, nil
	}
	space, err := solver.Compile(ctx, s.product.Rules, p, solver.Config{})
	if err != nil {
		return nil, err
	}
	s.spaces[p] = space
	return space, nil
}

// countModels counts the combinations of some families. Those that the product
// does not have are left out, so that the default fits other products, too.
func (s *session) countModels(ctx context.Context, codes []string) error {
	for _, code := range codes {
		if f, ok := s.product.Catalog.LookupFamily(code); ok {
			s.models = append(s.models, f)
		}
	}
	if len(s.models) == 0 {
		return nil
	}
	for _, err := range s.space.Combinations(ctx, s.models...) {
		if err != nil {
			return err
		}
		s.nModels++
	}
	return nil
}

// resolve answers one order.
func (s *session) resolve(ctx context.Context, o config.Order) (answer, error) {
	space, err := s.spaceAt(ctx, o.Point())
	if err != nil {
		return answer{}, err
	}
	r, err := bom.NewResolver(space, s.product.Structure, s.product.Line).Resolve(ctx, o)
	var refusal *bom.Refusal
	switch {
	case err == nil:
		return answer{order: o, report: r.Report, resolution: r}, nil
	case errors.As(err, &refusal):
		return answer{order: o, report: refusal.Report, why: &refusal.Explanation}, nil
	case errors.Is(err, bom.ErrPartial):
		return partial(ctx, space, o)
	}
	return answer{}, err
}

// partial answers an order that is not complete: how many can it become?
func partial(ctx context.Context, space *solver.Space, o config.Order) (answer, error) {
	a := answer{order: o}
	sel, err := o.Select(space.Catalog())
	if err != nil {
		return a, err
	}
	if a.report, err = space.ValidateSelection(ctx, sel); err != nil {
		return a, err
	}
	if a.report.Verdict == solver.Invalid {
		why, err := space.ExplainSelection(ctx, sel)
		a.why = &why
		return a, err
	}
	a.extensions, err = space.Count(nil, sel)
	return a, err
}
