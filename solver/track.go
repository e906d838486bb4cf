package solver

import (
	"context"
	"math/big"
	"slices"

	"github.com/confspace/confspace/rules"
	"github.com/confspace/confspace/solver/internal/cnf"
	"github.com/confspace/confspace/solver/internal/encode"

	"github.com/confspace/confspace/config/source"
)

// Tally is how many configurations there are in all, with each option, and with
// each tracked condition. The zero value is ready for [View.Tally].
type Tally struct {
	Total   big.Int
	Options []big.Int // by option
	Tracked []big.Int // by place in [Config].Track
}

// Tally counts the configurations: in all, with each option, and those in which each
// tracked condition holds. All of it comes
// out of one pass up the circuit and one down, however many options and conditions
// there are. It sets z and returns it, using z's memory where that suffices; a nil z
// is made. No allocation when z is that of an earlier call. The error wraps
// [ErrNoCircuit], or is the context's.
func (v View) Tally(ctx context.Context, z *Tally) (tally *Tally, err error) {
	source.NeedContext("solver", ctx)
	q, err := v.ask(ctx)
	if err != nil {
		return nil, err
	}
	defer q.end(&err)
	if z == nil {
		z = new(Tally)
	}
	q.counts = q.circuit.Counts(q.counts, q.assign)
	z.Total.Set(&q.counts[0])
	z.Options = q.optionCounts(z.Options)
	z.Tracked = sized(z.Tracked, len(v.space.tracked))
	for i := range z.Tracked {
		z.Tracked[i].Set(&q.counts[v.space.place(i)])
	}
	return z, nil
}

// place returns where a query by literal has tracked condition i: a constant is in
// all, at 0, or in none, at 1.
func (s *Space) place(i int) cnf.Lit {
	l := s.encoding.Tracked[i]
	switch holds, constant := encode.Constant(l); {
	case !constant:
		return l
	case holds:
		return 0
	}
	return 1
}

// TrackedShares computes for each tracked condition in which share of the
// configurations it holds, 0 to 1: to [Tally].Tracked what [View.Shares] is to
// [View.Counts], as fast and as exact. The result is indexed as [Config].Track; its
// memory is that of dst where that suffices, and the caller's. The error wraps
// [ErrNoCircuit], or is the context's.
func (v View) TrackedShares(ctx context.Context, dst []float64) (shares []float64, err error) {
	source.NeedContext("solver", ctx)
	q, err := v.ask(ctx)
	if err != nil {
		return nil, err
	}
	defer q.end(&err)
	q.shares = q.circuit.Shares(q.shares, nil, q.assign)
	dst = sized(dst, len(v.space.tracked))
	for i := range dst {
		dst[i] = q.shares[v.space.place(i)]
	}
	return dst, nil
}

// Tracked returns the conditions of [Config].Track that the space was compiled with,
// in their order. The slice is the caller's.
func (s *Space) Tracked() []rules.Expr { return slices.Clone(s.tracked) }

// track notes the conditions to track.
func (s *Space) track(conditions []rules.Expr) {
	for _, e := range conditions {
		s.checkCondition(e)
	}
	s.tracked = slices.Clone(conditions)
}
