package solver

import (
	"math/big"

	"github.com/confspace/confspace/config"
	"github.com/confspace/confspace/solver/internal/circuit"
	"github.com/confspace/confspace/solver/internal/encode"
)

// Count sets z to the number of configurations that have the options that sel
// chooses and lack those it rejects, and returns z; a nil z is made. A nil sel
// restricts nothing. The error wraps [ErrNoCircuit].
//
// It is exact. One pass over the circuit, O(Edges + Variables) of [Stats]; of a
// space of fewer than 2^62 configurations in machine words. No allocation when
// z has room.
func (s *Space) Count(z *big.Int, sel *config.Selection) (*big.Int, error) {
	if err := s.needCircuit(); err != nil {
		return nil, err
	}
	if z == nil {
		z = new(big.Int)
	}
	q := s.scratch(sel)
	defer s.scratches.Put(q)
	return s.circuit.Count(z, q.assign), nil
}

// Counts computes for each option the number of configurations that have it,
// agreeing with sel as in [Space.Count]. The result is indexed by option; its
// memory is that of dst where that suffices, and the caller's. The error wraps
// [ErrNoCircuit].
//
// It is exact. Two passes over the circuit, one up and one down, whatever the
// number of options; five to fourteen times the work of Count on car lines. No
// allocation when dst is that of an earlier call.
func (s *Space) Counts(dst []big.Int, sel *config.Selection) ([]big.Int, error) {
	if err := s.needCircuit(); err != nil {
		return nil, err
	}
	q := s.scratch(sel)
	defer s.scratches.Put(q)
	q.counts = s.circuit.Counts(q.counts, q.assign)
	return s.optionCounts(dst, q.counts), nil
}

// optionCounts picks the counts of options from those of literals.
func (s *Space) optionCounts(dst, counts []big.Int) []big.Int {
	dst = sized(dst, s.cat.NumOptions())
	for o := range dst {
		dst[o].Set(&counts[encode.Option(config.OptionID(o))])
	}
	return dst
}

// scratch is what a query needs to talk to the circuit: the circuit speaks of
// literals.
type scratch struct {
	buffer  circuit.Assignment
	assign  circuit.Assignment // buffer, or nil for no selection
	counts  []big.Int          // by literal, as are the others
	shares  []float64
	weights []float64
}

// scratch returns scratch with what sel says, until it is put back.
func (s *Space) scratch(sel *config.Selection) *scratch {
	q, ok := s.scratches.Get().(*scratch)
	if !ok {
		q = new(scratch)
	}
	q.assign = nil
	if sel != nil {
		q.buffer = s.assign(q.buffer, sel)
		q.assign = q.buffer
	}
	return q
}

// assignment returns what sel says for the circuit. It panics when sel is not of
// the space's catalog.
func (s *Space) assignment(sel *config.Selection) circuit.Assignment {
	if sel == nil {
		return nil
	}
	return s.assign(nil, sel)
}

// assign is assignment, in dst's memory where that suffices.
func (s *Space) assign(dst circuit.Assignment, sel *config.Selection) circuit.Assignment {
	s.check(sel)
	dst = sized(dst, sel.Len()+1)
	clear(dst)
	for o := range sel.Chosen() {
		dst.Set(encode.Option(o))
	}
	for o := range sel.Rejected() {
		dst.Set(encode.Option(o).Not())
	}
	return dst
}

// sized returns s with n elements, in its memory where that suffices.
func sized[S ~[]T, T any](s S, n int) S {
	if cap(s) < n {
		return make(S, n)
	}
	return s[:n]
}
