package simplify

import "github.com/confspace/confspace/solver/internal/cnf"

// probe assumes each literal in turn and propagates. One that fails is false;
// two that imply each other are the same, which finds all cycles of the binary
// implication graph and those that lead through longer clauses.
func (s *simplifier) probe() {
	p := s.fresh()
	var open []cnf.Var
	for v := cnf.Var(1); int(v) <= s.vars; v++ {
		if l := cnf.Pos(v); s.root(l) == l && s.value[l] == 0 && len(p.watches[l])+len(p.watches[l^1]) > 0 {
			open = append(open, v)
		}
	}
	// implied[l] lists what l implies, of literals below it: the other half
	// is found when the lower one's turn comes.
	implied := make([][]cnf.Lit, 2*s.vars+2)
	for _, v := range open {
		for _, l := range [2]cnf.Lit{cnf.Pos(v), cnf.Neg(v)} {
			if p.vals[l] != 0 || p.steps > s.steps {
				continue
			}
			mark := len(p.trail)
			if !p.assume(l) {
				p.undo(mark)
				s.fix(l.Not())
				p.assume(l.Not())
				continue
			}
			implied[l] = append(implied[l], p.trail[mark+1:]...)
			p.undo(mark)
		}
	}
	stamp := make([]cnf.Lit, 2*s.vars+2)
	for _, v := range open {
		l := cnf.Pos(v)
		for _, m := range [2]cnf.Lit{l, l.Not()} {
			for _, x := range implied[m] {
				stamp[x] = m
			}
			// x implies m when not m implies not x, whichever was found.
			for _, x := range implied[m.Not()] {
				if stamp[x.Not()] == m && s.value[s.root(x)] == 0 && s.value[s.root(m)] == 0 {
					s.merge(m, x.Not())
				}
			}
		}
		for _, x := range implied[l] {
			for _, y := range implied[x] {
				if y == l && s.value[s.root(x)] == 0 && s.value[s.root(l)] == 0 {
					s.merge(l, x)
					break
				}
			}
		}
	}
	s.steps -= p.steps
}
