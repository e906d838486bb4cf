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
// once and none left open. So whatever it reads, the folds do what they do on any
// circuit: no count exceeds 2^options. That its models are the formula's is taken on
// trust; [Circuit.Check] checks it. One pass forth over the edges and one back.
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
	nodes := r.Int(math.MaxUint32 - int64(c.inner))
	edges := r.Int(math.MaxUint32)
	if nodes == 0 {
		c.root = Node(r.Int(int64(c.inner) - 1))
	}
	p := newProof(c, f)
	for i := 0; i < nodes && r.Err() == nil; i++ {
		c.readNode(r, edges)
		if r.Err() != nil {
			return c
		}
		c.starts = append(wire.Grow(c.starts, nodes+1), uint32(len(c.edges)))
		c.root = c.inner + Node(i)
		if flaw := p.node(c.root, nodes); flaw != "" {
			r.Fail("node %d of the circuit %s", c.root, flaw)
		}
	}
	switch {
	case r.Err() != nil:
	case len(c.edges) != edges:
		r.Fail("%d edges of the circuit, not %d", len(c.edges), edges)
	case !c.reached():
		r.Fail("the circuit has nodes that its root does not reach")
	default:
		if flaw := p.root(); flaw != "" {
			r.Fail("the circuit %s", flaw)
		}
	}
	return c
}

// readNode reads the next node but for its place in starts.
func (c *Circuit) readNode(r *wire.Reader, edges int) {
	n := c.inner + Node(len(c.decides))
	back := func(from Node) Node { // a child before a node or its sibling, but no constant
		if from <= True+1 {
			r.Fail("node %d of the circuit has too many children", n)
			return True
		}
		child := from - 1 - Node(r.Int(int64(from)-int64(True)-2))
		c.edges = append(wire.Grow(c.edges, edges), child)
		return child
	}
	head := r.Int(2*int64(max(c.vars, edges)) + 1)
	if head&1 != 0 {
		v := cnf.Var(head / 2)
		if v == 0 || int(v) > c.vars {
			r.Fail("node %d of the circuit decides variable %d of %d", n, v, c.vars)
		}
		c.decides = append(c.decides, v)
		back(n)
		back(n)
		return
	}
	k := head / 2
	if k < 2 || k > edges-len(c.edges) {
		r.Fail("node %d of the circuit has %d children", n, k)
	}
	c.decides = append(c.decides, 0)
	from := len(c.edges)
	for last := n; k > 0 && r.Err() == nil; k-- {
		last = back(last)
	}
	slices.Reverse(c.edges[from:])
}

// reached reports whether the root reaches every inner node.
func (c *Circuit) reached() bool {
	reached := make([]bool, len(c.decides))
	for i := len(reached) - 1; i >= 0; i-- {
		n := c.inner + Node(i)
		if !reached[i] && n != c.root {
			return false
		}
		for _, child := range c.children(n) {
			if child >= c.inner {
				reached[child-c.inner] = true
			}
		}
	}
	return true
}
