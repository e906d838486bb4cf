// Package determine proves that the auxiliaries of a formula are functions of its
// options: that no two models have the same options. It shares no code with the
// encoder, whose clauses it checks.
//
// The proof is local, one auxiliary after the other. Let D be variables that are known
// to be functions of the options, at first the options themselves, and a an auxiliary.
// Take the clauses with a whose other variables are all in D: those with a, with a
// removed, and those with its negation, with that removed. If all of them together
// cannot be satisfied, no two models agree on D and differ in a: the model with a true
// would satisfy the second kind, the other the first, with the same values of D. So a
// is a function of D, hence of the options, and joins D. Clauses of D alone may be
// added: both models satisfy them. A node of a diagram over a family needs that one of
// its options holds. If that is stated through another auxiliary, the neighbouring
// clauses are added, too.
//
// A gate and a node of a decision diagram are defined by a handful of clauses, so
// this is a search over a handful of variables.
package determine

import (
	"context"
	"fmt"
	"slices"

	"github.com/confspace/confspace/solver/internal/cnf"
)

// maxSteps bounds the search for one auxiliary, in assignments tried. A node over
// a family of ninety options takes about two hundred.
const maxSteps = 1 << 16

// Auxiliaries returns nil if every auxiliary that a clause of f mentions is
// proved to be a function of the options. The error is the context's cause, or
// names the first auxiliary without a proof. An auxiliary that no clause mentions
// needs none.
//
// One pass over the auxiliaries in their order, in which encoders define
// them; those that depend on later ones take more passes.
func Auxiliaries(ctx context.Context, f *cnf.Formula) error {
	p := &proof{
		formula: f, known: make([]bool, f.Vars()+1), local: make([]bool, f.Vars()+1),
		where: make([][]uint32, f.Vars()+1), highest: make([][]uint32, f.Vars()+1),
	}
	for v := 1; v <= f.Options(); v++ {
		p.known[v] = true
	}
	for i := range f.NumClauses() {
		high := cnf.Var(0)
		for _, l := range f.Clause(i) {
			v := l.Var()
			if high = max(high, v); int(v) > f.Options() {
				p.where[v] = append(p.where[v], uint32(i))
			}
		}
		p.highest[high] = append(p.highest[high], uint32(i))
	}
	var open []cnf.Var
	for v := cnf.Var(f.Options() + 1); int(v) <= f.Vars(); v++ {
		if len(p.where[v]) > 0 {
			open = append(open, v)
		}
	}
	for len(open) > 0 {
		before := len(open)
		rest := open[:0]
		for _, v := range open {
			if ctx.Err() != nil {
				return context.Cause(ctx)
			}
			if p.known[v] = p.determined(v); !p.known[v] {
				rest = append(rest, v)
			}
		}
		if open = rest; len(open) == before {
			return fmt.Errorf("auxiliary %d of the encoding is not proved to be a function of the options", open[0])
		}
	}
	return nil
}

// proof is one run of Auxiliaries.
type proof struct {
	formula *cnf.Formula
	known   []bool     // by variable: it is a function of the options
	where   [][]uint32 // by auxiliary: the clauses that mention it
	highest [][]uint32 // by variable: the clauses of which it is the highest
	of      [][]uint32 // by variable: the clauses that mention it; made at the first use
	local   []bool     // by variable: it stands in the clauses of the proof
	steps   int
}

// determined reports whether v is a function of the known variables.
func (p *proof) determined(v cnf.Var) bool {
	var both [][]cnf.Lit
	for _, i := range p.where[v] {
		clause := p.formula.Clause(int(i))
		if slices.ContainsFunc(clause, func(l cnf.Lit) bool { return l.Var() != v && !p.known[l.Var()] }) {
			continue
		}
		if slices.Contains(clause, cnf.Pos(v)) && slices.Contains(clause, cnf.Neg(v)) {
			continue // a tautology
		}
		rest := make([]cnf.Lit, 0, len(clause))
		for _, l := range clause {
			if l.Var() != v {
				rest = append(rest, l)
			}
		}
		both = append(both, rest)
	}
	p.steps = 0
	if p.unsatisfiable(both) {
		return true
	}
	p.steps = 0
	near := p.withContext(both, p.vars(both))
	if p.unsatisfiable(near) {
		return true
	}
	p.steps = 0
	return p.unsatisfiable(p.withNeighbours(near))
}

// maxNeighbours bounds the clauses that withNeighbours visits for each variable: a
// variable in more clauses is left out.
const maxNeighbours = 1 << 10

// withNeighbours adds the clauses that have a variable of the given ones and only known
// variables, and the context of these: an auxiliary may state that a family has an
// option.
func (p *proof) withNeighbours(clauses [][]cnf.Lit) [][]cnf.Lit {
	if p.of == nil {
		p.of = make([][]uint32, p.formula.Vars()+1)
		for i := range p.formula.NumClauses() {
			for _, l := range p.formula.Clause(i) {
				p.of[l.Var()] = append(p.of[l.Var()], uint32(i))
			}
		}
	}
	wider := slices.Clip(clauses)
	seen := make(map[uint32]bool)
	for _, v := range p.vars(clauses) {
		if len(p.of[v]) > maxNeighbours {
			continue
		}
		for _, i := range p.of[v] {
			clause := p.formula.Clause(int(i))
			if seen[i] || slices.ContainsFunc(clause, func(l cnf.Lit) bool { return !p.known[l.Var()] }) {
				continue
			}
			seen[i] = true
			wider = append(wider, clause)
		}
	}
	return p.withContext(wider, p.vars(wider))
}

// vars returns the variables of clauses, each once.
func (p *proof) vars(clauses [][]cnf.Lit) []cnf.Var {
	var vars []cnf.Var
	for _, c := range clauses {
		for _, l := range c {
			if v := l.Var(); !p.local[v] {
				p.local[v] = true
				vars = append(vars, v)
			}
		}
	}
	for _, v := range vars {
		p.local[v] = false
	}
	return vars
}

// withContext adds the clauses whose variables all stand in the given ones and are
// known. They are found by their highest variable, so that a variable in many
// clauses costs nothing.
func (p *proof) withContext(clauses [][]cnf.Lit, vars []cnf.Var) [][]cnf.Lit {
	for _, v := range vars {
		p.local[v] = true
	}
	for _, v := range vars {
		for _, i := range p.highest[v] {
			clause := p.formula.Clause(int(i))
			if !slices.ContainsFunc(clause, func(l cnf.Lit) bool { return !p.local[l.Var()] }) {
				clauses = append(clauses, clause)
			}
		}
	}
	for _, v := range vars {
		p.local[v] = false
	}
	return clauses
}

// unsatisfiable reports whether the clauses have no model. It gives up, and
// reports false, after maxSteps.
func (p *proof) unsatisfiable(clauses [][]cnf.Lit) bool {
	for {
		if p.steps++; p.steps > maxSteps {
			return false
		}
		shortest := -1
		for i, c := range clauses {
			if shortest < 0 || len(c) < len(clauses[shortest]) {
				shortest = i
			}
		}
		switch {
		case shortest < 0:
			return false
		case len(clauses[shortest]) == 0:
			return true
		}
		l := clauses[shortest][0]
		if len(clauses[shortest]) > 1 && !p.unsatisfiable(given(clauses, l)) {
			return false
		}
		if len(clauses[shortest]) > 1 {
			l = l.Not()
		}
		clauses = given(clauses, l)
	}
}

// given returns the rest of clauses when a literal holds.
func given(clauses [][]cnf.Lit, l cnf.Lit) [][]cnf.Lit {
	var left [][]cnf.Lit
	for _, c := range clauses {
		if slices.Contains(c, l) {
			continue
		}
		if slices.Contains(c, l.Not()) {
			c = slices.DeleteFunc(slices.Clone(c), func(m cnf.Lit) bool { return m == l.Not() })
		}
		left = append(left, c)
	}
	return left
}
