package blame

import (
	"context"
	"math"
	"slices"

	"github.com/confspace/confspace/solver/internal/cdcl"
	"github.com/confspace/confspace/solver/internal/cnf"
)

// Problem is a list of demands, each a conjunction of clauses. It is immutable; any number of
// engines share it.
type Problem struct {
	Formula *cnf.Formula
	Demands int
	// Of returns the demand of a clause, 0..Demands-1. It reports false for a clause that defines
	// an auxiliary: it restricts nothing else, and always holds.
	Of func(clause int) (demand int, ok bool)
}

// Engine finds conflicts among demands and lines, which are literals: sets of them that cannot all
// hold. Demands and lines are items: first the demands, by number, then the lines. It belongs to
// one goroutine.
//
// Between questions the trail of the solver holds the cold demands, a level each. Above them a
// question decides items that are hot: the lines, and the demands that took part in a conflict of
// this question. So a search costs little more than its hot items.
type Engine struct {
	problem Problem
	solver  *cdcl.Solver
	vars    []cnf.Var // of the formula
	lits    []cnf.Lit // by item: the literal that makes it hold
	hot     []bool    // by item
	heated  int       // number of hot items
	base    int       // level of the cold demands; -1 while they are not decided
	core    []int     // of the last contradiction, ascending
	costs   []int64   // by item; nil: see cost
	ranks   []int     // by item; nil: all 0
	limit   int       // items of a higher rank are left out
	decided []cnf.Lit // scratch of blame
	index   *index    // made by the first part
	found   []bool    // by variable: the assignment that remember has seen

	// Searches is the number of searches so far, the measure of work.
	Searches int64
}

// New returns an engine of a problem. O(size of the formula).
func New(p Problem) *Engine {
	n := p.Formula.Vars()
	e := &Engine{problem: p, solver: cdcl.New(n + p.Demands), base: -1}
	for v := range n {
		e.vars = append(e.vars, cnf.Var(v+1))
	}
	for d := range p.Demands {
		e.lits = append(e.lits, cnf.Pos(cnf.Var(n+1+d)))
	}
	var clause []cnf.Lit
	for i := range p.Formula.NumClauses() {
		clause = append(clause[:0], p.Formula.Clause(i)...)
		if d, ok := p.Of(i); ok {
			clause = append(clause, e.lits[d].Not())
		}
		e.solver.AddClause(clause...)
	}
	e.solver.Mark()
	return e
}

// begin takes lines, which replace those before, costs and ranks, makes all demands cold, and forgets
// what the solver has learnt, so that the answer depends on the question alone.
func (e *Engine) begin(lines []cnf.Lit, costs []int64, ranks []int) {
	e.solver.Reset()
	e.lits = append(e.lits[:e.problem.Demands], lines...)
	e.costs, e.ranks, e.limit, e.base = costs, ranks, math.MaxInt, -1
	e.hot, e.heated = make([]bool, len(e.lits)), len(lines)
	for i := range lines {
		e.hot[e.problem.Demands+i] = true
	}
}

// cost returns what an item counts in a conflict.
func (e *Engine) cost(item int) int64 {
	switch {
	case e.costs != nil:
		return e.costs[item]
	case item < e.problem.Demands:
		return 2 // lines are rather kept
	}
	return 1
}

// rank returns the rank of an item.
func (e *Engine) rank(item int) int {
	if e.ranks == nil {
		return 0
	}
	return e.ranks[item]
}

// heat makes items hot.
func (e *Engine) heat(items []int) {
	for _, i := range items {
		if !e.hot[i] {
			e.hot[i], e.base = true, -1
			e.heated++
		}
	}
}

// hold decides that an item holds. It reports false, with the core, on a contradiction by
// propagation; then it decides nothing.
func (e *Engine) hold(item int) bool {
	l := e.lits[item]
	switch e.solver.Value(l) {
	case 1:
		return true
	case -1:
		e.blame(item, l)
		return false
	}
	level := e.solver.Level()
	e.solver.Push(l)
	if e.solver.Propagate() {
		return true
	}
	e.blame(-1)
	e.solver.Pop(level)
	return false
}

// blame sets the core to the items whose decisions make some literals false, or to those of the
// last conflict; and another item, if it is not below 0.
func (e *Engine) blame(item int, lits ...cnf.Lit) {
	e.decided = e.solver.AppendBlame(e.decided[:0], lits...)
	e.core = e.core[:0]
	if item >= 0 {
		e.core = append(e.core, item)
	}
	for _, l := range e.decided {
		e.core = append(e.core, e.item(l))
	}
	slices.Sort(e.core)
	e.core = slices.Compact(e.core)
}

// item returns the item of a decided literal.
func (e *Engine) item(l cnf.Lit) int {
	if d := int(l.Var()) - len(e.vars) - 1; d >= 0 {
		return d
	}
	return e.problem.Demands + slices.Index(e.lits[e.problem.Demands:], l)
}

// rest decides the cold demands, unless they are decided. It makes those hot that contradict each
// other, with the core of one such contradiction, and reports false then.
func (e *Engine) rest() bool {
	if e.base >= 0 {
		e.solver.Pop(e.base)
		return true
	}
	e.solver.Pop(0)
	if !e.solver.Recall() || !e.solver.Propagate() {
		panic("blame: definitions of auxiliaries contradict each other")
	}
	for d := range e.problem.Demands {
		if !e.hot[d] && e.rank(d) <= e.limit && !e.hold(d) {
			e.heat(e.core)
			return false
		}
	}
	e.base = e.solver.Level()
	return true
}

// possible searches for an assignment in which all decided items hold; it reports false, with the
// core, if there is none. The decisions stay.
func (e *Engine) possible(ctx context.Context) (bool, error) {
	if ctx.Err() != nil {
		return false, ctx.Err()
	}
	e.Searches++
	e.solver.Reduce()
	found, err := e.solver.Feasible(ctx, e.vars)
	if err == nil && !found {
		e.blame(-1)
	}
	return found, err
}

// together reports whether some hot items and all cold ones can hold together, and decides them
// if so. If not, the core is a conflict.
func (e *Engine) together(ctx context.Context, items []int) (bool, error) {
	if !e.rest() {
		return false, nil
	}
	for _, i := range items {
		if !e.hold(i) {
			return false, nil
		}
	}
	return e.possible(ctx)
}

// grow decides as many of the other hot items as can hold beside those that are decided, after
// together, in their order. It returns those that cannot: a minimal correction. It searches only for
// items that the last assignment does not meet.
func (e *Engine) grow(ctx context.Context) (out []int, err error) {
	e.remember()
	for i, hot := range e.hot {
		if !hot || e.rank(i) > e.limit {
			continue
		}
		level := e.solver.Level()
		if !e.hold(i) {
			out = append(out, i)
			continue
		}
		if e.solver.Level() == level || e.met(i) {
			continue
		}
		found, err := e.possible(ctx)
		switch {
		case err != nil:
			return nil, err
		case found:
			e.remember()
		default:
			e.solver.Pop(level)
			out = append(out, i)
		}
	}
	return out, nil
}

// remember keeps the assignment that the last search has found.
func (e *Engine) remember() {
	e.found = append(e.found[:0], false) // variables begin at 1
	for _, v := range e.vars {
		e.found = append(e.found, e.solver.Phase(cnf.Pos(v)) > 0)
	}
}

// met reports whether the remembered assignment meets an item.
func (e *Engine) met(item int) bool {
	holds := func(l cnf.Lit) bool { return e.found[l.Var()] != l.Sign() }
	if item >= e.problem.Demands {
		return holds(e.lits[item])
	}
	for _, clause := range e.clausesOf(item) {
		if !slices.ContainsFunc(e.problem.Formula.Clause(int(clause)), holds) {
			return false
		}
	}
	return true
}
