package query

import (
	"github.com/confspace/confspace/solver/internal/circuit"
	"github.com/confspace/confspace/solver/internal/cnf"
)

// Least computes for every option the least cost of a model that agrees with assign and has it.
// Costs are as for ByCost. The result is by variable; possible is false where there is no such
// model. It uses the memory of dst if that suffices, and belongs to the caller.
//
// One pass up for the least cost of each node, and one down for the least cost of a model
// through each: that of an And is also that of its children, and an Or may take either child
// in place of the cheaper one.
func (ms *Models) Least(dst []Marginal, costs []int64, assign circuit.Assignment) []Marginal {
	s := ms.costs.Get().(*costing)
	defer ms.costs.Put(s)
	s.costs, s.assign = costs, assign
	s.up = circuit.Fold(&ms.c, s, s.up)
	s.down = circuit.Descend(&ms.c, s, s.up, s.down)
	if n := ms.arena.Options + 1; cap(dst) < n {
		dst = make([]Marginal, n)
	} else {
		dst = dst[:n]
	}
	dst[0] = Marginal{}
	for v := range dst[1:] {
		l := s.down[cnf.Pos(cnf.Var(v+1))]
		dst[v+1] = Marginal{l.cost, l.any}
	}
	return dst
}

// Marginal is the least cost of a model with an option, if there is any.
type Marginal struct {
	Cost     int64
	Possible bool
}

func (*costing) Reset(down []least) { clear(down) }
func (*costing) Source(d, z *least) { *d = *z }

// lower makes d the lower of d and x.
func (d *least) lower(x least) {
	if x.any && (!d.any || x.cost < d.cost) {
		*d = x
	}
}

func (*costing) Pass(down []least, d *least, children []circuit.Node) {
	if !d.any {
		return
	}
	for _, child := range children {
		down[child].lower(*d)
	}
}

func (*costing) Split(hi, lo, d, z, x, y *least) {
	if !d.any {
		return
	}
	hi.lower(least{d.cost - z.cost + x.cost, x.any})
	lo.lower(least{d.cost - z.cost + y.cost, y.any})
}
