package proof

import (
	"context"
	"errors"
	"fmt"

	"github.com/confspace/confspace/config"
	"github.com/confspace/confspace/config/source"
	"github.com/confspace/confspace/solver"
)

// A Demand is how much of a part some vehicles need at a supply area.
type Demand struct {
	Part, Name string
	// Station is the supply area: the station to which the part is delivered; empty if to none.
	Station string
	Unit    config.Unit
	// Expected is by the mix of the vehicles that nobody has ordered yet.
	Expected float64
	// Least and Greatest are exact, and some vehicles need each: whatever the mix, the demand is between them.
	Least, Greatest config.Quantity
}

// A Plan is some vehicles that are to be built, such as those of a day.
type Plan struct {
	// Vehicles is how many there are.
	Vehicles int `json:"vehicles"`
	// Orders are those of them that are known so far: complete selections, or partial ones of orders
	// that are not finished. The more are known, the narrower is the demand.
	Orders []*config.Selection `json:"orders"`
	// Weights are the mix of the others, such as that of a fit.Mix; nil means that all
	// configurations are equally likely. See [solver.Weight] for their order.
	Weights []solver.Weight `json:"weights"`
}

// Demand returns how much of each part the vehicles of a plan need at each supply area: what to stock
// where, also before there is any order. Parts are in the order of [Outlook].Parts, the supply areas of
// each in the order of its items. Phantoms are left out. The demands belong to the caller.
//
// It takes the time of Quantities and Expected once, and once more for each order. The errors are
// that of orders that nobody can build or are more than the vehicles, and those of Quantities and
// Expected. It panics if the study has no structure, a selection is of another catalog, or
// there are fewer weights than options, or more than options and conditions that the study's space tracks.
func (s *Study) Demand(ctx context.Context, plan Plan) ([]Demand, error) {
	source.NeedContext("proof", ctx)
	s.needStructure()
	open := plan.Vehicles - len(plan.Orders)
	if open < 0 {
		return nil, fmt.Errorf("the plan has more orders than vehicles: %d, and %d", len(plan.Orders), plan.Vehicles)
	}
	stocks, stations := s.stocks()
	out := make([]Demand, len(stocks))
	for i, p := range stocks {
		zero := config.Quantity{Unit: p.unit}
		out[i] = Demand{p.number, p.name, stations[i], p.unit, 0, zero, zero}
	}
	if open > 0 {
		if err := s.need(ctx, out, stocks, nil, plan.Weights, open); err != nil {
			return nil, err
		}
	}
	for i, sel := range plan.Orders {
		if err := s.need(ctx, out, stocks, sel, plan.Weights, 1); err != nil {
			return nil, fmt.Errorf("order %d of the plan: %w", i+1, err)
		}
	}
	return out, nil
}

// stocks returns the items of each part at each supply area, and the codes of these.
func (s *Study) stocks() (stocks []*part, stations []string) {
	for i := range s.parts {
		p := &s.parts[i]
		at := make(map[string]*part)
		for _, id := range p.items {
			station := s.structure.Item(id).Station
			stock := at[station]
			if stock == nil {
				stock = &part{number: p.number, name: p.name, unit: p.unit}
				at[station] = stock
				stocks, stations = append(stocks, stock), append(stations, station)
			}
			stock.items = append(stock.items, id)
		}
	}
	for _, stock := range stocks {
		stock.when = s.any(stock.items)
	}
	return stocks, stations
}

// need adds what n vehicles that agree with a selection need.
func (s *Study) need(ctx context.Context, out []Demand, stocks []*part, sel *config.Selection, weights []solver.Weight, n int) error {
	intervals, possible, err := s.intervals(ctx, sel, stocks)
	if err != nil {
		return err
	}
	if !possible {
		return errors.New("nothing that the space allows agrees with it")
	}
	var means []float64
	if sel == nil || !sel.Complete() {
		if means, possible, err = s.means(ctx, sel, weights, stocks); err == nil && !possible {
			means, _, err = s.means(ctx, sel, nil, stocks) // the mix has no such vehicle
		}
		if err != nil {
			return err
		}
	}
	times := config.NewDecimal(int64(n))
	for i := range out {
		d := &out[i]
		d.Least.Amount = d.Least.Amount.Add(intervals[i].Least.Amount.Mul(times))
		d.Greatest.Amount = d.Greatest.Amount.Add(intervals[i].Greatest.Amount.Mul(times))
		mean, _ := intervals[i].Least.Amount.Rat().Float64()
		if means != nil {
			mean = means[i]
		}
		d.Expected += float64(mean * float64(n))
	}
	return nil
}
