package solver

import (
	"iter"
	"math/big"

	"github.com/confspace/confspace/config"
)

// Configurations returns the configurations that agree with sel (nil = all) in
// canonical order, see [Space.Rank], from number from on; nil is 0. So what was
// broken off goes on later, or elsewhere, by number; from the number of all of them
// on there are none. from is not kept.
//
// The selection is complete and reused: clone what you keep. What a sequence
// needs between configurations is bounded by the size of the circuit. Time per
// configuration is that of what changes from one to the next, 1 to 15 microseconds
// on car lines; the first takes as long as [Space.Unrank]. A sequence may be ranged
// over again, and by several goroutines.
//
// The error wraps [ErrNumber] when from is negative or greater than the number of
// configurations that agree with sel, and [ErrNoCircuit].
func (s *Space) Configurations(sel *config.Selection, from *big.Int) (iter.Seq[*config.Selection], error) {
	if err := s.needCircuit(); err != nil {
		return nil, err
	}
	assign := s.assignment(sel)
	if from != nil {
		if n := s.circuit.Count(new(big.Int), assign); from.Sign() < 0 || from.Cmp(n) > 0 {
			return nil, noNumber(from, n)
		}
		from = new(big.Int).Set(from)
	}
	models := s.models.From(from, assign)
	return func(yield func(*config.Selection) bool) {
		dst := s.cat.NewSelection()
		for m := range models {
			if !yield(s.selection(dst, m)) {
				return
			}
		}
	}, nil
}
