package entail

import "github.com/confspace/confspace/solver/internal/cnf"

// Explain replaces set, literals on the trail, by literals of trail[:mark] from
// which they follow by the clauses and sums and, when a level begins at mark, that
// level's decision. It works in the memory of set and may grow it; the result has
// no literal twice, and no literal that holds without decisions.
//
// Each literal at or beyond mark is replaced by its reason, the last first.
// Earlier literals stay: the nearer they are to the explained ones, the more
// paths have them. Linear in the set, in trail[mark:] and in the reasons
// replaced.
//
// Where a sum is the reason of a literal in scope, a bitmap of variables none of which
// has been asserted, only the total of its terms that held before matters, not which
// they are. So asserted terms do not become literals of the result: a need is added to
// needs instead, which other terms meet on other paths, none of them in the scope. A
// term that is neither in the scope nor asserted might be asserted there and counted
// twice; if such a term is needed, all terms become literals.
func (p *Prover) Explain(set []cnf.Lit, needs []Need, mark int, scope []uint64) ([]cnf.Lit, []Need) {
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
	for i := top - 1; i >= mark && (open > 0 || len(p.demanded) > 0); i-- {
		l := p.trail[i]
		useful := len(p.demanded) > 0 && p.supply(l, scope)
		switch {
		case p.seen[l.Var()]:
			p.seen[l.Var()] = false
			open--
		case !useful || i < p.fixed:
			continue
		}
		c := p.vars[l.Var()].reason
		if c == none {
			continue
		}
		if j, ok := p.isSum(c); ok && within(scope, l) {
			p.require(l, j)
			continue
		}
		for _, x := range p.because(c, l) {
			if x != l {
				note(x.Not())
			}
		}
	}
	needs = p.settle(needs, mark, scope, note)
	for _, l := range out {
		p.seen[l.Var()] = false
	}
	return out, Merge(needs)
}
