package solver

import (
	"math/rand/v2"

	"github.com/confspace/confspace/config"
	"github.com/confspace/confspace/solver/internal/circuit"
	"github.com/confspace/confspace/solver/internal/circuit/query"
)

// Sampler draws configurations at random. It is a session: one goroutine uses
// it. [Space.Sampler] and [Space.WeightedSampler] make it, at the cost of some
// seven of [Space.Count] on a car line. The methods of the zero Sampler panic.
type Sampler struct {
	space   *Space
	sampler *query.Sampler
	model   circuit.Model
}

// Sampler returns a sampler that draws each configuration that agrees with sel
// (nil = any) with the same probability. That is exact, not up to rounding: it
// is as even as the source of random bits. The error wraps [ErrNoCircuit].
func (s *Space) Sampler(sel *config.Selection) (*Sampler, error) {
	if err := s.needCircuit(); err != nil {
		return nil, err
	}
	return s.newSampler(s.models.Sampler(s.assignment(sel))), nil
}

// WeightedSampler returns a sampler that draws a configuration that agrees with
// sel with a probability proportional to its weight, the product of the weights
// of all options. With the weights of [Independent], take rates say, it draws as
// if each option were drawn by itself, and thrown away what is no configuration.
// Weights are by option. A configuration that weighs nothing is never drawn.
//
// Probabilities have the precision of [Space.WeightedCount].
//
// The errors are a weight that is negative or not finite, and one that wraps
// [ErrNoCircuit]. It panics when there are not as many weights as options.
func (s *Space) WeightedSampler(weights []Weight, sel *config.Selection) (*Sampler, error) {
	if err := s.needCircuit(); err != nil {
		return nil, err
	}
	q := s.scratch(nil)
	defer s.scratches.Put(q)
	if err := s.weigh(q, weights); err != nil {
		return nil, err
	}
	return s.newSampler(s.models.WeightedSampler(q.weights, s.assignment(sel))), nil
}

func (s *Space) newSampler(sampler *query.Sampler) *Sampler {
	return &Sampler{s, sampler, circuit.NewModel(s.cat.NumOptions())}
}

// Sample sets dst to a random configuration, a complete selection, and reports
// true; or false, and leaves dst alone, when there is none. The same source in
// the same state yields the same configuration on every machine. The time is that
// of the choices on the way and of O(options / 64), microseconds on a car
// line. It does not allocate, and panics when dst is nil or of another catalog.
func (s *Sampler) Sample(dst *config.Selection, r *rand.Rand) bool {
	if dst == nil {
		panic("solver: Sample into no selection: make one by cat.NewSelection()")
	}
	if !s.sampler.Sample(s.model, r) {
		return false
	}
	s.space.selection(dst, s.model)
	return true
}
