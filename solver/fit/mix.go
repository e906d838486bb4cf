package fit

import (
	"context"
	"math"
	"slices"

	"github.com/confspace/confspace/config/source"
	"github.com/confspace/confspace/solver"
)

// A Mix is a way to mix the configurations of a space so that their shares meet targets. It is
// immutable and safe for concurrent use. Find makes it; the methods of the zero Mix panic.
//
// Its weights suit every query with weights, of its space and of those that Tracking makes of it,
// also under a selection: [solver.View.WeightedShares], [solver.View.ConditionShares],
// [solver.View.WeightedSampler], [solver.View.Distribution], and the figures of package proof.
type Mix struct {
	space   *solver.Space
	weights []solver.Weight
	targets []Target
	met     []float64 // by target: its share in the mix, or NaN
	entropy float64
	passes  int
}

// mix returns the mix of some logs. It asks anew for all that the mix says of itself, and returns ErrUndecided
// if its targets are not met.
func (m *model) mix(ctx context.Context, targets []Target, logs []float64) (*Mix, error) {
	weights := m.weigh(logs)
	at, err := m.ask(ctx, nil, weights)
	if err != nil {
		return nil, err
	}
	mix := &Mix{space: m.space, weights: slices.Clone(weights), targets: targets, passes: m.passes}
	for i, f := range m.features {
		share := math.NaN()
		if m.live[i] {
			if share = at[f.met] / at[f.given]; !(math.Abs(share-f.share) <= Tolerance) {
				return nil, ErrUndecided
			}
			if f.opposite {
				share = 1 - share
			}
		}
		mix.met = append(mix.met, share)
	}
	total, err := m.space.WeightedCount(ctx, nil, weights)
	if err != nil {
		return nil, err
	}
	// The entropy is the mean of the logarithm of the total over the weight of a configuration.
	exponent := total.MantExp(total)
	mantissa, _ := total.Float64()
	mix.entropy = math.Log(mantissa) + float64(exponent)*math.Ln2
	for a, log := range logs {
		chosen, rejected := split(log)
		mix.entropy -= float64(chosen*at[2*a]) + float64(rejected*at[2*a+1])
	}
	return mix, nil
}

// made panics without a mix.
func (m *Mix) made() *Mix {
	if m == nil || m.space == nil {
		panic("fit: no Mix: Find makes one")
	}
	return m
}

// Space returns the space of the mix: the one that Find got, or one of the same rules that also
// tracks the conditions of the targets.
func (m *Mix) Space() *solver.Space { return m.made().space }

// Weights returns the weights of the mix, for the queries of its space. The slice is the
// caller's.
func (m *Mix) Weights() []solver.Weight { return slices.Clone(m.made().weights) }

// Targets returns the targets, in the order of Find. The slice is the caller's.
func (m *Mix) Targets() []Target { return slices.Clone(m.made().targets) }

// Met returns the share that each target has in the mix, which is within [Tolerance] of the one
// asked for. It is NaN for a share of nothing: targets of 0 and 1 exclude every configuration with its
// Given. The slice is the caller's.
func (m *Mix) Met() []float64 { return slices.Clone(m.made().met) }

// Entropy returns the entropy of the mix in nats: the logarithm of the number of configurations
// that would be as diverse if they all had the same share.
func (m *Mix) Entropy() float64 { return m.made().entropy }

// Queries returns the number of queries of the circuit that finding the mix took.
func (m *Mix) Queries() int { return m.made().passes }

// Shares returns the share of each option in the mix, by option. It uses the memory of dst if that
// suffices. It is a query of the circuit; the error is the context's.
func (m *Mix) Shares(ctx context.Context, dst []float64) ([]float64, error) {
	source.NeedContext("fit", ctx)
	return m.made().space.WeightedShares(ctx, dst, m.weights)
}

// Sampler returns a sampler that draws configurations as often as the mix has them. The error is
// the context's.
func (m *Mix) Sampler(ctx context.Context) (*solver.Sampler, error) {
	source.NeedContext("fit", ctx)
	return m.made().space.WeightedSampler(ctx, m.weights)
}
