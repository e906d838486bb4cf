package cdcl

import "github.com/confspace/confspace/solver/internal/cnf"

// Propagate extends the trail by everything that the clauses imply one by one,
// and returns false when one of them turns false; Analyze explains it then.
//
// Binary clauses go first: a literal's whole list is in one run of memory.
// Long clauses are found by two watched literals (Moskewicz et al., "Chaff",
// 2001), with a blocking literal so that most satisfied clauses are never
// touched. Sums come last, see sumUp.
func (s *Solver) Propagate() bool {
	vals := s.vals
	for s.head < len(s.trail) {
		l := s.trail[s.head]
		s.head++
		s.Stats.Propagations++
		for _, x := range s.bins[l] {
			switch vals[x] {
			case 0:
				s.assign(x, reason(l.Not())<<1|1)
			case -1:
				s.conflict = append(s.conflict[:0], x, l.Not())
				return false
			}
		}
		if !s.visit(l) {
			return false
		}
		if s.summing != nil && !s.sumUp() {
			return false
		}
	}
	return true
}

// visit visits the long clauses that watch the negation of l, which has
// become true.
func (s *Solver) visit(l cnf.Lit) bool {
	vals, gone := s.vals, l.Not()
	list := s.watches[gone]
	kept := 0
next:
	for i := range list {
		w := list[i]
		if vals[w.blocker] > 0 {
			list[kept] = w
			kept++
			continue
		}
		n := ref(s.arena[w.clause])
		c := s.arena[w.clause+2 : w.clause+2+n]
		if c[0] == gone {
			c[0], c[1] = c[1], gone
		}
		first := c[0]
		if first != w.blocker && vals[first] > 0 {
			list[kept] = watch{w.clause, first}
			kept++
			continue
		}
		for k := 2; k < len(c); k++ {
			if vals[c[k]] >= 0 {
				c[1], c[k] = c[k], gone
				s.watches[c[1]] = append(s.watches[c[1]], watch{w.clause, first})
				continue next
			}
		}
		list[kept] = watch{w.clause, first}
		kept++
		if vals[first] < 0 {
			kept += copy(list[kept:], list[i+1:])
			s.watches[gone] = list[:kept]
			s.conflict = append(s.conflict[:0], c...)
			return false
		}
		s.assign(first, reason(w.clause)<<1)
	}
	s.watches[gone] = list[:kept]
	return true
}
