package simplify

import (
	"cmp"
	"slices"

	"github.com/confspace/confspace/solver/internal/cnf"
)

// take takes over the sums. A variable of a sum is never eliminated.
func (s *simplifier) take(sums []cnf.Sum) {
	s.sums = sums
	if len(sums) == 0 {
		return
	}
	counts, may := make([]bool, s.vars+1), s.may
	for _, sum := range sums {
		for _, t := range sum.Terms {
			counts[t.Lit.Var()] = true
		}
	}
	s.may = func(v cnf.Var) bool { return !counts[v] && may(v) }
}

// summed returns the sums over representatives.
func (s *simplifier) summed() []cnf.Sum {
	var out []cnf.Sum
	for _, sum := range s.sums {
		var terms []cnf.Term
		room, total := sum.Max, int64(0)
		for _, t := range sum.Terms {
			switch l := s.root(t.Lit); {
			case s.value[l] > 0:
				room -= t.Coef
			case s.value[l] == 0:
				terms = append(terms, cnf.Term{Lit: l, Coef: t.Coef})
			}
		}
		slices.SortFunc(terms, func(a, b cnf.Term) int { return cmp.Compare(a.Lit, b.Lit) })
		merged := terms[:0]
		for _, t := range terms {
			switch n := len(merged); {
			case n > 0 && merged[n-1].Lit == t.Lit:
				merged[n-1].Coef += t.Coef
			case n > 0 && merged[n-1].Lit == t.Lit.Not(): // one of the two holds
				both := min(merged[n-1].Coef, t.Coef)
				room -= both
				if merged[n-1].Coef -= both; merged[n-1].Coef == 0 {
					merged[n-1] = cnf.Term{Lit: t.Lit, Coef: t.Coef - both}
				}
				if merged[n-1].Coef == 0 {
					merged = merged[:n-1]
				}
			default:
				merged = append(merged, t)
			}
		}
		for _, t := range merged {
			total += t.Coef
		}
		if total > room {
			out = append(out, cnf.Sum{Terms: merged, Max: room})
		}
	}
	return out
}
