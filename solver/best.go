package solver

import (
	"iter"

	"github.com/confspace/confspace/config"
)

// Cheapest returns the configuration of least value among those that agree with
// sel (nil = all), and of several the first in canonical order, see
// [Space.Rank]. It reports false when there is none. The selection is complete
// and the caller's. At most a few passes over the circuit; the error wraps
// [ErrNoCircuit].
func (s *Space) Cheapest(obj *Objective, sel *config.Selection) (*config.Selection, bool, error) {
	configurations, err := s.ByCost(obj, sel)
	if err != nil {
		return nil, false, err
	}
	for best := range configurations {
		return best, true, nil
	}
	return nil, false, nil
}

// Dearest returns the configuration of greatest value, and of several the
// first in canonical order; otherwise it is as [Space.Cheapest].
func (s *Space) Dearest(obj *Objective, sel *config.Selection) (*config.Selection, bool, error) {
	return s.Cheapest(obj.Negated(), sel)
}

// ByCost returns the configurations that agree with sel (nil = all) in order of
// value, the least first, and those of one value in canonical order: take as
// many as you want. For the greatest first, pass [Objective.Negated].
//
// The selections are complete and the caller's. They are found as they are
// asked for, and memory grows with how many were. The first takes at most a few
// passes over the circuit, each of the next a small part of one.
//
// The error wraps [ErrNoCircuit]. It panics when obj is of another catalog.
func (s *Space) ByCost(obj *Objective, sel *config.Selection) (iter.Seq2[*config.Selection, config.Quantity], error) {
	if obj.cat != s.cat {
		panic("solver: objective of another catalog")
	}
	if err := s.needCircuit(); err != nil {
		return nil, err
	}
	models := s.circuit.ByCost(obj.costs, s.assignment(sel))
	return func(yield func(*config.Selection, config.Quantity) bool) {
		for m, cost := range models {
			if !yield(s.selection(nil, m), obj.quantity(cost)) {
				return
			}
		}
	}, nil
}
