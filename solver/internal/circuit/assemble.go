package circuit

import (
	"context"
	"math"

	"github.com/confspace/confspace/solver/internal/cnf"
)

// assembly makes a sampler's program from the values of a fold.
type assembly struct {
	*Sampler
	weights   []float64                // by literal; nil when even
	possible  func(n Node) bool        // whether an inner node has a model
	threshold func(hi, lo Node) uint64 // the share of an Or's first child, when both are possible
	place     []step                   // by inner node: what it became
	trues     Model                    // scratch of and
	opened    Model                    // scratch of and
}

// assemble makes the program of the nodes that are possible and that the root
// reaches by way of such nodes.
func (a *assembly) assemble() *Sampler {
	c := a.c
	if a.empty = c.root == False || !a.possible(c.root); a.empty {
		return a.Sampler
	}
	a.place = make([]step, len(c.decides))
	a.trues, a.opened = NewModel(c.options), NewModel(c.options)
	for i, reached := range a.reached() {
		if i&pollMask == 0 {
			c.poll()
		}
		if !reached {
			continue
		}
		n := c.inner + Node(i)
		kids := c.children(n)
		switch {
		case c.decides[i] == 0:
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
	a.start = a.at(c.root)
	a.mark()
	return a.Sampler
}

// reached returns which inner nodes the program needs.
func (a *assembly) reached() []bool {
	c := a.c
	reached := make([]bool, len(c.decides))
	if c.root >= c.inner {
		reached[c.root-c.inner] = true
	}
	for i := len(reached) - 1; i >= 0; i-- {
		if i&pollMask == 0 {
			c.poll()
		}
		if !reached[i] {
			continue
		}
		for _, child := range c.children(c.inner + Node(i)) {
			if child >= c.inner && a.possible(child) {
				reached[child-c.inner] = true
			}
		}
	}
	return reached
}

// unbind makes the sampler one that no context ends.
func (a *assembly) unbind() {
	whole := a.c.Within(context.Background())
	a.c = &whole
}

// at returns what a node became; one that is no inner node is an And by itself.
func (a *assembly) at(n Node) step {
	if n >= a.c.inner {
		return a.place[n-a.c.inner]
	}
	return a.and([]Node{n})
}

// and adds an And with these children.
func (a *assembly) and(children []Node) step {
	a.mark()
	clear(a.trues)
	clear(a.opened)
	for _, child := range children {
		if child >= a.c.inner {
			a.kids = append(a.kids, a.place[child-a.c.inner])
			continue
		}
		switch v, state := a.option(child); {
		case state == FixedTrue:
			a.trues.Set(cnf.Pos(v))
		case state == Open && a.weights == nil:
			a.opened.Set(cnf.Pos(v))
		case state == Open:
			hi, lo := widen(a.weights[cnf.Pos(v)]), widen(a.weights[cnf.Neg(v)])
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

// option is Circuit.option, but an option left open of which one literal weighs
// nothing is fixed.
func (a *assembly) option(n Node) (cnf.Var, Value) {
	v, state := a.c.option(n, a.assign)
	switch {
	case state != Open || a.weights == nil:
	case a.weights[cnf.Pos(v)] == 0:
		return v, FixedFalse
	case a.weights[cnf.Neg(v)] == 0:
		return v, FixedTrue
	}
	return v, state
}

func appendRuns(dst []run, m Model) []run {
	for i, mask := range m {
		if mask != 0 {
			dst = append(dst, run{uint32(i), mask})
		}
	}
	return dst
}

// fraction returns hi / (hi + lo), neither of them zero, in units of 2^-64,
// rounded down, and at most 1-2^-64.
func fraction(hi, lo wide) uint64 {
	p := hi.ratio(hi.add(lo))
	if p >= 1 {
		return math.MaxUint64
	}
	return uint64(p * (1 << 64))
}
