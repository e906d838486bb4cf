package circuit

import (
	"context"
	"fmt"

	"github.com/confspace/confspace/solver/internal/cnf"
)

// Node refers to a node of one circuit. False, True, the literals and the
// free variables have fixed places, see the package documentation; the inner
// nodes follow, children before parents.
type Node uint32

// The constant nodes.
const (
	False Node = 0
	True  Node = 1
)

// Lit returns the node of literal l; it is the literal's own number.
func Lit(l cnf.Lit) Node { return Node(l) }

// Kind says what a node is.
type Kind uint8

// The kinds of node.
const (
	KindFalse   Kind = iota // no model
	KindTrue                // the empty conjunction: one model over no variables
	KindLiteral             // a literal: one model over its variable
	KindAnd                 // children share no variable
	KindOr                  // two children over the same variables: first those models where the decision variable holds, then the others; Ands, or of an open variable its literals
)

func (k Kind) String() string {
	return [...]string{"false", "true", "literal", "and", "or"}[k]
}

// The most that a circuit or a builder holds. Edges are counted in 32 bits, inner
// nodes in the 30 that the log of a walk has for them: 16 GiB at the least.
const (
	MaxInner = nodeMask
	MaxEdges = 1<<32 - 1
)

// Circuit is a smooth decision d-DNNF: the models of a formula as a directed
// acyclic graph. It is immutable; any number of goroutines may query it.
type Circuit struct {
	vars    int
	options int
	root    Node
	inner   Node      // the first inner node: 3*vars+2
	starts  []uint32  // children of inner+i are edges[starts[i]:starts[i+1]]
	decides []cnf.Var // decision variable of inner+i, 0 when it is an And
	edges   []Node
	pool    *pools
	ctx     context.Context // ends queries; nil when nothing does, see Within
}

// NumNodes returns the number of nodes that the root reaches by way of inner
// nodes, and with them the literals and free variables, which every circuit
// has. It bounds a fold's time together with NumEdges.
func (c *Circuit) NumNodes() int { return int(c.inner) + len(c.decides) }

// NumInner returns the number of And and Or nodes that are stored, which
// leaves out the constants, the literals and the free variables.
func (c *Circuit) NumInner() int { return len(c.decides) }

// NumEdges returns the number of edges between inner nodes and their children.
func (c *Circuit) NumEdges() int { return len(c.edges) }

// NumVars returns the number of variables of the formula.
func (c *Circuit) NumVars() int { return c.vars }

// NumOptions returns the number of options; variables 1..NumOptions() are
// what a count ranges over.
func (c *Circuit) NumOptions() int { return c.options }

// Root returns the node that stands for the whole formula.
func (c *Circuit) Root() Node { return c.root }

// Bytes returns the memory that the circuit itself holds, without the scratch
// of queries.
func (c *Circuit) Bytes() int64 {
	return 4 * int64(len(c.starts)+len(c.decides)+len(c.edges))
}

// Kind returns what node n is. It panics when n is no node of c.
func (c *Circuit) Kind(n Node) Kind {
	switch {
	case n == False:
		return KindFalse
	case n == True:
		return KindTrue
	case int(n) < 2*c.vars+2:
		return KindLiteral
	case n < c.inner:
		return KindOr
	case int(n) >= c.NumNodes():
		panic(fmt.Sprintf("circuit: node %d of %d", n, c.NumNodes()))
	case c.decides[n-c.inner] != 0:
		return KindOr
	}
	return KindAnd
}

// Decision returns the decision variable of Or node n, and 0 for other nodes.
func (c *Circuit) Decision(n Node) cnf.Var {
	switch {
	case n >= c.inner:
		return c.decides[n-c.inner]
	case int(n) >= 2*c.vars+2:
		return c.freeVar(n)
	}
	return 0
}

// AppendChildren appends the children of n to dst and returns it: none for a
// constant or a literal.
func (c *Circuit) AppendChildren(dst []Node, n Node) []Node {
	switch {
	case n >= c.inner:
		return append(dst, c.children(n)...)
	case int(n) >= 2*c.vars+2:
		v := c.freeVar(n)
		return append(dst, Lit(cnf.Pos(v)), Lit(cnf.Neg(v)))
	}
	return dst
}

// children returns the children of inner node n, in the circuit's memory.
func (c *Circuit) children(n Node) []Node {
	i := n - c.inner
	return c.edges[c.starts[i]:c.starts[i+1]]
}

// freeVar returns the variable of a free node.
func (c *Circuit) freeVar(n Node) cnf.Var { return cnf.Var(int(n) - 2*c.vars - 1) }
