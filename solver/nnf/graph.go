package nnf

import (
	"fmt"

	"github.com/confspace/confspace/config/source"
)

// Limits of a graph.
const (
	// MaxVars is the largest number of variables, a thousand times that of car lines.
	MaxVars = 1 << 20
	// MaxNodes is the largest number of nodes, and of edges.
	MaxNodes = 1<<31 - 1
)

// Node is a node of a [Graph], by number from 0: children have lower numbers.
type Node uint32

// Kind is the kind of a node.
type Kind uint8

// The kinds of node.
const (
	Literal Kind = iota
	And
	Or
)

var kindWords = source.Words[Kind]{What: "a kind of node", Texts: []string{"literal", "and", "or"}}

// String returns "literal", "and" or "or".
func (k Kind) String() string { return kindWords.String(k) }

// MarshalText returns String; a number that is not one of them is an error.
func (k Kind) MarshalText() ([]byte, error) { return kindWords.Append(nil, k) }

// UnmarshalText reads what MarshalText writes.
func (k *Kind) UnmarshalText(text []byte) error { return kindWords.Set(k, text) }

// Graph is a directed acyclic graph of Ands and Ors over literals of variables
// 1..NumVars(). [Read] makes one from a file, [New] an empty one to add nodes to. An And
// without children is true, an Or without children false.
//
// While a Graph does not change, any number of goroutines may read it. Methods panic
// for a node that the graph does not have.
type Graph struct {
	file   string
	vars   int
	root   Node
	kinds  []Kind
	labels []int32  // by node: the literal, or the decision variable of an Or; else 0
	starts []uint32 // the children of node n are edges[starts[n]:starts[n+1]]
	edges  []Node
	lines  []int32 // by node: where it is in file; missing: unknown
}

// New returns a graph without nodes over the given number of variables, 0..[MaxVars].
// It panics on any other number.
func New(vars int) *Graph {
	if vars < 0 || vars > MaxVars {
		panic(fmt.Sprintf("nnf: New(%d): want 0..%d variables", vars, MaxVars))
	}
	return &Graph{vars: vars, starts: []uint32{0}}
}

// AddLiteral adds the node of a literal: v for variable v, -v for its negation. Like
// the other nodes it becomes the root, until another is added or [Graph.SetRoot] says
// so. It panics when the variable is not in 1..NumVars().
func (g *Graph) AddLiteral(l int32) Node {
	if l == 0 || int(l) > g.vars || int(l) < -g.vars {
		panic(fmt.Sprintf("nnf: literal %d in a graph of %d variables", l, g.vars))
	}
	return g.add(Literal, l, nil)
}

// AddAnd adds an And of nodes of the graph; without children it is true.
func (g *Graph) AddAnd(children ...Node) Node { return g.add(And, 0, children) }

// AddOr adds an Or of nodes of the graph. It decides a variable, or 0 if that is unknown;
// without children it is false. It panics when the variable is not in 0..NumVars().
func (g *Graph) AddOr(decides int, children ...Node) Node {
	if decides < 0 || decides > g.vars {
		panic(fmt.Sprintf("nnf: an Or that decides variable %d in a graph of %d", decides, g.vars))
	}
	return g.add(Or, int32(decides), children)
}

func (g *Graph) add(kind Kind, label int32, children []Node) Node {
	if g.starts == nil { // the zero Graph
		g.starts = []uint32{0}
	}
	n := len(g.kinds)
	for _, child := range children {
		if int(child) >= n {
			panic(fmt.Sprintf("nnf: child %d of %d nodes", child, n))
		}
	}
	if n >= MaxNodes || len(g.edges)+len(children) > MaxNodes {
		panic("nnf: the graph is full")
	}
	g.kinds, g.labels = append(g.kinds, kind), append(g.labels, label)
	g.edges = append(g.edges, children...)
	g.starts = append(g.starts, uint32(len(g.edges)))
	g.root = Node(n)
	return g.root
}

// SetRoot makes a node the root.
func (g *Graph) SetRoot(n Node) {
	g.Kind(n)
	g.root = n
}

// NumVars returns the number of variables.
func (g *Graph) NumVars() int { return g.vars }

// NumNodes returns the number of nodes, whether the root reaches them or not.
func (g *Graph) NumNodes() int { return len(g.kinds) }

// NumEdges returns the number of edges from nodes to their children.
func (g *Graph) NumEdges() int { return len(g.edges) }

// Root returns the node that the graph stands for. It panics when there is no node.
func (g *Graph) Root() Node {
	g.Kind(g.root)
	return g.root
}

// Kind returns the kind of node n.
func (g *Graph) Kind(n Node) Kind {
	if int(n) >= len(g.kinds) {
		panic(fmt.Sprintf("nnf: node %d of %d", n, len(g.kinds)))
	}
	return g.kinds[n]
}

// Label returns the literal of a literal, the variable that an Or decides, and 0 for an
// And or when the variable is not known.
func (g *Graph) Label(n Node) int32 {
	g.Kind(n)
	return g.labels[n]
}

// Children returns the children of node n. The slice is the graph's and must not be
// changed.
func (g *Graph) Children(n Node) []Node {
	g.Kind(n)
	return g.edges[g.starts[n]:g.starts[n+1]:g.starts[n+1]]
}

// Place returns the place of node n in the file from which the graph was read; its
// line is zero when it was not read from one.
func (g *Graph) Place(n Node) source.Place {
	g.Kind(n)
	if int(n) >= len(g.lines) {
		return source.Place{File: g.file}
	}
	return source.Place{File: g.file, Line: int(g.lines[n]), Column: 1}
}
