package circuit

import "github.com/confspace/confspace/solver/internal/cnf"

// Flow defines how the value of the root is handed down. The flow of a node is
// the contribution of the models through it to the root's value: its own value
// times the derivative of the root's by it (Darwiche, "A differential approach
// to inference in Bayesian networks", 2003). A model that passes through an
// And passes through each of its children, and one that passes through an Or
// through one of them: an And's flow goes to every child whole, and an Or's is
// split in proportion to the children's values.
//
// So an And, where most edges are, needs no multiplication; a derivative there
// would be the product over all other children. And there is no division by
// zero: a node of value zero has no flow.
//
// T are the values, D the flows.
type Flow[T, D any] interface {
	// Reset sets all of down to zero.
	Reset(down []D)
	// Source sets d to the flow of the root, whose value is z.
	Source(d *D, z *T)
	// Pass adds d, the flow of an And, to each child's.
	Pass(down []D, d *D, children []Node)
	// Split divides d, the flow of an Or with value z = x + y, as x to y, and
	// adds the parts to hi and lo.
	Split(hi, lo, d *D, z, x, y *T)
}

// Descend computes the flow of every node from the values that Fold computed.
// It uses down when that is long enough, and returns the flows by node. As the
// circuit is smooth, the flow of a literal is the sum over all models that
// contain it of the product of their literals' weights.
//
// NumNodes and NumEdges steps with the accesses of Fold, each a read and a
// write.
func Descend[T, D any, S Flow[T, D]](c *Circuit, s S, up []T, down []D) []D {
	down = sized(down, c.NumNodes())
	s.Reset(down)
	s.Source(&down[c.arena.Root], &up[c.arena.Root])
	a, inner := &c.arena, int(c.arena.Inner())
	for end := len(a.Decides); end > 0; end -= min(end, pollEvery) {
		c.stop()
		for i := end - 1; i >= max(0, end-pollEvery); i-- {
			children := a.Edges[a.Starts[i]:a.Starts[i+1]]
			n := inner + i
			if a.Decides[i] == 0 {
				s.Pass(down, &down[n], children)
			} else {
				hi, lo := children[0], children[1]
				s.Split(&down[hi], &down[lo], &down[n], &up[n], &up[hi], &up[lo])
			}
		}
	}
	for _, v := range c.opens() {
		hi, lo, n := cnf.Pos(v), cnf.Neg(v), c.arena.Free(v)
		s.Split(&down[hi], &down[lo], &down[n], &up[n], &up[hi], &up[lo])
	}
	return down
}
