package session

import (
	"context"
	"slices"

	"github.com/confspace/confspace/config"
	"github.com/confspace/confspace/config/source"
)

// Step is what a step did.
//
// Its JSON is that of [Step.AppendJSON], examples/schema/step.schema.json.
type Step struct {
	// Refused says that no configuration has the choice beside the earlier ones. Then nothing
	// has changed, and Why says why.
	Refused bool
	Why     Reason
	// GivenUp are the earlier choices that [Session.Insist] gave up, in the order in which they
	// were made.
	GivenUp []Choice
	// Changes are the options whose state has changed, in the order of the catalog.
	Changes []Change

	cat *config.Catalog
}

// Change is an option whose state has changed. JSON writes it as a part of its [Step], which knows the
// codes.
type Change struct {
	Option config.OptionID
	Before State
	After  State
}

// Choose chooses an option. A choice to do without it is replaced. The step is refused if no
// configuration has the option beside the other choices. If the option is chosen already, nothing
// changes, and there is nothing to undo.
//
// The error is the context's. Then the session is as it was.
func (s *Session) Choose(ctx context.Context, o config.OptionID) (Step, error) {
	source.NeedContext("session", ctx)
	return s.made().add(ctx, Choice{o, true})
}

// Reject chooses to do without an option, otherwise as [Session.Choose].
func (s *Session) Reject(ctx context.Context, o config.OptionID) (Step, error) {
	source.NeedContext("session", ctx)
	return s.made().add(ctx, Choice{o, false})
}

// add takes a choice of either kind.
func (s *Session) add(ctx context.Context, c Choice) (Step, error) {
	p := s.now()
	if p.sel.State(c.Option) == c.state() {
		return Step{}, nil
	}
	others := without(p.choices, c.Option)
	if p.sel.State(c.Option) == config.Open && p.decided.State(c.Option) != config.Open && p.decided.State(c.Option) != c.state() {
		return s.refuse(ctx, others, c)
	}
	next, possible, err := s.point(ctx, append(others, c))
	if err != nil {
		return Step{}, err
	}
	if !possible {
		return s.refuse(ctx, others, c)
	}
	return s.move(next), nil
}

// refuse returns the step of a choice that no configuration has beside some others.
func (s *Session) refuse(ctx context.Context, others []Choice, c Choice) (Step, error) {
	why, err := s.reason(ctx, others, c)
	if err != nil {
		return Step{}, err
	}
	return Step{Refused: true, Why: why, cat: s.cat}, nil
}

// Retract takes back the choice on an option, whenever it was made. Without one nothing changes.
// The error is the context's. Then the session is as it was.
func (s *Session) Retract(ctx context.Context, o config.OptionID) (Step, error) {
	source.NeedContext("session", ctx)
	p := s.now()
	if p.sel.State(o) == config.Open {
		return Step{}, nil
	}
	next, _, err := s.point(ctx, without(p.choices, o)) // possible: it asks for less
	if err != nil {
		return Step{}, err
	}
	return s.move(next), nil
}

// without returns the choices on other options, in memory of their own.
func without(choices []Choice, o config.OptionID) []Choice {
	out := make([]Choice, 0, len(choices)+1)
	for _, c := range choices {
		if c.Option != o {
			out = append(out, c)
		}
	}
	return out
}

// move makes a new point the present one.
func (s *Session) move(next point) Step {
	before := &s.points[s.at]
	s.points = append(s.points[:s.at+1], next) // a branch has points of its own
	s.at++
	return Step{Changes: changes(before, &next), cat: s.cat}
}

// Undo takes back the last step, and reports false if there is none. O(options).
func (s *Session) Undo() (Step, bool) { return s.turn(-1) }

// Redo takes back the last Undo, and reports false if there is none, or another step has followed
// it. O(options).
func (s *Session) Redo() (Step, bool) { return s.turn(1) }

func (s *Session) turn(by int) (Step, bool) {
	before := s.now()
	if s.at+by < 0 || s.at+by >= len(s.points) {
		return Step{}, false
	}
	s.at += by
	return Step{Changes: changes(before, s.now()), cat: s.cat}, true
}

// changes returns the options whose state differs.
func changes(before, after *point) []Change {
	differ := slices.Collect(before.decided.Differences(after.decided))
	for o := range before.sel.Differences(after.sel) {
		if at, found := slices.BinarySearch(differ, o); !found {
			differ = slices.Insert(differ, at, o)
		}
	}
	var out []Change
	for _, o := range differ {
		if b, a := before.state(o), after.state(o); b != a {
			out = append(out, Change{o, b, a})
		}
	}
	return out
}
