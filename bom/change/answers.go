package change

import (
	"context"
	"errors"
	"math/big"

	"github.com/confspace/confspace/config"
	"github.com/confspace/confspace/rules"
	"github.com/confspace/confspace/solver"
)

// answers is entry.zero where the sum may come to 0 in very many ways, of which the rules allow
// few, as where each condition is a variant of some position: it goes through the combinations
// of conditions that configurations have. It reports false if these are too many, too.
func (e *entry) answers(ctx context.Context, space *solver.Space) (rules.Expr, bool, error) {
	conditions := make([]rules.Expr, len(e.terms))
	for i, t := range e.terms {
		conditions[i] = t.when
	}
	answers, err := space.Project(ctx, conditions)
	if errors.Is(err, solver.ErrBudget) {
		return rules.Expr{}, false, nil
	}
	if err != nil {
		return rules.Expr{}, false, err
	}
	n, err := answers.Count(ctx, nil)
	if err != nil || n.Cmp(big.NewInt(maxWays)) > 0 {
		return rules.Expr{}, false, err
	}
	zero := []rules.Expr{rules.False(space.Catalog())}
	for sel, err := range answers.Configurations(ctx, nil) {
		if err != nil {
			return rules.Expr{}, false, err
		}
		sum := e.sum
		combination := make([]rules.Expr, len(e.terms))
		for i, t := range e.terms {
			if combination[i] = t.when; sel.IsChosen(config.OptionID(i)) {
				sum = sum.Add(t.amount)
			} else {
				combination[i] = rules.Not(t.when)
			}
		}
		if sum.IsZero() {
			zero = append(zero, rules.And(combination...))
		}
	}
	return rules.Or(zero...), true, nil
}
