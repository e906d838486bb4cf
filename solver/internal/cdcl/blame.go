package cdcl

import "github.com/confspace/confspace/solver/internal/cnf"

// AppendBlame appends the decisions from which propagation made each of some literals false, or
// of the last conflict if there are no literals, the latest first. The conflict is that of a
// Propagate or a Feasible that has just returned false. A fact needs no decision.
func (s *Solver) AppendBlame(dst []cnf.Lit, lits ...cnf.Lit) []cnf.Lit {
	if len(lits) == 0 {
		lits = s.conflict
	}
	marked := s.marked[:0]
	count := 0
	note := func(l cnf.Lit) {
		if v := l.Var(); !s.seen[v] && s.level[v] > 0 {
			s.seen[v] = true
			marked = append(marked, v)
			count++
		}
	}
	for _, l := range lits {
		note(l)
	}
	for i := len(s.trail) - 1; count > 0; i-- {
		p := s.trail[i]
		if !s.seen[p.Var()] {
			continue
		}
		count--
		if s.reason[p.Var()] == 0 {
			dst = append(dst, p)
		} else {
			s.eachReason(p, note)
		}
	}
	for _, v := range marked {
		s.seen[v] = false
	}
	s.marked = marked[:0]
	return dst
}
