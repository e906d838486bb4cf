package sat

import (
	"cmp"
	"context"
	"errors"
	"fmt"

	"github.com/confspace/confspace/solver/internal/cnf"
	"github.com/go-air/gini"
	"github.com/go-air/gini/inter"
	"github.com/go-air/gini/z"
)

// ErrEngine is wrapped by the error of a search in which the engine failed: it
// panicked, or returned a wrong model. Then the solver cannot be used.
var ErrEngine = errors.New("sat: the engine failed")

// Solver holds clauses over variables 1..Vars() and searches for assignments
// that satisfy them. Clauses can be added between searches; later searches
// use learnt clauses.
//
// A Solver belongs to one goroutine at a time.
type Solver struct {
	engine   *gini.Gini
	handle   inter.Solve // the engine's only handle for stopping, whichever search runs
	capacity int         // variables that the engine has tables for
	vars     int
	lits     []cnf.Lit // the clauses, one after the other, for rebuilds and the check of models
	starts   []uint32  // clause i is lits[starts[i]:starts[i+1]]
	sealed   bool      // no clause was added since the engine's check was switched off
	failed   error
}

// The engine's variables 1 and 2 are the guard and an activation literal that
// no clause uses: while there is one, the engine checks only one model.
const (
	guard    = z.Lit(2)
	reserved = 2
)

// New returns a solver without clauses over the given number of variables.
// More come with [Solver.NewVar]; spare is the number of those expected.
func New(vars, spare int) *Solver {
	s := &Solver{vars: vars, starts: []uint32{0}}
	s.build(vars + spare)
	return s
}

// build makes a fresh engine with tables for capacity variables and gives it
// the clauses.
func (s *Solver) build(capacity int) {
	s.capacity = capacity
	s.engine = gini.NewVc(capacity+reserved+1, 2*len(s.starts)+16)
	s.declare(guard)
	s.engine.ActivationLit()
	s.handle = s.engine.GoSolve()
	s.handle.Wait()
	for i := range s.NumClauses() {
		s.give(s.lits[s.starts[i]:s.starts[i+1]])
	}
	s.sealed = false
}

// declare makes the variable of m, and those below it, known to the engine,
// which otherwise decides only variables that occur in clauses.
func (s *Solver) declare(m z.Lit) {
	s.engine.Add(m)
	s.engine.Add(m.Not())
	s.engine.Add(z.LitNull)
}

// Vars returns the number of variables.
func (s *Solver) Vars() int { return s.vars }

// Err returns the error of a solver whose engine failed, otherwise nil.
func (s *Solver) Err() error { return s.failed }

// NumClauses returns the number of clauses added.
func (s *Solver) NumClauses() int { return len(s.starts) - 1 }

// NewVar adds a variable and returns it. Amortised constant time; the engine is
// rebuilt, and forgets what it learnt, when the spare variables are used up.
func (s *Solver) NewVar() cnf.Var {
	s.vars++
	if s.vars > s.capacity {
		s.build(2 * s.vars)
	}
	s.sealed = false
	return cnf.Var(s.vars)
}

// AddClause adds the disjunction of lits, which it copies. Empty, tautological
// and repeated ones are fine. It panics when a literal is not of a variable
// 1..Vars().
func (s *Solver) AddClause(lits ...cnf.Lit) {
	s.check(lits)
	s.lits = append(s.lits, lits...)
	s.starts = append(s.starts, uint32(len(s.lits)))
	s.give(lits)
	s.sealed = false
}

func (s *Solver) check(lits []cnf.Lit) {
	for _, l := range lits {
		if l.Var() == 0 || int(l.Var()) > s.vars {
			panic(fmt.Sprintf("sat: literal %d in a solver of %d variables", l.Dimacs(), s.vars))
		}
	}
}

func (s *Solver) give(lits []cnf.Lit) {
	for _, l := range lits {
		s.engine.Add(outer(l))
	}
	s.engine.Add(guard)
	s.engine.Add(z.LitNull)
}

// outer returns the engine's literal for l.
func outer(l cnf.Lit) z.Lit { return z.Lit(l) + 2*reserved }

// seal switches off the engine's check of models, which would end the process,
// by a search under the guard: it has every clause satisfied from the start.
func (s *Solver) seal() {
	if s.sealed {
		return
	}
	s.declare(outer(cnf.Pos(cnf.Var(s.vars))))
	s.engine.Assume(guard)
	s.engine.Solve()
	s.sealed = true
}

// Solve reports whether some assignment satisfies all clauses and all the
// assumptions. The answer to the same calls on a new solver is always the same,
// models included.
//
// A context that ends stops the search when the engine polls, which it does after
// a number of steps: mostly soon, but without a promise. Then the error is the
// context's cause, never an answer, and the solver can be used further. Solve
// panics when an assumption is not of a variable 1..Vars().
func (s *Solver) Solve(ctx context.Context, assumptions ...cnf.Lit) (sat bool, err error) {
	s.check(assumptions)
	if s.failed != nil {
		return false, s.failed
	}
	if ctx.Err() != nil {
		return false, context.Cause(ctx)
	}
	defer func() {
		if r := recover(); r != nil {
			s.failed = fmt.Errorf("%w: %v", ErrEngine, r)
			sat, err = false, s.failed
		}
	}()
	s.seal()
	s.engine.Assume(guard.Not())
	for _, l := range assumptions {
		s.engine.Assume(outer(l))
	}
	return s.answer(ctx, s.search(ctx), assumptions)
}

// answer turns the result of the engine into that of Solve. No answer without the
// end of the context is a failure of the engine, and must not look like an answer.
func (s *Solver) answer(ctx context.Context, result int, assumptions []cnf.Lit) (bool, error) {
	switch result {
	case 1:
		if bad := s.falsified(assumptions); bad != "" {
			s.failed = fmt.Errorf("%w: its model falsifies %s", ErrEngine, bad)
			return false, s.failed
		}
		return true, nil
	case -1:
		return false, nil
	}
	if ctx.Err() == nil {
		s.failed = fmt.Errorf("%w: it stopped without an answer", ErrEngine)
	}
	return false, cmp.Or(context.Cause(ctx), s.failed)
}

// search runs the engine until it has an answer, 1 or -1, or the context ends,
// 0.
//
// The engine is stopped through the handle of a background search, and all
// searches of one engine share that handle. So the search runs here, without a
// change of goroutine, and the handle serves to stop it. Stopping waits for the
// result of a background search; a search under contradicting assumptions, which
// ends at once, is run to give it one.
func (s *Solver) search(ctx context.Context) int {
	if ctx.Done() == nil {
		return s.engine.Solve()
	}
	stopped := make(chan struct{})
	withdraw := context.AfterFunc(ctx, func() {
		s.handle.Stop()
		close(stopped)
	})
	defer withdraw() // the engine may panic
	result := s.engine.Solve()
	if withdraw() {
		return result
	}
	s.engine.Assume(guard, guard.Not())
	s.engine.GoSolve()
	<-stopped
	return 0
}

// falsified returns a clause or assumption that the engine's model does not
// satisfy, or "".
func (s *Solver) falsified(assumptions []cnf.Lit) string {
	for _, l := range assumptions {
		if !s.Value(l) {
			return fmt.Sprint("assumption ", l.Dimacs())
		}
	}
clauses:
	for i := range s.NumClauses() {
		for _, l := range s.lits[s.starts[i]:s.starts[i+1]] {
			if s.Value(l) {
				continue clauses
			}
		}
		return fmt.Sprint("clause ", i)
	}
	return ""
}

// Value reports whether l holds in the assignment that the last search found.
// It is undefined after a search that found none, or once a clause or variable
// was added.
func (s *Solver) Value(l cnf.Lit) bool { return s.engine.Value(outer(l)) }
