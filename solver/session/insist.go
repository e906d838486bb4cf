package session

import (
	"context"

	"github.com/confspace/confspace/config"
	"github.com/confspace/confspace/config/source"
	"github.com/confspace/confspace/solver"
)

// Insist makes a choice even if it contradicts earlier ones. Then it gives up the earlier choices
// that count least in total, see [Config], and the step names them. Of several such sets it takes
// the one without which the first configuration in canonical order is left, see
// [solver.View.Rank]; so the answer is the same with and without a circuit. The step is refused
// only if no configuration at all has the choice.
//
// Without a contradiction it is as [Session.Choose] or [Session.Reject]. Otherwise it also costs a
// [solver.View.Cheapest]. The error is the context's. Then the session is as it was.
func (s *Session) Insist(ctx context.Context, c Choice) (Step, error) {
	source.NeedContext("session", ctx)
	p := s.now()
	if p.sel.State(c.Option) == c.state() {
		return Step{}, nil
	}
	others := without(p.choices, c.Option)
	next, possible, err := s.point(ctx, append(others, c))
	switch {
	case err != nil:
		return Step{}, err
	case possible:
		return s.move(next), nil
	}
	kept, possible, err := s.keep(ctx, others, c)
	switch {
	case err != nil:
		return Step{}, err
	case !possible:
		return s.refuse(ctx, nil, c)
	}
	next, _, err = s.point(ctx, append(kept, c)) // possible: a configuration has them
	if err != nil {
		return Step{}, err
	}
	step := s.move(next)
	for _, other := range others {
		if next.sel.State(other.Option) == config.Open {
			step.GivenUp = append(step.GivenUp, other)
		}
	}
	return step, nil
}

// keep returns the choices that count most in total of those that a configuration can have
// together with c. It reports false if none has c.
func (s *Session) keep(ctx context.Context, choices []Choice, c Choice) ([]Choice, bool, error) {
	n := s.cat.NumOptions()
	costs := solver.Costs{Chosen: make([]config.Decimal, n), Rejected: make([]config.Decimal, n)}
	for _, other := range choices {
		weight := config.NewDecimal(s.weights[other.Option])
		if other.Chosen {
			costs.Rejected[other.Option] = weight
		} else {
			costs.Chosen[other.Option] = weight
		}
	}
	given, err := solver.NewObjective(s.cat, costs, config.None)
	if err != nil {
		return nil, false, err
	}
	sel := s.cat.NewSelection()
	sel.Set(c.Option, c.state())
	best, possible, err := s.space.Given(sel).Cheapest(ctx, given)
	if err != nil || !possible {
		return nil, false, err
	}
	var kept []Choice
	for _, other := range choices {
		if best.Selection.State(other.Option) == other.state() {
			kept = append(kept, other)
		}
	}
	return kept, true, nil
}
