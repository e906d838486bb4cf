package solver

import (
	"iter"

	"github.com/confspace/confspace/config"
)

// Cheapest returns the configuration of least value among those that agree with
// sel (nil = all), and of several the first in canonical order, see
// [Space.Rank]. It reports false when there is none. The selection is complete
// and the caller's. A pass over the circuit and one over what is left of it, also
// where many cost the same: on car lines up to two of [Space.Count]. The error
// wraps [ErrNoCircuit].
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
// asked for, and memory grows with how many were. The first takes as long as
// [Space.Cheapest], whatever the objective. What the others take depends on how
// many configurations are of the same value. Where few are, as when each option has
// a price of its own, each takes a small part of a pass. Where most are, the second
// takes some 25 of [Space.Count], as parts of equal value are put in canonical
// order, and the next ones little again. Milliseconds for one, two and a hundred
// configurations, when every option has the same value, on C171_FR (125,000 edges; a
// count 0.6): 1, 16 and 22; on C163_FW (614,000 edges; a count 2.5): 4, 62 and 79.
// When one option in a hundred has a value of its own, on C171_FR: 1, 14 and 19; on
// C163_FW: 4, 50 and 62.
//
// The error wraps [ErrNoCircuit]. It panics when obj is of another catalog.
func (s *Space) ByCost(obj *Objective, sel *config.Selection) (iter.Seq2[*config.Selection, config.Quantity], error) {
	if obj.cat != s.cat {
		panic("solver: objective of another catalog")
	}
	if err := s.needCircuit(); err != nil {
		return nil, err
	}
	models := s.models.ByCost(obj.costs, s.assignment(sel))
	return func(yield func(*config.Selection, config.Quantity) bool) {
		for m, cost := range models {
			if !yield(s.selection(nil, m), obj.quantity(cost)) {
				return
			}
		}
	}, nil
}
