package proof

import (
	"context"

	"github.com/confspace/confspace/bom/internal/condition"
	"github.com/confspace/confspace/config"
	"github.com/confspace/confspace/rules"
	"github.com/confspace/confspace/solver"
)

// An asker asks a space which conditions hold in all configurations, in some, and in none:
// each condition once, and all that are due together, see [solver.Conditions]. It is for one
// goroutine.
type asker struct {
	of     *solver.Space
	truths map[string]rules.Truth     // by canonical text
	most   map[string]config.Quantity // the greatest work, by station and operations
	due    []question
}

// A question is a condition, and what to do with the answer.
type question struct {
	about rules.Expr
	key   string
	then  func(rules.Truth)
}

// newAsker returns an asker that knows nothing yet.
func newAsker(space *solver.Space) *asker {
	return &asker{of: space, truths: make(map[string]rules.Truth), most: make(map[string]config.Quantity)}
}

// ask asks for the truth of a condition: then is called by settle, in the order
// of the questions.
func (a *asker) ask(e rules.Expr, then func(rules.Truth)) {
	a.due = append(a.due, question{e, condition.Key(e), then})
}

// settle answers all questions, and those that the answers lead to. After an error no question
// is left.
func (a *asker) settle(ctx context.Context) error {
	defer func() { a.due = nil }()
	for len(a.due) > 0 {
		due := a.due
		a.due = nil
		var unknown []question
		asked := make(map[string]bool)
		for _, q := range due {
			if _, known := a.truths[q.key]; !known && !asked[q.key] {
				asked[q.key] = true
				unknown = append(unknown, q)
			}
		}
		if err := a.answer(ctx, unknown); err != nil {
			return err
		}
		for _, q := range due {
			q.then(a.truths[q.key])
		}
	}
	return nil
}

// answer asks the space.
func (a *asker) answer(ctx context.Context, unknown []question) error {
	if len(unknown) == 0 {
		return nil
	}
	conditions := make([]rules.Expr, len(unknown))
	for i, q := range unknown {
		conditions[i] = q.about
	}
	truths, _, err := a.of.Conditions(conditions).Truths(ctx, a.of.View, nil)
	if err != nil {
		return err
	}
	for i, q := range unknown {
		a.truths[q.key] = truths[i]
	}
	return nil
}
