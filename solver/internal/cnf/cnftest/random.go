package cnftest

import (
	"fmt"
	"math/rand/v2"
	"strings"

	"github.com/confspace/confspace/solver/internal/cnf"
)

// Random returns a formula over at most maxVars variables whose shape, too, is
// random: sparse and dense, short clauses and long ones, chains and blocks,
// exclusions and at-least-ones as catalogs have them, chains of equivalences,
// and sometimes the oddities of imported files: an empty clause, contradictory
// units, tautologies, duplicate literals and duplicate clauses. Some have
// auxiliaries, each defined by an equivalence over earlier variables.
func Random(r *rand.Rand, maxVars int) *cnf.Formula {
	aux := 0
	if maxVars > 3 && r.IntN(3) == 0 {
		aux = r.IntN(maxVars / 2)
	}
	options := r.IntN(maxVars - aux + 1)
	f := cnf.NewFormula(options, options)
	for range aux {
		if f.Vars() > 0 {
			define(r, f)
		}
	}
	n := f.Vars()
	if n == 0 {
		if r.IntN(4) == 0 {
			f.AddClause()
		}
		return f
	}
	longest := 1 + r.IntN(4)
	if r.IntN(8) == 0 {
		longest = n
	}
	block := 1 + r.IntN(n)
	for range r.IntN(3*n + 1) {
		base := r.IntN(n)
		pick := func() cnf.Lit {
			v := cnf.Var(1 + (base+r.IntN(block))%n)
			return cnf.Pos(v) ^ cnf.Lit(r.IntN(2))
		}
		clause := []cnf.Lit{pick()}
		for range r.IntN(longest) + min(1, longest-1) {
			clause = append(clause, pick())
		}
		f.AddClause(clause...)
		if r.IntN(10) == 0 {
			f.AddClause(clause...)
		}
	}
	for range r.IntN(3) {
		family(r, f)
	}
	if r.IntN(3) == 0 {
		for range r.IntN(n) {
			a, b := randomLit(r, n), randomLit(r, n)
			f.AddClause(a, b.Not())
			f.AddClause(a.Not(), b)
		}
	}
	switch r.IntN(40) {
	case 0:
		f.AddClause()
	case 1:
		l := randomLit(r, n)
		f.AddClause(l)
		f.AddClause(l.Not())
	case 2:
		l := randomLit(r, n)
		f.AddClause(l, randomLit(r, n), l.Not())
	case 3:
		for range r.IntN(n) {
			f.AddClause(randomLit(r, n))
		}
	}
	return f
}

// RandomSums is Random, half of the time with sums, which no clauses
// encode.
func RandomSums(r *rand.Rand, maxVars int) *cnf.Formula {
	f := Random(r, maxVars)
	if r.IntN(2) == 0 {
		for range 1 + r.IntN(3) {
			AddSum(r, f)
		}
	}
	return f
}

// AddSum adds a sum: a cardinality one time of two, else with coefficients of which
// some are large; the bound nearly always excludes something.
func AddSum(r *rand.Rand, f *cnf.Formula) {
	var terms []cnf.Term
	total, most := int64(0), int64(1)
	if r.IntN(2) == 0 {
		most = []int64{3, 10, 1 << 40}[r.IntN(3)]
	}
	share, sign := 1+r.IntN(4), r.IntN(3)
	for v := cnf.Var(1); int(v) <= f.Vars(); v++ {
		if r.IntN(4) >= share {
			continue
		}
		t := cnf.Term{Lit: cnf.Pos(v), Coef: 1 + r.Int64N(most)}
		if sign == 1 || sign == 2 && r.IntN(2) == 0 {
			t.Lit = t.Lit.Not()
		}
		terms = append(terms, t)
		total += t.Coef
	}
	f.AddSum(terms, r.Int64N(total+2)-r.Int64N(2), f.NumClauses())
}

func randomLit(r *rand.Rand, n int) cnf.Lit {
	return cnf.Pos(cnf.Var(1+r.IntN(n))) ^ cnf.Lit(r.IntN(2))
}

// define adds an auxiliary that equals a conjunction, up to signs.
func define(r *rand.Rand, f *cnf.Formula) {
	n := f.Vars()
	x := cnf.Pos(f.NewAux()) ^ cnf.Lit(r.IntN(2))
	back := []cnf.Lit{x}
	for range 1 + r.IntN(3) {
		l := randomLit(r, n)
		f.AddClause(x.Not(), l)
		back = append(back, l.Not())
	}
	f.AddClause(back...)
}

// family adds that at most one of a run of variables holds, and mostly also
// that one does.
func family(r *rand.Rand, f *cnf.Formula) {
	from := 1 + r.IntN(f.Vars())
	to := min(f.Vars(), from+r.IntN(6))
	var all []cnf.Lit
	for v := from; v <= to; v++ {
		all = append(all, cnf.Pos(cnf.Var(v)))
		for w := from; w < v; w++ {
			f.AddClause(cnf.Neg(cnf.Var(w)), cnf.Neg(cnf.Var(v)))
		}
	}
	if r.IntN(3) > 0 {
		f.AddClause(all...)
	}
}

// Models returns every model of f over all of its variables, of which there
// must be at most 24: bit v-1 of a model is the value of variable v.
func Models(f *cnf.Formula) []uint32 {
	var models []uint32
	type masks struct{ pos, neg uint32 }
	clauses := make([]masks, f.NumClauses())
	for i := range clauses {
		for _, l := range f.Clause(i) {
			if l.Sign() {
				clauses[i].neg |= 1 << (l.Var() - 1)
			} else {
				clauses[i].pos |= 1 << (l.Var() - 1)
			}
		}
	}
next:
	for m := uint32(0); m < 1<<f.Vars(); m++ {
		for _, c := range clauses {
			if m&c.pos == 0 && ^m&c.neg == 0 {
				continue next
			}
		}
		for _, s := range f.Sums() {
			left := s.Max
			for _, t := range s.Terms {
				if Holds(m, t.Lit) {
					left -= t.Coef
				}
			}
			if left < 0 {
				continue next
			}
		}
		models = append(models, m)
	}
	return models
}

// Holds reports whether literal l is true in a model that Models returned.
func Holds(model uint32, l cnf.Lit) bool { return model>>(l.Var()-1)&1 == 1^uint32(l&1) }

// Format writes f in DIMACS, for the message of a failed test.
func Format(f *cnf.Formula) fmt.Stringer { return text{f} }

// text is a formula that is written where a test fails, and only there.
type text struct{ *cnf.Formula }

func (f text) String() string {
	var b strings.Builder
	fmt.Fprintf(&b, "c options %d\np cnf %d %d\n", f.Options(), f.Vars(), f.NumClauses())
	for i := range f.NumClauses() {
		for _, l := range f.Clause(i) {
			fmt.Fprint(&b, l, " ")
		}
		b.WriteString("0\n")
	}
	for _, s := range f.Sums() {
		fmt.Fprintf(&b, "c sum %v at most %d\n", s.Terms, s.Max)
	}
	return b.String()
}
