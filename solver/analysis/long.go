package analysis

import (
	"context"
	"fmt"
)

// maxParts bounds the conditions that are made shorter: the work grows with the square of their
// size, and people write shorter ones.
const maxParts = 100

// long finds the rules whose condition can be shorter.
func (a *analysis) long(ctx context.Context) error {
	relaxed := a.relaxed.Catalog()
	for i, id := range a.active {
		r := a.set.Rule(id)
		if a.redundant[i] || r.Table != nil || r.Expr.Size() > maxParts {
			continue
		}
		e, err := a.without(i).Reduce(ctx, r.Expr.Rebind(relaxed))
		if err != nil {
			return err
		}
		if e.Size() >= r.Expr.Size() {
			continue
		}
		f := a.finding(LongRule, id)
		f.Condition = e.Rebind(a.cat)
		f.Message = fmt.Sprintf("rule %s can be shorter: %s", r.ID, f.Condition)
		a.report.Findings = append(a.report.Findings, f)
	}
	return nil
}
