package query

import (
	"github.com/confspace/confspace/solver/internal/circuit"
	"github.com/confspace/confspace/solver/internal/cnf"
)

// costing is the semiring of the least cost (min and plus).
type costing struct {
	costs  []int64 // by variable
	assign circuit.Assignment
	up     []least // by node
	down   []least // by node, of Least
}

// least is the least cost of any model, if there is any.
type least struct {
	cost int64
	any  bool
}

func (*costing) Zero(z *least) { *z = least{} }
func (*costing) One(z *least)  { *z = least{any: true} }

func (s *costing) Lit(z *least, l cnf.Lit) {
	*z = least{any: !s.assign.Forbids(l)}
	if !l.Sign() && int(l.Var()) < len(s.costs) {
		z.cost = s.costs[l.Var()]
	}
}

func (*costing) Sum(z, x, y *least) {
	switch {
	case !x.any || y.any && y.cost < x.cost:
		*z = *y
	default:
		*z = *x
	}
}

func (*costing) Product(z *least, values []least, children []circuit.Node) {
	product := least{any: true}
	for _, child := range children {
		product.cost += values[child].cost
		product.any = product.any && values[child].any
	}
	*z = product
}
