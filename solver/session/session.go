package session

import (
	"context"
	"slices"

	"github.com/confspace/confspace/config"
	"github.com/confspace/confspace/config/source"
	"github.com/confspace/confspace/solver"
)

// State is the state of an option in a session.
type State uint8

// The states of an option.
const (
	Open       State = iota // some configurations have it, and some lack it
	Chosen                  // by a choice
	Rejected                // by a choice
	Forced                  // by the rules: every configuration has it
	Impossible              // by the rules: no configuration has it
)

var stateWords = source.Words[State]{What: "a state of an option", Texts: []string{"open", "chosen", "rejected", "forced", "impossible"}}

// String returns "open", "chosen", "rejected", "forced" or "impossible".
func (s State) String() string { return stateWords.String(s) }

// MarshalText returns String; a number that is not one of them is an error.
func (s State) MarshalText() ([]byte, error) { return stateWords.Append(nil, s) }

// UnmarshalText reads what MarshalText writes.
func (s *State) UnmarshalText(text []byte) error { return stateWords.Set(s, text) }

// Choice is what the customer said of an option: to have it, or to do without. JSON writes it as a part
// of its [Session], [Step] or [Derivation], which know the codes, and [Restore] reads it.
type Choice struct {
	Option config.OptionID
	Chosen bool // otherwise rejected
}

// Config says what a session prefers. The zero value is useful.
type Config struct {
	// Repairing says how much a choice counts when [Session.Insist] has to give up choices. It gives up
	// those that count least in total; the fewest, if it is zero.
	Repairing solver.Repairing
	// Explaining says how readily which demands are blamed, and how much work is spent to show
	// that no explanation is shorter.
	Explaining solver.Explaining
}

// Session is a list of choices and the complete state of all options under them. It belongs to
// one goroutine, and has its own scratch memory; any number of sessions may use one space. [New]
// makes it; the methods of the zero Session panic.
//
// Methods that take an option panic if the catalog does not have it.
//
// Its JSON is that of [Session.AppendJSON], examples/schema/session.schema.json.
type Session struct {
	space      *solver.Space
	cat        *config.Catalog
	weights    []int64
	explaining solver.Explaining
	domains    *solver.Domains
	explainer  *solver.Explainer // nil until its first use
	points     []point
	at         int // points[at] is the present
}

// point is a state of a session. It is immutable.
type point struct {
	choices []Choice          // in the order in which they were made
	sel     *config.Selection // the same
	decided *config.Selection // what they decide
}

// New begins a session without choices. The errors are a [*solver.VoidError] if nothing can be
// built, and the context's. It panics if space is nil, and as [solver.Repairing.Weights] does.
func New(ctx context.Context, space *solver.Space, cfg Config) (*Session, error) {
	source.NeedContext("session", ctx)
	if space == nil {
		panic("session: New needs a space; it is nil")
	}
	cat := space.Catalog()
	weights := cfg.Repairing.Weights(cat)
	if err := space.Buildable(ctx); err != nil {
		return nil, err
	}
	domains, err := space.Domains(ctx)
	if err != nil {
		return nil, err
	}
	s := &Session{space: space, cat: cat, weights: weights, explaining: cfg.Explaining, domains: domains}
	first, possible, err := s.point(ctx, nil)
	if err != nil {
		return nil, err
	}
	if !possible {
		panic("session: a space that can be built has no configuration")
	}
	s.points = []point{first}
	return s, nil
}

// made returns the session, and panics without one.
func (s *Session) made() *Session {
	if s == nil || s.space == nil {
		panic("session: no Session: New and Restore make one")
	}
	return s
}

// point returns the point of some choices. It reports false when no configuration agrees with
// them.
func (s *Session) point(ctx context.Context, choices []Choice) (point, bool, error) {
	p := point{choices: choices, sel: s.cat.NewSelection()}
	for _, c := range choices {
		p.sel.Set(c.Option, c.state())
	}
	decided, possible, err := s.domains.Decided(ctx, nil, p.sel)
	p.decided = decided
	return p, possible, err
}

// state returns the state of a choice's option in a selection.
func (c Choice) state() config.State {
	if c.Chosen {
		return config.Chosen
	}
	return config.Rejected
}

// state returns the state of an option.
func (p *point) state(o config.OptionID) State {
	switch p.sel.State(o) {
	case config.Chosen:
		return Chosen
	case config.Rejected:
		return Rejected
	}
	switch p.decided.State(o) {
	case config.Chosen:
		return Forced
	case config.Rejected:
		return Impossible
	}
	return Open
}

// now returns the present point.
func (s *Session) now() *point { return &s.made().points[s.at] }

// Space returns the space of the session.
func (s *Session) Space() *solver.Space { return s.made().space }

// State returns the state of an option. O(1).
func (s *Session) State(o config.OptionID) State { return s.now().state(o) }

// Choices returns the choices in the order in which they were made. The slice is the caller's.
func (s *Session) Choices() []Choice { return slices.Clone(s.now().choices) }

// Decided returns what the choices decide of all options: chosen are those that are chosen or
// forced, rejected those that are rejected or impossible. The selection is the caller's.
func (s *Session) Decided() *config.Selection { return s.now().decided.Clone() }

// Complete reports whether no option is open: one configuration is left.
func (s *Session) Complete() bool { return s.now().decided.Complete() }

// View returns the view of the configurations that are left, for all other questions: how many
// there are ([solver.View.Count]), how many with each option (Counts), each option's share
// (Shares), the least and the greatest total with each option (Ranges), the cheapest
// (Cheapest). It stays that of the present choices when the session goes on.
func (s *Session) View() solver.View { p := s.now(); return s.space.Given(p.sel) }

// Branch returns another session at the same point, with the same steps to undo and redo. The two
// are independent from then on. The error is the context's.
func (s *Session) Branch(ctx context.Context) (*Session, error) {
	source.NeedContext("session", ctx)
	domains, err := s.made().space.Domains(ctx)
	if err != nil {
		return nil, err
	}
	b := *s
	b.domains, b.explainer, b.points = domains, nil, slices.Clone(s.points)
	return &b, nil
}
