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
	w.Int(len(c.arena.Decides))
	w.Int(len(c.arena.Edges))
	if len(c.arena.Decides) == 0 {
		w.Uint(uint64(c.arena.Root))
	}
	for i, v := range c.arena.Decides {
		n := c.arena.Inner() + Node(i)
		children := c.arena.Children(n)
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
// package check proves it; and so is that an Or that decides an auxiliary has no
// models that differ in auxiliaries only, which takes exponential time to see at
// worst. Where it has, folds and the queries of package query take such models for
// several, but for From, which takes them for one. One pass over the edges.
func Read(r *wire.Reader, f *cnf.Formula) *Circuit {
	a := &Arena{Vars: f.Vars(), Options: f.Options(), Starts: []uint32{0}, Decides: []cnf.Var{}, Edges: []Node{}}
	if r.Err() != nil {
		return a.Circuit()
	}
	if 3*uint64(a.Vars)+2 > math.MaxUint32 {
		r.Fail("a circuit over %d variables", a.Vars)
		return a.Circuit()
	}
	nodes := r.Int(min(MaxInner, math.MaxUint32-int64(a.Inner())))
	edges := r.Int(MaxEdges)
	if nodes == 0 {
		a.Root = Node(r.Int(int64(a.Inner()) - 1))
	}
	p := newProof(a, f)
	var children []Node
	for i := 0; i < nodes && r.Err() == nil; i++ {
		a.Root = a.Inner() + Node(i)
		var v cnf.Var
		v, children = a.readNode(r, children[:0])
		a.Decides = append(wire.Grow(a.Decides, 1, nodes), v)
		a.Edges = append(wire.Grow(a.Edges, len(children), edges), children...)
		a.Starts = append(wire.Grow(a.Starts, 1, nodes+1), uint32(len(a.Edges)))
		if flaw := p.node(v, children, nodes); flaw != "" {
			r.Fail("node %d of the circuit %s", a.Root, flaw)
		}
		if len(a.Edges) > edges {
			r.Fail("more edges of the circuit than the %d that it says", edges)
		}
	}
	if len(a.Edges) != edges {
		r.Fail("%d edges of the circuit, not %d", len(a.Edges), edges)
	}
	if r.Err() == nil {
		if flaw := p.whole(); flaw != "" {
			r.Fail("the circuit %s", flaw)
		}
	}
	return a.Circuit()
}

// readNode reads the decision variable and the children of the next node, which is
// a.Root, and appends these to dst.
func (a *Arena) readNode(r *wire.Reader, dst []Node) (cnf.Var, []Node) {
	head := r.Uint()
	if v := head / 2; head&1 != 0 {
		if v == 0 || v > uint64(a.Vars) {
			r.Fail("node %d of the circuit decides variable %d of %d", a.Root, v, a.Vars)
			return 0, dst
		}
		hi := back(r, a.Root)
		return cnf.Var(v), append(dst, hi, back(r, a.Root))
	}
	if head < 2*2 {
		r.Fail("node %d of the circuit has %d children", a.Root, head/2)
	}
	last := a.Root
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
