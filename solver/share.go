package solver

import (
	"context"

	"github.com/confspace/confspace/config"
	"github.com/confspace/confspace/config/source"
	"github.com/confspace/confspace/solver/internal/encode"
)

// Shares computes for each option which share of the configurations have it, 0
// to 1. When there are no configurations every share is 0. The result is indexed by
// option; its memory is that of dst where that suffices, and the caller's. The error
// wraps [ErrNoCircuit], or is the context's.
//
// Two passes over the circuit, one up and one down, O(Edges + Variables) of
// [Stats] whatever the number of options: a fifth of the time of [View.Counts]
// on a car line. No allocation when dst is that of an earlier
// call.
//
// Shares are right for any number of configurations: numbers in between have
// exponents of their own, which do not overflow. The relative error is at most
// (12·Variables + Edges)·2^-53, save that a share below 1e-280 may be less exact,
// or 0. So an option that all have may be a little off 1, and one that next to
// none have may seem dead; Counts is exact.
func (v View) Shares(ctx context.Context, dst []float64) (shares []float64, err error) {
	source.NeedContext("solver", ctx)
	q, err := v.ask(ctx)
	if err != nil {
		return nil, err
	}
	defer q.end(&err)
	return q.optionShares(dst, nil), nil
}

// optionShares computes shares under weights by literal, or none.
func (q *question) optionShares(dst, weights []float64) []float64 {
	q.shares = q.circuit.Shares(q.shares, weights, q.assign)
	dst = sized(dst, q.space.cat.NumOptions())
	for o := range dst {
		dst[o] = q.shares[encode.Option(config.OptionID(o))]
	}
	return dst
}
