package proof

import (
	"context"
	"fmt"

	"github.com/confspace/confspace/bom"
	"github.com/confspace/confspace/config"
	"github.com/confspace/confspace/rules"
	"github.com/confspace/confspace/solver"
)

// An Interval is the least and the greatest quantity of a part that orders take, by all
// paths together, in the unit in which it is summed up. Orders take each of the two.
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

// Quantities returns the exact interval of the quantity of each of some parts, in their
// order, or of all, in that of [Outlook].Parts, over the orders that the space allows and
// that agree with a selection. A nil selection is that of nothing: all orders. It reports false
// if no order agrees with the selection. The intervals are the caller's.
//
// Places of a part that all orders take, or none, and a part that can still be at one
// condition only, need no search of their own; for others it looks for the bounds, see
// [solver.View.Bounds]. The errors are a part that the structure does not have, that of
// [solver.NewObjective], and the context's. It panics if the study is of no structure, or
// the selection is of another catalog.
func (s *Study) Quantities(ctx context.Context, sel *config.Selection, parts ...string) ([]Interval, bool, error) {
	asked, err := s.asked(parts)
	if err != nil {
		return nil, false, err
	}
	truths, possible, err := s.places().Truths(ctx, view(s.space, sel), nil)
	if err != nil || !possible {
		return nil, false, err
	}
	out := make([]Interval, len(asked))
	err = spread(len(asked), func(i int) (err error) {
		out[i], err = s.interval(ctx, view(s.space, sel), asked[i], truths)
		return err
	})
	if err != nil {
		return nil, false, err
	}
	return out, true, nil
}

// asked returns the parts of some numbers, or all.
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

// interval returns that of a part, given which items all orders take, and which none.
func (s *Study) interval(ctx context.Context, v solver.View, p *part, truths []rules.Truth) (Interval, error) {
	var sure config.Decimal
	var c costs
	for _, id := range p.items {
		amount := s.structure.Summed(id).Amount
		switch truths[id] {
		case rules.Satisfied:
			sure = sure.Add(amount)
		case rules.Undecided:
			c.add(s.items[id], amount)
		}
	}
	least, greatest := config.Decimal{}, config.Decimal{}
	if len(c.Track) == 1 {
		greatest = c.Tracked[0]
	} else if len(c.Track) > 1 {
		quantity, err := solver.NewObjective(s.space.Catalog(), c.Costs, p.unit)
		if err != nil {
			return Interval{}, fmt.Errorf("part %s: %w", p.number, err)
		}
		from, to, _, err := v.Bounds(ctx, quantity)
		if err != nil {
			return Interval{}, err
		}
		least, greatest = from.Amount, to.Amount
	}
	return Interval{
		p.number, p.name,
		config.Quantity{Amount: sure.Add(least), Unit: p.unit},
		config.Quantity{Amount: sure.Add(greatest), Unit: p.unit},
	}, nil
}

// Expected returns the mean quantity of each of some parts, in their order, or of all, in
// that of [Outlook].Parts, over the orders that the space allows and that agree with a
// selection. Orders count by weight, such as take rates made by [solver.Independent], or
// where weights are nil each as one. Weights are by option. A nil selection is that of
// nothing: all orders. It reports false if no order agrees with the selection, or those
// that do weigh nothing.
//
// All means come from one query of a circuit that tracks the conditions of all items, see
// [solver.View.ConditionShares]. Where the space does not track them the study compiles one that
// does, once. The errors are a part that the structure does not have, one that wraps
// [solver.ErrNoCircuit], a weight that is negative or not finite, and the context's. It
// panics if the study is of no structure, the selection is of another catalog, or there are
// not as many weights as options.
func (s *Study) Expected(ctx context.Context, sel *config.Selection, weights []solver.Weight, parts ...string) ([]Expectation, bool, error) {
	asked, err := s.asked(parts)
	if err != nil {
		return nil, false, err
	}
	space, err := s.bill.space(ctx)
	if err != nil {
		return nil, false, err
	}
	always := rules.True(space.Catalog())
	shares, err := view(space, sel).ConditionShares(ctx, nil, append([]rules.Expr{always}, s.items...), weights)
	if err != nil || shares[0] == 0 {
		return nil, false, err
	}
	out := make([]Expectation, len(asked))
	for i, p := range asked {
		out[i] = Expectation{p.number, p.name, s.mean(p.items, shares[1:]), p.unit}
	}
	return out, true, nil
}

// mean returns what items add to the sum of their part, each by its share.
func (s *Study) mean(items []bom.ItemID, shares []float64) (mean float64) {
	for _, id := range items {
		amount, _ := s.structure.Summed(id).Amount.Rat().Float64()
		mean += float64(amount * shares[id])
	}
	return mean
}
