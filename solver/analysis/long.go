package analysis

import (
	"context"
	"fmt"

	"github.com/confspace/confspace/rules"
	"github.com/confspace/confspace/solver"
)

// maxParts bounds the conditions that are made shorter: the work grows with the square of their
// size, and people write shorter ones.
const maxParts = 100

// long finds the rules whose condition can be shorter. A condition that means the same under the
// other rules holds in all configurations, since the rule does. That rules out most rules in one
// run over all conditions that are shorter by one part. No rule relies on one before it
// that has become shorter, so that all shorter conditions can be taken together.
func (a *analysis) long(ctx context.Context) error {
	var shorter []rules.Expr
	var of []int // place in active of each
	for i, id := range a.active {
		r := a.set.Rule(id)
		if a.redundant[i] || r.Table != nil || r.Expr.Size() > maxParts {
			continue
		}
		for e := range solver.Shorter(r.Expr) {
			if e.Op() != rules.OpTrue { // then the rule would be redundant
				shorter, of = append(shorter, e), append(of, i)
			}
		}
	}
	truths, _, err := a.base.Conditions(shorter).Truths(ctx, a.base.View, nil)
	if err != nil {
		return err
	}
	var taken []int // rules that have become shorter, by place in active
	last := -1
	for k, truth := range truths {
		i := of[k]
		if truth != rules.Satisfied || i == last {
			continue
		}
		last = i
		r := a.set.Rule(a.active[i])
		e, err := a.without(append(taken, i)...).Reduce(ctx, r.Expr.Rebind(a.relaxed.Catalog()))
		if err != nil {
			return err
		}
		e = e.Rebind(a.cat)
		if !shorterThan(e, r) {
			continue
		}
		taken = append(taken, i)
		f := a.finding(LongRule, a.active[i])
		f.Condition = e
		f.Message = fmt.Sprintf("rule %s can be shorter: %s", r.ID, e)
		a.report.Findings = append(a.report.Findings, f)
	}
	return nil
}

// shorterThan reports whether a condition has fewer parts than that of a rule and its text is
// shorter than the rule's own: in a text that people wrote, a sum is not written out.
func shorterThan(e rules.Expr, r rules.Rule) bool {
	own := r.Source
	if own == "" {
		own = r.Expr.String()
	}
	return e.Size() < r.Expr.Size() && len(e.String()) < len(own)
}
