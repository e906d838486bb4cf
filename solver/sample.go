package solver

import (
	"context"
	"math/rand/v2"

	"github.com/confspace/confspace/config"
	"github.com/confspace/confspace/config/source"
	"github.com/confspace/confspace/solver/internal/circuit"
	"github.com/confspace/confspace/solver/internal/circuit/query"
)

// Sampler draws configurations at random. It is a session: one goroutine uses
// it. [View.Sampler] and [View.WeightedSampler] make it, with a few passes
// over the circuit. The methods of the zero Sampler panic.
type Sampler struct {
	space   *Space
	sampler *query.Sampler
	model   circuit.Model
}

// Sampler returns a sampler that draws each configuration with the same
// probability. That is exact, without rounding: it is as even as the source of
// random bits. Later changes of the view's selection, and the end of ctx, do not
// affect it. The error wraps [ErrNoCircuit], or is the context's.
func (v View) Sampler(ctx context.Context) (sampler *Sampler, err error) {
	source.NeedContext("solver", ctx)
	q, err := v.ask(ctx)
	if err != nil {
		return nil, err
	}
	defer q.end(&err)
	return v.space.newSampler(q.models.Sampler(q.keep())), nil
}

// WeightedSampler returns a sampler that draws a configuration with a probability proportional to
// its weight, the product of the weights of all options. With the weights of [Independent], such as
// take rates, it draws each option by itself and drops draws that are not configurations. See
// [Weight] for their order. A configuration of weight 0 is never drawn.
//
// Probabilities have the precision of [View.WeightedCount].
//
// The errors are a weight that is negative or not finite, one that wraps
// [ErrNoCircuit], and the context's. It panics when there are fewer weights than options,
// or more than options and tracked conditions.
func (v View) WeightedSampler(ctx context.Context, weights []Weight) (sampler *Sampler, err error) {
	source.NeedContext("solver", ctx)
	q, err := v.ask(ctx)
	if err != nil {
		return nil, err
	}
	defer q.end(&err)
	if err := q.weigh(weights); err != nil {
		return nil, err
	}
	return v.space.newSampler(q.models.WeightedSampler(q.weights, q.keep())), nil
}

func (s *Space) newSampler(sampler *query.Sampler) *Sampler {
	return &Sampler{s, sampler, circuit.NewModel(s.cat.NumOptions())}
}

// Sample sets dst to a random configuration, a complete selection, and reports true; or
// false, and leaves dst alone, when there is none. The same source in the same state yields
// the same configuration on every machine. The time is O(choices on the way + options / 64).
// It does not allocate, and panics when dst is nil or of another catalog, or r is nil.
func (s *Sampler) Sample(dst *config.Selection, r *rand.Rand) bool {
	if dst == nil {
		panic("solver: Sample needs a selection; it is nil: make one by cat.NewSelection()")
	}
	if r == nil {
		panic("solver: Sample needs a random source; it is nil")
	}
	if s.sampler == nil {
		panic("solver: the zero Sampler: View.Sampler makes one")
	}
	if !s.sampler.Sample(s.model, r) {
		return false
	}
	s.space.selection(dst, s.model)
	return true
}
