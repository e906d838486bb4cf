package solver

import (
	"context"
	"errors"
	"fmt"
	"strconv"

	"github.com/confspace/confspace/config"
	"github.com/confspace/confspace/config/source"
	"github.com/confspace/confspace/rules"
	"github.com/confspace/confspace/solver/internal/circuit"
	"github.com/confspace/confspace/solver/internal/circuit/check"
	"github.com/confspace/confspace/solver/internal/cnf"
	"github.com/confspace/confspace/solver/internal/compile"
	"github.com/confspace/confspace/solver/internal/smooth"
	"github.com/confspace/confspace/solver/nnf"
)

// NNF returns the circuit of the space as a graph, for nnf.Write and other tools: a
// smooth decision d-DNNF. Option o is variable o+1; the auxiliaries of the circuit
// follow, and are functions of the options. So a tool that counts the models over all
// variables counts the configurations. Linear in the circuit.
//
// The error wraps [ErrNoCircuit], or is the context's.
func (s *Space) NNF(ctx context.Context) (*nnf.Graph, error) {
	source.NeedContext("solver", ctx)
	if err := s.made().needCircuit(); err != nil {
		return nil, err
	}
	a := s.circuit.Arena()
	w := grapher{Arena: a, place: make([]nnf.Node, a.NumNodes()), known: make([]bool, a.NumNodes())}
	number := w.numbers()
	if w.vars > nnf.MaxVars {
		return nil, fmt.Errorf("the circuit has %d variables, a graph has at most %d", w.vars, nnf.MaxVars)
	}
	w.number, w.Graph = number, nnf.New(w.vars)
	var children []nnf.Node
	for i, v := range a.Decides {
		if i%1024 == 0 && ctx.Err() != nil {
			return nil, context.Cause(ctx)
		}
		n := a.Inner() + circuit.Node(i)
		children = children[:0]
		for _, child := range a.Children(n) {
			children = append(children, w.node(child))
		}
		w.known[n] = true
		if v == 0 {
			w.place[n] = w.AddAnd(children...)
		} else {
			w.place[n] = w.AddOr(number[v], children...)
		}
	}
	w.SetRoot(w.node(a.Root))
	return w.Graph, nil
}

// grapher makes the graph of a circuit.
type grapher struct {
	circuit.Arena
	*nnf.Graph
	vars   int
	number []int      // of variables in the graph
	place  []nnf.Node // of nodes in it
	known  []bool     // nodes that have a place
}

// numbers counts the variables of the circuit and the options, and returns their
// numbers.
func (w *grapher) numbers() []int {
	has := make([]bool, w.Arena.Vars+1)
	for _, n := range append([]circuit.Node{w.Arena.Root}, w.Edges...) {
		if w.Leaf(n) {
			has[cnf.Lit(n).Var()] = true
		}
	}
	number := make([]int, w.Arena.Vars+1)
	for v := 1; v < len(number); v++ {
		if v <= w.Options || has[v] {
			w.vars++
			number[v] = w.vars
		}
	}
	return number
}

// node returns the node of the graph for one of the circuit; inner nodes have a place.
func (w *grapher) node(n circuit.Node) nnf.Node {
	if w.known[n] {
		return w.place[n]
	}
	w.known[n] = true
	switch {
	case n == circuit.False:
		w.place[n] = w.AddOr(0)
	case n == circuit.True:
		w.place[n] = w.AddAnd()
	case w.Leaf(n):
		l := int32(w.number[cnf.Lit(n).Var()])
		if cnf.Lit(n).Sign() {
			l = -l
		}
		w.place[n] = w.AddLiteral(l)
	default:
		v := w.FreeVar(n)
		w.place[n] = w.AddOr(w.number[v], w.node(circuit.Lit(cnf.Pos(v))), w.node(circuit.Lit(cnf.Neg(v))))
	}
	return w.place[n]
}

// FromNNF returns the space of a graph that another tool wrote, or [Space.NNF] made: its
// models, over all of its variables. Option v-1 is variable v, its code the number, in the one
// family "variables". It has no rules: a selection without a configuration has one cause, a
// [CauseSpace]. [Read] loads its file for its [Space.Rules], an empty set on that catalog.
//
// The graph must be a decision d-DNNF, as c2d, d4 and their kin write them: the children of
// an And share no variable, and an Or has at most two children that are not false, one with
// a literal and one with its negation. It need not be smooth. [Space.Verify] proves that it
// is a circuit, and [Adopt] that it is the circuit of given rules.
//
// Config.MaxBytes bounds the circuit, and also the sets of variables needed to make it smooth; the
// rest of cfg has no effect. The errors are source.Defects for a graph that is not a decision
// d-DNNF, one that wraps [ErrBudget], and the context's. It panics when g is nil or has no node.
func FromNNF(ctx context.Context, g *nnf.Graph, cfg Config) (*Space, error) {
	source.NeedContext("solver", ctx)
	if g == nil {
		panic("solver: FromNNF needs a graph; it is nil")
	}
	codes := make([]string, g.NumVars())
	for i := range codes {
		codes[i] = strconv.Itoa(i + 1)
	}
	cat, err := unrestricted("circuit", "variables", codes)
	if err != nil {
		return nil, err
	}
	b := budget{max(cfg.MaxNodes, 0), max(cfg.MaxBytes, 0)}
	c, err := b.smooth(ctx, g, g.NumVars(), g.NumVars())
	if err != nil {
		return nil, err
	}
	s, err := newWhole(cat, c)
	if err == nil {
		s.budget = b
	}
	return s, err
}

// smooth makes the circuit of a graph within the budget.
func (b budget) smooth(ctx context.Context, g *nnf.Graph, options, vars int) (*circuit.Circuit, error) {
	limit := b.bytes
	if limit == 0 {
		limit = compile.DefaultBytes
	}
	c, err := smooth.Circuit(ctx, g, options, vars, limit)
	if errors.Is(err, smooth.ErrBudget) {
		return nil, fmt.Errorf("%w: %w", ErrNoCircuit, &exhausted{budget: b, ofBytes: true})
	}
	return c, err
}

// Adopt returns the space of a set of rules at a point of time, as [Compile] does, with a circuit
// that another tool compiled from the formula of dimacs.Of, with the same variables. Adopt proves
// that it is the circuit of the rules, see [Space.Verify], so the tool need not be trusted.
//
// The errors are those of [Compile], [FromNNF] and [Space.Verify]; one of them is that of a
// circuit of other rules. Config.Track must be empty, as the formula has no tracked
// conditions. It panics when set or g is nil, g has no node, or Track is not empty.
func Adopt(ctx context.Context, set *rules.Set, asOf config.Point, g *nnf.Graph, cfg Config) (*Space, error) {
	source.NeedContext("solver", ctx)
	if set == nil || g == nil {
		panic("solver: Adopt needs rules and a graph; one is nil")
	}
	if len(cfg.Track) > 0 {
		panic("solver: Adopt needs an empty Config.Track; a formula has no tracked conditions")
	}
	cfg.NoCircuit = true
	s, err := Compile(ctx, set, asOf, cfg)
	if err != nil {
		return nil, err
	}
	f := s.encoding.Formula
	if g.NumVars() > f.Vars() {
		return nil, fmt.Errorf("the circuit has %d variables, the formula of the rules has %d", g.NumVars(), f.Vars())
	}
	c, err := s.budget.smooth(ctx, g, f.Options(), f.Vars())
	if err != nil {
		return nil, err
	}
	if err := check.Verify(ctx, c, f); err != nil {
		return nil, err
	}
	s.absent = nil
	s.setCircuit(c)
	s.measure()
	return s, s.verifyEncoding(ctx)
}
