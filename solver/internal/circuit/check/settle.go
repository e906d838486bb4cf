package check

import (
	"context"

	"github.com/confspace/confspace/solver/internal/cnf"
	"github.com/confspace/confspace/solver/internal/entail"
)

// settle rewrites clauses by facts that unit propagation finds about the
// variables that the circuit lacks: it removes a variable that is a fact or
// equals a literal, and drops clauses that facts satisfy. A definition whose
// inputs are settled becomes such facts and equalities, which resolution would
// not see.
//
// A variable is tried both ways. If propagation refutes one, the other holds;
// else a literal that propagation derives from one, and its negation from the
// other, is equal. That repeats while it gains: two propagations for each such
// variable and round. The rounds are at most the gates in a row.
func settle(ctx context.Context, vars int, clauses [][]cnf.Lit, lacks []bool) ([][]cnf.Lit, error) {
	s := &settling{equal: make([]cnf.Lit, 2*vars+2), fact: make([]bool, 2*vars+2), lacks: lacks}
	for again := true; again; {
		prover, ok, err := entail.New(vars, clauses, nil)
		if err != nil {
			return nil, err
		}
		if !ok {
			return [][]cnf.Lit{{}}, nil
		}
		for l := range s.equal {
			s.equal[l] = cnf.Lit(l)
		}
		for _, l := range prover.Trail() {
			s.fact[l] = true
		}
		again = false
		for v := cnf.Var(1); int(v) <= vars; v++ {
			if ctx.Err() != nil {
				return nil, context.Cause(ctx)
			}
			if lacks[v] && !prover.Holds(cnf.Pos(v)) && !prover.Holds(cnf.Neg(v)) {
				again = s.try(prover, v) || again
			}
		}
		clauses = s.rewrite(clauses)
	}
	return clauses, nil
}

type settling struct {
	equal []cnf.Lit // by literal of a variable that the circuit lacks: its replacement, or itself
	fact  []bool    // by literal
	lacks []bool    // by variable
	trail []cnf.Lit
}

// try looks for a fact or an equal literal of v, and reports whether it
// found one.
func (s *settling) try(p *entail.Prover, v cnf.Var) bool {
	mark := len(p.Trail())
	ok := p.Decide(cnf.Pos(v))
	s.trail = append(s.trail[:0], p.Trail()[mark:]...)
	p.Undo()
	if !ok {
		s.fact[cnf.Neg(v)] = true
		return true
	}
	ok = p.Decide(cnf.Neg(v))
	defer p.Undo()
	if !ok {
		s.fact[cnf.Pos(v)] = true
		return true
	}
	for _, l := range s.trail[1:] {
		// Of two lacking variables the lower one stays, so that no two replace
		// each other.
		if p.Holds(l.Not()) && (!s.lacks[l.Var()] || l.Var() < v) {
			s.equal[cnf.Pos(v)], s.equal[cnf.Neg(v)] = l, l.Not()
			return true
		}
	}
	return false
}

// rewrite puts equal literals into their places and drops what the facts
// decide; of facts about variables that the circuit has it adds the clause.
func (s *settling) rewrite(clauses [][]cnf.Lit) [][]cnf.Lit {
	var out [][]cnf.Lit
next:
	for _, c := range clauses {
		lits := make([]cnf.Lit, 0, len(c))
		for _, l := range c {
			for s.equal[l] != l {
				l = s.equal[l]
			}
			if s.fact[l] {
				continue next
			}
			if !s.fact[l.Not()] {
				lits = append(lits, l)
			}
		}
		if lits = tidy(lits); lits != nil {
			out = append(out, lits)
		}
	}
	for l, fact := range s.fact {
		if v := cnf.Lit(l).Var(); fact && !s.lacks[v] {
			out = append(out, []cnf.Lit{cnf.Lit(l)})
		}
	}
	return distinct(out)
}
