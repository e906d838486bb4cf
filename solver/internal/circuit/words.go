package circuit

import "github.com/confspace/confspace/solver/internal/cnf"

// words is counting in machine words, for circuits with few models.
//
// No word overflows. With nothing assigned, every node counts at least one
// model, since no child is False, and at most as many as the root, since it is
// a factor of a summand of the root; an assignment only lowers a node's count.
// So counts, products of some children, and flows, which are at most the
// root's count, have no more bits than the number of all models. The two nodes
// of an open variable that the root does not reach count two.
type words struct {
	assign   Assignment
	up, down []uint64 // by node
}

// fitsWord reports whether words can count: there are fewer than 2^62 models,
// or a few more, as the number is a float's.
func (c *Circuit) fitsWord() bool { return c.log2() < 62 }

func (s *words) Zero(z *uint64)      { *z = 0 }
func (s *words) One(z *uint64)       { *z = 1 }
func (s *words) Sum(z, x, y *uint64) { *z = *x + *y }

func (s *words) Lit(z *uint64, l cnf.Lit) {
	*z = 1
	if s.assign.Forbids(l) {
		*z = 0
	}
}

func (s *words) Product(z *uint64, values []uint64, children []Node) {
	product := uint64(1)
	for _, child := range children {
		product *= values[child]
	}
	*z = product
}

func (s *words) Reset(down []uint64) { clear(down) }
func (s *words) Source(d, z *uint64) { *d = *z }

func (s *words) Pass(down []uint64, d *uint64, children []Node) {
	flow := *d
	if flow == 0 {
		return
	}
	for _, child := range children {
		down[child] += flow
	}
}

func (s *words) Split(hi, lo, d, z, x, y *uint64) {
	if *d == 0 {
		return
	}
	part := *d / *z * *x
	*hi += part
	*lo += *d - part
}
