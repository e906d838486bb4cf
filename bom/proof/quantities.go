package proof

import (
	"context"
	"fmt"

	"github.com/confspace/confspace/bom"
	"github.com/confspace/confspace/config"
	"github.com/confspace/confspace/config/source"
	"github.com/confspace/confspace/rules"
	"github.com/confspace/confspace/solver"
)

// An Interval is the least and the greatest quantity of a part that orders take, over
// all paths, in the unit of its sum. Some order takes each of the two.
type Interval struct {
	Part     string          `json:"part"`
	Name     string          `json:"name,omitempty"`
	Least    config.Quantity `json:"least"`
	Greatest config.Quantity `json:"greatest"`
}

// An Expectation is the mean quantity of a part, in Unit.
type Expectation struct {
	Part, Name string
	Mean       float64
	Unit       config.Unit
}

// Quantities returns the exact interval of the quantity of each of some parts, in their order,
// or of all parts, in the order of [Outlook].Parts, over the orders that the space allows and
// that agree with a selection. A nil selection means all orders. It reports false if no order
// agrees with the selection. The intervals belong to the caller.
//
// Only places of a part matter that some orders take and others do not. Parts whose places have few
// different conditions are answered together, from the combinations of conditions that some order
// has; for other parts it searches the bounds, see [solver.View.Bounds]. It needs no circuit. The
// errors are that of an unknown part, that of [solver.NewObjective], and the context's. It panics
// if the study has no structure, or the selection is of another catalog.
func (s *Study) Quantities(ctx context.Context, sel *config.Selection, parts ...string) ([]Interval, bool, error) {
	source.NeedContext("proof", ctx)
	asked, err := s.asked(parts)
	if err != nil {
		return nil, false, err
	}
	return s.intervals(ctx, sel, asked)
}

// intervals is Quantities of some parts, or of some of their items each.
func (s *Study) intervals(ctx context.Context, sel *config.Selection, asked []*part) ([]Interval, bool, error) {
	truths, possible, err := s.places().Truths(ctx, view(s.space, sel), nil)
	if err != nil || !possible {
		return nil, false, err
	}
	spans := make([]span, len(asked))
	for i, p := range asked {
		spans[i] = s.span(p, truths)
	}
	if err := s.combine(ctx, sel, spans); err != nil {
		return nil, false, err
	}
	out := make([]Interval, len(asked))
	err = spread(0, len(asked), func(i int) (err error) {
		out[i], err = spans[i].interval(ctx, view(s.space, sel))
		return err
	})
	if err != nil {
		return nil, false, err
	}
	return out, true, nil
}

// asked returns the parts with some numbers, or all parts.
func (s *Study) asked(numbers []string) ([]*part, error) {
	s.needStructure()
	var asked []*part
	for _, number := range numbers {
		p, err := s.part(number)
		if err != nil {
			return nil, err
		}
		asked = append(asked, p)
	}
	if len(numbers) == 0 {
		for i := range s.parts {
			asked = append(asked, &s.parts[i])
		}
	}
	return asked, nil
}

// span is the interval of a part while it is computed.
type span struct {
	*part
	sure            config.Decimal // the quantity that all orders take
	open            costs          // the further quantities of some orders, by condition
	least, greatest config.Decimal // of open, if known
	known           bool
}

// span returns the span of a part, given the items that all orders take and those
// that none takes.
func (s *Study) span(p *part, truths []rules.Truth) span {
	x := span{part: p}
	for _, id := range p.items {
		amount := s.structure.Summed(id).Amount
		switch truths[id] {
		case rules.Satisfied:
			x.sure = x.sure.Add(amount)
		case rules.Undecided:
			x.open.add(s.items[id], amount)
		}
	}
	switch len(x.open.Track) {
	case 0:
		x.known = true
	case 1:
		x.known, x.greatest = true, x.open.Tracked[0]
	}
	return x
}

// maxOpen is the greatest number of open conditions of a part whose combinations
// are enumerated.
const maxOpen = 4

// combine finds the intervals of parts with few open conditions: it asks for all of them
// at once which combinations some order has.
func (s *Study) combine(ctx context.Context, sel *config.Selection, spans []span) error {
	var combinations []rules.Expr
	few := func(x *span) bool { return !x.known && len(x.open.Track) <= maxOpen }
	for i := range spans {
		if x := &spans[i]; few(x) {
			for mask := range 1 << len(x.open.Track) {
				combinations = append(combinations, x.open.combination(mask))
			}
		}
	}
	if combinations == nil {
		return nil
	}
	truths, _, err := s.space.Conditions(combinations).Truths(ctx, view(s.space, sel), nil)
	if err != nil {
		return err
	}
	for i := range spans {
		if x := &spans[i]; few(x) {
			n := 1 << len(x.open.Track)
			x.choose(truths[:n])
			truths = truths[n:]
		}
	}
	return nil
}

// combination returns the condition that exactly the conditions of a mask hold.
func (c *costs) combination(mask int) rules.Expr {
	all := make([]rules.Expr, len(c.Track))
	for i, e := range c.Track {
		if mask>>i&1 == 0 {
			e = rules.Not(e)
		}
		all[i] = e
	}
	return rules.And(all...)
}

// choose sets the interval from the combinations, by mask, that some order
// has.
func (x *span) choose(truths []rules.Truth) {
	for mask, truth := range truths {
		if truth == rules.Violated {
			continue
		}
		var sum config.Decimal
		for i, amount := range x.open.Tracked {
			if mask>>i&1 != 0 {
				sum = sum.Add(amount)
			}
		}
		if !x.known || sum.Cmp(x.least) < 0 {
			x.least = sum
		}
		if !x.known || sum.Cmp(x.greatest) > 0 {
			x.greatest = sum
		}
		x.known = true
	}
}

// interval returns the interval, and searches it if it is not known.
func (x *span) interval(ctx context.Context, v solver.View) (Interval, error) {
	if !x.known {
		quantity, err := solver.NewObjective(x.when.Catalog(), x.open.Costs, x.unit)
		if err != nil {
			return Interval{}, fmt.Errorf("part %s: %w", x.number, err)
		}
		least, greatest, _, err := v.Bounds(ctx, quantity)
		if err != nil {
			return Interval{}, err
		}
		x.least, x.greatest = least.Amount, greatest.Amount
	}
	return Interval{
		x.number, x.name,
		config.Quantity{Amount: x.sure.Add(x.least), Unit: x.unit},
		config.Quantity{Amount: x.sure.Add(x.greatest), Unit: x.unit},
	}, nil
}

// Expected returns the mean quantity of each of some parts, in their order, or of all
// parts, in the order of [Outlook].Parts, over the orders that the space allows and that
// agree with a selection. Orders count by weight, such as take rates made by
// [solver.Independent], or equally if weights is nil. See [solver.Weight] for their order. A nil
// selection means all orders. It reports false if no order agrees with the selection, or
// their weights are 0.
//
// All means come from one query of a circuit that tracks the conditions of all items, see
// [solver.View.ConditionShares]. If the space does not track them, the study compiles one that
// does, once. The errors are that of an unknown part, one that wraps [solver.ErrNoCircuit], that
// of a weight that is negative or not finite, and the context's. It panics if the study has no
// structure, the selection is of another catalog, or there are fewer weights than options, or more
// than options and conditions that the study's space tracks.
func (s *Study) Expected(ctx context.Context, sel *config.Selection, weights []solver.Weight, parts ...string) ([]Expectation, bool, error) {
	source.NeedContext("proof", ctx)
	asked, err := s.asked(parts)
	if err != nil {
		return nil, false, err
	}
	means, ok, err := s.means(ctx, sel, weights, asked)
	if err != nil || !ok {
		return nil, false, err
	}
	out := make([]Expectation, len(asked))
	for i, p := range asked {
		out[i] = Expectation{p.number, p.name, means[i], p.unit}
	}
	return out, true, nil
}

// means is Expected of some parts, or of some of their items each.
func (s *Study) means(ctx context.Context, sel *config.Selection, weights []solver.Weight, asked []*part) ([]float64, bool, error) {
	space, err := s.bill.space(ctx)
	if err != nil {
		return nil, false, err
	}
	always := rules.True(space.Catalog())
	shares, err := view(space, sel).ConditionShares(ctx, nil, append([]rules.Expr{always}, s.items...), weights)
	if err != nil || shares[0] == 0 {
		return nil, false, err
	}
	out := make([]float64, len(asked))
	for i, p := range asked {
		out[i] = s.mean(p.items, shares[1:])
	}
	return out, true, nil
}

// mean returns the amounts that items add to the sum of their part, each
// times its share.
func (s *Study) mean(items []bom.ItemID, shares []float64) (mean float64) {
	for _, id := range items {
		amount, _ := s.structure.Summed(id).Amount.Rat().Float64()
		mean += float64(amount * shares[id])
	}
	return mean
}
