package nnf

import "fmt"

// d4File is the contents of a d4 file: nodes in any order, and edges with literals.
type d4File struct {
	*scanner
	number map[int]int // of nodes by their number in the file
	kinds  []byte      // by node: o, a, t or f
	lines  []int32     // by node
	first  []int32     // by node: its first edge, or -1
	last   []int32     // by node: its last edge
	arcs   []arc
	lits   []int32
	most   int // the largest variable that is named
}

// arc is an edge.
type arc struct {
	to         int32 // its number in the file; then the node
	next       int32 // edge of the same node, or -1
	line       int32
	from, upto uint32 // its literals are lits[from:upto]
}

// d4 reads a file of d4's, whose first line is at hand.
func (s *scanner) d4() {
	d := &d4File{scanner: s, number: map[int]int{}}
	s.at = 0
	for more := true; more && s.list.Len() == 0; more = s.next() {
		switch word := s.word(); string(word) {
		case "o", "a", "t", "f":
			d.node(word[0])
		default:
			s.at = 0
			d.edge()
		}
	}
	if s.list.Len() == 0 {
		d.build()
	}
}

// node reads the line of a node, behind its kind.
func (d *d4File) node(kind byte) {
	id := d.scanner.number("the node's number", 1, MaxNodes)
	from := d.at
	d.zero()
	if d.list.Len() > 0 {
		return
	}
	if k, ok := d.number[id]; ok {
		d.fail(0, from, fmt.Sprintf("node %d was in line %d already", id, d.lines[k]), "")
		return
	}
	d.number[id] = len(d.kinds)
	d.kinds, d.lines = append(d.kinds, kind), append(d.lines, int32(d.line))
	d.first, d.last = append(d.first, -1), append(d.last, -1)
}

// zero reads the 0 that ends a line.
func (d *d4File) zero() {
	if d.scanner.number("the 0 that ends it", 0, 0); d.list.Len() == 0 {
		d.end()
	}
}

// edge reads the line of an edge.
func (d *d4File) edge() {
	parent := d.scanner.number("a node", 1, MaxNodes)
	at := d.at
	child := d.scanner.number("the child", 1, MaxNodes)
	a := arc{to: int32(child), next: -1, line: int32(d.line), from: uint32(len(d.lits))}
	limit := MaxVars
	if d.g.vars > 0 {
		limit = d.g.vars
	}
	for d.list.Len() == 0 {
		l := d.scanner.number("a literal, or the 0 that ends the line", -limit, limit)
		if l == 0 {
			break
		}
		d.most = max(d.most, l, -l)
		d.lits = append(d.lits, int32(l))
	}
	d.end()
	a.upto = uint32(len(d.lits))
	if d.list.Len() > 0 {
		return
	}
	k, ok := d.number[parent]
	switch {
	case !ok:
		d.fail(0, at, fmt.Sprintf("no line above has node %d", parent), "nodes stand before their edges")
		return
	case d.kinds[k] == 't' || d.kinds[k] == 'f':
		d.fail(0, at, fmt.Sprintf("node %d is true or false and has no children", parent), "")
		return
	}
	n := int32(len(d.arcs))
	if d.last[k] < 0 {
		d.first[k] = n
	} else {
		d.arcs[d.last[k]].next = n
	}
	d.last[k] = n
	d.arcs = append(d.arcs, a)
}

// build makes the graph: nodes from the root, which is the first, children first.
func (d *d4File) build() {
	g := d.g
	if g.vars == 0 {
		g.vars = d.most
	}
	for i := range d.arcs {
		k, ok := d.number[int(d.arcs[i].to)]
		if !ok {
			d.line, d.text = int(d.arcs[i].line), nil
			d.fail(0, 0, fmt.Sprintf("no line has node %d", d.arcs[i].to), "is the file truncated?")
			return
		}
		d.arcs[i].to = int32(k)
	}
	if len(d.kinds) == 0 {
		d.fail(0, 0, "the file has no node", "")
		return
	}
	b := d4Graph{d4File: d, place: make([]Node, len(d.kinds)), state: make([]byte, len(d.kinds)), literal: map[int32]Node{}}
	b.walk()
}

// d4Graph makes the nodes of the graph by a walk in depth.
type d4Graph struct {
	*d4File
	place   []Node // by node of the file
	state   []byte // by node of the file
	literal map[int32]Node
	nodes   []Node // scratch
}

const (
	unmet = iota
	begun
	done
)

// walk goes down from the first node. A node that is met again before it is done is on
// a cycle.
func (b *d4Graph) walk() {
	type step struct{ node, edge int32 }
	path := []step{{0, b.first[0]}}
	b.state[0] = begun
	for len(path) > 0 {
		top := &path[len(path)-1]
		if top.edge < 0 {
			b.finish(top.node)
			path = path[:len(path)-1]
			continue
		}
		a := b.arcs[top.edge]
		top.edge = a.next
		switch b.state[a.to] {
		case begun:
			b.line, b.text = int(a.line), nil
			b.fail(0, 0, "the edge closes a cycle", "")
			return
		case unmet:
			b.state[a.to] = begun
			path = append(path, step{a.to, b.first[a.to]})
		}
	}
}

// finish makes a node whose children are made.
func (b *d4Graph) finish(k int32) {
	g, line := b.g, int(b.lines[k])
	var children []Node
	for e := b.first[k]; e >= 0; e = b.arcs[e].next {
		children = append(children, b.beside(b.arcs[e]))
	}
	kind := And
	if b.kinds[k] == 'o' || b.kinds[k] == 'f' {
		kind = Or
	}
	g.edges = append(g.edges, children...)
	b.place[k], b.state[k] = g.push(kind, 0, line), done
}

// beside returns the node of an edge: its child and its literals.
func (b *d4Graph) beside(a arc) Node {
	child := b.place[a.to]
	if a.from == a.upto {
		return child
	}
	b.nodes = append(b.nodes[:0], child)
	for _, l := range b.lits[a.from:a.upto] {
		n, ok := b.literal[l]
		if !ok {
			n = b.g.push(Literal, l, int(a.line))
			b.literal[l] = n
		}
		b.nodes = append(b.nodes, n)
	}
	b.g.edges = append(b.g.edges, b.nodes...)
	return b.g.push(And, 0, int(a.line))
}
