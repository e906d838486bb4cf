package cdcl

import (
	"cmp"
	"slices"

	"github.com/confspace/confspace/solver/internal/cnf"
)

// sum is a constraint: the coefficients of the literals that hold add up to at
// most a bound.
type sum struct {
	terms []cnf.Term // the greatest coefficients first
	max   int64
	used  int64 // of the terms in trail[:counted]
}

// sumTerm is a term of a sum, by number.
type sumTerm struct {
	sum  uint32
	coef int64
}

// AddSum adds, at decision level 0, that the terms add up to at most bound.
// Coefficients are above 0, and each variable is in one term. It returns false
// when the problem is contradictory by propagation.
func (s *Solver) AddSum(terms []cnf.Term, bound int64) bool {
	if s.unsat {
		return false
	}
	if len(s.limits) != 0 {
		panic("cdcl: AddSum above level 0")
	}
	if s.summing == nil {
		s.summing, s.place = make([][]sumTerm, len(s.vals)), make([]int32, len(s.level))
		for i, l := range s.trail {
			s.place[l.Var()] = int32(i)
		}
	}
	terms = slices.Clone(terms)
	slices.SortStableFunc(terms, func(a, b cnf.Term) int { return cmp.Compare(b.Coef, a.Coef) })
	j := uint32(len(s.sums))
	s.sums = append(s.sums, sum{terms: terms, max: bound})
	for _, t := range terms {
		s.summing[t.Lit] = append(s.summing[t.Lit], sumTerm{j, t.Coef})
		if s.vals[t.Lit] > 0 && int(s.place[t.Lit.Var()]) < s.counted {
			s.sums[j].used += t.Coef
		}
	}
	s.unsat = !s.sumUp() || !s.limit(j) || !s.Propagate()
	return !s.unsat
}

// sumUp counts the propagated literals of the trail, and assigns the literals that
// their sums imply. It returns false on a conflict.
func (s *Solver) sumUp() bool {
	for s.counted < s.head {
		l := s.trail[s.counted]
		s.counted++
		for _, t := range s.summing[l] {
			s.sums[t.sum].used += t.coef
		}
		for _, t := range s.summing[l] {
			if !s.limit(t.sum) {
				return false
			}
		}
	}
	return true
}

// uncount takes the literals of trail[from:] out of the sums.
func (s *Solver) uncount(from int) {
	for ; s.counted > from; s.counted-- {
		for _, t := range s.summing[s.trail[s.counted-1]] {
			s.sums[t.sum].used -= t.coef
		}
	}
}

// limit makes the terms false for which sum j has no room. It returns false, with
// the conflict for Analyze, when it has none for those that hold.
func (s *Solver) limit(j uint32) bool {
	c := &s.sums[j]
	room := c.max - c.used
	if room < 0 {
		s.conflict = s.conflict[:0]
		for _, t := range c.terms {
			if s.vals[t.Lit] > 0 && int(s.place[t.Lit.Var()]) < s.counted {
				s.conflict = append(s.conflict, t.Lit.Not())
			}
		}
		return false
	}
	for _, t := range c.terms {
		if t.Coef <= room {
			break
		}
		if s.vals[t.Lit] == 0 {
			s.assign(t.Lit.Not(), summed+reason(j))
		}
	}
	return true
}

// eachCause yields the negations of the literals for which a sum made l true: its
// terms that held before.
func (s *Solver) eachCause(l cnf.Lit, yield func(cnf.Lit)) {
	before := s.place[l.Var()]
	for _, t := range s.sums[s.reason[l.Var()]-summed].terms {
		if s.vals[t.Lit] > 0 && s.place[t.Lit.Var()] < before {
			yield(t.Lit.Not())
		}
	}
}
