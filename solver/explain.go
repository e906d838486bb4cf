package solver

import (
	"context"
	"errors"
	"slices"
	"strings"

	"github.com/confspace/confspace/config"
	"github.com/confspace/confspace/rules"
	"github.com/confspace/confspace/solver/internal/encode"
)

// Explanation says why an order cannot be built: a set of demands that cannot
// all be met.
type Explanation struct {
	// Causes are the demands: lines of the order, then rules, then what the
	// catalog says. There are none when the order can be built.
	Causes []Cause
	// Minimal says that without any one of them the others can be met. It was
	// verified by a search that shares nothing with the one that found them.
	Minimal bool
}

// String returns a line for each cause.
func (e Explanation) String() string {
	var lines []string
	for _, c := range e.Causes {
		lines = append(lines, c.String())
	}
	return strings.Join(lines, "\n")
}

// Explain says why an order cannot be built, by a minimal conflict. An order that
// can be built has nothing to explain: no causes.
//
// Among the conflicts those are preferred that need no rule, then those of one
// rule, the earliest; then the lines of the order that name a chosen option are
// preferred to what they leave out, and fewer causes to more. When nothing at all
// can be built, the conflict has no lines. The answer is the same every time.
//
// Some hundred SAT queries. Errors are those of [Space.Validate].
func (s *Space) Explain(ctx context.Context, o config.Order) (Explanation, error) {
	sel, err := o.Select(s.cat)
	if err != nil {
		return Explanation{}, err
	}
	if err := s.at(o); err != nil {
		return Explanation{}, err
	}
	implied := config.NewSelection(sel.Len())
	if !o.Partial {
		for option := range sel.Rejected() {
			implied.Reject(option)
		}
		for _, code := range o.Without {
			if option, ok := s.cat.LookupOption(code); ok {
				implied.Clear(option)
			}
		}
	}
	return s.explain(ctx, sel, implied)
}

// ExplainSelection is [Space.Explain] of a selection: all that it decides counts
// as lines of an order.
func (s *Space) ExplainSelection(ctx context.Context, sel *config.Selection) (Explanation, error) {
	s.check(sel)
	return s.explain(ctx, sel, config.NewSelection(sel.Len()))
}

// explain explains a selection of which implied was not said but follows.
func (s *Space) explain(ctx context.Context, sel, implied *config.Selection) (Explanation, error) {
	if ctx.Err() != nil {
		return Explanation{}, context.Cause(ctx)
	}
	if fine, err := s.extendable(ctx, sel); fine || err != nil {
		return Explanation{}, err
	}
	q, err := s.conflict()
	if err != nil {
		return Explanation{}, err
	}
	defer s.releaseConflict(q)
	lines := s.lines(sel, implied)
	if s.void {
		lines = nil
	}
	demands, err := q.narrow(ctx, lines)
	if err != nil {
		return Explanation{}, err
	}
	// Two preferences among what is left: what the order leaves out without
	// saying so before or after the catalog. The shorter conflict is the better.
	var best []Cause
	for _, late := range [2]bool{true, false} {
		found, err := q.minimal(ctx, ranked(demands, late))
		if err != nil {
			return Explanation{}, err
		}
		if best == nil || len(found) < len(best) {
			best = found
		}
	}
	if err := s.verify(ctx, best); err != nil {
		return Explanation{}, err
	}
	slices.SortFunc(best, Cause.compare)
	return Explanation{Causes: best, Minimal: true}, nil
}

// lines returns what a selection says, as causes.
func (s *Space) lines(sel, implied *config.Selection) []Cause {
	var lines []Cause
	for o := range sel.Chosen() {
		lines = append(lines, Cause{space: s, Kind: CauseLine, Option: o, Chosen: true})
	}
	for o := range sel.Rejected() {
		lines = append(lines, Cause{
			space: s, Kind: CauseLine, Option: o, Implied: implied.State(o) == config.Rejected,
		})
	}
	return lines
}

// ranked returns the demands in the order of preference: an earlier one is
// rather part of a conflict than a later one.
func ranked(demands []Cause, impliedLate bool) []Cause {
	rank := func(c Cause) int {
		switch {
		case c.Kind == CauseLine && c.Implied && impliedLate:
			return 3
		case c.Kind == CauseLine && c.Implied:
			return 1
		case c.Kind == CauseLine:
			return 0
		case c.Kind == CauseRule, c.Kind == CauseRow:
			return 4
		}
		return 2
	}
	demands = slices.Clone(demands)
	slices.SortStableFunc(demands, func(a, b Cause) int { return rank(a) - rank(b) })
	return demands
}

// errUnverified would be a defect of this package: a conflict that a fresh search
// does not confirm.
var errUnverified = errors.New("solver: a conflict was not confirmed by a second search")

// verify confirms a minimal conflict with clauses that are encoded anew, from
// the rules of the conflict alone, and a fresh solver.
func (s *Space) verify(ctx context.Context, conflict []Cause) error {
	var active []rules.RuleID
	var inactive []config.OptionID
	for _, c := range conflict {
		switch c.Kind {
		case CauseRule, CauseRow:
			active = append(active, c.Rule)
		case CauseOption:
			inactive = append(inactive, c.Option)
		}
	}
	slices.Sort(active)
	encoding, err := encode.Encode(ctx, s.set, slices.Compact(active), inactive, encode.Options{Standalone: true})
	if err != nil {
		return err
	}
	q := newConflict(s, encoding)
	lits := q.literals(nil, conflict)
	all, err := q.Solve(ctx, lits...)
	if err != nil {
		return err
	}
	confirmed := !all
	for i := range lits {
		without, err := q.Solve(ctx, slices.Concat(lits[:i], lits[i+1:])...)
		if err != nil {
			return err
		}
		confirmed = confirmed && without
	}
	if !confirmed {
		return errUnverified
	}
	return nil
}
