package solver

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"github.com/confspace/confspace/config"
	"github.com/confspace/confspace/config/source"
	"github.com/confspace/confspace/rules"
)

// Explanation says why an order cannot be built: a set of demands that cannot
// all be met.
//
// Its JSON is that of [Explanation.AppendJSON], examples/schema/explanation.schema.json.
type Explanation struct {
	// Causes are the demands: lines of the order, then rules, then demands
	// of the catalog. There are none when the order can be built.
	Causes []Cause
	// Minimal says that without any one of them the others can be met. A
	// second search, which shares nothing with the first, has verified it.
	Minimal bool
	// Smallest says that no conflict has fewer causes, see [Explaining]. Only an [Explainer]
	// shows that.
	Smallest bool
}

// String returns a line for each cause.
func (e Explanation) String() string {
	var lines []string
	for _, c := range e.Causes {
		lines = append(lines, c.String())
	}
	return strings.Join(lines, "\n")
}

// Explain says why an order cannot be built, by a minimal conflict. The
// explanation of an order that can be built has no causes.
//
// A minimal conflict need not be the smallest. But Explain finds a conflict
// without rules if there is one, or else one with a single rule, the earliest.
// It tries a few minimal ones and returns the one with the fewest rules, then
// with the fewest causes. When no order can be built, the conflict has no lines.
// The answer is the same every time.
//
// It takes some hundred SAT queries. A query is exponential at worst, as for a
// sum over many families whose values differ in every digit; ctx bounds it.
// Errors are those of [Space.Validate].
func (s *Space) Explain(ctx context.Context, o config.Order) (Explanation, error) {
	source.NeedContext("solver", ctx)
	sel, err := o.Bind(s.made().cat)
	if err != nil {
		return Explanation{}, err
	}
	if err := s.at(o); err != nil {
		return Explanation{}, err
	}
	implied := sel.Catalog().NewSelection()
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
	return s.explainImplied(ctx, sel, implied)
}

// ExplainSelection is [Space.Explain] of a selection: each option that it
// decides counts as a line of an order.
func (s *Space) ExplainSelection(ctx context.Context, sel *config.Selection) (Explanation, error) {
	source.NeedContext("solver", ctx)
	s.made().check("ExplainSelection", sel)
	return s.explainImplied(ctx, sel, sel.Catalog().NewSelection())
}

// ExplainCondition says why no configuration satisfies a condition: by a minimal conflict of
// demands with it, as in [Space.Explain]. The explanation of a condition that some
// configuration satisfies has no causes, nor has that of a condition that contradicts itself.
// So the causes are the rules and families without which it could hold. The error is the
// context's. It panics when e is of another catalog.
func (s *Space) ExplainCondition(ctx context.Context, e rules.Expr) (Explanation, error) {
	source.NeedContext("solver", ctx)
	s.made().checkCondition(e)
	if ctx.Err() != nil {
		return Explanation{}, context.Cause(ctx)
	}
	if fine, err := s.Possible(ctx, e); fine || err != nil {
		return Explanation{}, err
	}
	q, err := s.conflict(ctx)
	if err != nil {
		return Explanation{}, err
	}
	defer s.releaseConflict(q)
	if !q.demand(e) {
		return Explanation{Minimal: true}, nil
	}
	if fine, err := q.met(ctx); err != nil || !fine {
		return Explanation{Minimal: err == nil}, err
	}
	demands, err := q.narrow(ctx, nil)
	if err != nil {
		return Explanation{}, err
	}
	return s.smallest(ctx, q, demands, e)
}

// explainImplied explains a selection; no line names the options in implied.
func (s *Space) explainImplied(ctx context.Context, sel, implied *config.Selection) (Explanation, error) {
	if ctx.Err() != nil {
		return Explanation{}, context.Cause(ctx)
	}
	if fine, err := s.extendable(ctx, sel); fine || err != nil {
		return Explanation{}, err
	}
	q, err := s.conflict(ctx)
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
	return s.smallest(ctx, q, demands, rules.Expr{})
}

// smallest returns the best of a few minimal conflicts among demands that cannot all be
// met, together with e unless that is zero.
func (s *Space) smallest(ctx context.Context, q *conflict, demands []Cause, e rules.Expr) (Explanation, error) {
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
	best, err := s.confirm(ctx, best, true, e)
	if err != nil {
		return Explanation{}, err
	}
	slices.SortFunc(best, Cause.compare)
	return Explanation{Causes: best, Minimal: true}, nil
}

// lines returns the decisions of a selection, as causes.
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

// preference is an order of demands: earlier demands are preferred in a minimal
// conflict. Lines of the order come first, rules last. A minimal conflict is
// seldom the smallest, so several orders are tried.
type preference struct {
	impliedEarly bool // options that the order does not name come before the catalog, not after it
	reversed     bool // later rules come before earlier ones
}

// preferences returns the orders that differ for the demands.
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
