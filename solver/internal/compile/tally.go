package compile

import "github.com/confspace/confspace/solver/internal/cnf"

// tally holds the rests of the sums: for a sum in the component being split, the
// room of its open terms and their total. A sum with room for all its open terms is
// redundant. A key only needs the room, since the variables determine the terms.
type tally struct {
	first  uint32     // sum j is number first+j among the long clauses
	rests  []rest     // by sum
	totals []int64    // by sum: the total of all terms
	counts [][]addend // by variable: the sums that it is in
	past   []restore  // of rests, since the search began
}

// rest is the room of a sum, and the total of its open terms.
type rest struct{ room, open int64 }

// addend is a term of a sum.
type addend struct {
	sum uint32
	cnf.Term
}

// restore is the old value of a rest.
type restore struct {
	sum uint32
	rest
}

// newTally returns the tally of sums, none of which has been touched.
func newTally(vars int, first uint32, sums []cnf.Sum) *tally {
	t := &tally{first: first}
	if len(sums) > 0 {
		t.counts = make([][]addend, vars+1)
	}
	for j, sum := range sums {
		total := int64(0)
		for _, term := range sum.Terms {
			total += term.Coef
			t.counts[term.Lit.Var()] = append(t.counts[term.Lit.Var()], addend{uint32(j), term})
		}
		t.rests = append(t.rests, rest{sum.Max, total})
		t.totals = append(t.totals, total)
	}
	return t
}

// count removes true literals from the sums. Redundant sums are removed like
// satisfied clauses.
func (s *splitter) count(lits []cnf.Lit) {
	if s.counts == nil {
		return
	}
	for _, l := range lits {
		for _, a := range s.counts[l.Var()] {
			k := s.first + a.sum
			if s.restLong[k/64]>>(k%64)&1 == 0 {
				continue
			}
			r := &s.rests[a.sum]
			s.past = append(s.past, restore{a.sum, *r})
			s.reduced[k/64] |= 1 << (k % 64)
			if r.open -= a.Coef; a.Lit == l {
				r.room -= a.Coef
			}
			if r.open <= r.room {
				s.restLong[k/64] &^= 1 << (k % 64)
				s.satisfied = append(s.satisfied, k)
			}
		}
	}
}

// uncount undoes the changes of count since past had length n.
func (s *splitter) uncount(mark int) {
	for i := len(s.past) - 1; i >= mark; i-- {
		p := s.past[i]
		s.rests[p.sum] = p.rest
		if k := s.first + p.sum; p.open == s.totals[p.sum] {
			s.reduced[k/64] &^= 1 << (k % 64)
		}
	}
	s.past = s.past[:mark]
}
