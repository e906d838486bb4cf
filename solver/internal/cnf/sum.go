package cnf

import (
	"fmt"
	"iter"
	"math"
	"slices"
)

// Sum is a constraint on weighted literals: the coefficients of those that
// hold add up to at most Max.
//
// Clauses From to To-1 encode the same constraint for solvers that know only
// clauses, over auxiliaries that nothing else mentions. Code that uses the sum
// needs neither these clauses nor their auxiliaries, see [Formula.Others].
type Sum struct {
	Terms    []Term // ascending by variable, each once
	Max      int64
	From, To int
}

// Term is a literal that counts Coef, above 0, when it holds.
type Term struct {
	Lit  Lit
	Coef int64
}

// Bytes returns the memory of the sum and its terms.
func (s Sum) Bytes() int64 { return 48 + 16*int64(len(s.Terms)) }

// AddSum adds that the terms add up to at most bound; the clauses from the given
// number on encode it. It panics unless variables are ascending and among
// 1..Vars(), coefficients above 0 and their sum below 2^62, and earlier sums have
// other clauses.
func (f *Formula) AddSum(terms []Term, bound int64, from int) {
	last, total := Var(0), int64(0)
	for _, t := range terms {
		if t.Lit.Var() <= last || int(t.Lit.Var()) > f.vars || t.Coef <= 0 || t.Coef >= 1<<62-total {
			panic(fmt.Sprintf("cnf: a sum with the term %d·%d after %d of %d variables", t.Coef, t.Lit.Dimacs(), last, f.vars))
		}
		last = t.Lit.Var()
		total += t.Coef
	}
	if n := len(f.sums); from > f.NumClauses() || n > 0 && from < f.sums[n-1].To {
		panic(fmt.Sprintf("cnf: a sum in clauses %d of %d", from, f.NumClauses()))
	}
	f.sums = append(f.sums, Sum{slices.Clone(terms), max(bound, -1), from, f.NumClauses()})
}

// Sums returns the sums in the order in which they were added. They belong to the
// formula and must not be changed.
func (f *Formula) Sums() []Sum { return f.sums }

// Others yields the clauses that do not encode a sum, by number.
func (f *Formula) Others() iter.Seq2[int, []Lit] {
	return func(yield func(int, []Lit) bool) {
		i := 0
		for k := 0; k <= len(f.sums); k++ {
			end, next := f.NumClauses(), math.MaxInt
			if k < len(f.sums) {
				end, next = f.sums[k].From, f.sums[k].To
			}
			for ; i < end; i++ {
				if !yield(i, f.Clause(i)) {
					return
				}
			}
			i = next
		}
	}
}

// equal reports whether two sums are the same.
func (s Sum) equal(t Sum) bool {
	return s.Max == t.Max && s.From == t.From && s.To == t.To && slices.Equal(s.Terms, t.Terms)
}
