package circuit

import (
	"math"
	"slices"

	"github.com/confspace/confspace/solver/internal/cnf"
	"github.com/confspace/confspace/solver/internal/wire"
)

// Write writes the circuit. Nodes come in their order and refer to their children
// by how far back these are: mostly a byte or two, as a compiler that works depth
// first has children stand close to their parents.
//
//	circuit  nodes edges, node by node; the last is the root. No nodes: the root
//	And      2k    the k children from the last one down: the distance of the first
//	               from the node, of each other from the one before it, less one
//	Or       2v+1  hi, lo: their distance from the node, less one
func (c *Circuit) Write(w *wire.Writer) {
	w.Int(len(c.decides))
	w.Int(len(c.edges))
	if len(c.decides) == 0 {
		w.Uint(uint64(c.root))
	}
	for i, v := range c.decides {
		n := c.inner + Node(i)
		children := c.children(n)
		if v != 0 {
			w.Uint(2*uint64(v) + 1)
			for _, child := range children {
				w.Uint(uint64(n - child - 1))
			}
			continue
		}
		w.Uint(2 * uint64(len(children)))
		last := n
		for _, child := range slices.Backward(children) {
			w.Uint(uint64(last - child - 1))
			last = child
		}
	}
}

// Read reads the circuit of a formula.
//
// It makes r fail unless the circuit is one: children before parents, every node
// reached, each Or deterministic by its decision, smooth, each And decomposable,
// every option once, every auxiliary that the formula keeps once, any other at most
// once and none left open. That its models are the formula's is taken on trust, as
// [Circuit.Verify] proves it; and so is that an Or that decides an auxiliary has no
// models that differ in auxiliaries only, which takes exponential time to see at
// worst. Where it has, folds, Rank, Unrank, ByCost and samplers take such models
// for several, and Models for one. One pass over the edges.
func Read(r *wire.Reader, f *cnf.Formula) *Circuit {
	c := &Circuit{
		vars: f.Vars(), options: f.Options(),
		starts: []uint32{0}, decides: []cnf.Var{}, edges: []Node{}, pool: new(pools),
	}
	if r.Err() != nil {
		return c
	}
	if 3*uint64(c.vars)+2 > math.MaxUint32 {
		r.Fail("a circuit over %d variables", c.vars)
		return c
	}
	c.inner = Node(3*c.vars + 2)
	nodes := r.Int(min(MaxInner, math.MaxUint32-int64(c.inner)))
	edges := r.Int(MaxEdges)
	if nodes == 0 {
		c.root = Node(r.Int(int64(c.inner) - 1))
	}
	p := newProof(c, f)
	var children []Node
	for i := 0; i < nodes && r.Err() == nil; i++ {
		c.root = c.inner + Node(i)
		var v cnf.Var
		v, children = c.readNode(r, children[:0])
		c.decides = append(wire.Grow(c.decides, 1, nodes), v)
		c.edges = append(wire.Grow(c.edges, len(children), edges), children...)
		c.starts = append(wire.Grow(c.starts, 1, nodes+1), uint32(len(c.edges)))
		if flaw := p.node(v, children, nodes); flaw != "" {
			r.Fail("node %d of the circuit %s", c.root, flaw)
		}
		if len(c.edges) > edges {
			r.Fail("more edges of the circuit than the %d that it says", edges)
		}
	}
	if len(c.edges) != edges {
		r.Fail("%d edges of the circuit, not %d", len(c.edges), edges)
	}
	if r.Err() == nil {
		if flaw := p.whole(); flaw != "" {
			r.Fail("the circuit %s", flaw)
		}
	}
	return c
}

// readNode reads the decision variable and the children of the next node, which is
// c.root, and appends these to dst.
func (c *Circuit) readNode(r *wire.Reader, dst []Node) (cnf.Var, []Node) {
	head := r.Uint()
	if v := head / 2; head&1 != 0 {
		if v == 0 || v > uint64(c.vars) {
			r.Fail("node %d of the circuit decides variable %d of %d", c.root, v, c.vars)
			return 0, dst
		}
		hi := back(r, c.root)
		return cnf.Var(v), append(dst, hi, back(r, c.root))
	}
	if head < 2*2 {
		r.Fail("node %d of the circuit has %d children", c.root, head/2)
	}
	last := c.root
	for k := head / 2; k > 0 && r.Err() == nil; k-- {
		last = back(r, last)
		dst = append(dst, last)
	}
	slices.Reverse(dst)
	return 0, dst
}

// back reads a child as its distance from a node that follows it. It is no constant.
func back(r *wire.Reader, from Node) Node {
	x := r.Uint()
	if from <= True || x >= uint64(from-True-1) {
		r.Fail("an edge of the circuit leads %d back from node %d", x+1, from)
		return True
	}
	return from - 1 - Node(x)
}
