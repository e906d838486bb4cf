package solver

import (
	"iter"
	"math/big"

	"github.com/confspace/confspace/config"
)

// Configurations returns the configurations that agree with sel (nil = all) in
// canonical order, see [Space.Rank], from number from on; nil is 0. So what was
// broken off goes on later, or elsewhere, by number.
//
// The selection is complete and reused: clone what you keep. What a sequence
// needs between configurations is bounded by the size of the circuit. Time per
// configuration is that of what changes from one to the next, a microsecond or
// two on a car line; the first takes as long as [Space.Unrank]. A sequence may
// be ranged over again, and by several goroutines.
//
// The error wraps [ErrNoCircuit].
func (s *Space) Configurations(sel *config.Selection, from *big.Int) (iter.Seq[*config.Selection], error) {
	if err := s.needCircuit(); err != nil {
		return nil, err
	}
	models := s.circuit.Models(from, s.assignment(sel))
	return func(yield func(*config.Selection) bool) {
		dst := config.NewSelection(s.cat.NumOptions())
		for m := range models {
			if !yield(s.selection(dst, m)) {
				return
			}
		}
	}, nil
}
