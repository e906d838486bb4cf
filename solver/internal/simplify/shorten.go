package simplify

import (
	"slices"

	"github.com/confspace/confspace/solver/internal/cnf"
)

// maxShortened is the longest clause to shorten. That takes as many propagations
// as literals, each with as many assumptions.
const maxShortened = 1000

// shorten drops from each clause the literals without which it follows from
// the formula by propagation (vivification; Piette, Hamadi, Saïs, 2008).
func (s *simplifier) shorten() {
	p := s.fresh()
	order := make([]int, 0, len(s.clauses))
	for i := range s.clauses {
		if n := len(s.clauses[i]); n > 2 && n <= maxShortened { // probing handles shorter ones
			order = append(order, i)
		}
	}
	slices.SortStableFunc(order, func(a, b int) int { return len(s.clauses[a]) - len(s.clauses[b]) })
	var lits []cnf.Lit
	for _, i := range order {
		if p.steps > s.steps || s.ctx.Err() != nil {
			break
		}
		lits = append(lits[:0], s.clauses[i]...)
		slices.Sort(lits)
		changed := false
		for k := 0; k < len(lits); {
			if shorter := p.without(lits, k); shorter != nil {
				lits, changed = shorter, true
				k = 0
				continue
			}
			k++
		}
		if !changed {
			continue
		}
		p.off[i] = true
		if len(lits) == 1 {
			s.fix(lits[0])
			if p.vals[lits[0]] == 0 {
				p.assume(lits[0])
			}
			s.clauses[i] = []cnf.Lit{lits[0]}
			continue
		}
		s.clauses[i] = slices.Clone(lits)
		p.add(slices.Clone(lits))
	}
	s.steps -= p.steps
}

// without reports whether the clause without its k-th literal follows by
// propagation, and returns the needed part of it, or nil.
func (p *propagator) without(lits []cnf.Lit, k int) []cnf.Lit {
	mark := len(p.trail)
	defer p.undo(mark)
	var used []cnf.Lit
	for j, l := range lits {
		if j == k {
			continue
		}
		switch p.vals[l] {
		case 1: // the ones before imply this one
			return append(used, l)
		case -1: // the ones before exclude this one
			continue
		}
		used = append(used, l)
		if !p.assume(l.Not()) {
			return used
		}
	}
	return nil
}

// thin moves clauses that follow from the rest by propagation to the implied
// ones, the longest first.
func (s *simplifier) thin() {
	p := newPropagator(s.vars)
	for _, c := range s.clauses {
		p.add(slices.Clone(c))
	}
	order := make([]int, len(s.clauses))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int { return len(s.clauses[b]) - len(s.clauses[a]) })
	for _, i := range order {
		if p.steps > s.steps || s.ctx.Err() != nil {
			break
		}
		p.off[i] = true
		mark := len(p.trail)
		follows := false
		for _, l := range s.clauses[i] {
			if p.vals[l] > 0 || p.vals[l] == 0 && !p.assume(l.Not()) {
				follows = true
				break
			}
		}
		p.undo(mark)
		p.off[i] = follows
	}
	kept := s.clauses[:0]
	for i, c := range s.clauses {
		if p.off[i] {
			s.implied = append(s.implied, c)
		} else {
			kept = append(kept, c)
		}
	}
	s.clauses = kept
	s.steps -= p.steps
}
