package entail

import (
	"context"
	"errors"

	"github.com/confspace/confspace/solver/internal/cnf"
)

var (
	// ErrContradiction says that the clauses refute the path.
	ErrContradiction = errors.New("entail: the clauses refute the path")
	// ErrClauses says that there are too many clauses for the prover.
	ErrClauses = errors.New("entail: too many clauses")
	// ErrLemmas says that searches learnt too many lemmas.
	ErrLemmas = errors.New("entail: too many lemmas")
)

// maxLemmas bounds the lemmas, in literals of 4 bytes: 256 MiB, and as much
// again for watches.
const maxLemmas = 1 << 26

// Entails reports whether the clauses and the path entail l. If they do, l is
// put on the trail, at the last level, with a reason. If they do not it
// returns a model of the clauses and the path in which l is false: its
// literals, in the prover's memory until the next call.
//
// It is a conflict-driven search (Marques-Silva and Sakallah, 1996) for a
// model with l false, above the levels of the path. It learns lemmas, which
// later propagation uses: so a literal that needs a search needs it once, and
// not again on every path. The variables in near, a bitmap, are decided first.
// Exponential at worst.
//
// The error is the context's cause, polled every thousand decisions,
// ErrContradiction or ErrLemmas. After an error the prover cannot be used.
func (p *Prover) Entails(ctx context.Context, l cnf.Lit, near []uint64) (bool, []cnf.Lit, error) {
	if p.vals[l] > 0 {
		return true, nil, nil
	}
	p.Work.Refuted++
	base, wrong := len(p.levels), none
	limit, quota := 100, 100 // conflicts until a restart
	for {
		for ; wrong != none; limit-- {
			if len(p.levels) == base {
				return false, nil, ErrContradiction
			}
			var ok bool
			if wrong, ok = p.learn(wrong, base); !ok {
				return false, nil, ErrLemmas
			}
		}
		if p.vals[l] > 0 { // a lemma at base has brought it
			if base == 0 {
				p.fixed = len(p.trail)
			}
			return true, nil, nil
		}
		if limit < 0 {
			quota += quota / 2
			limit = quota
			p.undoTo(base)
		}
		next := l.Not()
		if p.vals[next] > 0 {
			next = p.choose(near)
		}
		if next == 0 {
			p.lemma = append(p.lemma[:0], p.trail...)
			p.undoTo(base)
			return false, p.lemma, nil
		}
		if p.Work.Searched++; p.Work.Searched%1000 == 0 && ctx.Err() != nil {
			return false, nil, context.Cause(ctx)
		}
		wrong = p.push(next)
	}
}

// choose returns the open literal to decide, 0 when none is left: of the
// variables in near, then of the others, the most active.
func (p *Prover) choose(near []uint64) cnf.Lit {
	best, most, nearby := cnf.Var(0), -1.0, false
	for v := cnf.Var(1); int(v) < len(p.vars); v++ {
		if p.vals[cnf.Pos(v)] != 0 {
			continue
		}
		in := int(v/64) < len(near) && near[v/64]>>(v%64)&1 != 0
		if in && !nearby || in == nearby && p.activity[v] > most {
			best, most, nearby = v, p.activity[v], in
		}
	}
	if best == 0 {
		return 0
	}
	return cnf.Pos(best) ^ p.sign[best]
}

// learn resolves a clause that is false at the last level to one with a single
// literal of that level (the first unique implication point), goes back to
// where that literal follows, no further than base, and propagates it. It
// returns a clause that is false then, or none; and false when there is no room for
// the lemma.
func (p *Prover) learn(wrong clause, base int) (clause, bool) {
	level := uint32(len(p.levels))
	lemma, open, steps := append(p.lemma[:0], 0), 0, 0
	last, c := cnf.Lit(0), wrong
	for i := len(p.trail) - 1; ; i-- {
		for _, x := range p.because(c, last) {
			v := x.Var()
			if x == last || p.seen[v] || int(p.vars[v].place) < p.fixed {
				continue
			}
			p.seen[v] = true
			p.activity[v] += p.bump
			if p.vars[v].level == level {
				open++
			} else {
				lemma = append(lemma, x)
			}
		}
		for !p.seen[p.trail[i].Var()] {
			i--
		}
		last = p.trail[i]
		p.seen[last.Var()] = false
		if open--; open == 0 {
			break
		}
		c = p.vars[last.Var()].reason
		steps++
	}
	lemma[0] = last.Not()
	for k := range lemma[1:] {
		p.seen[lemma[k+1].Var()] = false
		if p.vars[lemma[k+1].Var()].place > p.vars[lemma[1].Var()].place {
			lemma[1], lemma[k+1] = lemma[k+1], lemma[1]
		}
	}
	p.lemma = lemma
	p.forgetSlowly()
	back := base
	if len(lemma) > 1 {
		back = max(back, int(p.vars[lemma[1].Var()].level))
	}
	for _, l := range p.trail[p.levels[back]:] {
		p.sign[l.Var()] = l & 1
	}
	p.undoTo(back)
	if steps > 0 { // otherwise the clause is there, but was left unit by going back
		if len(p.arena)+1+len(lemma) > p.given+p.most {
			return none, false
		}
		wrong = p.add(lemma)
		p.Work.Lemmas++
	}
	p.set(lemma[0], wrong)
	return p.propagate(), true
}

// forgetSlowly makes later conflicts weigh more than earlier ones.
func (p *Prover) forgetSlowly() {
	if p.bump *= 1.05; p.bump > 1e100 {
		for v := range p.activity {
			p.activity[v] *= 1e-100
		}
		p.bump *= 1e-100
	}
}
