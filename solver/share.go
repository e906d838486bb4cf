package solver

import (
	"context"

	"github.com/confspace/confspace/config"
	"github.com/confspace/confspace/config/source"
	"github.com/confspace/confspace/solver/internal/encode"
)

// Shares computes for each option the share of the configurations that have it, 0 to
// 1. Without configurations every share is 0. The result is indexed by option; it
// uses the memory of dst if that suffices, and belongs to the caller. The error
// wraps [ErrNoCircuit], or is the context's.
//
// It takes two passes over the circuit, one up and one down, in floats:
// O(Edges + Variables) of [Stats] whatever the number of options. No
// allocation when dst is that of an earlier call.
//
// Shares are right for any number of configurations: intermediate numbers have
// wide exponents and do not overflow. The relative error is at most (12·Variables
// + Edges)·2^-53, but a share below 1e-280 may be less exact, or 0. So an option
// that all configurations have may be a little off 1, and an extremely rare one
// may seem dead; Counts is exact.
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
