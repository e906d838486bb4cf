package solver

import (
	"context"

	"github.com/confspace/confspace/config"
	"github.com/confspace/confspace/config/source"
	"github.com/confspace/confspace/rules"
	"github.com/confspace/confspace/solver/internal/optimum"
)

// Nearest returns a configuration in which e holds and that has as few options as possible
// that another selection does not choose; of several the plainest, see [View.Find]. It is a
// complete selection, the caller's. It reports false when there is none.
//
// So an order that shows a fault has little beside it, if the selection is that of a plain
// order. The number is proved by the SAT solver: exponential at worst, mostly a few queries
// more than Find. The error is the context's. It panics when e or the selection is of another
// catalog than the space's.
func (v View) Nearest(ctx context.Context, e rules.Expr, to *config.Selection) (*config.Selection, bool, error) {
	source.NeedContext("solver", ctx)
	s := v.made()
	s.checkCondition(e)
	s.check("Nearest", to)
	if ctx.Err() != nil {
		return nil, false, context.Cause(ctx)
	}
	if s.void {
		return nil, false, nil
	}
	beyond := make([]config.Decimal, s.cat.NumOptions())
	for o := range beyond {
		if !to.IsChosen(config.OptionID(o)) {
			beyond[o] = config.NewDecimal(1)
		}
	}
	options, err := NewObjective(s.cat, Costs{Chosen: beyond}, config.None)
	if err != nil {
		return nil, false, err
	}
	q := s.search()
	defer s.release(q)
	lits, possible := q.encoder.Assumptions(e)
	if !possible {
		return nil, false, nil
	}
	costs, _, exclusive := q.costing(options)
	least, found, err := optimum.Least(ctx, q, v.appendLines(lits), costs, exclusive)
	if err != nil || !found {
		return nil, false, err
	}
	sel, err := q.plain(ctx, least.Under)
	return sel, err == nil, err
}
