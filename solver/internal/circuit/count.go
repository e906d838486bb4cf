package circuit

import (
	"math/big"
	"sync"

	"github.com/confspace/confspace/solver/internal/cnf"
)

// pools hold the scratch of queries between them.
type pools struct {
	ints sync.Pool // *[]big.Int, one by node
}

// counting is the semiring of model counts.
type counting struct{ assign Assignment }

func (counting) Zero(z *big.Int)   { z.SetUint64(0) }
func (counting) One(z *big.Int)    { z.SetUint64(1) }
func (counting) Add(z, x *big.Int) { z.Add(z, x) }
func (counting) Mul(z, x *big.Int) { times(z, z, x) }

// times sets z to x * y. Most factors in a circuit are the ones of literals,
// which are seen here for a tenth of what a product costs.
func times(z, x, y *big.Int) {
	switch {
	case isOne(y):
		if z != x {
			z.Set(x)
		}
	case isOne(x):
		z.Set(y)
	default:
		z.Mul(x, y)
	}
}

// isOne reports whether x, which is not negative, is 1.
func isOne(x *big.Int) bool {
	words := x.Bits()
	return len(words) == 1 && words[0] == 1
}

func (s counting) Lit(z *big.Int, l cnf.Lit) {
	if s.assign.Forbids(l) {
		z.SetUint64(0)
		return
	}
	z.SetUint64(1)
}

// Count sets z to the number of models over the options 1..NumOptions() that
// agree with assign, and returns z. The circuit is neither copied nor changed.
func (c *Circuit) Count(z *big.Int, assign Assignment) *big.Int {
	work := c.borrow()
	defer c.pool.ints.Put(work)
	*work = Fold(c, counting{assign}, *work)
	return z.Set(&(*work)[c.root])
}

func (c *Circuit) borrow() *[]big.Int {
	if work, ok := c.pool.ints.Get().(*[]big.Int); ok {
		return work
	}
	return new([]big.Int)
}

// Counts computes for every literal the number of models over the options
// that agree with assign and contain the literal. The result is indexed by
// literal, dst[l]; dst[0] is the number of models in all, what Count computes,
// and dst[1] is not used. Its memory is that of dst where that suffices, and
// the caller's.
//
// One pass up and one down, some three times the work of Count.
func (c *Circuit) Counts(dst []big.Int, assign Assignment) []big.Int {
	if n := 2*c.vars + 2; cap(dst) < n {
		dst = append(dst[:cap(dst)], make([]big.Int, n-cap(dst))...)
	} else {
		dst = dst[:n]
	}
	up := c.borrow()
	defer c.pool.ints.Put(up)
	*up = Fold(c, counting{assign}, *up)
	down := c.borrow()
	defer c.pool.ints.Put(down)
	*down = c.derive(*up, *down)
	for i := range dst {
		dst[i].SetUint64(0)
	}
	dst[0].Set(&(*up)[c.root])
	for v := cnf.Var(1); int(v) <= c.vars; v++ {
		free := &(*down)[2*c.vars+1+int(v)]
		for _, l := range [2]cnf.Lit{cnf.Pos(v), cnf.Neg(v)} {
			if !assign.Forbids(l) {
				dst[l].Add(&(*down)[l], free)
			}
		}
	}
	return dst
}

// derive computes for each node the derivative of the root's value by that
// node's: in how many ways the rest of the circuit completes one of its
// models (Darwiche, "On the tractable counting of theory models", 2001).
func (c *Circuit) derive(up, down []big.Int) []big.Int {
	if cap(down) < len(up) {
		down = make([]big.Int, len(up))
	}
	down = down[:len(up)]
	for i := range down {
		down[i].SetUint64(0)
	}
	down[c.root].SetUint64(1)
	p := products{up: up, down: down}
	for i := len(c.decides) - 1; i >= 0; i-- {
		d := &down[int(c.inner)+i]
		if d.Sign() == 0 {
			continue
		}
		children := c.edges[c.starts[i]:c.starts[i+1]]
		if c.decides[i] == 0 {
			p.pass(d, children)
			continue
		}
		for _, child := range children {
			down[child].Add(&down[child], d)
		}
	}
	return down
}

// products passes derivatives down through Ands.
type products struct {
	up, down   []big.Int
	factors    []Node    // the children whose value is not 1
	prefix     []big.Int // prefix[k]: the And's derivative times the first k factors
	rest, term big.Int
}

// pass adds to each child's derivative the And's, d, times the values of all
// other children: without division, as a factor may be zero, by prefix
// products times the running suffix. Most children are literals of value 1,
// which all get the whole product.
func (p *products) pass(d *big.Int, children []Node) {
	p.factors = p.factors[:0]
	for _, child := range children {
		if !isOne(&p.up[child]) {
			p.factors = append(p.factors, child)
		}
	}
	for len(p.prefix) <= len(p.factors) {
		p.prefix = append(p.prefix, big.Int{})
	}
	p.prefix[0].Set(d)
	for k, child := range p.factors {
		p.prefix[k+1].Mul(&p.prefix[k], &p.up[child])
	}
	whole := &p.prefix[len(p.factors)]
	for _, child := range children {
		if isOne(&p.up[child]) {
			p.down[child].Add(&p.down[child], whole)
		}
	}
	p.rest.SetUint64(1)
	for k := len(p.factors) - 1; k >= 0; k-- {
		child := p.factors[k]
		times(&p.term, &p.prefix[k], &p.rest)
		p.down[child].Add(&p.down[child], &p.term)
		times(&p.rest, &p.rest, &p.up[child])
	}
}
