package simplify

import (
	"cmp"
	"slices"

	"github.com/confspace/confspace/solver/internal/cnf"
)

// elimination holds the clauses while auxiliaries are removed by resolution:
// the resolvents of each clause with y and each with its negation replace all
// clauses with y (Davis and Putnam, 1960). These say that some value of y
// satisfies the clauses. The options determine y, so it is one value, and the
// number of models stays the same.
//
// It is done only if it leaves no more clauses than before, and hardly more
// literals (Subbarayan and Pradhan, "NiVER", 2004; Eén and Biere, "Effective
// preprocessing in SAT through variable and clause elimination", 2005).
type elimination struct {
	*simplifier
	clauses   [][]cnf.Lit // a removed one is nil
	prints    []uint64    // by clause
	with      [][]uint32  // by literal: clauses that contain it, and some removed ones
	made      [][]cnf.Lit // the resolvents of the variable that is tried
	resolvent []cnf.Lit
}

const (
	// maxPairs bounds the pairs of clauses to resolve for a variable. Eliminating
	// an auxiliary with more pairs does not reduce clauses.
	maxPairs = 400
	// moreLiterals is the number of literals that the removal of a variable may
	// add. With fewer the circuit of the example line grows; with more, and a few
	// more clauses, large sums take more decisions. NOTES.md has how many.
	moreLiterals = 10
)

// eliminate removes the auxiliaries that are not kept, where that is cheap.
func (s *simplifier) eliminate() {
	e := &elimination{simplifier: s, with: make([][]uint32, 2*s.vars+2)}
	for _, c := range s.clauses {
		e.enter(c)
	}
	for e.round() {
	}
	s.clauses = slices.DeleteFunc(e.clauses, func(c []cnf.Lit) bool { return c == nil })
}

// enter adds a clause, ascending.
func (e *elimination) enter(c []cnf.Lit) {
	i := uint32(len(e.clauses))
	e.clauses = append(e.clauses, c)
	e.prints = append(e.prints, cnf.Fingerprint(c))
	for _, l := range c {
		e.with[l] = append(e.with[l], i)
	}
}

// round tries each auxiliary once, those with the fewest pairs of clauses to
// resolve first, and reports whether one was removed.
func (e *elimination) round() bool {
	type candidate struct {
		v     cnf.Var
		pairs int
	}
	var all []candidate
	for v := cnf.Var(1); int(v) <= e.vars; v++ {
		l := cnf.Pos(v)
		if !e.may(v) || e.root(l) != l || e.value[l] != 0 {
			continue
		}
		if n := len(e.live(l)) * len(e.live(l.Not())); n > 0 && n <= maxPairs {
			all = append(all, candidate{v, n})
		}
	}
	slices.SortStableFunc(all, func(a, b candidate) int { return cmp.Compare(a.pairs, b.pairs) })
	gained := false
	for _, c := range all {
		if e.steps < 0 || e.ctx.Err() != nil {
			return false
		}
		gained = e.try(c.v) || gained
	}
	return gained
}

// live returns the clauses that contain l.
func (e *elimination) live(l cnf.Lit) []uint32 {
	e.with[l] = slices.DeleteFunc(e.with[l], func(i uint32) bool { return e.clauses[i] == nil })
	return e.with[l]
}

// try removes v if that is cheap and the context lasts.
func (e *elimination) try(v cnf.Var) bool {
	pos, neg := e.live(cnf.Pos(v)), e.live(cnf.Neg(v))
	if len(pos)*len(neg) > maxPairs {
		return false
	}
	old := slices.Concat(pos, neg)
	room := moreLiterals
	for _, i := range old {
		room += len(e.clauses[i])
	}
	e.made = e.made[:0]
	for _, i := range pos {
		for _, j := range neg {
			c := e.resolve(e.clauses[i], e.clauses[j], v)
			if c == nil || e.subsumed(c) {
				continue
			}
			if room -= len(c); room < 0 || len(e.made) == len(old) || e.ctx.Err() != nil {
				return false
			}
			e.made = append(e.made, slices.Clone(c))
		}
	}
	for _, i := range old {
		e.clauses[i], e.prints[i] = nil, ^uint64(0)
	}
	for _, c := range e.made {
		e.enter(c)
	}
	e.gone[v] = true
	return true
}

// resolve returns the resolvent on v of two clauses, ascending, in the
// elimination's memory, or nil when it is a tautology.
func (e *elimination) resolve(a, b []cnf.Lit, v cnf.Var) []cnf.Lit {
	e.steps--
	out := e.resolvent[:0]
	for len(a)+len(b) > 0 {
		if len(a) == 0 || len(b) > 0 && b[0] < a[0] {
			a, b = b, a
		}
		l := a[0]
		a = a[1:]
		switch {
		case l.Var() == v:
			continue
		case len(b) > 0 && b[0] == l:
			b = b[1:]
		case len(b) > 0 && b[0] == l.Not():
			return nil
		}
		out = append(out, l)
	}
	e.resolvent = out
	return out
}

// subsumed reports whether a clause, or a resolvent made before, has no other
// literals than c.
func (e *elimination) subsumed(c []cnf.Lit) bool {
	for _, d := range e.made {
		if e.steps--; cnf.Subset(d, c) {
			return true
		}
	}
	bits := cnf.Fingerprint(c)
	for _, l := range c {
		for _, i := range e.with[l] {
			e.steps--
			if e.prints[i]&^bits == 0 && e.clauses[i] != nil && e.clauses[i][0] == l && cnf.Subset(e.clauses[i], c) {
				return true
			}
		}
	}
	return false
}
