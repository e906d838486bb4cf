package query

import (
	"github.com/confspace/confspace/solver/internal/circuit"
	"github.com/confspace/confspace/solver/internal/cnf"
)

// first returns the model of least cost, and of several the first in canonical
// order, given the least cost of every node, of which the root has one.
//
// The models of least cost are those of a part of the circuit: each way down
// takes, at an Or, an edge to a child that costs as little as the Or, and for
// an open option the cheaper value. A child may be cheapest below one Or and
// not below another: so edges are left out, not nodes. In that part a walk
// finds the first model, and never compares two.
//
// A pass over the nodes, and NumEdges steps, however many models cost the same.
func (r *ranking) first() circuit.Model {
	w := r.ms.borrowWalk(r.assign)
	defer w.end()
	w.reach(r.least)
	m := circuit.NewModel(r.ms.arena.Options)
	for v := cnf.Var(1); int(v) <= r.ms.arena.Options; v++ {
		l := cnf.Pos(v)
		switch state := r.assign.Value(v); {
		case state == circuit.FixedFalse:
			continue
		case state == circuit.FixedTrue:
		case r.costs[v] > 0:
			// Where it is open the models of least cost lack it, so only a literal has
			// it, and then those models are not left.
			if !w.anyAlive(w.facts.of(uint32(l))) {
				continue
			}
			w.killAll(w.opens.of(uint32(v)))
			w.fix(l)
		case !w.possible(l):
			continue
		default:
			w.fix(l)
		}
		m.Set(l)
	}
	return m
}

// reach makes the nodes alive that the root reaches by edges of least cost.
// Every node that it reaches has a model under the assignment.
func (w *walk) reach(least []least) {
	w.least = least
	clear(w.alive)
	clear(w.refs)
	w.alive[w.top], w.refs[w.top] = true, 1
	for n := int(w.top); n >= 0; n-- {
		w.ms.c.Poll(n)
		if !w.alive[n] {
			continue
		}
		for _, kid := range w.kids.of(uint32(n)) {
			if w.leads(uint32(n), kid) {
				w.alive[kid] = true
				w.refs[kid]++
			}
		}
	}
}

// leads reports whether the edge from n to kid is part of the walk, as all are
// unless it is one over the models of least cost.
func (w *walk) leads(n, kid uint32) bool { return w.least == nil || w.pays(n, kid) }

// pays reports whether a model of least cost of n, which has one, may pass through kid.
func (w *walk) pays(n, kid uint32) bool {
	if w.and(n) {
		return true
	}
	all, one := &w.least[w.ms.inner+circuit.Node(n)], &w.least[w.ms.inner+circuit.Node(kid)]
	return one.any && one.cost == all.cost
}
