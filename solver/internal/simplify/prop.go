package simplify

import "github.com/confspace/confspace/solver/internal/cnf"

// propagator is unit propagation over clauses that can be switched off one by
// one, without learning. Two literals of each clause are watched, wherever
// they stand: a clause's watched literals are its first two.
type propagator struct {
	clauses [][]cnf.Lit
	off     []bool
	watches [][]watch // by literal: clauses to visit when it turns false
	vals    []int8    // by literal
	trail   []cnf.Lit
	head    int
	steps   int64     // clauses visited
	denied  []cnf.Lit // by the last deny, those that were not false already
}

// watch is a clause, and one of its literals: while that is true there is no need to look
// at the clause.
type watch struct {
	clause uint32
	other  cnf.Lit
}

func newPropagator(vars int) *propagator {
	return &propagator{watches: make([][]watch, 2*vars+2), vals: make([]int8, 2*vars+2)}
}

// add takes over a clause of at least two literals.
func (p *propagator) add(c []cnf.Lit) {
	i := uint32(len(p.clauses))
	p.clauses = append(p.clauses, c)
	p.off = append(p.off, false)
	p.watches[c[0]] = append(p.watches[c[0]], watch{i, c[1]})
	p.watches[c[1]] = append(p.watches[c[1]], watch{i, c[0]})
}

func (p *propagator) set(l cnf.Lit) {
	p.vals[l], p.vals[l^1] = 1, -1
	p.trail = append(p.trail, l)
}

func (p *propagator) undo(mark int) {
	for _, l := range p.trail[mark:] {
		p.vals[l], p.vals[l^1] = 0, 0
	}
	p.trail = p.trail[:mark]
	p.head = mark
}

// assume makes l, which must be open, true and propagates; it returns false on
// a conflict.
func (p *propagator) assume(l cnf.Lit) bool {
	p.set(l)
	return p.run()
}

func (p *propagator) run() bool {
	for p.head < len(p.trail) {
		gone := p.trail[p.head].Not()
		p.head++
		list := p.watches[gone]
		kept := 0
	next:
		for k, w := range list {
			p.steps++
			if p.vals[w.other] > 0 || p.off[w.clause] {
				list[kept] = w
				kept++
				continue
			}
			c := p.clauses[w.clause]
			if c[0] == gone {
				c[0], c[1] = c[1], gone
			}
			if p.vals[c[0]] <= 0 {
				for j := 2; j < len(c); j++ {
					if p.vals[c[j]] >= 0 {
						c[1], c[j] = c[j], gone
						p.watches[c[1]] = append(p.watches[c[1]], watch{w.clause, c[0]})
						continue next
					}
				}
			}
			list[kept] = watch{w.clause, c[0]}
			kept++
			switch p.vals[c[0]] {
			case 0:
				p.set(c[0])
			case -1:
				kept += copy(list[kept:], list[k+1:])
				p.watches[gone] = list[:kept]
				return false
			}
		}
		p.watches[gone] = list[:kept]
	}
	return true
}
