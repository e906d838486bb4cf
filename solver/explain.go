package solver

import (
	"cmp"
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
// Minimal is not smallest. But a conflict that needs no rule is found if there
// is one, else one of a single rule, the earliest; and of a few minimal ones the
// one of fewest rules, then of fewest causes, is the answer. When nothing at all
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
	var best []Cause
	for _, p := range preferences(demands) {
		found, err := q.minimal(ctx, p.ranked(demands))
		if err != nil {
			return Explanation{}, err
		}
		if best == nil || compareConflicts(found, best) < 0 {
			best = found
		}
	}
	best, err = s.verify(ctx, best)
	if err != nil {
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

// preference is an order of demands: an earlier one is rather part of a minimal
// conflict than a later one. What the order says comes first, rules come last.
// A minimal conflict is seldom a smallest one, so that several are tried.
type preference struct {
	impliedEarly bool // what the order leaves out comes before the catalog, not after it
	reversed     bool // later rules come before earlier ones
}

// preferences returns those that make a difference for the demands.
func preferences(demands []Cause) []preference {
	ps := []preference{{}}
	if slices.ContainsFunc(demands, func(c Cause) bool { return c.Implied }) {
		ps = append(ps, preference{impliedEarly: true})
	}
	if numRules(demands) > 1 {
		for _, p := range ps {
			p.reversed = true
			ps = append(ps, p)
		}
	}
	return ps
}

// ranked returns the demands in the order of p.
func (p preference) ranked(demands []Cause) []Cause {
	rank := func(c Cause) int {
		switch {
		case c.isRule():
			return 4
		case c.Kind != CauseLine:
			return 2
		case !c.Implied:
			return 0
		case p.impliedEarly:
			return 1
		}
		return 3
	}
	demands = slices.Clone(demands)
	if p.reversed {
		slices.Reverse(demands)
	}
	slices.SortStableFunc(demands, func(a, b Cause) int { return rank(a) - rank(b) })
	return demands
}

// compareConflicts prefers the conflict of fewer rules, then of fewer causes.
func compareConflicts(a, b []Cause) int {
	return cmp.Or(numRules(a)-numRules(b), len(a)-len(b))
}

// numRules returns how many of the causes are rules or rows.
func numRules(causes []Cause) int {
	n := 0
	for _, c := range causes {
		if c.isRule() {
			n++
		}
	}
	return n
}

// errUnverified would be a defect of this package: a conflict that a fresh search
// does not confirm.
var errUnverified = errors.New("solver: a conflict was not confirmed by a second search")

// verify confirms a minimal conflict with clauses that are encoded anew, from
// the rules of the conflict alone, and a fresh solver. The search relaxes large
// sums, which makes no conflict that is none but can make one look minimal: so
// what the others meet without a cause is checked against what the rules say, and
// a cause that proves idle is dropped.
func (s *Space) verify(ctx context.Context, causes []Cause) ([]Cause, error) {
	q, err := s.fresh(ctx, causes, true)
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
		if !s.meets(others, s.pruned(others, q.selection(nil))) {
			if exact == nil {
				if exact, err = s.fresh(ctx, causes, false); err != nil {
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

// pruned returns a selection without the options by which families have more than
// they may, unless a line demands them. A search that relaxes sums may choose
// those for no reason.
func (s *Space) pruned(demands []Cause, sel *config.Selection) *config.Selection {
	demanded := config.NewSelection(sel.Len())
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

// fresh returns a solver for what the causes come from, which has served nobody.
func (s *Space) fresh(ctx context.Context, causes []Cause, relaxed bool) (*conflict, error) {
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
	return newConflict(s, encoding), nil
}

// meets reports whether a complete selection meets all the demands.
func (s *Space) meets(demands []Cause, sel *config.Selection) bool {
	return !slices.ContainsFunc(demands, func(c Cause) bool { return !s.holds(c, sel) })
}
