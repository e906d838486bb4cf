package solver

import (
	"context"
	"slices"

	"github.com/confspace/confspace/config"
	"github.com/confspace/confspace/rules"
	"github.com/confspace/confspace/solver/internal/cnf"
	"github.com/confspace/confspace/solver/internal/encode"
	"github.com/confspace/confspace/solver/internal/sat"
)

// conflict is a SAT solver that looks for contradictions among the demands of
// rules, catalog and order, for one goroutine at a time. The clauses of each
// origin hold only while its selector is assumed, and do not depend on other
// origins.
type conflict struct {
	*sat.Solver
	space     *Space
	selectors map[encode.Origin]cnf.Lit
	origins   []encode.Origin // in the order of the encoding
	given     []cnf.Lit       // hold in every query: a condition that is explained
	encoder   *encode.Encoder // of such conditions; nil before the first
	lits      []cnf.Lit
}

// conflict returns a conflict that no other goroutine uses.
func (s *Space) conflict(ctx context.Context) (*conflict, error) {
	if old, ok := s.conflicts.Get().(*conflict); ok {
		return old, nil
	}
	encoding, err := s.standalone(ctx)
	if err != nil {
		return nil, err
	}
	return newConflict(s, encoding), nil
}

// standalone returns the encoding in which every origin stands alone. The first
// caller makes it while its context lasts; the others wait while theirs last.
func (s *Space) standalone(ctx context.Context) (*encode.Encoding, error) {
	if err := s.take(ctx); err != nil {
		return nil, err
	}
	defer s.leave()
	if s.alone == nil && s.whole {
		s.alone = s.encoding
	}
	if s.alone == nil {
		encoding, err := encode.Encode(ctx, s.set, s.active, s.inactive, s.apart)
		if err != nil {
			return nil, err
		}
		s.alone = encoding
		s.held.Add(encoding.Bytes())
	}
	return s.alone, nil
}

// take waits for the turn to make what all share, while the context lasts.
func (s *Space) take(ctx context.Context) error {
	select {
	case s.turn <- struct{}{}:
		return nil
	case <-ctx.Done():
		return context.Cause(ctx)
	}
}

// leave gives the turn to another goroutine.
func (s *Space) leave() { <-s.turn }

func (s *Space) releaseConflict(q *conflict) {
	if q.given = nil; q.Err() == nil {
		s.conflicts.Put(q)
	}
}

// newConflict returns a solver of an encoding whose origins stand alone.
func newConflict(s *Space, encoding *encode.Encoding) *conflict {
	f := encoding.Formula
	q := &conflict{
		Solver:    sat.New(f.Vars()+len(encoding.Origins), 0),
		space:     s,
		selectors: make(map[encode.Origin]cnf.Lit, len(encoding.Origins)),
		origins:   encoding.Origins,
	}
	selector := func(i int) cnf.Lit { return cnf.Pos(cnf.Var(f.Vars() + 1 + i)) }
	for i, o := range encoding.Origins {
		q.selectors[o] = selector(i)
	}
	var clause []cnf.Lit
	for i := range f.NumClauses() {
		clause = append(clause[:0], f.Clause(i)...)
		if origin, ok := encoding.Origin(i); ok {
			clause = append(clause, selector(origin).Not())
		}
		q.AddClause(clause...)
	}
	return q
}

// demand makes a condition hold in every query, unless it is zero. It reports false when the
// condition is never true.
func (q *conflict) demand(e rules.Expr) (possible bool) {
	if e.IsZero() {
		return true
	}
	if q.encoder == nil {
		q.encoder = encode.NewStandaloneEncoder(q.space.cat, q)
	}
	q.given, possible = q.encoder.Assumptions(e)
	return possible
}

// NewAux adds an auxiliary, for the encoder.
func (q *conflict) NewAux() cnf.Var { return q.NewVar() }

// Define adds a clause, for the encoder.
func (q *conflict) Define(lits ...cnf.Lit) { q.AddClause(lits...) }

// literal returns the assumption that demands a cause.
func (q *conflict) literal(c Cause) cnf.Lit {
	if c.Kind == CauseLine {
		return c.line()
	}
	l, ok := q.selectors[c.origin()]
	if !ok {
		panic("solver: a cause that the encoding does not have")
	}
	return l
}

func (q *conflict) literals(dst []cnf.Lit, causes []Cause) []cnf.Lit {
	for _, c := range causes {
		dst = append(dst, q.literal(c))
	}
	return dst
}

// met reports whether all the demands can be met.
func (q *conflict) met(ctx context.Context, demands ...[]Cause) (bool, error) {
	q.lits = append(q.lits[:0], q.given...)
	for _, part := range demands {
		q.lits = q.literals(q.lits, part)
	}
	return q.Solve(ctx, q.lits...)
}

// demands returns the demands of the catalog and those of the rules, in
// order.
func (q *conflict) demands() (catalog, rule []Cause) {
	for _, o := range q.origins {
		if c := q.space.cause(o); c.isRule() {
			rule = append(rule, c)
		} else {
			catalog = append(catalog, c)
		}
	}
	return catalog, rule
}

// alone returns the rules that each contradict the base by themselves; nil when the base
// contradicts itself. A configuration that meets the base and a rule saves the query for every
// other rule that it meets.
func (q *conflict) alone(ctx context.Context, base, rule []Cause) ([]Cause, error) {
	fine, err := q.met(ctx, base)
	if err != nil || !fine {
		return nil, err
	}
	sel := q.selection(nil)
	found := []Cause{}
	met := make([]bool, len(rule))
	mark := func() {
		for i, c := range rule {
			met[i] = met[i] || q.space.holds(c, sel)
		}
	}
	mark()
	for i, c := range rule {
		if met[i] {
			continue
		}
		fine, err := q.met(ctx, base, rule[i:i+1])
		if err != nil {
			return nil, err
		}
		if fine {
			sel = q.selection(sel)
			mark()
			continue
		}
		found = append(found, c)
	}
	return found, nil
}

// holds reports whether a complete selection meets a demand.
func (s *Space) holds(c Cause, sel *config.Selection) bool {
	switch c.Kind {
	case CauseLine:
		return sel.IsChosen(c.Option) == c.Chosen
	case CauseOption:
		return !sel.IsChosen(c.Option)
	case CauseSpace:
		return s.has(sel)
	case CauseParent:
		return !sel.IsChosen(c.Option) || sel.IsChosen(s.cat.Parent(c.Option))
	case CauseFamily:
		f := s.cat.Family(c.Family)
		chosen, _ := s.tally(f, sel)
		asked := f.Parent == config.NoOption || sel.IsChosen(f.Parent)
		return (f.Select.Max == config.Unbounded || chosen <= f.Select.Max) && (!asked || chosen >= f.Select.Min)
	}
	return s.condition(c).Holds(sel)
}

// condition returns the condition of a rule or row.
func (s *Space) condition(c Cause) rules.Expr {
	e := s.set.Rule(c.Rule).Expr
	if c.Kind == CauseRow {
		e = e.Arg(c.Row)
	}
	return e
}

// selection returns the configuration that the last query found, in dst's memory
// if there is one.
func (q *conflict) selection(dst *config.Selection) *config.Selection {
	if dst == nil {
		dst = q.space.cat.NewSelection()
	}
	for i := range dst.Len() {
		if o := config.OptionID(i); q.Value(encode.Option(o)) {
			dst.Choose(o)
		} else {
			dst.Reject(o)
		}
	}
	return dst
}

// contradicted returns the demands that an invalid partial selection breaks:
// those of the catalog that it certainly breaks, and the rules that each
// contradict it together with the catalog.
func (s *Space) contradicted(ctx context.Context, sel *config.Selection) ([]Cause, error) {
	q, err := s.conflict(ctx)
	if err != nil {
		return nil, err
	}
	defer s.releaseConflict(q)
	broken := s.structure(nil, sel)
	catalog, rule := q.demands()
	lines := s.lines(sel, sel.Catalog().NewSelection())
	found, err := q.alone(ctx, slices.Concat(lines, catalog), rule)
	if err != nil {
		return nil, err
	}
	if found != nil {
		return append(broken, found...), nil
	}
	// The selection contradicts the catalog, and so with it every rule: only
	// rules count that contradict the selection without the catalog.
	found, err = q.alone(ctx, lines, rule)
	if err != nil {
		return nil, err
	}
	for _, c := range rule { // relaxed sums may have missed some
		if !slices.Contains(found, c) && s.condition(c).Truth(sel) == rules.Violated {
			found = append(found, c)
		}
	}
	slices.SortFunc(found, Cause.compare)
	return append(broken, found...), nil
}
