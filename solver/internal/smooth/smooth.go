// Package smooth makes a smooth decision d-DNNF of a graph that another tool wrote.
//
// The graph must have two properties: the children of an And share no variable, and an Or has at
// most two children that are not false, one with a literal and the other with its negation,
// directly or by way of Ands. The compilers of the field write such graphs. A child that lacks a
// variable of its sibling gets it as an open variable.
//
//	node of the graph ──▶ parts: literals, open variables, Ors ──▶ node of the circuit
//	                      scope: its variables, as a set          (made on demand)
package smooth

import (
	"context"
	"errors"
	"fmt"
	"math/bits"

	"github.com/confspace/confspace/config/source"
	"github.com/confspace/confspace/solver/internal/circuit"
	"github.com/confspace/confspace/solver/internal/cnf"
	"github.com/confspace/confspace/solver/nnf"
)

// ErrBudget is the error of a circuit beyond its memory budget.
var ErrBudget = errors.New("smooth: the circuit takes more memory than it may")

// Circuit returns the circuit of a graph over variables 1..vars, no fewer than the graph
// has, of which 1..options are the options. All options are in the circuit, and those
// auxiliaries that the graph has.
//
// The error is [source.Defects] with the place and the missing property; the context's cause; or
// ErrBudget when the circuit, or the sets of variables needed to make it, would exceed the budget
// of bytes. Nodes × vars/64 steps, beside the size of the circuit.
func Circuit(ctx context.Context, g *nnf.Graph, options, vars int, maxBytes int64) (*circuit.Circuit, error) {
	s := &smoother{
		ctx: ctx, g: g, build: circuit.NewBuilder(options, vars), maxBytes: maxBytes,
		width: vars/64 + 1, known: map[string]uint32{},
		values: make([]value, g.NumNodes()), stamp: make([]int, 2*vars+2),
	}
	s.set = make([]uint64, s.width)
	s.scope() // 0 is the empty one
	reached := make([]bool, g.NumNodes())
	reached[g.Root()] = true
	for n := int(g.Root()); n >= 0; n-- {
		if reached[n] {
			for _, child := range g.Children(nnf.Node(n)) {
				reached[child] = true
			}
		}
	}
	for n := range int(g.Root()) + 1 {
		if !reached[n] {
			continue
		}
		if err := s.node(nnf.Node(n)); err != nil {
			return nil, err
		}
	}
	return s.build.Finish(s.root(options)), nil
}

type smoother struct {
	ctx      context.Context
	g        *nnf.Graph
	build    *circuit.Builder
	maxBytes int64
	steps    int

	width  int // of a scope, in words
	sets   []uint64
	known  map[string]uint32 // scopes by their bytes
	set    []uint64          // scratch
	key    []byte
	values []value // by node of the graph
	stamp  []int   // by literal: the last Or of which the first child had it; see decision
	parts  []circuit.Node
}

// value is a translated node of the graph.
type value struct {
	kind  valueKind
	scope uint32       // of an Or or an And
	node  circuit.Node // of a literal or an Or
	alias nnf.Node     // of an Or with one child that is not false, or an And with one that is not true
}

type valueKind uint8

const (
	isFalse   valueKind = iota
	isLiteral           // node
	isOr                // node
	isAnd               // its children, none of them false
	isAlias
)

// poll returns an error when the context has ended or the memory is used up.
func (s *smoother) poll() error {
	if s.steps++; s.steps%1024 == 0 && s.ctx.Err() != nil {
		return context.Cause(s.ctx)
	}
	if s.build.Bytes()+16*int64(len(s.sets)) > s.maxBytes || !s.build.Fits(5, 3*s.width*64) {
		return ErrBudget
	}
	return nil
}

// at returns the defect of a node.
func (s *smoother) at(n nnf.Node, format string, args ...any) error {
	return source.Defects{{Place: s.g.Place(n), Msg: fmt.Sprintf(format, args...)}}
}

// scope returns the number of the set in scratch.
func (s *smoother) scope() uint32 {
	s.key = s.key[:0]
	for _, w := range s.set {
		for range 8 {
			s.key = append(s.key, byte(w))
			w >>= 8
		}
	}
	id, ok := s.known[string(s.key)]
	if !ok {
		id = uint32(len(s.sets) / s.width)
		s.known[string(s.key)] = id
		s.sets = append(s.sets, s.set...)
	}
	return id
}

func (s *smoother) words(scope uint32) []uint64 {
	return s.sets[int(scope)*s.width : (int(scope)+1)*s.width]
}

// unite adds the variables of a value to the set in scratch, and returns one that
// was in it, or 0.
func (s *smoother) unite(v *value) cnf.Var {
	if v.kind == isLiteral {
		x := cnf.Lit(v.node).Var()
		if s.set[x/64]>>(x%64)&1 != 0 {
			return x
		}
		s.set[x/64] |= 1 << (x % 64)
		return 0
	}
	twice := cnf.Var(0)
	for k, w := range s.words(v.scope) {
		if both := s.set[k] & w; both != 0 && twice == 0 {
			twice = cnf.Var(64*k + bits.TrailingZeros64(both))
		}
		s.set[k] |= w
	}
	return twice
}

// has reports whether a value has a variable.
func (s *smoother) has(v *value, x cnf.Var) bool {
	if v.kind == isLiteral {
		return cnf.Lit(v.node).Var() == x
	}
	return s.words(v.scope)[x/64]>>(x%64)&1 != 0
}

// follow returns the node that stands for n.
func (s *smoother) follow(n nnf.Node) nnf.Node {
	for s.values[n].kind == isAlias {
		n = s.values[n].alias
	}
	return n
}

// node makes the value of the next node.
func (s *smoother) node(n nnf.Node) error {
	if err := s.poll(); err != nil {
		return err
	}
	switch s.g.Kind(n) {
	case nnf.Literal:
		s.values[n] = value{kind: isLiteral, node: circuit.Lit(cnf.FromDimacs(int(s.g.Label(n))))}
	case nnf.And:
		return s.and(n)
	default:
		return s.or(n)
	}
	return nil
}

func (s *smoother) and(n nnf.Node) error {
	clear(s.set)
	several, last := 0, n
	for _, child := range s.g.Children(n) {
		child = s.follow(child)
		v := &s.values[child]
		switch {
		case v.kind == isFalse:
			s.values[n] = value{}
			return nil
		case s.isTrue(v):
			continue
		}
		if x := s.unite(v); x != 0 {
			return s.at(n, "the And is not decomposable: several of its children have variable %d", x)
		}
		several++
		last = child
	}
	if several == 1 {
		s.values[n] = value{kind: isAlias, alias: last}
		return nil
	}
	s.values[n] = value{kind: isAnd, scope: s.scope()}
	return nil
}

// isTrue reports whether a value is an And without children: the only one without
// variables.
func (s *smoother) isTrue(v *value) bool { return v.kind == isAnd && v.scope == 0 }

func (s *smoother) or(n nnf.Node) error {
	var sides []nnf.Node
	for _, child := range s.g.Children(n) {
		if child = s.follow(child); s.values[child].kind != isFalse {
			sides = append(sides, child)
		}
	}
	switch len(sides) {
	case 0:
		s.values[n] = value{}
		return nil
	case 1:
		s.values[n] = value{kind: isAlias, alias: sides[0]}
		return nil
	case 2:
	default:
		return s.at(n, "the Or has %d children: one that decides a variable has two", len(sides))
	}
	l := s.decision(n, sides[0], sides[1])
	if l == 0 {
		return s.at(n, "the Or decides no variable: no literal is in one of its children and its negation in the other")
	}
	if l.Sign() {
		sides[0], sides[1] = sides[1], sides[0]
	}
	clear(s.set)
	s.unite(&s.values[sides[0]])
	s.unite(&s.values[sides[1]])
	all := s.scope()
	var nodes [2]circuit.Node
	for i, side := range sides {
		l := cnf.Pos(l.Var()) ^ cnf.Lit(i)
		s.parts = s.parts[:0]
		s.expose(side, l)
		s.open(all, &s.values[side])
		nodes[i] = s.build.Branch(l, s.parts)
	}
	s.values[n] = value{kind: isOr, scope: all}
	if v := l.Var(); nodes[0] == circuit.Lit(cnf.Pos(v)) && nodes[1] == circuit.Lit(cnf.Neg(v)) {
		s.values[n].node = s.build.Free(v) // also of an auxiliary
	} else {
		s.values[n].node = s.build.Or(v, nodes[0], nodes[1])
	}
	return nil
}

// open appends the variables, left open, that a scope has and a value lacks.
func (s *smoother) open(all uint32, v *value) {
	for k, w := range s.words(all) {
		for ; w != 0; w &= w - 1 {
			if x := cnf.Var(64*k + bits.TrailingZeros64(w)); !s.has(v, x) {
				s.parts = append(s.parts, s.build.Free(x))
			}
		}
	}
}

// decision returns a literal of the first child whose negation the other has, if
// possible of the Or's decision variable; 0 when there is none.
func (s *smoother) decision(n, a, b nnf.Node) cnf.Lit {
	mark := int(n) + 1
	s.literals(a, func(l cnf.Lit) { s.stamp[l] = mark })
	says, found := cnf.Var(s.g.Label(n)), cnf.Lit(0)
	s.literals(b, func(l cnf.Lit) {
		if s.stamp[l.Not()] == mark && (found == 0 || l.Var() == says) {
			found = l.Not()
		}
	})
	return found
}

// literals calls use for the literals of a node, also by way of Ands: at most as many
// as its variables.
func (s *smoother) literals(n nnf.Node, use func(cnf.Lit)) {
	switch v := &s.values[n]; {
	case v.kind == isLiteral:
		use(cnf.Lit(v.node))
	case v.kind == isAnd:
		for _, child := range s.g.Children(n) {
			s.literals(s.follow(child), use)
		}
	}
}

// expose appends the parts of a node beside its literal l, with Ands flattened: at
// most as many as variables.
func (s *smoother) expose(n nnf.Node, l cnf.Lit) {
	switch v := &s.values[n]; {
	case v.kind == isAnd:
		for _, child := range s.g.Children(n) {
			s.expose(s.follow(child), l)
		}
	case v.node != circuit.Lit(l):
		s.parts = append(s.parts, v.node)
	}
}

// root returns the node of the whole graph, with missing options open.
func (s *smoother) root(options int) circuit.Node {
	n := s.follow(s.g.Root())
	v := &s.values[n]
	if v.kind == isFalse {
		return circuit.False
	}
	s.parts = s.parts[:0]
	s.expose(n, 0)
	for o := cnf.Var(1); int(o) <= options; o++ {
		if !s.has(v, o) {
			s.parts = append(s.parts, s.build.Free(o))
		}
	}
	return s.build.And(s.parts)
}
