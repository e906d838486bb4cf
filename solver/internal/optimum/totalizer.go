package optimum

import "github.com/confspace/confspace/solver/internal/cnf"

// totalizer counts literals in unary: more(k) is implied if more than k hold. The
// converse is left out, since more(k) is only ever assumed to fail.
type totalizer struct{ outputs []cnf.Lit }

// newTotalizer defines the counts of lits: those of each half, added up.
func newTotalizer(s Solver, lits []cnf.Lit) *totalizer {
	return &totalizer{total(s, lits)}
}

// size returns the number of counted literals.
func (t *totalizer) size() int { return len(t.outputs) }

// more returns the literal for more than k; k is below size.
func (t *totalizer) more(k int) cnf.Lit { return t.outputs[k] }

// total returns the unary count of lits, with a clause for each two counts of the
// halves.
func total(s Solver, lits []cnf.Lit) []cnf.Lit {
	if len(lits) == 1 {
		return lits
	}
	a, b := total(s, lits[:len(lits)/2]), total(s, lits[len(lits)/2:])
	sum := make([]cnf.Lit, len(lits))
	for i := range sum {
		sum[i] = cnf.Pos(s.NewVar())
		if i > 0 {
			s.AddClause(sum[i].Not(), sum[i-1])
		}
	}
	for i := range len(a) + 1 {
		for j := range len(b) + 1 {
			switch {
			case i > 0 && j > 0:
				s.AddClause(a[i-1].Not(), b[j-1].Not(), sum[i+j-1])
			case i > 0:
				s.AddClause(a[i-1].Not(), sum[i-1])
			case j > 0:
				s.AddClause(b[j-1].Not(), sum[j-1])
			}
		}
	}
	return sum
}
