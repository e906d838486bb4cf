package proof

import (
	"context"

	"github.com/confspace/confspace/bom/internal/condition"
	"github.com/confspace/confspace/rules"
	"github.com/confspace/confspace/solver"
)

// An asker asks a space which conditions hold in all configurations, in some, and in none:
// each condition once, and all that are due together, see [solver.Conditions]; those only that
// other spaces do not answer. It is for one goroutine.
type asker struct {
	of      *solver.Space
	answers *answers // of all spaces of the audit
	index   int      // of the space there
	numbers condition.Numbers
	truths  []rules.Truth // by number, of those that have been asked about
	due     []question
}

// A question is the number of a condition, and what to do with the answer.
type question struct {
	number int
	then   func(rules.Truth)
}

// ask asks for the truth of a condition: then is called by settle, in the order
// of the questions.
func (a *asker) ask(e rules.Expr, then func(rules.Truth)) {
	number, _ := a.numbers.Of(e)
	a.due = append(a.due, question{number, then})
}

// settle answers all questions, and those that the answers lead to. After an error no question
// is left.
func (a *asker) settle(ctx context.Context) error {
	defer func() { a.due = nil }()
	for len(a.due) > 0 {
		due := a.due
		a.due = nil
		if err := a.find(ctx); err != nil {
			return err
		}
		for _, q := range due {
			q.then(a.truths[q.number])
		}
	}
	return nil
}

// find finds the truths of the conditions that are new.
func (a *asker) find(ctx context.Context) error {
	conditions := a.numbers.All()[len(a.truths):]
	truths, unknown := a.answers.known(a.index, conditions)
	if len(unknown) > 0 {
		asked := make([]rules.Expr, len(unknown))
		for i, number := range unknown {
			asked[i] = conditions[number]
		}
		found, _, err := a.of.Conditions(asked).Truths(ctx, a.of.View, nil)
		if err != nil {
			return err
		}
		for i, number := range unknown {
			truths[number] = found[i]
		}
		a.answers.learn(a.index, asked, found)
	}
	a.truths = append(a.truths, truths...)
	return nil
}
