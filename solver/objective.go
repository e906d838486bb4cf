package solver

import (
	"fmt"
	"math/big"

	"github.com/confspace/confspace/config"
	"github.com/confspace/confspace/config/source"
)

// Objective is an exact linear function of a configuration: the sum of a
// number for each option that it has, such as its price or mass. It is
// immutable and safe for concurrent use. [NewObjective] and [AttributeObjective]
// make it; the methods of the zero Objective panic.
type Objective struct {
	cat   *config.Catalog
	unit  config.Unit
	step  config.Decimal // a power of ten, of which every weight is a multiple
	costs []int64        // by variable, see query.Models.ByCost: multiples of step
}

// AttributeObjective returns the sum of a numeric attribute of the catalog. An
// option that has no value of it adds nothing. The errors are an attribute that
// the catalog does not have, and those of [NewObjective].
func AttributeObjective(cat *config.Catalog, name string) (*Objective, error) {
	a, ok := cat.LookupAttribute(name)
	if !ok {
		hint := ""
		if nearest, ok := source.Nearest(name, cat.AttributeNames()); ok {
			hint = fmt.Sprintf("; did you mean %s?", nearest)
		}
		return nil, fmt.Errorf("no attribute %q%s", name, hint)
	}
	weights := make([]config.Decimal, cat.NumOptions())
	for o := range weights {
		weights[o], _ = cat.Value(config.OptionID(o), a)
	}
	return NewObjective(cat, weights, cat.Attribute(a).Unit)
}

// NewObjective returns the sum of the weights, in a unit, of the options that a
// configuration has. Weights are by option and may be negative. They are kept
// as integers of the least power of ten that any needs: the error is that the
// sum of their amounts in it is beyond 2^63-1, so that no sum can overflow. It
// panics when there are not as many weights as options.
func NewObjective(cat *config.Catalog, weights []config.Decimal, unit config.Unit) (*Objective, error) {
	if len(weights) != cat.NumOptions() {
		panic(fmt.Sprintf("solver: %d weights for %d options", len(weights), cat.NumOptions()))
	}
	places := 0
	for _, w := range weights {
		places = max(places, w.Places())
	}
	steps := config.NewDecimal(1) // in a unit
	for range places {
		steps = steps.Mul(config.NewDecimal(10))
	}
	step, err := config.NewDecimal(1).Quo(steps)
	if err != nil {
		return nil, err
	}
	obj := &Objective{cat: cat, unit: unit, step: step, costs: make([]int64, len(weights)+1)}
	sum := new(big.Int)
	for o, w := range weights {
		cost := w.Mul(steps).Rat().Num()
		sum.Add(sum, new(big.Int).Abs(cost))
		if !sum.IsInt64() {
			return nil, fmt.Errorf("option %s: the weights so far add up to more than 2^63-1 times %v: round them, or give them in a larger unit",
				cat.Code(config.OptionID(o)), step)
		}
		obj.costs[o+1] = cost.Int64()
	}
	return obj, nil
}

// Unit returns the unit of the objective's values.
func (o *Objective) Unit() config.Unit { return o.unit }

// Value returns what the chosen options of a selection add up to. O(options).
func (o *Objective) Value(sel *config.Selection) config.Quantity {
	sum := int64(0)
	for option := range sel.Chosen() {
		sum += o.costs[option+1]
	}
	return o.quantity(sum)
}

// Negated returns the objective with the opposite weights: what was dearest is
// cheapest.
func (o *Objective) Negated() *Objective {
	n := *o
	n.costs = make([]int64, len(o.costs))
	for v, c := range o.costs {
		n.costs[v] = -c
	}
	return &n
}

// quantity returns a sum of costs in the objective's unit.
func (o *Objective) quantity(sum int64) config.Quantity {
	return config.Quantity{Amount: config.NewDecimal(sum).Mul(o.step), Unit: o.unit}
}
