package query

import (
	"iter"
	"math/big"

	"github.com/confspace/confspace/solver/internal/circuit"
	"github.com/confspace/confspace/solver/internal/cnf"
)

// From returns the models over the options that agree with assign, in
// canonical order, from number from on; nil is 0. from is kept. The model is reused: copy
// what you keep. Memory is bounded by the circuit's, however many there are.
//
// A step from one model to the next costs the changes in the circuit
// between them, and a look at the options after the first change.
func (ms *Models) From(from *big.Int, assign circuit.Assignment) iter.Seq[circuit.Model] {
	return func(yield func(circuit.Model) bool) {
		first := circuit.Model(nil)
		if from != nil && from.Sign() != 0 {
			if first = circuit.NewModel(ms.arena.Options); !ms.Unrank(first, from, assign) {
				return
			}
		}
		w := ms.walk(assign, false)
		defer w.end()
		if w.empty() {
			return
		}
		e := newEnumerator(w)
		e.descend(0, first)
		for yield(e.model) && e.next() {
		}
	}
}

// enumerator is a depth-first walk over the options.
type enumerator struct {
	*walk
	model   circuit.Model
	free    []cnf.Var // that can take both values at first
	choices []choice  // those taken that can still be taken otherwise
}

// choice is an option that the model has and might lack.
type choice struct {
	place  int // in free
	before mark
}

func newEnumerator(w *walk) *enumerator {
	e := &enumerator{walk: w, model: circuit.NewModel(w.ms.arena.Options)}
	for v := cnf.Var(1); int(v) <= w.ms.arena.Options; v++ {
		has := w.possible(cnf.Pos(v))
		switch {
		case has && w.possible(cnf.Neg(v)):
			e.free = append(e.free, v)
		case has:
			e.model.Set(cnf.Pos(v))
		}
	}
	w.logged = true
	return e
}

// descend goes to the first model under what is fixed, deciding the options
// from a place on; or to a given one, past those before it.
func (e *enumerator) descend(place int, to circuit.Model) {
	for ; place < len(e.free); place++ {
		v := e.free[place]
		l := cnf.Pos(v)
		has, lacks := e.possible(l), e.possible(l.Not())
		switch {
		case !has:
			l = l.Not()
		case !lacks:
		case to != nil && !to.Has(v):
			l = l.Not()
			e.fix(l)
		default:
			e.choices = append(e.choices, choice{place, e.mark()})
			e.fix(l)
		}
		e.model.Set(l)
	}
}

// next goes to the next model and reports whether there is one.
func (e *enumerator) next() bool {
	last := len(e.choices) - 1
	if last < 0 {
		return false
	}
	e.ms.c.Poll(0)
	c := e.choices[last]
	e.choices = e.choices[:last]
	e.undo(c.before)
	l := cnf.Neg(e.free[c.place])
	e.fix(l)
	e.model.Set(l)
	e.descend(c.place+1, nil)
	return true
}
