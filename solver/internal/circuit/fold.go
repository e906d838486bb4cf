package circuit

import "github.com/confspace/confspace/solver/internal/cnf"

// Semiring says what a fold computes. Add and Mul must be associative and
// commutative, Mul distribute over Add, and Zero and One be their neutral
// elements; Zero must annihilate. The receivers write their first argument,
// z, which may be anything that an earlier call left there, so that numbers
// can keep their memory.
type Semiring[T any] interface {
	Zero(z *T)
	One(z *T)
	// Lit sets z to the weight of literal l. A literal that the question
	// forbids weighs Zero.
	Lit(z *T, l cnf.Lit)
	// Add sets z to z + x, Mul to z * x; x is never z.
	Add(z, x *T)
	Mul(z, x *T)
}

// Fold computes the value of every node: Zero and One for the constants, the
// weight of a literal, the product over an And's children, the sum over an
// Or's. It uses work when that is long enough, and returns the values by
// node; the formula's is the one of c.Root(). As the circuit is smooth this is
// the sum over all models of the product of their literals' weights, for any
// weights.
//
// NumNodes and NumEdges steps.
func Fold[T any, S Semiring[T]](c *Circuit, s S, work []T) []T {
	if n := c.NumNodes(); cap(work) < n {
		work = make([]T, n)
	} else {
		work = work[:n]
	}
	s.Zero(&work[False])
	s.One(&work[True])
	for v := cnf.Var(1); int(v) <= c.vars; v++ {
		hi, lo, free := &work[cnf.Pos(v)], &work[cnf.Neg(v)], &work[2*c.vars+1+int(v)]
		s.Lit(hi, cnf.Pos(v))
		s.Lit(lo, cnf.Neg(v))
		s.Zero(free)
		s.Add(free, hi)
		s.Add(free, lo)
	}
	for i, decision := range c.decides {
		z := &work[int(c.inner)+i]
		if decision == 0 {
			s.One(z)
			for _, child := range c.edges[c.starts[i]:c.starts[i+1]] {
				s.Mul(z, &work[child])
			}
			continue
		}
		s.Zero(z)
		for _, child := range c.edges[c.starts[i]:c.starts[i+1]] {
			s.Add(z, &work[child])
		}
	}
	return work
}
