package solver

import (
	"cmp"
	"context"
	"errors"
	"slices"

	"github.com/confspace/confspace/config"
	"github.com/confspace/confspace/rules"
	"github.com/confspace/confspace/solver/internal/encode"
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
	var exact *conflict
	for i := 0; i < len(causes); {
		others := slices.Concat(causes[:i], causes[i+1:])
		possible, err := q.met(ctx, others)
		if err != nil || !possible {
			return nil, cmp.Or(err, errUnverified)
		}
		if sel := s.pruned(others, q.selection(nil)); !s.meets(others, sel) || !e.IsZero() && !e.Holds(sel) {
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

// fresh returns a new solver of the clauses of some causes, in which a condition holds
// unless it is zero.
func (s *Space) fresh(ctx context.Context, causes []Cause, relaxed bool, e rules.Expr) (*conflict, error) {
	if s.whole {
		q := newConflict(s, s.encoding)
		q.demand(e)
		return q, nil
	}
	var active []rules.RuleID
	var inactive []config.OptionID
	for _, c := range causes {
		switch c.Kind {
		case CauseRule, CauseRow:
			active = append(active, c.Rule)
		case CauseOption:
			inactive = append(inactive, c.Option)
		}
	}
	slices.Sort(active)
	slices.Sort(inactive)
	apart := s.apart
	apart.Relaxed = relaxed
	encoding, err := encode.Encode(ctx, s.set, slices.Compact(active), inactive, apart)
	if err != nil {
		return nil, err
	}
	q := newConflict(s, encoding)
	q.demand(e)
	return q, nil
}

// meets reports whether a complete selection meets all the demands.
func (s *Space) meets(demands []Cause, sel *config.Selection) bool {
	return !slices.ContainsFunc(demands, func(c Cause) bool { return !s.holds(c, sel) })
}
