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

// Distribution says how the values of an [Objective] are spread over configurations. It is
// an answer, and the caller's.
type Distribution struct {
	// Outcomes are the values that configurations have, the least first. There are none
	// when there are no configurations.
	Outcomes []Outcome
	// Unit is that of the values.
	Unit config.Unit
}

// Outcome is a value that some configurations have.
type Outcome struct {
	Value config.Quantity
	// Count is how many configurations have it: exact, at least 1.
	Count *big.Int
	// Share is their part of all, by number or by weight: 0 to 1.
	Share float64
}

// Distribution returns the values of an objective over the configurations of the view, each
// with the exact number of configurations that have it and their share of all. The shares
// are by weight, see [View.WeightedShares], or where weights are nil by number; by
// number they are the float64 nearest to the exact ones, by weight as precise as weighted
// shares, and all 0 when the weight of all is zero. Weights are by option.
//
// One pass over the circuit, and one more for weights, in which a node has a number for
// each value that the objective takes below it: some times the work of [View.Count] where
// few options and conditions cost anything. Where many do, time and memory grow with
// the different values; it is the caller's to round costs.
//
// The error wraps [ErrNoCircuit] or [ErrUntracked], wraps [ErrBudget] when there are so many
// values that they would take more memory than the budget of the space, says of a weight
// that it is negative or not finite, or is the context's. It panics when obj is none or of
// another catalog, or when there are not as many weights as options.
func (v View) Distribution(ctx context.Context, obj *Objective, weights []Weight) (d *Distribution, err error) {
	source.NeedContext("solver", ctx)
	obj.check(v.made())
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

// bytesOfTerm is what a value at a node takes, its number included.
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

// Mean returns what the value is expected to be, by the shares, in [Distribution].Unit.
func (d *Distribution) Mean() float64 {
	mean := 0.0
	for _, o := range d.Outcomes {
		value, _ := o.Value.Amount.Rat().Float64()
		mean += float64(value * o.Share)
	}
	return mean
}

// Above returns how many configurations have a greater value than a bound, and their share.
// The error is a bound in a unit of another dimension.
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
