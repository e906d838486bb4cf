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

// Kind is the kind of a node.
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

// The limits of a circuit and of a builder. Edges are counted in 32 bits, inner
// nodes in 30, so that a query can keep two bits beside a node: at least 16 GiB.
const (
	MaxInner = 1<<30 - 1
	MaxEdges = 1<<32 - 1
)

// Circuit is a smooth decision d-DNNF: the models of a formula as a directed
// acyclic graph. It is immutable; any number of goroutines may query it.
type Circuit struct {
	arena Arena
	pool  *pools
	ctx   context.Context // ends queries; nil when nothing does, see Within
}

// NumNodes returns the number of inner nodes, and of the constants, literals
// and free variables, which every circuit has. It bounds a fold's time
// together with NumEdges.
func (c *Circuit) NumNodes() int { return c.arena.NumNodes() }

// NumInner returns the number of And and Or nodes: the stored nodes.
func (c *Circuit) NumInner() int { return len(c.arena.Decides) }

// NumEdges returns the number of edges between inner nodes and their children.
func (c *Circuit) NumEdges() int { return len(c.arena.Edges) }

// NumVars returns the number of variables of the formula.
func (c *Circuit) NumVars() int { return c.arena.Vars }

// NumOptions returns the number of options; counts range over variables
// 1..NumOptions().
func (c *Circuit) NumOptions() int { return c.arena.Options }

// Root returns the node that stands for the whole formula.
func (c *Circuit) Root() Node { return c.arena.Root }

// Bytes returns the memory that the circuit itself holds, without the scratch
// of queries.
func (c *Circuit) Bytes() int64 {
	return 4 * int64(len(c.arena.Starts)+len(c.arena.Decides)+len(c.arena.Edges))
}

// Kind returns the kind of node n. It panics when n is not a node of c.
func (c *Circuit) Kind(n Node) Kind {
	switch {
	case n == False:
		return KindFalse
	case n == True:
		return KindTrue
	case c.arena.Leaf(n):
		return KindLiteral
	case n < c.arena.Inner():
		return KindOr
	case int(n) >= c.NumNodes():
		panic(fmt.Sprintf("circuit: node %d of %d", n, c.NumNodes()))
	case c.arena.Decides[n-c.arena.Inner()] != 0:
		return KindOr
	}
	return KindAnd
}

// Decision returns the decision variable of Or node n, and 0 for other nodes.
func (c *Circuit) Decision(n Node) cnf.Var {
	switch {
	case n >= c.arena.Inner():
		return c.arena.Decides[n-c.arena.Inner()]
	case !c.arena.Leaf(n):
		return c.arena.FreeVar(n)
	}
	return 0
}

// AppendChildren appends the children of n to dst and returns it: none for a
// constant or a literal.
func (c *Circuit) AppendChildren(dst []Node, n Node) []Node {
	switch {
	case n >= c.arena.Inner():
		return append(dst, c.arena.Children(n)...)
	case !c.arena.Leaf(n):
		v := c.arena.FreeVar(n)
		return append(dst, Lit(cnf.Pos(v)), Lit(cnf.Neg(v)))
	}
	return dst
}
