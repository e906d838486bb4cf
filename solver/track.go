package solver

import (
	"context"
	"errors"
	"fmt"
	"math/big"
	"slices"

	"github.com/confspace/confspace/rules"
	"github.com/confspace/confspace/solver/internal/cnf"
	"github.com/confspace/confspace/solver/internal/encode"

	"github.com/confspace/confspace/config/source"
)

// Tally holds the numbers of all configurations, of those with each option, and
// of those with each tracked condition. The zero value is ready for
// [View.Tally].
type Tally struct {
	Total   big.Int   `json:"total"`
	Options []big.Int `json:"options,omitempty"` // by option
	Tracked []big.Int `json:"tracked,omitempty"` // by place in [Config].Track
}

// Tally counts the configurations: in all, with each option, and those in which each
// tracked condition holds. It takes one pass up the circuit and one down, whatever
// the number of options and conditions. It sets z and returns it, using z's memory
// if that suffices; a nil z is made. No allocation when z is that of an earlier
// call. The error wraps [ErrNoCircuit], or is the context's.
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
		z.Tracked[i].Set(&q.counts[place(v.space.encoding.Tracked[i])])
	}
	return z, nil
}

// place returns the index of a condition's literal in a result by literal: index 0 holds
// in all, index 1 in none.
func place(l cnf.Lit) cnf.Lit {
	switch holds, constant := encode.Constant(l); {
	case !constant:
		return l
	case holds:
		return 0
	}
	return 1
}

// TrackedShares computes for each tracked condition the share of the configurations
// in which it holds, 0 to 1, with the time and precision of [View.Shares]. The
// result is indexed as [Config].Track; it uses the memory of dst if that suffices,
// and belongs to the caller. The error wraps [ErrNoCircuit], or is the context's.
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
		dst[i] = q.shares[place(v.space.encoding.Tracked[i])]
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

// ErrUntracked is wrapped by the error of a query about a condition that the space
// does not track; the error names the condition. [Space.Tracking] returns a space
// that tracks it.
var ErrUntracked = errors.New("the space does not track the condition")

// literal returns the literal of a condition that is tracked, or that is only an option or a
// constant, or of the opposite of one of these.
func (s *Space) literal(e rules.Expr) (cnf.Lit, bool) {
	switch e.Op() {
	case rules.OpTrue, rules.OpFalse:
		return encode.NewEncoder(s.cat, nil).Literal(e), true
	case rules.OpOption:
		return encode.Option(e.Option()), true
	case rules.OpNot:
		if l, ok := s.literal(e.Arg(0)); ok {
			return l.Not(), true
		}
	}
	s.placed.Do(func() {
		s.placeOf = make(map[string]int, len(s.tracked))
		for i, e := range s.tracked {
			s.placeOf[e.String()] = i
		}
	})
	i, ok := s.placeOf[e.String()]
	if !ok {
		return 0, false
	}
	return s.encoding.Tracked[i], true
}

// Tracking returns a space of the same rules, point and budget that also tracks some
// conditions. It returns s itself if each is one that s tracks already, an option, a
// constant, or the opposite of one of these. So a caller that counts conditions need not know
// how the space was compiled. The new space has a circuit if s has one and the new one
// fits the budget.
//
// It compiles, at the cost of [Compile]. The error is the context's, or wraps
// [ErrUntracked] for a space without rules, such as that of [View.Project]. It panics
// when a condition is of another catalog.
func (s *Space) Tracking(ctx context.Context, conditions []rules.Expr) (*Space, error) {
	source.NeedContext("solver", ctx)
	s.made()
	track := s.Tracked()
	added := make(map[string]bool)
	for _, e := range conditions {
		s.checkCondition(e)
		if _, known := s.literal(e); !known && !added[e.String()] {
			added[e.String()] = true
			track = append(track, e)
		}
	}
	if len(added) == 0 {
		return s, nil
	}
	if s.whole {
		return nil, fmt.Errorf("%w: a space without rules tracks none; project to the conditions instead", ErrUntracked)
	}
	return Compile(ctx, s.set, s.asOf, Config{MaxNodes: s.budget.nodes, MaxBytes: s.budget.bytes, NoCircuit: s.circuit == nil, Track: track})
}

// ConditionShares computes for each of some conditions the weight of the configurations in
// which it holds divided by the weight of all, or their share by number if weights is nil:
// the same as [View.WeightedShares] and [View.Shares] for options. The space must track each
// condition that is more than an option or a constant, or the opposite of each: see
// [Space.Tracking]. The result is by condition; it uses the memory of dst if that suffices, and belongs to the
// caller.
//
// Time and precision are those of these queries, whatever the number of conditions. The errors
// are theirs, and one that wraps [ErrUntracked]. It panics when a condition is of another
// catalog, and when there are fewer weights than options, or more than options and tracked
// conditions.
func (v View) ConditionShares(ctx context.Context, dst []float64, conditions []rules.Expr, weights []Weight) (shares []float64, err error) {
	source.NeedContext("solver", ctx)
	s := v.made()
	q, err := v.ask(ctx)
	if err != nil {
		return nil, err
	}
	defer q.end(&err)
	var factors []float64
	if weights != nil {
		if err := q.weigh(weights); err != nil {
			return nil, err
		}
		factors = q.weights
	}
	dst = sized(dst, len(conditions))
	q.shares = q.circuit.Shares(q.shares, factors, q.assign)
	for i, e := range conditions {
		s.checkCondition(e)
		l, ok := s.literal(e)
		if !ok {
			return nil, fmt.Errorf("%w: %s", ErrUntracked, e)
		}
		dst[i] = q.shares[place(l)]
	}
	return dst, nil
}
