package query

import "github.com/confspace/confspace/solver/internal/circuit"

// FirstByLists returns the first model of ByCost as its lists have it, which
// compare models that cost the same.
func (ms *Models) FirstByLists(costs []int64, assign circuit.Assignment) (circuit.Model, bool) {
	r := &ranking{ms: ms, costs: costs, assign: assign, least: circuit.Fold(&ms.c, &costing{costs: costs, assign: assign}, nil)}
	if !r.least[ms.arena.Root].any {
		return nil, false
	}
	r.open()
	m := circuit.NewModel(ms.arena.Options)
	r.fill(r.top, 0, m)
	return m, true
}
