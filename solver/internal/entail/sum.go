package entail

import (
	"cmp"
	"math"
	"slices"

	"github.com/confspace/confspace/solver/internal/cnf"
)

// sum is a constraint: the coefficients of the literals that hold add up to at
// most a bound.
type sum struct {
	terms    []cnf.Term // the greatest coefficients first
	max      int64
	used     int64 // the total of those in trail[:counted]
	asserted int64 // the total of those that the caller asserted
}

// addend is a term of a sum, by number.
type addend struct {
	sum  uint32
	coef int64
}

// Need says that the asserted terms of a sum add up to at least Amount.
type Need struct {
	Sum    uint32
	Amount int64
}

// addSum stores a sum. Nothing is propagated.
func (p *Prover) addSum(s cnf.Sum) {
	if p.addends == nil {
		p.addends, p.asserts = make([][]addend, len(p.vals)), make([]bool, len(p.vals))
	}
	terms := slices.Clone(s.Terms)
	slices.SortStableFunc(terms, func(a, b cnf.Term) int { return cmp.Compare(b.Coef, a.Coef) })
	for _, t := range terms {
		p.addends[t.Lit] = append(p.addends[t.Lit], addend{uint32(len(p.sums)), t.Coef})
	}
	p.sums = append(p.sums, sum{terms: terms, max: s.Max})
	p.demands = append(p.demands, demand{})
}

// ofSum is the reason of literals that sum j implies, above all places of
// clauses.
func ofSum(j uint32) clause { return math.MaxUint32 - clause(j) }

// isSum reports whether a reason is a sum, and which.
func (p *Prover) isSum(c clause) (uint32, bool) {
	j := uint32(math.MaxUint32 - c)
	return j, uint64(j) < uint64(len(p.sums))
}

// sumUp counts the literals that are propagated and sets what the sums imply. It
// returns a sum whose true terms exceed the bound, or none.
func (p *Prover) sumUp() clause {
	for p.counted < p.head {
		l := p.trail[p.counted]
		p.counted++
		for _, a := range p.addends[l] {
			p.sums[a.sum].used += a.coef
		}
		for _, a := range p.addends[l] {
			if !p.limit(a.sum) {
				return ofSum(a.sum)
			}
		}
	}
	return none
}

// limit makes the terms false for which a sum has no room; it returns false when it
// has none for those that hold.
func (p *Prover) limit(j uint32) bool {
	s := &p.sums[j]
	room := s.max - s.used
	if room < 0 {
		return false
	}
	for _, t := range s.terms {
		if t.Coef <= room {
			break
		}
		if p.vals[t.Lit] == 0 {
			p.set(t.Lit.Not(), ofSum(j))
		}
	}
	return true
}

// discount takes the literals of trail[from:] out of the sums.
func (p *Prover) discount(from int) {
	for ; p.counted > from; p.counted-- {
		for _, a := range p.addends[p.trail[p.counted-1]] {
			p.sums[a.sum].used -= a.coef
		}
	}
}

// because returns the clause that is the reason of a true literal, or with 0 for
// the literal one that is false, in the prover's memory. Of a sum it is made of the
// terms that held before.
func (p *Prover) because(c clause, l cnf.Lit) []cnf.Lit {
	j, ok := p.isSum(c)
	if !ok {
		return p.lits(c)
	}
	before, out := p.counted, p.causes[:0]
	if l != 0 {
		before, out = int(p.vars[l.Var()].place), append(out, l)
	}
	for _, t := range p.sums[j].terms {
		if p.vals[t.Lit] > 0 && int(p.vars[t.Lit.Var()].place) < before {
			out = append(out, t.Lit.Not())
		}
	}
	p.causes = out
	return out
}

// Assert notes that the caller asserts l, which is on the trail, until it is
// retracted. Literals that hold without decisions are not counted.
func (p *Prover) Assert(l cnf.Lit) {
	if p.addends == nil || len(p.addends[l]) == 0 || int(p.vars[l.Var()].place) < p.fixed {
		return
	}
	p.asserts[l] = true
	for _, a := range p.addends[l] {
		p.sums[a.sum].asserted += a.coef
	}
}

// Retract undoes Assert, and returns the needs, in their own memory, less
// the amounts of l.
func (p *Prover) Retract(l cnf.Lit, needs []Need) []Need {
	if p.asserts == nil || !p.asserts[l] {
		return needs
	}
	p.asserts[l] = false
	for _, a := range p.addends[l] {
		p.sums[a.sum].asserted -= a.coef
		for i, n := range needs {
			if n.Sum == a.sum {
				needs[i].Amount -= a.coef
			}
		}
	}
	return slices.DeleteFunc(needs, func(n Need) bool { return n.Amount <= 0 })
}

// Met reports whether the asserted terms meet a need.
func (p *Prover) Met(n Need) bool { return p.sums[n.Sum].asserted >= n.Amount }

// demand is the total that the terms of a sum before some place of the trail must
// reach.
type demand struct {
	amount int64
	exact  bool // literals are to be named, as one beyond the scope adds to it
}

// require notes that l, which a sum made true, demands that its terms that held
// before leave no room for the negation of l.
func (p *Prover) require(l cnf.Lit, j uint32) {
	if p.demands[j].amount == 0 {
		p.demanded = append(p.demanded, j)
	}
	for _, a := range p.addends[l.Not()] {
		if a.sum == j {
			p.demands[j].amount = max(p.demands[j].amount, p.sums[j].max-a.coef+1)
		}
	}
}

// supply subtracts l, which is before all demanding literals, from the demands,
// and reports whether a demand used it.
func (p *Prover) supply(l cnf.Lit, scope []uint64) (useful bool) {
	for _, a := range p.addends[l] {
		if d := &p.demands[a.sum]; d.amount > 0 {
			d.amount = max(d.amount-a.coef, 0)
			d.exact = d.exact || !within(scope, l)
			useful = true
		}
	}
	return useful
}

// settle turns the demands left on trail[:mark] into needs of asserted terms, and
// literals of the scope if that is too little. If these are too few as well, all
// terms are named.
func (p *Prover) settle(needs []Need, mark int, scope []uint64, note func(l cnf.Lit)) []Need {
	for _, j := range p.demanded {
		s, d := &p.sums[j], p.demands[j]
		p.demands[j] = demand{}
		each := func(missing int64, use func(l cnf.Lit) bool) int64 {
			for _, t := range s.terms {
				if missing <= 0 {
					break
				}
				if p.vals[t.Lit] > 0 && int(p.vars[t.Lit.Var()].place) < mark && use(t.Lit) {
					missing -= t.Coef
				}
			}
			return missing
		}
		open := func(l cnf.Lit) bool { // neither asserted nor to be asserted elsewhere
			return !p.asserts[l] && (int(p.vars[l.Var()].place) < p.fixed || within(scope, l))
		}
		if d.exact || each(d.amount-s.asserted, open) > 0 {
			each(d.amount, func(l cnf.Lit) bool { note(l); return true })
			continue
		}
		each(d.amount-s.asserted, func(l cnf.Lit) bool {
			if open(l) {
				note(l)
				return true
			}
			return false
		})
		if n := min(d.amount, s.asserted); n > 0 {
			needs = append(needs, Need{j, n})
		}
	}
	p.demanded = p.demanded[:0]
	return needs
}

// within reports whether the variable of l is in a scope, a bitmap.
func within(scope []uint64, l cnf.Lit) bool {
	v := l.Var()
	return int(v/64) < len(scope) && scope[v/64]>>(v%64)&1 != 0
}

// Merge sorts needs and keeps of each sum the greatest, in their own memory.
func Merge(needs []Need) []Need {
	if len(needs) < 2 {
		return needs
	}
	slices.SortFunc(needs, func(a, b Need) int { return cmp.Or(cmp.Compare(a.Sum, b.Sum), cmp.Compare(b.Amount, a.Amount)) })
	return slices.CompactFunc(needs, func(a, b Need) bool { return a.Sum == b.Sum })
}
