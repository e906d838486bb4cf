package compile

import "github.com/confspace/confspace/solver/internal/cnf"

// problem holds the clauses of the core in the form for splitting. Binary
// clauses are edges between variables: one is open exactly when both its
// variables are. Longer ones are numbered.
type problem struct {
	vars  int
	long  int  // longer clauses and, after them, sums
	near  rows // by variable: variables that share a binary clause with it
	with  rows // by variable: longer clauses and sums that contain it
	holds rows // by literal: longer clauses that contain it
	over  rows // by longer clause or sum: its variables
	res   *residues
	*tally
}

func newProblem(vars int, clauses [][]cnf.Lit, sums []cnf.Sum) *problem {
	near, with := make([][]uint32, vars+1), make([][]uint32, vars+1)
	holds, over := make([][]uint32, 2*vars+2), [][]uint32(nil)
	for _, c := range clauses {
		if len(c) == 2 {
			v, w := c[0].Var(), c[1].Var()
			near[v], near[w] = append(near[v], uint32(w)), append(near[w], uint32(v))
			continue
		}
		k, scope := uint32(len(over)), make([]uint32, len(c))
		for i, l := range c {
			scope[i] = uint32(l.Var())
			with[l.Var()] = append(with[l.Var()], k)
			holds[l] = append(holds[l], k)
		}
		over = append(over, scope)
	}
	tally := newTally(vars, uint32(len(over)), sums)
	for _, sum := range sums {
		scope := make([]uint32, len(sum.Terms))
		for i, t := range sum.Terms {
			scope[i] = uint32(t.Lit.Var())
			with[t.Lit.Var()] = append(with[t.Lit.Var()], uint32(len(over)))
		}
		over = append(over, scope)
	}
	return &problem{
		vars: vars, long: len(over),
		near: newRows(near), with: newRows(with), holds: newRows(holds), over: newRows(over),
		tally: tally, res: newResidues(vars, clauses),
	}
}
