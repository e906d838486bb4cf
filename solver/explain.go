package solver

import (
	"context"
	"strings"

	"github.com/confspace/confspace/config"
	"github.com/confspace/confspace/config/source"
	"github.com/confspace/confspace/rules"
	"github.com/confspace/confspace/solver/internal/cnf"
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
	// Smallest says that no conflict has fewer causes, see [Explaining].
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

// Explain says why an order cannot be built, by a minimal conflict: a smallest one, see [Explaining], if its
// field Smallest is set. The explanation of an order that can be built has no causes. When no order can
// be built, the conflict has no lines. The answer is the same every time.
//
// It is [Explainer.Explain] with the zero Explaining, of an order; options that a complete order does
// not name are lines that it implies. Errors are those of [Space.Validate].
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
	if ctx.Err() != nil {
		return Explanation{}, context.Cause(ctx)
	}
	if fine, err := s.extendable(ctx, sel); fine || err != nil {
		return Explanation{}, err
	}
	e, ok := s.explainers.Get().(*Explainer)
	if !ok {
		if e, err = s.Explainer(ctx); err != nil {
			return Explanation{}, err
		}
	}
	why, err := e.blame(ctx, sel, implied, Explaining{})
	if err == nil {
		s.explainers.Put(e)
	}
	return why, err
}

// ExplainCondition says why no configuration satisfies a condition: by a minimal conflict of
// demands with it, a smallest one if its field Smallest is set. The explanation of a condition that some
// configuration satisfies has no causes, nor has that of a condition that contradicts itself.
// So the causes are the rules and families without which it could hold. When no order can be built,
// they contradict each other whatever the condition. The error is the context's. It panics when e is
// of another catalog.
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
		return Explanation{Minimal: true, Smallest: true}, nil
	}
	if fine, err := q.met(ctx); err != nil || !fine {
		return Explanation{Minimal: err == nil, Smallest: err == nil}, err
	}
	encoding, err := s.standalone(ctx)
	if err != nil {
		return Explanation{}, err
	}
	if s.void {
		return newExplainer(s, encoding).conflict(ctx, nil, nil, Explaining{}, rules.Expr{})
	}
	encoding, l := encoding.With(e)
	return newExplainer(s, encoding).conflict(ctx, []Cause{{space: s}}, []cnf.Lit{l}, Explaining{}, e)
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
