package cnf

// Append adds all that g says to f, with its variable v as v+shift, which f must have.
func (f *Formula) Append(g *Formula, shift Var) {
	var lits []Lit
	for i := range g.NumClauses() {
		lits = lits[:0]
		for _, l := range g.Clause(i) {
			lits = append(lits, l+Pos(shift))
		}
		f.AddClause(lits...)
	}
}
