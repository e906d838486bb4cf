package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
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

	spaces  []*solver.Space // the first one is that of the first chosen order
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
	s := &session{product: p}
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
	space, _, err := s.validate(ctx, s.chosen[0])
	if err != nil {
		return err
	}
	if s.count, err = space.Count(nil, nil); err != nil {
		return err
	}
	if err := s.countModels(ctx, models); err != nil {
		return err
	}
	for _, o := range s.chosen {
		if err := s.resolve(ctx, o); err != nil {
			return err
		}
	}
	if s.showRefusal {
		return s.refuse(ctx)
	}
	return nil
}

// refuse answers the first order that cannot be built.
func (s *session) refuse(ctx context.Context) error {
	for _, o := range s.orders {
		_, report, err := s.validate(ctx, o)
		if err != nil {
			return err
		}
		if report.Verdict == solver.Invalid {
			return s.resolve(ctx, o)
		}
	}
	return nil
}

// validate finds the space in which the rules are in force that hold for an
// order, or compiles it, and asks it for the verdict.
func (s *session) validate(ctx context.Context, o config.Order) (*solver.Space, solver.Report, error) {
	var otherRules *solver.PointMismatch
	for _, space := range s.spaces {
		report, err := space.Validate(ctx, o)
		if !errors.As(err, &otherRules) {
			return space, report, inOrder(o, err)
		}
	}
	space, err := solver.Compile(ctx, s.product.Rules, o.Point(), solver.Config{})
	if err != nil {
		return nil, solver.Report{}, inOrder(o, err)
	}
	s.spaces = append(s.spaces, space)
	report, err := space.Validate(ctx, o)
	return space, report, inOrder(o, err)
}

// inOrder says which order an error is about.
func inOrder(o config.Order, err error) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("order %s: %w", o.ID, err)
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
	for _, err := range s.spaces[0].Combinations(ctx, s.models...) {
		if err != nil {
			return err
		}
		s.nModels++
	}
	return nil
}

// resolve adds the answer for one order.
func (s *session) resolve(ctx context.Context, o config.Order) error {
	space, report, err := s.validate(ctx, o)
	if err != nil {
		return err
	}
	a := answer{order: o, report: report}
	switch {
	case report.Verdict == solver.Invalid:
		a.why, err = explain(ctx, space, o)
	case o.Partial:
		a.extensions, err = extensions(space, o)
	default:
		a.resolution, err = bom.NewResolver(space, s.product).Resolve(ctx, o)
	}
	s.answers = append(s.answers, a)
	return inOrder(o, err)
}

func explain(ctx context.Context, space *solver.Space, o config.Order) (*solver.Explanation, error) {
	why, err := space.Explain(ctx, o)
	return &why, err
}

// extensions counts the configurations that contain a partial order.
func extensions(space *solver.Space, o config.Order) (*big.Int, error) {
	sel, err := o.Select(space.Catalog())
	if err != nil {
		return nil, err
	}
	return space.Count(nil, sel)
}
