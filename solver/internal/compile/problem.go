package compile

import "github.com/confspace/confspace/solver/internal/cnf"

// problem is a set of clauses in the form that splitting wants: binary clauses
// as a graph, long ones as flat runs of literals.
type problem struct {
	vars int

	// Neighbours of v by a binary clause, those with a higher number only:
	// near[nearFrom[v]:nearFrom[v+1]]. A binary clause is in force exactly
	// when both its variables are open, as propagation has settled the others.
	near     []cnf.Var
	nearFrom []uint32

	// Long clause c is lits[from[c]:from[c+1]].
	lits []cnf.Lit
	from []uint32

	// witness[c] is a literal of c that was true when c was last seen
	// satisfied, and with luck is again.
	witness []cnf.Lit
}

func newProblem(vars int, clauses [][]cnf.Lit) *problem {
	p := &problem{vars: vars, nearFrom: make([]uint32, vars+2), from: []uint32{0}}
	for _, c := range clauses {
		if len(c) == 2 {
			p.nearFrom[min(c[0].Var(), c[1].Var())+1]++
		}
	}
	for v := 1; v < len(p.nearFrom); v++ {
		p.nearFrom[v] += p.nearFrom[v-1]
	}
	p.near = make([]cnf.Var, p.nearFrom[vars+1])
	at := append([]uint32(nil), p.nearFrom...)
	for _, c := range clauses {
		if len(c) == 2 {
			v, w := min(c[0].Var(), c[1].Var()), max(c[0].Var(), c[1].Var())
			p.near[at[v]] = w
			at[v]++
			continue
		}
		p.lits = append(p.lits, c...)
		p.from = append(p.from, uint32(len(p.lits)))
		p.witness = append(p.witness, c[0])
	}
	return p
}

func (p *problem) numLong() int { return len(p.witness) }

func (p *problem) clause(c uint32) []cnf.Lit { return p.lits[p.from[c]:p.from[c+1]] }

func (p *problem) neighbours(v cnf.Var) []cnf.Var { return p.near[p.nearFrom[v]:p.nearFrom[v+1]] }
