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
	var needed []bool
	for _, i := range order {
		if p.steps > s.steps || s.ctx.Err() != nil {
			break
		}
		lits = append(lits[:0], s.clauses[i]...)
		slices.Sort(lits)
		changed := false
		for {
			needed = s.models.alone(needed[:0], lits)
			k := p.spare(lits, needed, 0, len(lits))
			if k < 0 {
				break
			}
			lits, changed = p.without(lits, k), true
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

// spare returns the first of the literals from lo to hi without which the clause follows by
// propagation, or -1. All others are assumed to be false, without a conflict. Each literal
// is assumed once for each halving: n literals take n log n propagations. Those known to be
// needed are not tried.
func (p *propagator) spare(lits []cnf.Lit, needed []bool, lo, hi int) int {
	if hi-lo < 2 {
		return -1
	}
	mark, mid := len(p.trail), (lo+hi)/2
	for _, half := range [2]struct {
		lo, hi int
		others []cnf.Lit
	}{{lo, mid, lits[mid:hi]}, {mid, hi, lits[lo:mid]}} {
		if !slices.Contains(needed[half.lo:half.hi], false) {
			continue
		}
		k := half.lo
		if p.deny(half.others) {
			k = p.spare(lits, needed, half.lo, half.hi)
		}
		p.undo(mark)
		if k >= 0 {
			return k
		}
	}
	return -1
}

// without returns the needed part of a clause that follows without its k-th literal.
func (p *propagator) without(lits []cnf.Lit, k int) []cnf.Lit {
	mark := len(p.trail)
	p.deny(slices.Delete(slices.Clone(lits), k, k+1))
	p.undo(mark)
	return slices.Clone(p.denied)
}

// deny assumes literals to be false one by one. It returns false when propagation ends in a
// conflict or makes one true: then the clause of those denied follows.
func (p *propagator) deny(lits []cnf.Lit) bool {
	p.denied = p.denied[:0]
	for _, l := range lits {
		if p.vals[l] < 0 { // the ones before exclude this one
			continue
		}
		p.denied = append(p.denied, l)
		if p.vals[l] > 0 || !p.assume(l.Not()) {
			return false
		}
	}
	return true
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
