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
// run over all conditions that are shorter by one part.
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
	last := -1
	for k, truth := range truths {
		if i := of[k]; truth == rules.Satisfied && i != last {
			last = i
			if err := a.shorten(ctx, i); err != nil {
				return err
			}
		}
	}
	return nil
}

// shorten adds a finding if the condition of a rule, by place in active, can be shorter.
func (a *analysis) shorten(ctx context.Context, i int) error {
	r := a.set.Rule(a.active[i])
	e, err := a.without(i).Reduce(ctx, r.Expr.Rebind(a.relaxed.Catalog()))
	if err != nil || e.Size() >= r.Expr.Size() {
		return err
	}
	f := a.finding(LongRule, a.active[i])
	f.Condition = e.Rebind(a.cat)
	f.Message = fmt.Sprintf("rule %s can be shorter: %s", r.ID, f.Condition)
	a.report.Findings = append(a.report.Findings, f)
	return nil
}
