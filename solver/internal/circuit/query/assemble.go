package query

import (
	"context"
	"math"

	"github.com/confspace/confspace/solver/internal/circuit"
	"github.com/confspace/confspace/solver/internal/cnf"
)

// assembly makes a sampler's program from the values of a fold.
type assembly struct {
	*Sampler
	weights   []float64                        // by literal; nil when even
	possible  func(n circuit.Node) bool        // whether an inner node has a model
	threshold func(hi, lo circuit.Node) uint64 // the share of an Or's first child, when both are possible
	place     []step                           // by inner node: its step
	trues     circuit.Model                    // scratch of and
	opened    circuit.Model                    // scratch of and
}

// assemble makes the program of the nodes that are possible and that the root
// reaches by way of such nodes.
func (a *assembly) assemble() {
	arena, inner := &a.ms.arena, a.ms.inner
	if a.empty = arena.Root == circuit.False || !a.possible(arena.Root); a.empty {
		return
	}
	a.place = make([]step, len(arena.Decides))
	a.trues, a.opened = circuit.NewModel(arena.Options), circuit.NewModel(arena.Options)
	var kids, scratch []circuit.Node
	for i, reached := range a.reached() {
		a.ms.c.Poll(i)
		if !reached {
			continue
		}
		n := inner + circuit.Node(i)
		kids, scratch = a.ms.children(scratch, n)
		switch {
		case arena.Decides[i] == 0:
			a.place[i] = a.and(kids)
		case !a.possible(kids[0]):
			a.place[i] = a.at(kids[1])
		case !a.possible(kids[1]):
			a.place[i] = a.at(kids[0])
		default:
			hi, lo := a.at(kids[0]), a.at(kids[1])
			a.place[i] = step(2 * len(a.ors))
			a.ors = append(a.ors, toss{a.threshold(kids[0], kids[1]), hi, lo})
			a.nodes = append(a.nodes, n)
		}
	}
	a.start = a.at(arena.Root)
	a.mark()
}

// reached returns which inner nodes the program needs.
func (a *assembly) reached() []bool {
	arena, inner := &a.ms.arena, a.ms.inner
	reached := make([]bool, len(arena.Decides))
	if arena.Root >= inner {
		reached[arena.Root-inner] = true
	}
	upper := a.ms.upper()
	for i := len(reached) - 1; i >= 0; i-- {
		a.ms.c.Poll(i)
		if !reached[i] {
			continue
		}
		ands := arena.Decides[i] == 0
		for _, child := range arena.Children(inner + circuit.Node(i)) {
			if child >= inner && a.possible(child) && (child >= upper || !ands) {
				reached[child-inner] = true
			}
		}
	}
	return reached
}

// unbind makes the sampler one that no context ends.
func (a *assembly) unbind() {
	whole := a.ms.Within(context.Background())
	a.ms = &whole
}

// at returns the step of a node; a leaf is an And by itself.
func (a *assembly) at(n circuit.Node) step {
	if n >= a.ms.inner {
		return a.place[n-a.ms.inner]
	}
	return a.and([]circuit.Node{n})
}

// and adds an And with these children.
func (a *assembly) and(children []circuit.Node) step {
	a.mark()
	clear(a.trues)
	clear(a.opened)
	inner := a.ms.inner
	for _, child := range children {
		if child >= inner {
			a.kids = append(a.kids, a.place[child-inner])
			continue
		}
		switch v, state := a.option(child); {
		case state == circuit.FixedTrue:
			a.trues.Set(cnf.Pos(v))
		case state == circuit.Open && a.weights == nil:
			a.opened.Set(cnf.Pos(v))
		case state == circuit.Open:
			hi, lo := circuit.Widen(a.weights[cnf.Pos(v)]), circuit.Widen(a.weights[cnf.Neg(v)])
			a.biased = append(a.biased, coin{fraction(hi, lo), v})
		}
	}
	a.facts = appendRuns(a.facts, a.trues)
	a.coins = appendRuns(a.coins, a.opened)
	return step(2*(len(a.ands)-1) + 1)
}

// mark begins a block, which ends the one before.
func (a *assembly) mark() {
	a.ands = append(a.ands, block{
		uint32(len(a.facts)), uint32(len(a.coins)), uint32(len(a.biased)), uint32(len(a.kids)),
	})
}

// option is Arena.Option, but fixes an open option of which one literal has
// weight 0.
func (a *assembly) option(n circuit.Node) (cnf.Var, circuit.Value) {
	v, state := a.ms.arena.Option(n, a.assign)
	switch {
	case state != circuit.Open || a.weights == nil:
	case a.weights[cnf.Pos(v)] == 0:
		return v, circuit.FixedFalse
	case a.weights[cnf.Neg(v)] == 0:
		return v, circuit.FixedTrue
	}
	return v, state
}

func appendRuns(dst []run, m circuit.Model) []run {
	for i, mask := range m {
		if mask != 0 {
			dst = append(dst, run{uint32(i), mask})
		}
	}
	return dst
}

// fraction returns hi / (hi + lo), neither of them zero, in units of 2^-64,
// rounded down, and at most 1-2^-64.
func fraction(hi, lo circuit.Wide) uint64 {
	p := hi.Ratio(hi.Add(lo))
	if p >= 1 {
		return math.MaxUint64
	}
	return uint64(p * (1 << 64))
}
