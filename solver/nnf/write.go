package nnf

import (
	"bufio"
	"io"
	"strconv"

	"github.com/confspace/confspace/config/source"
)

// Dialect is a way to write a graph.
type Dialect uint8

// The dialects.
const (
	C2D Dialect = iota // of c2d
	D4                 // of d4
)

var dialectWords = source.Words[Dialect]{What: "a dialect", Texts: []string{"c2d", "d4"}}

// String returns "c2d" or "d4".
func (d Dialect) String() string { return dialectWords.String(d) }

// MarshalText returns String; a number that is not one of them is an error.
func (d Dialect) MarshalText() ([]byte, error) { return dialectWords.Append(nil, d) }

// UnmarshalText reads what MarshalText writes.
func (d *Dialect) UnmarshalText(text []byte) error { return dialectWords.Set(d, text) }

// Write writes the nodes that the root of g reaches, in a dialect. Reading the result
// gives a graph of the same models; d4's dialect does not give the number of variables.
// The bytes depend on the graph alone.
//
// The errors are those of w. Write panics when w or g is nil, g has no node, or the
// dialect is unknown.
func Write(w io.Writer, g *Graph, d Dialect) error {
	if w == nil || g == nil {
		panic("nnf: Write needs a writer and a graph; one is nil")
	}
	out := &writer{Writer: bufio.NewWriter(w), g: g, reached: g.reached()}
	switch d {
	case C2D:
		out.c2d()
	case D4:
		out.d4()
	default:
		panic("nnf: unknown dialect: " + d.String())
	}
	return out.Flush() // a bufio.Writer keeps its first error
}

// reached returns which nodes the root reaches.
func (g *Graph) reached() []bool {
	reached := make([]bool, len(g.kinds))
	reached[g.Root()] = true
	for n := len(reached) - 1; n >= 0; n-- {
		if reached[n] {
			for _, child := range g.Children(Node(n)) {
				reached[child] = true
			}
		}
	}
	return reached
}

type writer struct {
	*bufio.Writer
	g       *Graph
	reached []bool
	buf     []byte
}

// line writes a word and numbers.
func (w *writer) line(word string, numbers ...int) {
	w.buf = append(w.buf[:0], word...)
	for _, n := range numbers {
		if len(w.buf) > 0 {
			w.buf = append(w.buf, ' ')
		}
		w.buf = strconv.AppendInt(w.buf, int64(n), 10)
	}
	w.Write(append(w.buf, '\n'))
}

// c2d writes the nodes in their order.
func (w *writer) c2d() {
	g, nodes, edges := w.g, 0, 0
	for n, reached := range w.reached {
		if reached {
			nodes++
			edges += len(g.Children(Node(n)))
		}
	}
	w.line("nnf", nodes, edges, g.vars)
	place := make([]int, len(g.kinds))
	next := 0
	var numbers []int
	for n, reached := range w.reached {
		if !reached {
			continue
		}
		place[n] = next
		next++
		label, children := int(g.labels[n]), g.Children(Node(n))
		numbers = numbers[:0]
		switch g.kinds[n] {
		case Literal:
			w.line("L", label)
			continue
		case Or:
			numbers = append(numbers, label)
		}
		numbers = append(numbers, len(children))
		for _, child := range children {
			numbers = append(numbers, place[child])
		}
		w.line([...]string{And: "A", Or: "O"}[g.kinds[n]], numbers...)
	}
}

// d4 writes the nodes from the root on. Literals are not nodes there: they stand on the
// edges of Ors. The literals of an And are on the edge from its parent Or, or else on the
// edge from an Or of their own to true.
func (w *writer) d4() {
	g := w.g
	d := &d4Writer{writer: w, id: make([]int, len(g.kinds)), rest: make([]int, len(g.kinds))}
	root := g.Root()
	if g.kinds[root] == Or {
		d.node(root)
	} else { // the first node is the root
		d.next++
		w.line("o", d.next, 0)
		d.edge(d.next, root)
	}
	for n := int(root); n >= 0; n-- {
		switch {
		case d.id[n] == 0:
		case g.kinds[n] == Or:
			for _, child := range g.Children(Node(n)) {
				d.edge(d.id[n], child)
			}
		default:
			d.edge(d.id[n], Node(n))
		}
		if d.rest[n] != 0 {
			d.parts(Node(n))
		}
	}
}

type d4Writer struct {
	*writer
	next int
	id   []int // by node: the number of an Or for it, 0 while it has none
	rest []int // by And of literals and several other nodes: the number of an And of these others
	yes  int   // the number of true
	lits []int
	kids []Node
}

// node returns the number of an Or for a node that is not a literal.
func (d *d4Writer) node(n Node) int {
	if d.id[n] == 0 {
		d.next++
		d.id[n] = d.next
		word := "o"
		if d.g.kinds[n] == Or && len(d.g.Children(n)) == 0 {
			word = "f"
		}
		d.line(word, d.next, 0)
	}
	return d.id[n]
}

func (d *d4Writer) true() int {
	if d.yes == 0 {
		d.next++
		d.yes = d.next
		d.line("t", d.next, 0)
	}
	return d.yes
}

// split sets lits to the literals of an And and kids to its other children.
func (d *d4Writer) split(n Node) {
	d.lits, d.kids = d.lits[:0], d.kids[:0]
	for _, child := range d.g.Children(n) {
		if d.g.kinds[child] == Literal {
			d.lits = append(d.lits, int(d.g.labels[child]))
		} else {
			d.kids = append(d.kids, child)
		}
	}
}

// edge writes an edge from an Or of that number to a node.
func (d *d4Writer) edge(from int, n Node) {
	switch d.g.kinds[n] {
	case Literal:
		d.line("", from, d.true(), int(d.g.labels[n]), 0)
		return
	case Or:
		d.line("", from, d.node(n), 0)
		return
	}
	d.split(n)
	to := 0
	switch {
	case len(d.kids) == 0:
		to = d.true()
	case len(d.kids) == 1 && d.g.kinds[d.kids[0]] == Or:
		to = d.node(d.kids[0])
	default:
		to = d.and(n)
	}
	d.line("", append(append([]int{from, to}, d.lits...), 0)...)
}

// and returns the number of a node for the other children of an And.
func (d *d4Writer) and(n Node) int {
	if d.rest[n] == 0 {
		d.next++
		d.rest[n] = d.next
		d.line("a", d.next, 0)
	}
	return d.rest[n]
}

// parts writes the edges to the other children of an And.
func (d *d4Writer) parts(n Node) {
	d.split(n)
	for _, kid := range d.kids {
		d.line("", d.rest[n], d.node(kid), 0)
	}
}
