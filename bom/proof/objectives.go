package proof

import (
	"fmt"

	"github.com/confspace/confspace/bom"
	"github.com/confspace/confspace/bom/internal/condition"
	"github.com/confspace/confspace/bom/line"
	"github.com/confspace/confspace/config"
	"github.com/confspace/confspace/config/source"
	"github.com/confspace/confspace/rules"
	"github.com/confspace/confspace/solver"
)

// costs collects the costs of conditions; equal conditions are merged.
type costs struct {
	solver.Costs
	numbers condition.Numbers // by place in Track
}

// add adds the cost of a condition.
func (c *costs) add(e rules.Expr, cost config.Decimal) {
	if e.Op() == rules.OpFalse {
		return
	}
	if i, known := c.numbers.Of(e); known {
		c.Tracked[i] = c.Tracked[i].Add(cost)
		return
	}
	c.Track, c.Tracked = append(c.Track, e), append(c.Tracked, cost)
}

// Work returns the work on a vehicle at some stations, or without any on the whole line, as
// an objective: the sum of the durations of the operations that are done, in the unit of a
// Routing's workloads. The error is that of [solver.NewObjective]. It panics if the study
// has no line, or the station does not exist.
func (s *Study) Work(stations ...line.StationID) (*solver.Objective, error) {
	s.needLine()
	if len(stations) == 0 {
		for id := range s.line.Stations() {
			stations = append(stations, id)
		}
	}
	var c costs
	var unit config.Unit
	for _, id := range stations {
		unit = s.line.Capacity(id).Unit
		for o, operation := range s.line.Operations(id) {
			duration, err := operation.Duration.In(unit)
			if err != nil {
				return nil, err
			}
			c.add(s.operations[o], duration.Amount)
		}
	}
	return solver.NewObjective(s.space.Catalog(), c.Costs, unit)
}

// Bill returns a sum over the bill of a vehicle as an objective: for each part the value of one
// unit by perUnit, such as its mass or cost, times its quantity. The unit of a part is that of its
// sum, see [bom.Bill.Flat]. The result is in unit. The error is that of [solver.NewObjective]. It
// panics if the study has no structure, or perUnit is nil.
func (s *Study) Bill(perUnit func(part string) config.Decimal, unit config.Unit) (*solver.Objective, error) {
	s.needStructure()
	if perUnit == nil {
		panic("proof: Bill needs the value of a unit; perUnit is nil")
	}
	var c costs
	for i := range s.parts {
		p := &s.parts[i]
		if value := perUnit(p.number); !value.IsZero() {
			for _, id := range p.items {
				c.add(s.items[id], s.structure.Summed(id).Amount.Mul(value))
			}
		}
	}
	return solver.NewObjective(s.space.Catalog(), c.Costs, unit)
}

// Quantity returns the quantity of one part in the bill of a vehicle as an objective. The
// errors are that of an unknown part and that of [solver.NewObjective]. It panics if the
// study has no structure.
func (s *Study) Quantity(number string) (*solver.Objective, error) {
	p, err := s.part(number)
	if err != nil {
		return nil, err
	}
	return s.amounts(p.items, p.unit)
}

// amounts returns the amounts that items add to the sum of their part.
func (s *Study) amounts(items []bom.ItemID, unit config.Unit) (*solver.Objective, error) {
	var c costs
	for _, id := range items {
		c.add(s.items[id], s.structure.Summed(id).Amount)
	}
	return solver.NewObjective(s.space.Catalog(), c.Costs, unit)
}

// part finds a part by its number.
func (s *Study) part(number string) (*part, error) {
	s.needStructure()
	if i, ok := s.partOf[number]; ok {
		return &s.parts[i], nil
	}
	hint := source.DidYouMean(number, func(yield func(string) bool) {
		for i := range s.parts {
			if !yield(s.parts[i].number) {
				return
			}
		}
	})
	if hint != "" {
		hint = ": " + hint
	}
	return nil, fmt.Errorf("the bill has no part %s%s", number, hint)
}

// Parts returns the number of different parts in the bill of a vehicle, phantoms left out,
// as an objective. The error is that of [solver.NewObjective]. It panics if the study has
// no structure.
func (s *Study) Parts() (*solver.Objective, error) {
	s.needStructure()
	var c costs
	for i := range s.parts {
		c.add(s.parts[i].when, config.NewDecimal(1))
	}
	return solver.NewObjective(s.space.Catalog(), c.Costs, config.None)
}
