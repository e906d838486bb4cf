package cnf

import "slices"

// Append adds the clauses and sums of g to f, with its variable v as v+shift, which f
// must have.
func (f *Formula) Append(g *Formula, shift Var) {
	var lits []Lit
	sums := g.Sums()
	for i := range g.NumClauses() + 1 {
		for ; len(sums) > 0 && sums[0].To == i; sums = sums[1:] {
			terms := slices.Clone(sums[0].Terms)
			for j := range terms {
				terms[j].Lit += Pos(shift)
			}
			f.AddSum(terms, sums[0].Max, f.NumClauses()-(sums[0].To-sums[0].From))
		}
		if i == g.NumClauses() {
			break
		}
		lits = lits[:0]
		for _, l := range g.Clause(i) {
			lits = append(lits, l+Pos(shift))
		}
		f.AddClause(lits...)
	}
}
