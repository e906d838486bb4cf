package proof

import (
	"context"

	"github.com/confspace/confspace/bom/internal/condition"
	"github.com/confspace/confspace/rules"
	"github.com/confspace/confspace/solver"
)

// An asker asks a space which conditions hold in all configurations, in some, and in none:
// each condition once, and all that are due together, see [solver.Conditions]. It is for one
// goroutine.
type asker struct {
	of      *solver.Space
	numbers condition.Numbers
	truths  []rules.Truth // by number, of those that have been asked about
	due     []question
	works   condition.Numbers // of operations
	over    map[string]bool   // some order exceeds a station, by it and its operations
}

// A question is the number of a condition, and what to do with the answer.
type question struct {
	number int
	then   func(rules.Truth)
}

// newAsker returns an asker that knows nothing yet.
func newAsker(space *solver.Space) *asker {
	return &asker{of: space, over: make(map[string]bool)}
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
		if unknown := a.numbers.All()[len(a.truths):]; len(unknown) > 0 {
			truths, _, err := a.of.Conditions(unknown).Truths(ctx, a.of.View, nil)
			if err != nil {
				return err
			}
			a.truths = append(a.truths, truths...)
		}
		for _, q := range due {
			q.then(a.truths[q.number])
		}
	}
	return nil
}
