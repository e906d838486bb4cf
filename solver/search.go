package solver

import (
	"context"

	"github.com/confspace/confspace/config"
	"github.com/confspace/confspace/config/source"
	"github.com/confspace/confspace/rules"
	"github.com/confspace/confspace/solver/internal/cnf"
	"github.com/confspace/confspace/solver/internal/encode"
	"github.com/confspace/confspace/solver/internal/sat"
)

// search is a SAT solver over the clauses of a space, for one goroutine at a
// time. It lives on between queries and keeps learnt clauses; answers must not
// depend on them, see [search.plain].
type search struct {
	*sat.Solver
	space   *Space
	encoder *encode.Encoder
	base    int // clauses of the space
	lits    []cnf.Lit
}

// maxGrowth is the number of clauses that conditions may add to a search
// before a new one replaces it.
const maxGrowth = 20_000

// search returns a search that no other goroutine uses.
func (s *Space) search() *search {
	if old, ok := s.searches.Get().(*search); ok {
		return old
	}
	return s.newSearch()
}

// newSearch returns a search that has not been used.
func (s *Space) newSearch() *search {
	f := s.encoding.Formula
	q := &search{Solver: sat.New(f.Vars(), f.Vars()/2+64), space: s}
	for i := range f.NumClauses() {
		q.AddClause(f.Clause(i)...)
	}
	q.base = q.NumClauses()
	q.encoder = encode.NewEncoder(s.cat, q)
	return q
}

// release gives the search back, for others to use.
func (s *Space) release(q *search) {
	if q.Err() == nil && q.NumClauses() < q.base+maxGrowth {
		s.searches.Put(q)
	}
}

// NewAux adds an auxiliary, for the encoder.
func (q *search) NewAux() cnf.Var { return q.NewVar() }

// Define adds a clause, for the encoder.
func (q *search) Define(lits ...cnf.Lit) { q.AddClause(lits...) }

// solve reports whether a configuration satisfies the assumptions.
func (q *search) solve(ctx context.Context, assumptions ...cnf.Lit) (bool, error) {
	return q.Solve(ctx, assumptions...)
}

// appendLines appends the literals of a selection's decisions.
func appendLines(dst []cnf.Lit, sel *config.Selection) []cnf.Lit {
	for o := range sel.Chosen() {
		dst = append(dst, encode.Option(o))
	}
	for o := range sel.Rejected() {
		dst = append(dst, encode.Option(o).Not())
	}
	return dst
}

// appendLines appends the literals of the decisions of the view's
// selection.
func (v View) appendLines(dst []cnf.Lit) []cnf.Lit {
	if v.sel == nil {
		return dst
	}
	return appendLines(dst, v.sel)
}

// extendable reports whether some valid order contains the selection.
func (s *Space) extendable(ctx context.Context, sel *config.Selection) (bool, error) {
	if s.void {
		return false, nil
	}
	q := s.search()
	defer s.release(q)
	q.lits = appendLines(q.lits[:0], sel)
	return q.solve(ctx, q.lits...)
}

// Find returns a configuration in which e holds: a complete selection, the caller's. It
// reports false when there is none; an error is the context's and says neither.
//
// It returns the plainest such configuration: in the order of the catalog, each family takes its
// first possible options up to its minimum, and no more if that is possible. So the answer depends
// on the rules, the view's selection and e alone. It takes a SAT query, and one more for each
// option that might be decided otherwise.
//
// It needs no circuit, and panics when e is of another catalog than the space's.
func (v View) Find(ctx context.Context, e rules.Expr) (*config.Selection, bool, error) {
	source.NeedContext("solver", ctx)
	s := v.made()
	s.checkCondition(e)
	if ctx.Err() != nil {
		return nil, false, context.Cause(ctx)
	}
	if s.void {
		return nil, false, nil
	}
	q := s.search()
	defer s.release(q)
	lits, possible := q.encoder.Assumptions(e)
	if !possible {
		return nil, false, nil
	}
	lits = v.appendLines(lits)
	found, err := q.solve(ctx, lits...)
	if err != nil || !found {
		return nil, false, err
	}
	sel, err := q.plain(ctx, lits)
	return sel, err == nil, err
}

// plain returns the plainest configuration that satisfies lits, after a search
// that found one.
func (q *search) plain(ctx context.Context, lits []cnf.Lit) (*config.Selection, error) {
	cat := q.space.cat
	return q.greedy(ctx, lits, func(sel *config.Selection, o config.OptionID) bool {
		f := cat.Family(cat.Option(o).Family)
		need := f.Select.Min
		if f.Parent != config.NoOption && !sel.IsChosen(f.Parent) {
			return false
		}
		for _, before := range f.Options {
			if need <= 0 || before == o {
				break
			}
			if sel.IsChosen(before) {
				need--
			}
		}
		return need > 0
	})
}

// first returns the configuration that satisfies lits and is the first in canonical
// order, see [View.Rank], after a search that found one.
func (q *search) first(ctx context.Context, lits []cnf.Lit) (*config.Selection, error) {
	return q.greedy(ctx, lits, func(*config.Selection, config.OptionID) bool { return true })
}

// greedy decides option by option, in the order of the catalog, as prefers says, if lits
// can still be satisfied then. It follows a search that satisfied lits.
func (q *search) greedy(ctx context.Context, lits []cnf.Lit, prefers func(sel *config.Selection, o config.OptionID) bool) (*config.Selection, error) {
	sel := q.space.cat.NewSelection()
	model := q.model(nil)
	fixed := append(q.lits[:0], lits...)
	defer func() { q.lits = fixed }()
	for o := range config.OptionID(sel.Len()) {
		want := encode.Option(o)
		if !prefers(sel, o) {
			want = want.Not()
		}
		if model[o] == want.Sign() { // the current configuration decides otherwise
			possible, err := q.solve(ctx, append(fixed, want)...)
			if err != nil {
				return nil, err
			}
			if possible {
				model = q.model(model)
			}
		}
		if model[o] {
			fixed = append(fixed, encode.Option(o))
			sel.Choose(o)
		} else {
			fixed = append(fixed, encode.Option(o).Not())
			sel.Reject(o)
		}
	}
	return sel, nil
}

// model returns the options that the last search chose, in dst's memory if they
// fit.
func (q *search) model(dst []bool) []bool {
	dst = dst[:0]
	for o := range q.space.cat.NumOptions() {
		dst = append(dst, q.Value(encode.Option(config.OptionID(o))))
	}
	return dst
}
