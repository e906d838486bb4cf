package solver

import (
	"cmp"
	"context"
	"errors"
	"slices"

	"github.com/confspace/confspace/config"
	"github.com/confspace/confspace/rules"
	"github.com/confspace/confspace/solver/internal/cnf"
	"github.com/confspace/confspace/solver/internal/encode"
	"github.com/confspace/confspace/solver/internal/sat"
)

// errUnverified reports a defect of this package: a conflict that a fresh search
// does not confirm.
var errUnverified = errors.New("solver: a conflict was not confirmed by a second search")

// confirm confirms a minimal conflict with a fresh solver and clauses that are
// encoded again, from the rules of the conflict alone. A relaxed search weakens large
// sums. That never makes a false conflict, but can make one look minimal. So each
// configuration that meets all causes but one is checked against the rules, and a
// cause that is not needed is dropped. If e is not zero, the conflict is one with e.
func (s *Space) confirm(ctx context.Context, causes []Cause, relaxed bool, e rules.Expr) ([]Cause, error) {
	q, err := s.fresh(ctx, causes, relaxed, e)
	if err != nil {
		return nil, err
	}
	if possible, err := q.met(ctx, causes); err != nil || possible {
		return nil, cmp.Or(err, errUnverified)
	}
	var exact *trial
	for i := 0; i < len(causes); {
		others := slices.Concat(causes[:i], causes[i+1:])
		possible, err := q.met(ctx, others)
		if err != nil || !possible {
			return nil, cmp.Or(err, errUnverified)
		}
		if sel := s.pruned(others, q.selection()); !s.meets(others, sel) || !e.IsZero() && !e.Holds(sel) {
			if exact == nil {
				if exact, err = s.fresh(ctx, causes, false, e); err != nil {
					return nil, err
				}
			}
			if possible, err = exact.met(ctx, others); err != nil {
				return nil, err
			}
			if !possible {
				causes = others
				continue
			}
		}
		i++
	}
	return causes, nil
}

// pruned returns a selection without the options that exceed the maximum of their
// families, unless a line demands them. A search that relaxes sums may choose
// them for no reason.
func (s *Space) pruned(demands []Cause, sel *config.Selection) *config.Selection {
	demanded := sel.Catalog().NewSelection()
	for _, c := range demands {
		if c.Kind == CauseLine && c.Chosen {
			demanded.Choose(c.Option)
		}
	}
	for i := range s.cat.NumFamilies() {
		f := s.cat.Family(config.FamilyID(i))
		chosen, _ := s.tally(f, sel)
		for _, o := range f.Options {
			if f.Select.Max != config.Unbounded && chosen > f.Select.Max && sel.IsChosen(o) && !demanded.IsChosen(o) {
				sel.Reject(o)
				chosen--
			}
		}
	}
	return sel
}

// trial is a solver of a few demands. Its variables are those of the options that
// they are about, and not all of the catalog.
type trial struct {
	*sat.Solver
	space     *Space
	number    []cnf.Var // by variable of the encoding; 0 if it does not occur
	selectors map[encode.Origin]cnf.Lit
	given     []cnf.Lit // hold in every query: a condition that is explained
}

// fresh returns a trial of some causes, in which a condition holds unless it is zero.
func (s *Space) fresh(ctx context.Context, causes []Cause, relaxed bool, e rules.Expr) (*trial, error) {
	encoding := s.encoding
	if !s.whole {
		var active []rules.RuleID
		var inactive []config.OptionID
		families := []config.FamilyID{} // none is not nil, which is all
		for _, c := range causes {
			switch c.Kind {
			case CauseRule, CauseRow:
				active = append(active, c.Rule)
			case CauseOption:
				inactive = append(inactive, c.Option)
			case CauseFamily:
				families = append(families, c.Family)
			case CauseParent:
				families = append(families, s.cat.Option(c.Option).Family)
			}
		}
		slices.Sort(active)
		slices.Sort(inactive)
		slices.Sort(families)
		apart := s.apart
		apart.Relaxed, apart.Families = relaxed, slices.Compact(families)
		var err error
		if encoding, err = encode.Encode(ctx, s.set, slices.Compact(active), inactive, apart); err != nil {
			return nil, err
		}
	}
	var given, lines []cnf.Lit
	if !e.IsZero() {
		var l cnf.Lit
		encoding, l = encoding.With(e)
		given = []cnf.Lit{l}
	}
	for _, c := range causes {
		if c.Kind == CauseLine {
			lines = append(lines, c.line())
		}
	}
	return newTrial(s, encoding, lines, given), nil
}

// newTrial returns a trial of an encoding whose origins stand alone, for some lines.
func newTrial(s *Space, encoding *encode.Encoding, lines, given []cnf.Lit) *trial {
	f := encoding.Formula
	q := &trial{space: s, number: make([]cnf.Var, f.Vars()+1), selectors: make(map[encode.Origin]cnf.Lit, len(encoding.Origins))}
	vars := 0
	occur := func(lits []cnf.Lit) {
		for _, l := range lits {
			if v := l.Var(); q.number[v] == 0 {
				vars++
				q.number[v] = cnf.Var(vars)
			}
		}
	}
	for i := range f.NumClauses() {
		occur(f.Clause(i))
	}
	occur(lines)
	occur(given)
	q.Solver = sat.New(vars+len(encoding.Origins), 0)
	selector := func(i int) cnf.Lit { return cnf.Pos(cnf.Var(vars + 1 + i)) }
	for i, o := range encoding.Origins {
		q.selectors[o] = selector(i)
	}
	var clause []cnf.Lit
	for i := range f.NumClauses() {
		clause = q.renumber(clause[:0], f.Clause(i)...)
		if origin, ok := encoding.Origin(i); ok {
			clause = append(clause, selector(origin).Not())
		}
		q.AddClause(clause...)
	}
	q.given = q.renumber(nil, given...)
	return q
}

// renumber appends the literals of the trial for some of the encoding.
func (q *trial) renumber(dst []cnf.Lit, lits ...cnf.Lit) []cnf.Lit {
	for _, l := range lits {
		x := cnf.Pos(q.number[l.Var()])
		if l.Sign() {
			x = x.Not()
		}
		dst = append(dst, x)
	}
	return dst
}

// met reports whether all the demands can be met.
func (q *trial) met(ctx context.Context, demands []Cause) (bool, error) {
	lits := slices.Clone(q.given)
	for _, c := range demands {
		if c.Kind == CauseLine {
			lits = q.renumber(lits, c.line())
		} else {
			lits = append(lits, q.selectors[c.origin()])
		}
	}
	return q.Solve(ctx, lits...)
}

// selection returns the configuration that the last query found. It lacks the options that nothing is
// about.
func (q *trial) selection() *config.Selection {
	sel := q.space.cat.NewSelection()
	for o := range config.OptionID(sel.Len()) {
		if v := q.number[encode.Option(o).Var()]; v != 0 && q.Value(cnf.Pos(v)) {
			sel.Choose(o)
		} else {
			sel.Reject(o)
		}
	}
	return sel
}

// meets reports whether a complete selection meets all the demands.
func (s *Space) meets(demands []Cause, sel *config.Selection) bool {
	return !slices.ContainsFunc(demands, func(c Cause) bool { return !s.holds(c, sel) })
}
