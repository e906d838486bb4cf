package simplify

import (
	"slices"

	"github.com/confspace/confspace/solver/internal/cnf"
)

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
	implied, total := make([][]cnf.Lit, 2*s.vars+2), 0
	for _, v := range open {
		for _, l := range [2]cnf.Lit{cnf.Pos(v), cnf.Neg(v)} {
			if p.vals[l] != 0 || p.steps > s.steps || total > s.implies || s.ctx.Err() != nil {
				continue
			}
			mark := len(p.trail)
			if !p.assume(l) {
				p.undo(mark)
				s.fix(l.Not())
				p.assume(l.Not())
				continue
			}
			implied[l] = slices.Clone(p.trail[mark+1:])
			slices.Sort(implied[l])
			total += len(implied[l])
			p.undo(mark)
		}
	}
	s.steps -= p.steps
	s.mergeMutual(open, implied)
}

// mergeMutual merges literals that imply each other. Propagation may see an
// implication one way and not its contraposition, so both are looked up.
func (s *simplifier) mergeMutual(open []cnf.Var, implied [][]cnf.Lit) {
	implies := func(l, x cnf.Lit) bool {
		_, ok := slices.BinarySearch(implied[l], x)
		return ok
	}
	for _, v := range open {
		if s.ctx.Err() != nil {
			return
		}
		for _, l := range [2]cnf.Lit{cnf.Pos(v), cnf.Neg(v)} {
			for _, x := range implied[l] {
				if (implies(x, l) || implies(l.Not(), x.Not())) && s.value[s.root(l)] == 0 && s.value[s.root(x)] == 0 {
					s.merge(l, x)
				}
			}
		}
	}
}
