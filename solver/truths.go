package solver

import (
	"context"
	"slices"
	"sync"

	"github.com/confspace/confspace/config/source"
	"github.com/confspace/confspace/rules"
	"github.com/confspace/confspace/solver/internal/cdcl"
	"github.com/confspace/confspace/solver/internal/cnf"
	"github.com/confspace/confspace/solver/internal/encode"
)

// Conditions are conditions on the configurations of one space, prepared for questions
// under many selections, such as the usages of all parts under partial orders. It is
// immutable, and any number of goroutines may ask it at once. [Space.Conditions] makes
// it; the methods of the zero Conditions panic.
type Conditions struct {
	space   *Space
	of      []cnf.Lit             // by condition
	about   map[cnf.Var][]cnf.Var // variable of a condition -> the options that it names, and its auxiliaries
	formula *cnf.Formula          // the space's, and the definitions of these literals
	polls   sync.Pool             // *poll
}

// Conditions prepares conditions. O(clauses of the space + size of the conditions). It panics
// when one is of another catalog.
func (s *Space) Conditions(conditions []rules.Expr) *Conditions {
	base := s.made().encoding.Formula
	f := conjunction{cnf.NewFormula(base.Options(), base.Vars())}
	for i := range base.NumClauses() {
		f.AddClause(base.Clause(i)...)
	}
	c := &Conditions{space: s, of: make([]cnf.Lit, len(conditions)), about: make(map[cnf.Var][]cnf.Var)}
	encoder := encode.NewEncoder(s.cat, f)
	for i, e := range conditions {
		s.checkCondition(e)
		before := f.Vars()
		c.of[i] = encoder.Literal(e)
		if _, constant := encode.Constant(c.of[i]); !constant && c.about[c.of[i].Var()] == nil {
			var about []cnf.Var
			for _, o := range e.Options() {
				about = append(about, encode.Option(o).Var())
			}
			for v := before; v < f.Vars(); v++ {
				about = append(about, cnf.Var(v+1))
			}
			c.about[c.of[i].Var()] = about
		}
	}
	c.formula = f.Formula
	return c
}

// Truths returns the truth value of each condition over the configurations of a view:
// Satisfied if it holds in all, Violated if in none, otherwise Undecided. Unlike
// [rules.Expr.Truth] it also sees the consequences of the rules. It reports false when the
// view has no configurations. Truths are by condition, in dst's memory if that suffices, and
// belong to the caller.
//
// It needs no circuit. Each configuration that is found is a witness for all conditions at
// once, and each search looks for one in which many conditions differ from those before.
// Propagation alone settles others. So there are far fewer searches than conditions; each
// is exponential at worst.
//
// The error is the context's. It panics when the view is of another space.
func (c *Conditions) Truths(ctx context.Context, v View, dst []rules.Truth) (truths []rules.Truth, possible bool, err error) {
	source.NeedContext("solver", ctx)
	if c == nil || c.space == nil {
		panic("solver: no Conditions: Space.Conditions makes them")
	}
	if v.made() != c.space {
		panic("solver: a view of another space than the conditions'")
	}
	if ctx.Err() != nil {
		return nil, false, context.Cause(ctx)
	}
	if c.space.void {
		return nil, false, nil
	}
	p, ok := c.polls.Get().(*poll)
	if !ok {
		p = newPoll(c.formula)
	}
	possible, err = p.run(ctx, v.appendLines(nil), c.of, c.about)
	if err != nil {
		return nil, false, err // p is not used again
	}
	defer c.polls.Put(p)
	if !possible {
		return nil, false, nil
	}
	dst = sized(dst, len(c.of))
	for i, l := range c.of {
		dst[i] = p.truth(l)
	}
	return dst, true, nil
}

// poll is a solver that finds out which literals hold in all models, for one goroutine at
// a time.
type poll struct {
	*cdcl.Solver
	vars []cnf.Var
	open []cnf.Lit // held in every model so far; a literal of each variable at most once
	sure []bool    // by literal: it holds in all models
}

// newPoll returns a poll of a formula that has models.
func newPoll(f *cnf.Formula) *poll {
	p := &poll{Solver: cdcl.New(f.Vars()), sure: make([]bool, 2*f.Vars()+2)}
	for i := range f.NumClauses() {
		p.AddClause(f.Clause(i)...)
	}
	for v := range f.Vars() {
		p.vars = append(p.vars, cnf.Var(v+1))
	}
	return p
}

// run finds out which of some literals, and their opposites, hold in all models in which the
// given literals do. It reports false when there are none. Most conditions that hold in all
// contradict their opposites by the options that they name alone; these, and the auxiliaries of
// the condition, are decided first.
func (p *poll) run(ctx context.Context, given, lits []cnf.Lit, about map[cnf.Var][]cnf.Var) (possible bool, err error) {
	defer p.Pop(0)
	clear(p.sure)
	for _, l := range given {
		if !p.push(l) {
			return false, nil
		}
	}
	if possible, err = p.Feasible(ctx, p.vars); err != nil || !possible {
		return false, cause(ctx, err)
	}
	p.begin(lits)
	base := p.Level()
	width := len(p.open)
	for len(p.open) > 0 {
		if ctx.Err() != nil {
			return false, context.Cause(ctx)
		}
		first := p.open[0]
		p.Pop(base)
		p.Reduce()
		found := p.push(first.Not())
		if found {
			if found, err = p.Feasible(ctx, about[first.Var()]); err != nil {
				return false, cause(ctx, err)
			}
		}
		if found {
			p.differ(width)
			if found, err = p.Feasible(ctx, p.vars); err == nil && !found {
				p.Pop(base + 1)
				found, err = p.Feasible(ctx, p.vars)
			}
			if err != nil {
				return false, cause(ctx, err)
			}
		}
		if !found {
			p.sure[first] = true
			p.open = p.open[1:]
			width /= 2 // where one is sure, many are
			continue
		}
		p.open = slices.DeleteFunc(p.open, func(l cnf.Lit) bool { return p.Phase(l) < 0 })
		width = min(4*width+1, len(p.open))
	}
	return true, nil
}

// cause returns the cause of a context that ended a search.
func cause(ctx context.Context, err error) error {
	if err != nil && ctx.Err() != nil {
		return context.Cause(ctx)
	}
	return err
}

// push makes l true, with its propagation, unless it is true. It reports false on
// a contradiction, after which the caller pops.
func (p *poll) push(l cnf.Lit) bool {
	switch p.Value(l) {
	case 1:
		return true
	case -1:
		return false
	}
	p.Push(l)
	return p.Propagate()
}

// begin notes the literals fixed by propagation, and the values of the others in
// the first model.
func (p *poll) begin(lits []cnf.Lit) {
	p.open = p.open[:0]
	seen := make(map[cnf.Var]bool, len(lits))
	for _, l := range lits {
		if _, constant := encode.Constant(l); constant || seen[l.Var()] {
			continue
		}
		seen[l.Var()] = true
		switch p.Value(l) {
		case 1:
			p.sure[l] = true
		case -1:
			p.sure[l.Not()] = true
		default:
			if p.Phase(l) < 0 {
				l = l.Not()
			}
			p.open = append(p.open, l)
		}
	}
}

// differ makes as many of the next open literals false as propagation allows.
func (p *poll) differ(width int) {
	for _, l := range p.open[1:min(len(p.open), width+1)] {
		if p.Value(l) != 0 {
			continue
		}
		if level := p.Level(); !p.push(l.Not()) {
			p.Pop(level)
		}
	}
}

// truth returns the truth value found for a literal.
func (p *poll) truth(l cnf.Lit) rules.Truth {
	holds, constant := encode.Constant(l)
	switch {
	case constant && holds || !constant && p.sure[l]:
		return rules.Satisfied
	case constant || p.sure[l.Not()]:
		return rules.Violated
	}
	return rules.Undecided
}
