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

// bounded is entry.zero where there are too many answers, too: the bounds of the sum say whether it is always 0, or never. It
// reports false where it is neither.
func (e *entry) bounded(ctx context.Context, space *solver.Space) (rules.Expr, bool, error) {
	var costs solver.Costs
	for _, t := range e.terms {
		costs.Track, costs.Tracked = append(costs.Track, t.when), append(costs.Tracked, t.amount)
	}
	more, err := solver.NewObjective(space.Catalog(), costs, config.None)
	if err != nil { // it is more than an objective holds
		return rules.Expr{}, false, nil
	}
	least, greatest, _, err := space.Bounds(ctx, more)
	if err != nil {
		return rules.Expr{}, false, err
	}
	low, high := least.Amount.Add(e.sum).Sign(), greatest.Amount.Add(e.sum).Sign()
	switch {
	case low == 0 && high == 0:
		return rules.True(space.Catalog()), true, nil
	case low > 0 || high < 0:
		return rules.False(space.Catalog()), true, nil
	}
	return rules.Expr{}, false, nil
}
