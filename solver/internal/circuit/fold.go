package circuit

import "github.com/confspace/confspace/solver/internal/cnf"

// Semiring defines the values of a fold, with a sum and a product, both
// associative and commutative, the product distributing over the sum, with
// neutral elements Zero and One, of which Zero annihilates.
//
// Product takes all children of an And at once: so the cost of a call through
// a type parameter is paid once for a node, and the loop over edges is
// concrete code. All methods write their first argument, z, which holds an
// earlier value, so that numbers can keep their memory; it is never one of the
// values that they read.
type Semiring[T any] interface {
	Zero(z *T)
	One(z *T)
	// Lit sets z to the weight of literal l. A literal that the question
	// forbids weighs Zero.
	Lit(z *T, l cnf.Lit)
	// Sum sets z to x + y.
	Sum(z, x, y *T)
	// Product sets z to the product of the children's values.
	Product(z *T, values []T, children []Node)
}

// Fold computes the value of every node: Zero and One for the constants, the
// weight of a literal, the product over an And's children, the sum of an Or's.
// It uses work when that is long enough, and returns the values by node; the
// formula's is the one of c.Root(). As the circuit is smooth this is the sum
// over all models of the product of their literals' weights, for any weights.
// An open variable that is not a child gets no value: that of work stays.
//
// NumNodes and NumEdges steps. The values of literals and bundles are few and stay in
// the cache; other accesses are random.
func Fold[T any, S Semiring[T]](c *Circuit, s S, work []T) []T {
	work = sized(work, c.NumNodes())
	s.Zero(&work[False])
	s.One(&work[True])
	for v := cnf.Var(1); int(v) <= c.arena.Vars; v++ {
		s.Lit(&work[cnf.Pos(v)], cnf.Pos(v))
		s.Lit(&work[cnf.Neg(v)], cnf.Neg(v))
	}
	for _, v := range c.opens() {
		s.Sum(&work[c.arena.Free(v)], &work[cnf.Pos(v)], &work[cnf.Neg(v)])
	}
	spender, _ := any(s).(spender[T])
	a, inner := &c.arena, work[c.arena.Inner():]
	for from := 0; from < len(a.Decides); from += pollEvery {
		c.stop()
		starts, inner := a.Starts[from:], inner[from:]
		to := min(from+pollEvery, len(a.Decides))
		for i, decision := range a.Decides[from:to] {
			children := a.Edges[starts[i]:starts[i+1]]
			if decision == 0 {
				s.Product(&inner[i], work, children)
			} else {
				s.Sum(&inner[i], &work[children[0]], &work[children[1]])
			}
		}
		if spender != nil {
			spender.Spend(work, a.Edges[a.Starts[from]:a.Starts[to]])
		}
	}
	return work
}

// spender is a [Semiring] that is told which children have been read, each as often as it is a
// child.
type spender[T any] interface {
	Spend(values []T, children []Node)
}

// opens returns the variables whose open nodes the root reaches. Car lines have
// many that it never reaches.
func (c *Circuit) opens() []cnf.Var {
	c.pool.opened.Do(func() {
		seen := make([]bool, c.arena.Vars+1)
		note := func(n Node) {
			if v := c.arena.FreeVar(n); n < c.arena.Inner() && !c.arena.Leaf(n) && !seen[v] {
				seen[v] = true
				c.pool.opens = append(c.pool.opens, v)
			}
		}
		note(c.arena.Root)
		for _, child := range c.arena.Edges {
			note(child)
		}
	})
	return c.pool.opens
}
