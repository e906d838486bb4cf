package session

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/confspace/confspace/config"
	"github.com/confspace/confspace/config/source"
	"github.com/confspace/confspace/solver"
)

// Reason is why an option is forced or impossible, or why a choice is refused: demands that
// together decide it. Its causes of kind [solver.CauseLine] are choices.
type Reason struct {
	// Decides is the choice that the demands decide. The zero Reason decides nothing.
	Decides Choice
	// Causes are the demands: choices, then rules, then demands of the catalog.
	Causes []solver.Cause
	// Minimal says that without any one of them the others would not decide it, as a second
	// search has verified, which shares nothing with the first.
	Minimal bool
	// Smallest says that no others that decide it are fewer, see [solver.Explaining].
	Smallest bool
	// How is its derivation, if the caller has put it there, for those who read the JSON.
	How Derivation

	space *solver.Space
}

// String returns a line for what is decided, and one for each demand, in the customer's words:
//
//	SPARE_FULL (Full-size spare wheel) is impossible:
//	  you chose BEV (Electric drive 170 kW)
//	  R-CHS-020: BEV requires SPARE_KIT (The traction battery takes the place of the spare wheel.)
//	  family spare (Spare wheel) takes exactly one option
func (r Reason) String() string {
	if r.space == nil {
		return "nothing is decided"
	}
	var b strings.Builder
	fmt.Fprintf(&b, "%v is %v:", r.space.Catalog().Option(r.Decides.Option), r.state())
	for _, c := range r.Causes {
		b.WriteString("\n  " + words(r.space.Catalog(), c))
	}
	return b.String()
}

// state returns what the option is.
func (r Reason) state() State {
	if r.Decides.Chosen {
		return Forced
	}
	return Impossible
}

// words returns a demand in the customer's words.
func words(cat *config.Catalog, c solver.Cause) string {
	switch {
	case c.Kind != solver.CauseLine:
		return c.String()
	case c.Chosen:
		return "you chose " + cat.Option(c.Option).String()
	}
	return "you rejected " + cat.Option(c.Option).String()
}

// Why says why an option is forced or impossible, or would be without the choice on it. It reports
// false if it is open otherwise. The cost and the error are those of [solver.Explainer.Explain]; the
// first time it makes a [solver.Explainer].
func (s *Session) Why(ctx context.Context, o config.OptionID) (why Reason, decided bool, err error) {
	source.NeedContext("session", ctx)
	p := s.now()
	others := without(p.choices, o)
	rest := p
	if len(others) < len(p.choices) {
		without, _, err := s.point(ctx, others)
		if err != nil {
			return Reason{}, false, err
		}
		rest = &without
	}
	state := rest.decided.State(o)
	if state == config.Open {
		return Reason{}, false, nil
	}
	why, err = s.reason(ctx, others, Choice{o, state == config.Rejected})
	return why, err == nil, err
}

// reason says why no configuration has a choice beside others.
func (s *Session) reason(ctx context.Context, others []Choice, c Choice) (Reason, error) {
	sel := s.cat.NewSelection()
	for _, other := range others {
		sel.Set(other.Option, other.state())
	}
	sel.Set(c.Option, c.state())
	if s.explainer == nil {
		explainer, err := s.space.Explainer(ctx)
		if err != nil {
			return Reason{}, err
		}
		s.explainer = explainer
	}
	why, err := s.explainer.Explain(ctx, sel, s.explaining)
	if err != nil {
		return Reason{}, err
	}
	causes := slices.DeleteFunc(why.Causes, func(x solver.Cause) bool {
		return x.Kind == solver.CauseLine && x.Option == c.Option
	})
	return Reason{Decides: c.opposite(), Causes: causes, Minimal: why.Minimal, Smallest: why.Smallest, space: s.space}, nil
}
