package solver

import (
	"context"
	"fmt"
	"math"
	"math/big"

	"github.com/confspace/confspace/config"
	"github.com/confspace/confspace/config/source"
	"github.com/confspace/confspace/solver/internal/cnf"
	"github.com/confspace/confspace/solver/internal/encode"
)

// Weight holds the two factors of an option, or of a tracked condition, in the
// weight of a configuration. Both are finite and not negative.
//
// A query takes the weights of all options, by option. More may follow: those of tracked
// conditions, by place in [Config].Track; conditions without one have no influence. As
// [Space.Tracking] adds conditions behind those of a space, the weights of a space suit
// every space that Tracking makes of it.
type Weight struct {
	Chosen   float64 `json:"chosen"`   // of a configuration that has the option, or meets the condition
	Rejected float64 `json:"rejected"` // of one that does not
}

// Independent returns weights, by option, under which the weight of a
// configuration is the probability that it is drawn when each option is drawn with
// a probability of its own, independently of the others. Probabilities are by
// option and in [0, 1]; for any other value the query that gets the weights
// returns an error that names the option.
func Independent(probabilities []float64) []Weight {
	weights := make([]Weight, len(probabilities))
	for o, p := range probabilities {
		weights[o] = Weight{p, 1 - p}
	}
	return weights
}

// WeightedCount sets z to the sum over all configurations of the product of the
// weights of all options, and returns z; a nil z is made. With the weights of
// [Independent] this is the probability that a draw is a configuration and agrees
// with the view's selection. See [Weight] for their order.
//
// It takes one pass over the circuit, O(Edges + Variables) of [Stats]. No
// allocation when z was set before. z gets the precision of a float64 and a wide
// exponent. The relative error is at most 4·Variables·2^-53, since nothing is
// subtracted.
//
// The errors are a weight that is negative or not finite, one that wraps
// [ErrNoCircuit], and the context's. It panics when there are fewer weights than options,
// or more than options and tracked conditions.
func (v View) WeightedCount(ctx context.Context, z *big.Float, weights []Weight) (sum *big.Float, err error) {
	source.NeedContext("solver", ctx)
	q, err := v.ask(ctx)
	if err != nil {
		return nil, err
	}
	defer q.end(&err)
	if err := q.weigh(weights); err != nil {
		return nil, err
	}
	if z == nil {
		z = new(big.Float)
	}
	return q.circuit.Measure(z, q.weights, q.assign), nil
}

// WeightedShares computes, for each option, the weight of the configurations that have
// it divided by the weight of all configurations. With the weights of [Independent]
// these are take rates: the conditional probability of the option, given that the draw
// is a configuration and agrees with the view's selection. When the weight of all is
// zero every share is 0.
//
// The result, time, memory and precision are those of [View.Shares], the
// errors those of [View.WeightedCount].
func (v View) WeightedShares(ctx context.Context, dst []float64, weights []Weight) (shares []float64, err error) {
	source.NeedContext("solver", ctx)
	q, err := v.ask(ctx)
	if err != nil {
		return nil, err
	}
	defer q.end(&err)
	if err := q.weigh(weights); err != nil {
		return nil, err
	}
	return q.optionShares(dst, q.weights), nil
}

// check returns the fault of a weight, in the words of its maker: [Independent]
// marks a wrong probability by a factor below 0.
func (w Weight) check() error {
	for _, x := range [2]float64{w.Chosen, w.Rejected} {
		switch valid := x >= 0 && x <= math.MaxFloat64; {
		case valid:
		case w.Rejected == 1-w.Chosen:
			return fmt.Errorf("probability %v is not in [0, 1]", w.Chosen)
		default:
			return fmt.Errorf("weight %v is not a finite number of at least 0", x)
		}
	}
	return nil
}

// weigh sets the weights by literal. Those of auxiliaries that are not tracked are 1.
func (q *question) weigh(weights []Weight) error {
	s := q.space
	options := s.cat.NumOptions()
	if len(weights) < options || len(weights) > options+len(s.tracked) {
		panic(fmt.Sprintf("solver: %d weights for %d options and %d tracked conditions", len(weights), options, len(s.tracked)))
	}
	q.weights = sized(q.weights, 2*q.circuit.NumVars()+2)
	for l := range q.weights {
		q.weights[l] = 1
	}
	for i, w := range weights {
		if err := w.check(); err != nil {
			return fmt.Errorf("%s: %w", s.weighed(i), err)
		}
		l := encode.Option(config.OptionID(i))
		if i >= options {
			l = s.encoding.Tracked[i-options]
		}
		if !q.multiply(l, w) {
			return fmt.Errorf("%s: the product with the weights of equal conditions is too large", s.weighed(i))
		}
	}
	return nil
}

// weighed names what weight i is for.
func (s *Space) weighed(i int) string {
	if options := s.cat.NumOptions(); i >= options {
		return "condition " + s.tracked[i-options].String()
	}
	return "option " + s.cat.Code(config.OptionID(i))
}

// multiply multiplies the weight of a literal, which several tracked conditions may have. It
// reports whether the product is finite.
func (q *question) multiply(l cnf.Lit, w Weight) bool {
	if holds, constant := encode.Constant(l); constant {
		if !holds {
			w.Chosen = w.Rejected
		}
		if len(q.weights) == 2 {
			return true // without a variable there is one configuration
		}
		l, w.Rejected = cnf.Pos(1), w.Chosen // a factor of all configurations
	}
	q.weights[l] *= w.Chosen
	q.weights[l.Not()] *= w.Rejected
	return q.weights[l] <= math.MaxFloat64 && q.weights[l.Not()] <= math.MaxFloat64
}
