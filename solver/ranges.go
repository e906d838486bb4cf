package solver

import (
	"context"

	"github.com/confspace/confspace/config"
	"github.com/confspace/confspace/config/source"
	"github.com/confspace/confspace/solver/internal/circuit/query"
	"github.com/confspace/confspace/solver/internal/encode"
)

// Range is the least and the greatest value of an [Objective] over some configurations.
type Range struct {
	Least    config.Quantity `json:"least,omitzero"`
	Greatest config.Quantity `json:"greatest,omitzero"`
	Possible bool            `json:"possible"` // otherwise there are none, and no values
}

// Ranges returns for each option the range of an objective over the configurations of the view
// that have it, such as the least and the greatest price of a vehicle with each option. The
// result is by option. It uses the memory of dst if that suffices, and belongs to the caller.
//
// If the space has a circuit and tracks the conditions that cost anything, it takes two passes up
// the circuit and two down, whatever the number of options. Otherwise it takes two searches for
// each option, each exponential at worst. The error is the context's. It panics when obj is nil
// or of another catalog.
func (v View) Ranges(ctx context.Context, dst []Range, obj *Objective) (ranges []Range, err error) {
	source.NeedContext("solver", ctx)
	obj.check("Ranges", v.made())
	dst = sized(dst, v.space.cat.NumOptions())
	if !v.space.knows(obj) {
		return v.searchRanges(ctx, dst, obj)
	}
	q, err := v.ask(ctx)
	if err != nil {
		return nil, err
	}
	defer q.end(&err)
	least, base, err := q.marginals(obj)
	if err != nil {
		return nil, err
	}
	for o := range dst {
		m := least[encode.Option(config.OptionID(o)).Var()]
		dst[o] = Range{Possible: m.Possible}
		if m.Possible {
			dst[o].Least = obj.quantity(base + m.Cost)
		}
	}
	greatest, base, err := q.marginals(obj.Negated())
	if err != nil {
		return nil, err
	}
	for o := range dst {
		if dst[o].Possible {
			dst[o].Greatest = obj.quantity(-base - greatest[encode.Option(config.OptionID(o)).Var()].Cost)
		}
	}
	return dst, nil
}

// marginals returns the least cost with each option, by variable, and the cost that every
// configuration has besides.
func (q *question) marginals(obj *Objective) ([]query.Marginal, int64, error) {
	costs, base, err := q.costing(obj)
	if err != nil {
		return nil, 0, err
	}
	q.marginal = q.models.Least(q.marginal, costs, q.assign)
	return q.marginal, base, nil
}

// searchRanges is Ranges by the SAT solver.
func (v View) searchRanges(ctx context.Context, dst []Range, obj *Objective) ([]Range, error) {
	sel := v.space.cat.NewSelection()
	for i := range dst {
		if sel.Reset(); v.sel != nil {
			sel.CopyFrom(v.sel)
		}
		o := config.OptionID(i)
		dst[i] = Range{}
		if sel.State(o) == config.Rejected {
			continue
		}
		sel.Choose(o)
		var err error
		with := v.space.Given(sel)
		if dst[i].Least, dst[i].Greatest, dst[i].Possible, err = with.Bounds(ctx, obj); err != nil {
			return nil, err
		}
	}
	return dst, nil
}
