package circuit

import (
	"math"
	"slices"

	"github.com/confspace/confspace/solver/internal/cnf"
	"github.com/confspace/confspace/solver/internal/wire"
)

// Write writes the circuit. Nodes come in their order and refer to their children by
// distance: mostly a byte or two, since a depth-first compiler places children close to
// their parents. An Or comes with the Ands that it decides if they stand right before it,
// as [Builder.Finish] places them: so the literals of its variable need no word.
//
//	circuit  nodes edges, node by node; the last is the root. No nodes: the root
//	And      2k    the k children from the last one down: the distance of the first
//	               from the node, of each other from the one before it, less one
//	Or       8v+1  hi, lo: their distance from the node, less one
//	         +2    in the place of hi an And, without the literal; it is the node before
//	               the other two, or before the Or
//	         +4    in the place of lo an And; it is the node before the Or
func (c *Circuit) Write(w *wire.Writer) {
	w.Int(len(c.arena.Decides))
	w.Int(len(c.arena.Edges))
	if len(c.arena.Decides) == 0 {
		w.Uint(uint64(c.arena.Root))
	}
	a := &c.arena
	for i, v := range a.Decides {
		n := a.Inner() + Node(i)
		switch {
		case v != 0:
			a.writeOr(w, n)
		case !a.precedes(n):
			a.writeAnd(w, n, False)
		}
	}
}

// writeAnd writes an And without one child, if that is not False.
func (a *Arena) writeAnd(w *wire.Writer, n, without Node) {
	children := a.Children(n)
	k := len(children)
	if without != False {
		k--
	}
	w.Uint(2 * uint64(k))
	last := n
	for _, child := range slices.Backward(children) {
		if child == without {
			without = False // it is there once
			continue
		}
		w.Uint(uint64(last - child - 1))
		last = child
	}
}

// writeOr writes an Or, and the Ands that precede it.
func (a *Arena) writeOr(w *wire.Writer, n Node) {
	hi, lo := a.preceding(n)
	children, v := a.Children(n), a.Decides[n-a.Inner()]
	head := 8*uint64(v) + 1
	if hi {
		head += 2
	}
	if lo {
		head += 4
	}
	w.Uint(head)
	for i, child := range children {
		if hi && i == 0 || lo && i == 1 {
			a.writeAnd(w, child, Lit(cnf.Pos(v)^cnf.Lit(i)))
		} else {
			w.Uint(uint64(n - child - 1))
		}
	}
}

// preceding reports which of the children of Or n are Ands right before it that have
// their literal.
func (a *Arena) preceding(n Node) (hi, lo bool) {
	children, v, at := a.Children(n), a.Decides[n-a.Inner()], n-1
	if len(children) != 2 { // not a valid Or; Read will report it
		return false, false
	}
	branch := func(child Node, l cnf.Lit) bool {
		return child == at && at >= a.Inner() && a.Decides[at-a.Inner()] == 0 && slices.Contains(a.Children(at), Lit(l))
	}
	if lo = branch(children[1], cnf.Neg(v)); lo {
		at--
	}
	return branch(children[0], cnf.Pos(v)), lo
}

// precedes reports whether And n comes with one of the next two nodes.
func (a *Arena) precedes(n Node) bool {
	for or := n + 1; or <= n+2 && int(or) < a.NumNodes(); or++ {
		if a.Decides[or-a.Inner()] != 0 {
			hi, lo := a.preceding(or)
			return or == n+1 && (hi || lo) || or == n+2 && hi && lo
		}
	}
	return false
}

// Read reads the circuit of a formula.
//
// It makes r fail unless the circuit is well-formed: children before parents, every
// node reached, each Or deterministic by its decision, smooth, each And
// decomposable, every option once, every auxiliary that the formula keeps once, any
// other at most once and none left open. It does not prove that the models are the
// formula's; package check does. Nor does it prove that the models of an Or that
// decides an auxiliary differ in options, which may take exponential time. If they
// do not, folds and the queries of package query count such models several times,
// except From. One pass over the edges.
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
	p := &reading{Reader: r, Arena: a, proof: newProof(a, f), nodes: nodes, edges: edges}
	for len(a.Decides) < nodes && r.Err() == nil {
		p.record()
	}
	if len(a.Edges) != edges {
		r.Fail("%d edges of the circuit, not %d", len(a.Edges), edges)
	}
	if r.Err() == nil {
		if flaw := p.proof.whole(); flaw != "" {
			r.Fail("the circuit %s", flaw)
		}
	}
	return a.Circuit()
}

// reading is one run of Read.
type reading struct {
	*wire.Reader
	*Arena
	proof        *proof
	nodes, edges int // promised by the file
	children     []Node
}

// next returns the number of the next node.
func (r *reading) next() Node { return r.Inner() + Node(len(r.Decides)) }

// record reads an And, or an Or with the Ands that precede it.
func (r *reading) record() {
	head := r.Uint()
	if head&1 == 0 {
		r.and(head, False)
		return
	}
	v, with := head>>3, int(head>>1&1+head>>2&1)
	if v == 0 || v > uint64(r.Vars) {
		r.Fail("node %d of the circuit decides variable %d of %d", r.next(), v, r.Vars)
		return
	}
	if len(r.Decides)+with >= r.nodes {
		r.Fail("more nodes of the circuit than the promised %d", r.nodes)
		return
	}
	n := r.next() + Node(with)
	var children [2]Node
	for i := range children {
		if head>>(i+1)&1 == 0 {
			children[i] = back(r.Reader, n)
			continue
		}
		children[i] = r.next()
		r.and(r.Uint(), Lit(cnf.Pos(cnf.Var(v))^cnf.Lit(i)))
		if r.Err() != nil {
			return
		}
	}
	r.add(cnf.Var(v), children[:])
}

// and reads an And behind its head, and adds it with a literal, if that is not False.
func (r *reading) and(head uint64, with Node) {
	children, last := r.children[:0], r.next()
	if with != False {
		head += 2
	}
	if head < 2*2 || head&1 != 0 {
		r.Fail("node %d of the circuit has %d children", last, head/2)
		return
	}
	k := head / 2
	if with != False {
		k--
	}
	for ; k > 0 && r.Err() == nil; k-- {
		last = back(r.Reader, last)
		if with > last { // its place is behind
			children = append(children, with)
			with = False
		}
		children = append(children, last)
	}
	if with != False {
		children = append(children, with)
	}
	slices.Reverse(children)
	r.children = children
	r.add(0, children)
}

// add adds the next node.
func (r *reading) add(v cnf.Var, children []Node) {
	if r.Err() != nil {
		return
	}
	a := r.Arena
	a.Root = r.next()
	a.Decides = append(wire.Grow(a.Decides, 1, r.nodes), v)
	a.Edges = append(wire.Grow(a.Edges, len(children), r.edges), children...)
	a.Starts = append(wire.Grow(a.Starts, 1, r.nodes+1), uint32(len(a.Edges)))
	if flaw := r.proof.node(v, children, r.nodes); flaw != "" {
		r.Fail("node %d of the circuit %s", a.Root, flaw)
	}
	if len(a.Edges) > r.edges {
		r.Fail("more edges of the circuit than the promised %d", r.edges)
	}
}

// back reads a child as its distance from a later node. A constant is an error.
func back(r *wire.Reader, from Node) Node {
	x := r.Uint()
	if from <= True || x >= uint64(from-True-1) {
		r.Fail("an edge of the circuit leads %d back from node %d", x+1, from)
		return True
	}
	return from - 1 - Node(x)
}
