package solver

import (
	"context"
	"errors"
	"fmt"
	"math/big"

	"github.com/confspace/confspace/config"
	"github.com/confspace/confspace/config/source"
	"github.com/confspace/confspace/config/source/jsonw"
	"github.com/confspace/confspace/solver/internal/circuit"
	"github.com/confspace/confspace/solver/internal/compile"
)

// Distribution holds the values of an [Objective] and how many configurations have each.
// It belongs to the caller.
type Distribution struct {
	// Outcomes are the values that configurations have, the least first. There are none
	// when there are no configurations.
	Outcomes []Outcome
	// Unit is the unit of the values.
	Unit config.Unit
}

// Outcome is a value that some configurations have.
type Outcome struct {
	Value config.Quantity
	// Count is the exact number of configurations with the value, at least
	// 1.
	Count *big.Int
	// Share is their share of all configurations, by number or by weight: 0
	// to 1.
	Share float64
}

// Distribution returns the values of an objective over the configurations of the view, each
// with the exact number of configurations that have it and their share of all. Shares are
// by weight, see [View.WeightedShares], or by number if weights is nil. Shares by number
// are the nearest float64. Shares by weight have the precision of weighted shares, and are
// 0 when the total weight is 0. See [Weight] for the order of weights.
//
// It takes one pass over the circuit, and one more for weights. In a pass each node has a
// number for each value of the objective below it: time and memory grow with the number
// of different values. Round the costs if there are too many.
//
// The error wraps [ErrNoCircuit] or [ErrUntracked], wraps [ErrBudget] when there are so many
// values that they would take more memory than the budget of the space, names a weight that
// is negative or not finite, or is the context's. It panics when obj is nil or of another
// catalog, or when there are fewer weights than options, or more than options and tracked
// conditions.
func (v View) Distribution(ctx context.Context, obj *Objective, weights []Weight) (d *Distribution, err error) {
	source.NeedContext("solver", ctx)
	obj.check("Distribution", v.made())
	q, err := v.ask(ctx)
	if err != nil {
		return nil, err
	}
	defer func() {
		if errors.Is(err, circuit.ErrTerms) {
			d, err = nil, fmt.Errorf("%w: the objective takes too many different values: round its costs", ErrBudget)
		}
	}()
	defer q.end(&err)
	costs, base, err := q.costing(obj)
	if err != nil {
		return nil, err
	}
	if weights != nil {
		if err := q.weigh(weights); err != nil {
			return nil, err
		}
	}
	most := v.space.budget.terms()
	sums, counts := q.circuit.Spread(costs, q.assign, most)
	d = &Distribution{Outcomes: make([]Outcome, len(sums)), Unit: obj.unit}
	for i, sum := range sums {
		d.Outcomes[i] = Outcome{Value: obj.quantity(base + sum), Count: &counts[i]}
	}
	if weights == nil {
		d.share()
		return d, nil
	}
	_, shares := q.circuit.MeasureSpread(q.weights, costs, q.assign, most)
	for i := range d.Outcomes {
		d.Outcomes[i].Share = shares[i]
	}
	return d, nil
}

// bytesOfTerm is the size of a value at a node, with its number.
const bytesOfTerm = 64

// terms returns how many values at nodes fit the budget.
func (b budget) terms() int {
	bytes := b.bytes
	if bytes == 0 {
		bytes = compile.DefaultBytes
	}
	return int(bytes / bytesOfTerm)
}

// share sets the shares by number.
func (d *Distribution) share() {
	all := d.Total()
	for i := range d.Outcomes {
		o := &d.Outcomes[i]
		o.Share, _ = new(big.Rat).SetFrac(o.Count, all).Float64()
	}
}

// Total returns the number of configurations.
func (d *Distribution) Total() *big.Int {
	all := new(big.Int)
	for _, o := range d.Outcomes {
		all.Add(all, o.Count)
	}
	return all
}

// Mean returns the expected value, by the shares, in [Distribution].Unit.
func (d *Distribution) Mean() float64 {
	mean := 0.0
	for _, o := range d.Outcomes {
		value, _ := o.Value.Amount.Rat().Float64()
		mean += float64(value * o.Share)
	}
	return mean
}

// Above returns the number of configurations whose value is greater than a bound, and their
// share. The error is that of a bound in another dimension.
func (d *Distribution) Above(bound config.Quantity) (count *big.Int, share float64, err error) {
	count = new(big.Int)
	for _, o := range d.Outcomes {
		order, err := o.Value.Cmp(bound)
		if err != nil {
			return nil, 0, err
		}
		if order > 0 {
			count.Add(count, o.Count)
			share += o.Share
		}
	}
	return count, share, nil
}

// MarshalJSON writes unit, mean and outcomes, each with its value, its count, as text, and
// its share.
func (d Distribution) MarshalJSON() ([]byte, error) {
	return jsonw.Marshal(struct {
		Unit     string    `json:"unit"`
		Mean     float64   `json:"mean"`
		Outcomes []Outcome `json:"outcomes"`
	}{d.Unit.String(), d.Mean(), d.Outcomes})
}

// MarshalJSON writes the value, without its unit, the count, as text, and the share.
func (o Outcome) MarshalJSON() ([]byte, error) {
	count := "0"
	if o.Count != nil {
		count = o.Count.String()
	}
	return jsonw.Marshal(struct {
		Value config.Decimal `json:"value"`
		Count string         `json:"count"`
		Share float64        `json:"share"`
	}{o.Value.Amount, count, o.Share})
}

// UnmarshalJSON returns an error: a Distribution is an answer.
func (d *Distribution) UnmarshalJSON([]byte) error {
	return jsonw.Unread("solver.Distribution", "ask for the distribution again")
}

// UnmarshalJSON returns an error: an Outcome is a part of an answer.
func (o *Outcome) UnmarshalJSON([]byte) error {
	return jsonw.Unread("solver.Outcome", "ask for the distribution again")
}
