package circuit

import "github.com/confspace/confspace/solver/internal/cnf"

// Arena is a circuit as plain data, in the layout that the package documentation
// shows. [Circuit.Arena] lends that of a circuit; do not change it. Code that
// walks over nodes fetches the slices once and reads them in place.
type Arena struct {
	Vars    int // of the formula
	Options int // of the variables: the first ones
	Root    Node
	Starts  []uint32  // the children of inner node Inner()+i are Edges[Starts[i]:Starts[i+1]]
	Decides []cnf.Var // by inner node: the decision variable of an Or, 0 for an And
	Edges   []Node
}

// Arena returns the memory of c, for reading only.
func (c *Circuit) Arena() Arena { return c.arena }

// Circuit returns the circuit of an arena, whose memory becomes the circuit's. It
// trusts its caller that the arena is well-formed.
func (a Arena) Circuit() *Circuit { return &Circuit{arena: a, pool: new(pools)} }

// Inner returns the first inner node.
func (a *Arena) Inner() Node { return Node(3*a.Vars + 2) }

// NumNodes returns the number of nodes, see [Circuit.NumNodes].
func (a *Arena) NumNodes() int { return 3*a.Vars + 2 + len(a.Decides) }

// Children returns the children of inner node n.
func (a *Arena) Children(n Node) []Node {
	i := n - a.Inner()
	return a.Edges[a.Starts[i]:a.Starts[i+1]]
}

// Leaf reports whether n is a literal or a constant.
func (a *Arena) Leaf(n Node) bool { return int(n) < 2*a.Vars+2 }

// Free returns the node of variable v left open.
func (a *Arena) Free(v cnf.Var) Node { return Node(2*a.Vars + 1 + int(v)) }

// FreeVar returns the variable of a free node.
func (a *Arena) FreeVar(n Node) cnf.Var { return cnf.Var(int(n) - 2*a.Vars - 1) }

// Bundles returns the number of inner nodes before the first Or. They are Ands over
// literals, open variables and other bundles only. [Builder.Finish] places all such
// children of Ands there.
func (a *Arena) Bundles() int {
	for i, v := range a.Decides {
		if v != 0 {
			return i
		}
	}
	return len(a.Decides)
}
