package circuit

import (
	"math"
	"math/big"

	"github.com/confspace/confspace/solver/internal/cnf"
)

// Count sets z to the number of models over the options 1..NumOptions() that
// agree with assign, and returns z. The circuit is neither copied nor changed.
//
// One pass of Fold: over machine words when there are fewer than 2^62 models in
// all. No allocation when z and the scratch have room.
func (c *Circuit) Count(z *big.Int, assign Assignment) *big.Int {
	if c.fitsWord() {
		s := borrow[words](&c.pool.words)
		defer c.pool.words.Put(s)
		s.assign = assign
		s.up = Fold(c, s, s.up)
		return z.SetUint64(s.up[c.arena.Root])
	}
	s := c.counting(assign, c.numberBytes() > largeNumbers)
	defer c.pool.counts.Put(s)
	return z.Set(&s.up[c.arena.Root])
}

// largeNumbers is how many bytes numbers may take for all of them to be kept: 1 GiB. Car
// lines have a tenth of it. A group of half of 5,000 options has 12 million numbers of a
// few hundred bytes, of which a few thousand are needed at once.
const largeNumbers = 1 << 30

// numberBytes estimates the memory of the counts of all nodes: half of them have half of the
// digits.
func (c *Circuit) numberBytes() int64 { return c.log2() / 16 * int64(c.NumInner()) }

// Counts computes for every literal the number of models over the options that agree with assign
// and contain the literal. The result is indexed by literal, dst[l], and 0 for an auxiliary that
// the circuit lacks; dst[0] is the number of all models, as of Count, and dst[1] is not used. The
// result uses the memory of dst if that suffices, and belongs to the caller.
//
// One pass up and one down, over machine words if Count is.
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
	s := c.counting(assign, false)
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
// by node, always as big integers. They are scratch of the circuit: use may read them
// until it returns. One pass of Fold.
func (c *Circuit) NodeCounts(assign Assignment, use func(counts []big.Int)) {
	s := c.counting(assign, false)
	defer c.pool.counts.Put(s)
	use(s.up)
}

// counting returns scratch with all counts under assign, or with that of the root at least if
// the others may be spent. The caller puts it back.
func (c *Circuit) counting(assign Assignment, spend bool) *counting {
	s := borrow[counting](&c.pool.counts)
	s.assume(c, assign)
	if spend {
		s.readers = make([]uint32, c.NumNodes())
		for _, child := range c.arena.Edges {
			s.readers[child]++
		}
		defer func() { s.readers = nil }()
	}
	s.up = Fold(c, s, s.up)
	return s
}

// Spend gives up the numbers that no other node will read.
func (s *counting) Spend(values []big.Int, children []Node) {
	if s.readers == nil {
		return
	}
	for _, child := range children {
		if s.readers[child]--; s.readers[child] == 0 && int(child) >= len(s.twos) {
			values[child] = big.Int{}
		}
	}
}

// bundles returns the number of Arena.Bundles.
func (c *Circuit) bundles() int {
	c.pool.bundled.Do(func() { c.pool.bundles = c.arena.Bundles() })
	return c.pool.bundles
}

// counting is the semiring of model counts, and their flow.
type counting struct {
	// twos are the binary logarithms of the values of literals, open variables and
	// bundles, by node, and less than 0 for a value of 0. Most factors are among them, and
	// adding logarithms is much cheaper than multiplying.
	twos                      []int32
	part, quotient, remainder big.Int
	up, down                  []big.Int // by node
	readers                   []uint32  // by node: how many will read its number yet; nil if all are kept
	slab
}

// never is the logarithm of 0; it stays below 0 when the logarithm of any number of
// models is added.
const never = math.MinInt32 / 2

// assume sets the logarithms.
func (s *counting) assume(c *Circuit, assign Assignment) {
	a, inner := &c.arena, int(c.arena.Inner())
	s.twos = sized(s.twos, inner+c.bundles())
	s.twos[False], s.twos[True] = never, 0
	for v := cnf.Var(1); int(v) <= a.Vars; v++ {
		hi, lo, open := int32(0), int32(0), int32(1)
		if assign.Forbids(cnf.Pos(v)) {
			hi, open = never, 0
		}
		if assign.Forbids(cnf.Neg(v)) {
			lo, open = never, 0
		}
		s.twos[cnf.Pos(v)], s.twos[cnf.Neg(v)], s.twos[a.Free(v)] = hi, lo, open
	}
	for i := range s.twos[inner:] {
		all := int32(0)
		for _, child := range a.Edges[a.Starts[i]:a.Starts[i+1]] {
			if all += s.twos[child]; all < 0 {
				all = never
			}
		}
		s.twos[inner+i] = all
	}
}

func (s *counting) Zero(z *big.Int)      { z.SetUint64(0) }
func (s *counting) One(z *big.Int)       { z.SetUint64(1) }
func (s *counting) Sum(z, x, y *big.Int) { s.sum(z, x, y) }

func (s *counting) Lit(z *big.Int, l cnf.Lit) {
	z.SetUint64(0)
	if s.twos[l] == 0 {
		z.SetUint64(1)
	}
}

func (s *counting) Product(z *big.Int, values []big.Int, children []Node) {
	twos, factors := int32(0), 0
	var first *big.Int
	for _, child := range children {
		if int(child) < len(s.twos) {
			if twos += s.twos[child]; twos < 0 {
				z.SetUint64(0)
				return
			}
			continue
		}
		x := &values[child]
		switch factors++; factors {
		case 1:
			first = x
		case 2:
			s.product(z, first, x)
		default:
			s.product(&s.part, z, x)
			z.Set(&s.part)
		}
	}
	switch {
	case factors == 0:
		z.SetUint64(1)
		s.shifted(z, z, uint(twos))
	case factors == 1:
		s.shifted(z, first, uint(twos))
	case twos > 0:
		s.shifted(z, z, uint(twos))
	}
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
		s.sum(&down[child], &down[child], d)
	}
}

// Split divides without remainder: a flow is its node's value times the
// derivative.
func (s *counting) Split(hi, lo, d, z, x, y *big.Int) {
	switch {
	case d.Sign() == 0:
	case x.Sign() == 0:
		s.sum(lo, lo, d)
	case y.Sign() == 0:
		s.sum(hi, hi, d)
	default:
		s.quotient.QuoRem(d, z, &s.remainder)
		s.product(&s.part, &s.quotient, x)
		s.sum(hi, hi, &s.part)
		s.sum(lo, lo, s.part.Sub(d, &s.part))
	}
}
