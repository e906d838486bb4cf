package circuit

import (
	"math/big"

	"github.com/confspace/confspace/solver/internal/cnf"
)

// Count sets z to the number of models over the options 1..NumOptions() that
// agree with assign, and returns z. The circuit is neither copied nor changed.
//
// One pass of Fold: over machine words when there are fewer than 2^62 models in
// all. No allocation when z has room, and none but growth of the scratch.
func (c *Circuit) Count(z *big.Int, assign Assignment) *big.Int {
	if c.fitsWord() {
		s := borrow[words](&c.pool.words)
		defer c.pool.words.Put(s)
		s.assign = assign
		s.up = Fold(c, s, s.up)
		return z.SetUint64(s.up[c.arena.Root])
	}
	s := c.counting(assign)
	defer c.pool.counts.Put(s)
	return z.Set(&s.up[c.arena.Root])
}

// Counts computes for every literal the number of models over the options
// that agree with assign and contain the literal. The result is indexed by
// literal, dst[l], and 0 for an auxiliary that the circuit lacks; dst[0] is the number of models in all, what Count computes,
// and dst[1] is not used. Its memory is that of dst where that suffices, and
// the caller's.
//
// One pass up and one down, five to fourteen times the work of Count on car lines,
// and over machine words where Count is.
func (c *Circuit) Counts(dst []big.Int, assign Assignment) []big.Int {
	dst = sized(dst, 2*c.arena.Vars+2)
	if c.fitsWord() {
		s := borrow[words](&c.pool.words)
		defer c.pool.words.Put(s)
		s.assign = assign
		s.up = Fold(c, s, s.up)
		s.down = Descend(c, s, s.up, s.down)
		for l := range dst {
			dst[l].SetUint64(s.down[l])
		}
		dst[0].SetUint64(s.up[c.arena.Root])
		dst[1].SetUint64(0)
		return dst
	}
	s := c.counting(assign)
	defer c.pool.counts.Put(s)
	s.down = Descend(c, s, s.up, s.down)
	for l := range dst {
		dst[l].Set(&s.down[l])
	}
	dst[0].Set(&s.up[c.arena.Root])
	dst[1].SetUint64(0)
	return dst
}

// NodeCounts calls use with the number of models of each node that agree with assign,
// by node, as big integers whatever Count counts with. They are scratch of the
// circuit: use may read them until it returns. One pass of Fold.
func (c *Circuit) NodeCounts(assign Assignment, use func(counts []big.Int)) {
	s := c.counting(assign)
	defer c.pool.counts.Put(s)
	use(s.up)
}

// counting returns scratch in which all counts under assign are made. Whoever calls
// it puts it back.
func (c *Circuit) counting(assign Assignment) *counting {
	s := borrow[counting](&c.pool.counts)
	s.assume(c, assign)
	s.up = Fold(c, s, s.up)
	return s
}

// counting is the semiring of model counts, and their flow.
type counting struct {
	// leaves are the values of literals and open variables by node: 0, 1 or 2.
	// Most factors are among them, and are seen here for a fraction of what a
	// product costs.
	leaves                    []uint8
	part, quotient, remainder big.Int
	up, down                  []big.Int // by node
}

// assume sets the leaves.
func (s *counting) assume(c *Circuit, assign Assignment) {
	s.leaves = sized(s.leaves, int(c.arena.Inner()))
	for v := cnf.Var(1); int(v) <= c.arena.Vars; v++ {
		hi, lo := uint8(1), uint8(1)
		if assign.Forbids(cnf.Pos(v)) {
			hi = 0
		}
		if assign.Forbids(cnf.Neg(v)) {
			lo = 0
		}
		s.leaves[cnf.Pos(v)], s.leaves[cnf.Neg(v)], s.leaves[c.arena.Free(v)] = hi, lo, hi+lo
	}
}

func (s *counting) Zero(z *big.Int)           { z.SetUint64(0) }
func (s *counting) One(z *big.Int)            { z.SetUint64(1) }
func (s *counting) Lit(z *big.Int, l cnf.Lit) { z.SetUint64(uint64(s.leaves[l])) }
func (s *counting) Sum(z, x, y *big.Int)      { z.Add(x, y) }

func (s *counting) Product(z *big.Int, values []big.Int, children []Node) {
	twos, factors := uint(0), 0
	for _, child := range children {
		if int(child) < len(s.leaves) {
			switch s.leaves[child] {
			case 0:
				z.SetUint64(0)
				return
			case 2:
				twos++
			}
			continue
		}
		if factors++; factors == 1 {
			z.Set(&values[child])
			continue
		}
		s.part.Mul(z, &values[child]) // into z itself it would allocate each time
		z.Set(&s.part)
	}
	if factors == 0 {
		z.SetUint64(1)
	}
	z.Lsh(z, twos)
}

func (s *counting) Reset(down []big.Int) {
	for i := range down {
		down[i].SetUint64(0)
	}
}

func (s *counting) Source(d, z *big.Int) { d.Set(z) }

func (s *counting) Pass(down []big.Int, d *big.Int, children []Node) {
	if d.Sign() == 0 {
		return
	}
	for _, child := range children {
		down[child].Add(&down[child], d)
	}
}

// Split divides without remainder: a flow is its node's value times the
// derivative.
func (s *counting) Split(hi, lo, d, z, x, y *big.Int) {
	switch {
	case d.Sign() == 0:
	case x.Sign() == 0:
		lo.Add(lo, d)
	case y.Sign() == 0:
		hi.Add(hi, d)
	default:
		s.quotient.QuoRem(d, z, &s.remainder)
		s.part.Mul(&s.quotient, x)
		hi.Add(hi, &s.part)
		lo.Add(lo, s.part.Sub(d, &s.part))
	}
}
