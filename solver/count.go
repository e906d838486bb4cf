package solver

import (
	"context"
	"math/big"

	"github.com/confspace/confspace/config"
	"github.com/confspace/confspace/config/source"
	"github.com/confspace/confspace/solver/internal/encode"
)

// Count sets z to the number of configurations and returns z; a nil z is made. The
// error wraps [ErrNoCircuit], or is the context's.
//
// It is exact. It takes one pass over the circuit, O(Edges + Variables) of
// [Stats], in machine words if there are fewer than 2^62 configurations. No
// allocation when z has room.
func (v View) Count(ctx context.Context, z *big.Int) (n *big.Int, err error) {
	source.NeedContext("solver", ctx)
	q, err := v.ask(ctx)
	if err != nil {
		return nil, err
	}
	defer q.end(&err)
	if z == nil {
		z = new(big.Int)
	}
	return q.circuit.Count(z, q.assign), nil
}

// Counts computes for each option the number of configurations that have it. The
// result is indexed by option; it uses the memory of dst if that suffices, and
// belongs to the caller. The error wraps [ErrNoCircuit], or is the context's.
//
// It is exact. It takes two passes over the circuit, one up and one down,
// whatever the number of options. No allocation when dst is that of an earlier
// call.
func (v View) Counts(ctx context.Context, dst []big.Int) (counts []big.Int, err error) {
	source.NeedContext("solver", ctx)
	q, err := v.ask(ctx)
	if err != nil {
		return nil, err
	}
	defer q.end(&err)
	q.counts = q.circuit.Counts(q.counts, q.assign)
	return q.optionCounts(dst), nil
}

// optionCounts picks the counts of options from those of literals.
func (q *question) optionCounts(dst []big.Int) []big.Int {
	dst = sized(dst, q.space.cat.NumOptions())
	for o := range dst {
		dst[o].Set(&q.counts[encode.Option(config.OptionID(o))])
	}
	return dst
}
