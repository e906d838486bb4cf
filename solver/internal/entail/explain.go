package entail

import "github.com/confspace/confspace/solver/internal/cnf"

// Explain replaces set, literals on the trail, by literals of trail[:mark]
// from which they follow by the clauses and, when a level begins at mark, that
// level's decision. It works in the memory of set and may grow it; the result
// has no literal twice, and none that needs no decision.
//
// Each literal at or beyond mark is replaced by its reason, the last first.
// Those before are left as they are: the nearer they are to what is explained,
// the more paths they are on. Linear in the set, in trail[mark:] and in the
// reasons replaced.
func (p *Prover) Explain(set []cnf.Lit, mark int) []cnf.Lit {
	out, open, top := set[:0], 0, mark
	note := func(l cnf.Lit) {
		place := int(p.vars[l.Var()].place)
		if place < p.fixed || p.seen[l.Var()] {
			return
		}
		p.seen[l.Var()] = true
		if place < mark {
			out = append(out, l)
			return
		}
		open++
		top = max(top, place+1)
	}
	for _, l := range set {
		note(l)
	}
	for i := top - 1; open > 0; i-- {
		l := p.trail[i]
		if !p.seen[l.Var()] {
			continue
		}
		p.seen[l.Var()] = false
		open--
		if c := p.vars[l.Var()].reason; c != none {
			for _, x := range p.lits(c) {
				if x != l {
					note(x.Not())
				}
			}
		}
	}
	for _, l := range out {
		p.seen[l.Var()] = false
	}
	return out
}
