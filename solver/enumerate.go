package solver

import (
	"context"
	"iter"
	"math/big"

	"github.com/confspace/confspace/config"
	"github.com/confspace/confspace/config/source"
)

// Configurations returns the configurations in canonical order, see [View.Rank],
// from number from on; nil is 0. So a sequence that was broken off can go on later,
// or elsewhere. It is empty if from is the number of all configurations. from is not
// kept.
//
// The selection is complete and reused: clone what you keep. The memory between
// configurations is bounded by the size of the circuit. The time of a
// configuration is that of its differences from the one before; the first takes as
// long as [View.Unrank]. A sequence may be ranged over again, and by several
// goroutines.
//
// An error comes with no selection and ends the sequence. It wraps [ErrNumber] when
// from is negative or greater than the number of configurations, wraps
// [ErrNoCircuit], or is the context's.
func (v View) Configurations(ctx context.Context, from *big.Int) iter.Seq2[*config.Selection, error] {
	source.NeedContext("solver", ctx)
	if from != nil {
		from = new(big.Int).Set(from)
	}
	return func(yield func(*config.Selection, error) bool) {
		if err := v.enumerate(ctx, from, yield); err != nil {
			yield(nil, err)
		}
	}
}

// enumerate yields the configurations from a number on.
func (v View) enumerate(ctx context.Context, from *big.Int, yield func(*config.Selection, error) bool) (err error) {
	q, err := v.ask(ctx)
	if err != nil {
		return err
	}
	defer q.end(&err)
	if from != nil {
		if n := q.circuit.Count(new(big.Int), q.assign); from.Sign() < 0 || from.Cmp(n) > 0 {
			return noNumber(from, n)
		}
	}
	dst := v.space.cat.NewSelection()
	for m := range q.models.From(from, q.assign) {
		if !yield(v.space.selection(dst, m), nil) {
			return nil
		}
	}
	return nil
}
