package difference

import (
	"context"

	"github.com/confspace/confspace/config"
	"github.com/confspace/confspace/config/source"
	"github.com/confspace/confspace/rules"
	"github.com/confspace/confspace/solver"
)

// Smallest returns the configuration of the part that has the fewest options, and of several
// the first in canonical order, see [solver.View.Rank]: a complete selection, the caller's. It
// reports false where there is none. It costs what [solver.View.Cheapest] costs; the error
// is the context's.
func (p Part) Smallest(ctx context.Context) (*config.Selection, bool, error) {
	source.NeedContext("difference", ctx)
	if p.space == nil {
		return nil, false, nil
	}
	return smallest(ctx, p.space.View, p.condition)
}

// Smallest is [Part.Smallest] of the configurations that are lost or gained by the cause. The
// zero Cause has none.
func (c Cause) Smallest(ctx context.Context) (*config.Selection, bool, error) {
	source.NeedContext("difference", ctx)
	if c.Condition.IsZero() {
		return nil, false, nil
	}
	return smallest(ctx, c.among, c.Condition)
}

// smallest returns the configuration of a view with the fewest options in which a condition
// holds. What breaks the condition costs more than all options.
func smallest(ctx context.Context, v solver.View, e rules.Expr) (*config.Selection, bool, error) {
	cat := e.Catalog()
	n := cat.NumOptions()
	costs := solver.Costs{
		Chosen: make([]config.Decimal, n),
		Track:  []rules.Expr{rules.Not(e)}, Tracked: []config.Decimal{config.NewDecimal(int64(n) + 1)},
	}
	for o := range costs.Chosen {
		costs.Chosen[o] = config.NewDecimal(1)
	}
	options, err := solver.NewObjective(cat, costs, config.None)
	if err != nil {
		return nil, false, err
	}
	best, ok, err := v.Cheapest(ctx, options)
	if err != nil || !ok || !e.Holds(best.Selection) {
		return nil, false, err
	}
	return best.Selection, true, nil
}
