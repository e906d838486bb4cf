package solver

import (
	"math/big"
	"slices"

	"github.com/confspace/confspace/config"
	"github.com/confspace/confspace/rules"
	"github.com/confspace/confspace/solver/internal/encode"
)

// Tally is how many configurations there are in all, with each option, and with
// each tracked condition. The zero value is ready for [Space.Tally].
type Tally struct {
	Total   big.Int
	Options []big.Int // by option
	Tracked []big.Int // by place in [Config].Track
}

// Tally counts the configurations that agree with sel, as in [Space.Count]: in all,
// with each option, and those in which each tracked condition holds. All of it comes
// out of one pass up the circuit and one down, however many options and conditions
// there are. It sets z and returns it, using z's memory where that suffices; a nil z
// is made. No allocation when z is that of an earlier call. The error wraps
// [ErrNoCircuit].
func (s *Space) Tally(z *Tally, sel *config.Selection) (*Tally, error) {
	if err := s.needCircuit(); err != nil {
		return nil, err
	}
	if z == nil {
		z = new(Tally)
	}
	q := s.scratch(sel)
	defer s.scratches.Put(q)
	q.counts = s.circuit.Counts(q.counts, q.assign)
	z.Total.Set(&q.counts[0])
	z.Options = sized(z.Options, s.cat.NumOptions())
	for o := range z.Options {
		z.Options[o].Set(&q.counts[encode.Option(config.OptionID(o))])
	}
	z.Tracked = s.trackedCounts(z.Tracked, q.counts)
	return z, nil
}

// TrackedCounts computes for each tracked condition the number of configurations in
// which it holds, agreeing with sel as in [Space.Count]. The result is indexed as
// [Config].Track; its memory is that of dst where that suffices, and the caller's.
// It takes as long as [Space.Tally], which tells the other counts besides. The error
// wraps [ErrNoCircuit].
func (s *Space) TrackedCounts(dst []big.Int, sel *config.Selection) ([]big.Int, error) {
	if err := s.needCircuit(); err != nil {
		return nil, err
	}
	q := s.scratch(sel)
	defer s.scratches.Put(q)
	q.counts = s.circuit.Counts(q.counts, q.assign)
	return s.trackedCounts(dst, q.counts), nil
}

// trackedCounts picks the counts of tracked conditions from those of all literals.
func (s *Space) trackedCounts(dst, counts []big.Int) []big.Int {
	dst = sized(dst, len(s.tracked))
	for i, l := range s.encoding.Tracked {
		holds, constant := encode.Constant(l)
		switch {
		case !constant:
			dst[i].Set(&counts[l])
		case holds:
			dst[i].Set(&counts[0])
		default:
			dst[i].SetUint64(0)
		}
	}
	return dst
}

// TrackedShares computes for each tracked condition in which share of the
// configurations it holds, 0 to 1, among those that agree with sel: to
// [Space.TrackedCounts] what [Space.Shares] is to [Space.Counts], as fast and as
// exact. The result is indexed as [Config].Track; its memory is that of dst where
// that suffices, and the caller's. The error wraps [ErrNoCircuit].
func (s *Space) TrackedShares(dst []float64, sel *config.Selection) ([]float64, error) {
	if err := s.needCircuit(); err != nil {
		return nil, err
	}
	q := s.scratch(sel)
	defer s.scratches.Put(q)
	q.shares = s.circuit.Shares(q.shares, nil, q.assign)
	dst = sized(dst, len(s.tracked))
	for i, l := range s.encoding.Tracked {
		holds, constant := encode.Constant(l)
		switch {
		case !constant:
			dst[i] = q.shares[l]
		case holds:
			dst[i] = q.shares[0]
		default:
			dst[i] = 0
		}
	}
	return dst, nil
}

// Tracked returns the conditions of [Config].Track that the space was compiled with,
// in their order. The slice is the caller's.
func (s *Space) Tracked() []rules.Expr { return slices.Clone(s.tracked) }

// track notes the conditions to track.
func (s *Space) track(conditions []rules.Expr) {
	for _, e := range conditions {
		if e.Catalog() != s.cat {
			panic("solver: condition of another catalog")
		}
	}
	s.tracked = slices.Clone(conditions)
}
