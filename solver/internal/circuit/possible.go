package circuit

import "github.com/confspace/confspace/solver/internal/cnf"

// possibility is the semiring of whether there is a model, and its flow: whether a model of
// the root passes through a node.
type possibility struct {
	assign   Assignment
	up, down []uint8 // by node: 1 or 0, since a pass without branches is faster
}

// Possible computes for every literal whether a model that agrees with assign contains it.
// The result is indexed by literal, dst[l]; dst[0] says whether there is a model, dst[1] is
// false. It uses the memory of dst if that suffices, and belongs to the caller.
//
// One pass up and one down; no allocation when dst is reused.
func (c *Circuit) Possible(dst []bool, assign Assignment) []bool {
	s := borrow[possibility](&c.pool.possible)
	defer c.pool.possible.Put(s)
	s.assign = assign
	s.up = Fold(c, s, s.up)
	s.down = Descend(c, s, s.up, s.down)
	dst = sized(dst, 2*c.arena.Vars+2)
	for l := range dst {
		dst[l] = s.down[l] != 0
	}
	dst[0], dst[1] = s.up[c.arena.Root] != 0, false
	return dst
}

func (s *possibility) Zero(z *uint8)      { *z = 0 }
func (s *possibility) One(z *uint8)       { *z = 1 }
func (s *possibility) Sum(z, x, y *uint8) { *z = *x | *y }

func (s *possibility) Lit(z *uint8, l cnf.Lit) {
	*z = 1
	if s.assign.Forbids(l) {
		*z = 0
	}
}

func (s *possibility) Product(z *uint8, values []uint8, children []Node) {
	all := uint8(1)
	for _, child := range children {
		all &= values[child]
	}
	*z = all
}

func (s *possibility) Reset(down []uint8) { clear(down) }
func (s *possibility) Source(d, z *uint8) { *d = *z }

// Pass and Split hand on a flow: a node with one has a model, and so have all children of an
// And.
func (s *possibility) Pass(down []uint8, d *uint8, children []Node) {
	if *d == 0 {
		return
	}
	for _, child := range children {
		down[child] = 1
	}
}

func (s *possibility) Split(hi, lo, d, _, x, y *uint8) {
	*hi |= *d & *x
	*lo |= *d & *y
}
