package session_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"math/big"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/confspace/confspace/config"
	"github.com/confspace/confspace/config/configtest"
	"github.com/confspace/confspace/config/configtest/property"
	"github.com/confspace/confspace/rules"
	"github.com/confspace/confspace/rules/rulestest"
	"github.com/confspace/confspace/solver"
	"github.com/confspace/confspace/solver/session"
)

// machine drives the sessions of a space with a circuit and of one without, and keeps by brute
// force what they should show.
type machine struct {
	cat     *config.Catalog
	valid   []*config.Selection
	weights []int64
	demands map[solver.Cause]rules.Expr // of either space
	both    [2]*session.Session

	past   [][]session.Choice // the choices at each point, at the present
	at     int
	copies []copied
}

// copied is a session that was branched off, and what it showed then.
type copied struct {
	*session.Session
	choices []session.Choice
}

func newMachine(t *rapid.T) *machine {
	m := &machine{demands: make(map[solver.Cause]rules.Expr), past: [][]session.Choice{nil}}
	m.cat = configtest.Catalog(t, configtest.Limits{Options: 7, Attributes: 4, Effectivity: true, Defaults: true})
	set := rulestest.Sets{}.Set(m.cat).Draw(t, "rules")
	asOf := rulestest.Point().Draw(t, "point")
	m.valid = slices.Collect(rulestest.Valid(set, asOf))
	if rapid.Bool().Draw(t, "weights") {
		for range m.cat.NumOptions() {
			m.weights = append(m.weights, int64(rapid.IntRange(1, 9).Draw(t, "weight")))
		}
	}
	for i, cfg := range []solver.Config{{}, {NoCircuit: true}} {
		space, err := solver.Compile(t.Context(), set, asOf, cfg)
		require.NoError(t, err)
		maps.Insert(m.demands, space.Demands())
		m.both[i], err = session.New(t.Context(), space, session.Config{Repairing: solver.Repairing{Options: m.weights}})
		if len(m.valid) == 0 {
			require.ErrorIs(t, err, solver.ErrVoid)
			continue
		}
		require.NoError(t, err)
	}
	return m
}

func (m *machine) choices() []session.Choice { return m.past[m.at] }

// move makes some choices the present ones.
func (m *machine) move(choices []session.Choice) {
	m.past = append(m.past[:m.at+1:m.at+1], choices)
	m.at++
}

// agree returns the configurations that agree with choices.
func (m *machine) agree(choices []session.Choice) []*config.Selection {
	var out []*config.Selection
next:
	for _, v := range m.valid {
		for _, c := range choices {
			if v.IsChosen(c.Option) != c.Chosen {
				continue next
			}
		}
		out = append(out, v)
	}
	return out
}

// without returns the choices on other options.
func without(choices []session.Choice, o config.OptionID) []session.Choice {
	return slices.DeleteFunc(slices.Clone(choices), func(c session.Choice) bool { return c.Option == o })
}

// state returns the state of an option.
func (m *machine) state(o config.OptionID) session.State {
	for _, c := range m.choices() {
		if c.Option == o && c.Chosen {
			return session.Chosen
		} else if c.Option == o {
			return session.Rejected
		}
	}
	left := m.agree(m.choices())
	with := 0
	for _, v := range left {
		if v.IsChosen(o) {
			with++
		}
	}
	switch with {
	case 0:
		return session.Impossible
	case len(left):
		return session.Forced
	}
	return session.Open
}

// step makes a step in both sessions, which must do the same. Sometimes it tries with a context
// that ends in the middle before, which must change nothing.
func (m *machine) step(t *rapid.T, do func(ctx context.Context, s *session.Session) (session.Step, error)) session.Step {
	var steps [2]session.Step
	var before []session.State
	for i, s := range m.both {
		text, _ := s.AppendJSON(nil)
		before = m.states(s)
		hurry := &hurried{Context: t.Context(), most: rapid.IntRange(0, 3).Draw(t, "looks")}
		step, err := do(hurry, s)
		if err != nil {
			require.ErrorIs(t, err, errHurry)
			after, _ := s.AppendJSON(nil)
			require.Equal(t, text, after)
			require.Equal(t, before, m.states(s))
			step, err = do(t.Context(), s)
			require.NoError(t, err)
		}
		steps[i] = step
	}
	first, _ := json.Marshal(steps[0])
	second, _ := json.Marshal(steps[1])
	require.Equal(t, string(first), string(second))
	after := m.states(m.both[0])
	var changes []session.Change
	for o := range after {
		if before[o] != after[o] {
			changes = append(changes, session.Change{Option: config.OptionID(o), Before: before[o], After: after[o]})
		}
	}
	require.Equal(t, changes, steps[0].Changes)
	return steps[0]
}

func (m *machine) states(s *session.Session) []session.State {
	out := make([]session.State, m.cat.NumOptions())
	for o := range out {
		out[o] = s.State(config.OptionID(o))
	}
	return out
}

// choose makes a choice.
func (m *machine) choose(t *rapid.T, c session.Choice) {
	step := m.step(t, func(ctx context.Context, s *session.Session) (session.Step, error) {
		if c.Chosen {
			return s.Choose(ctx, c.Option)
		}
		return s.Reject(ctx, c.Option)
	})
	if slices.Contains(m.choices(), c) {
		require.Zero(t, step)
		return
	}
	others := without(m.choices(), c.Option)
	if next := append(others, c); len(m.agree(next)) > 0 {
		require.False(t, step.Refused)
		m.move(next)
		return
	}
	require.True(t, step.Refused)
	m.checkReason(t, step.Why, others, session.Choice{Option: c.Option, Chosen: !c.Chosen})
}

// insist makes a choice against all others.
func (m *machine) insist(t *rapid.T, c session.Choice) {
	step := m.step(t, func(ctx context.Context, s *session.Session) (session.Step, error) { return s.Insist(ctx, c) })
	if slices.Contains(m.choices(), c) {
		require.Zero(t, step)
		return
	}
	others := without(m.choices(), c.Option)
	weigh := func(choices []session.Choice) (sum int64) {
		for _, c := range choices {
			if m.weights == nil {
				sum++
			} else {
				sum += m.weights[c.Option]
			}
		}
		return sum
	}
	most, possible := int64(0), false
	for _, v := range m.agree([]session.Choice{c}) {
		kept := slices.DeleteFunc(slices.Clone(others), func(c session.Choice) bool { return v.IsChosen(c.Option) != c.Chosen })
		most, possible = max(most, weigh(kept)), true
	}
	require.Equal(t, !possible, step.Refused)
	if !possible {
		m.checkReason(t, step.Why, nil, session.Choice{Option: c.Option, Chosen: !c.Chosen})
		return
	}
	kept := slices.DeleteFunc(slices.Clone(others), func(c session.Choice) bool { return slices.Contains(step.GivenUp, c) })
	require.Equal(t, most, weigh(kept))
	require.Len(t, kept, len(others)-len(step.GivenUp))
	m.move(append(kept, c))
	require.NotEmpty(t, m.agree(m.choices()))
}

// checkReason checks that the causes decide what they say they do, that none is superfluous, and
// that their lines are choices.
func (m *machine) checkReason(t *rapid.T, why session.Reason, choices []session.Choice, decides session.Choice) {
	require.Equal(t, decides, why.Decides)
	require.True(t, why.Minimal && why.Smallest)
	var checks []rules.Expr
	for _, c := range why.Causes {
		if c.Kind == solver.CauseLine {
			require.Contains(t, choices, session.Choice{Option: c.Option, Chosen: c.Chosen})
		}
		checks = append(checks, m.condition(t, c))
	}
	known := []session.Choice{{Option: decides.Option, Chosen: !decides.Chosen}}
	opposite := m.literal(known[0])
	for _, c := range why.Causes {
		if c.Kind == solver.CauseLine {
			known = append(known, session.Choice{Option: c.Option, Chosen: c.Chosen})
		}
	}
	how, err := why.Derivation(t.Context())
	require.NoError(t, err)
	require.Equal(t, decides, how.Decides)
	require.False(t, how.GaveUp)
	m.checkDerivation(t, why, how.Steps, known)
	require.False(t, possible(m.cat, append(checks, opposite)))
	for i := range checks {
		require.True(t, possible(m.cat, append(slices.Delete(slices.Clone(checks), i, i+1), opposite)), "cause %v", why.Causes[i])
	}
}

// checkDerivation checks that each step follows from what is known by then and its one demand, that
// the last is a contradiction, and that each step but that one is used.
func (m *machine) checkDerivation(t *rapid.T, why session.Reason, steps []session.Inference, known []session.Choice) {
	require.NotEmpty(t, steps)
	require.True(t, steps[len(steps)-1].Broken)
	var used []session.Choice
	for k, i := range steps {
		require.Equal(t, k == len(steps)-1, i.Broken)
		var premises []rules.Expr
		for _, c := range i.From {
			require.Contains(t, known, c)
			premises = append(premises, m.literal(c))
		}
		used = append(used, i.From...)
		opposite := session.Choice{Option: i.Decides.Option, Chosen: !i.Decides.Chosen}
		switch {
		case i.Suppose != nil:
			m.checkDerivation(t, why, i.Suppose, append(slices.Clone(i.From), opposite))
		case i.Broken:
			require.Contains(t, why.Causes, i.Cause)
			require.False(t, possible(m.cat, append(premises, m.condition(t, i.Cause))))
		default:
			require.Contains(t, why.Causes, i.Cause)
			require.False(t, possible(m.cat, append(premises, m.condition(t, i.Cause), m.literal(opposite))))
		}
		if !i.Broken {
			known = append(known, i.Decides)
		}
	}
	for _, i := range steps[:len(steps)-1] {
		require.Contains(t, used, i.Decides)
	}
}

// literal returns a choice as a condition.
func (m *machine) literal(c session.Choice) rules.Expr {
	if c.Chosen {
		return rules.Option(m.cat, c.Option)
	}
	return rules.Not(rules.Option(m.cat, c.Option))
}

// condition returns a cause as a condition.
func (m *machine) condition(t *rapid.T, c solver.Cause) rules.Expr {
	if c.Kind == solver.CauseLine {
		return m.literal(session.Choice{Option: c.Option, Chosen: c.Chosen})
	}
	e, ok := m.demands[c]
	require.True(t, ok, "%v", c)
	return e
}

// possible says whether some complete selection satisfies all conditions.
func possible(cat *config.Catalog, conditions []rules.Expr) bool {
	for sel := range configtest.Selections(cat) {
		if !slices.ContainsFunc(conditions, func(e rules.Expr) bool { return !e.Holds(sel) }) {
			return true
		}
	}
	return false
}

// check compares all that the sessions show.
func (m *machine) check(t *rapid.T) {
	left := m.agree(m.choices())
	require.NotEmpty(t, left)
	var texts [2]string
	for i, s := range m.both {
		for o := range config.OptionID(m.cat.NumOptions()) {
			require.Equal(t, m.state(o), s.State(o), "option %d", o)
		}
		require.Equal(t, len(m.choices()), len(s.Choices()))
		for j, c := range s.Choices() {
			require.Equal(t, m.choices()[j], c)
		}
		require.Equal(t, len(left) == 1, s.Complete())
		for f := range config.FamilyID(m.cat.NumFamilies()) {
			m.checkNeed(t, f, s.Need(f))
		}
		text, err := s.AppendJSON(nil)
		require.NoError(t, err)
		texts[i] = string(text)
	}
	require.Equal(t, texts[0], texts[1])
	n, err := m.both[0].View().Count(t.Context(), nil)
	require.NoError(t, err)
	require.Equal(t, big.NewInt(int64(len(left))), n)
	for _, c := range m.copies {
		require.Equal(t, len(c.choices), len(c.Choices()))
		for j, choice := range c.Choices() {
			require.Equal(t, c.choices[j], choice)
		}
	}
}

func (m *machine) checkNeed(t *rapid.T, id config.FamilyID, n session.Need) {
	f := m.cat.Family(id)
	taken, open := 0, 0
	for _, o := range f.Options {
		switch m.state(o) {
		case session.Chosen, session.Forced:
			taken++
		case session.Open:
			open++
		}
	}
	require.Equal(t, taken, n.Taken)
	require.Equal(t, open, n.Open)
	require.Equal(t, open == 0, n.Settled())
	asked := session.Forced
	if f.Parent != config.NoOption {
		asked = m.state(f.Parent)
	}
	require.Equal(t, asked, n.Asked)
	if n.Missing() > 0 { // as many are open, at least
		require.LessOrEqual(t, n.Missing(), open)
	}
	if left := m.agree(m.choices()); asked == session.Forced || asked == session.Chosen {
		for _, v := range left {
			require.GreaterOrEqual(t, len(slices.DeleteFunc(slices.Clone(f.Options), func(o config.OptionID) bool { return !v.IsChosen(o) })),
				n.Taken+n.Missing())
		}
	}
}

// Sessions with and without a circuit show, step after step, what brute force shows.
func TestSessionsAgainstBruteForce(t *testing.T) {
	property.Check(t, func(t *rapid.T) {
		m := newMachine(t)
		if len(m.valid) == 0 || m.cat.NumOptions() == 0 {
			return
		}
		option := rapid.Map(rapid.IntRange(0, m.cat.NumOptions()-1), func(i int) config.OptionID { return config.OptionID(i) })
		choice := rapid.Custom(func(t *rapid.T) session.Choice {
			return session.Choice{Option: option.Draw(t, "option"), Chosen: rapid.Bool().Draw(t, "chosen")}
		})
		turn := func(t *rapid.T, by int) {
			possible := m.at+by >= 0 && m.at+by < len(m.past)
			if possible {
				m.at += by
			}
			for _, s := range m.both {
				do := s.Redo
				if by < 0 {
					do = s.Undo
				}
				_, ok := do()
				require.Equal(t, possible, ok)
			}
		}
		t.Repeat(map[string]func(*rapid.T){
			"":       m.check,
			"choose": func(t *rapid.T) { m.choose(t, choice.Draw(t, "choice")) },
			"insist": func(t *rapid.T) { m.insist(t, choice.Draw(t, "choice")) },
			"retract": func(t *rapid.T) {
				o := option.Draw(t, "option")
				m.step(t, func(ctx context.Context, s *session.Session) (session.Step, error) { return s.Retract(ctx, o) })
				if others := without(m.choices(), o); len(others) < len(m.choices()) {
					m.move(others)
				}
			},
			"undo": func(t *rapid.T) { turn(t, -1) },
			"redo": func(t *rapid.T) { turn(t, 1) },
			"branch": func(t *rapid.T) {
				for i, s := range m.both {
					b, err := s.Branch(t.Context())
					require.NoError(t, err)
					if rapid.Bool().Draw(t, "go on with the branch") {
						s, b = b, s
					}
					m.both[i] = s
					m.copies = append(m.copies, copied{b, m.choices()})
				}
			},
			"restore": func(t *rapid.T) {
				for i, s := range m.both {
					text, err := json.Marshal(s)
					require.NoError(t, err)
					other := m.both[1-i].Space() // of the same rules
					restored, misfits, err := session.Restore(t.Context(), other, session.Config{}, "s.json", bytes.NewReader(text))
					require.NoError(t, err)
					require.Empty(t, misfits)
					require.Equal(t, m.states(s), m.states(restored))
					again, _ := json.Marshal(restored)
					require.Equal(t, text, again)
					_, ok := restored.Undo()
					require.False(t, ok)
				}
			},
			"complete": func(t *rapid.T) { m.complete(t) },
			"why": func(t *rapid.T) {
				o := option.Draw(t, "option")
				others := without(m.choices(), o)
				var texts [2]string
				for i, s := range m.both {
					why, decided, err := s.Why(t.Context(), o)
					require.NoError(t, err)
					with, lack := false, false
					for _, v := range m.agree(others) {
						with, lack = with || v.IsChosen(o), lack || !v.IsChosen(o)
					}
					require.Equal(t, with != lack, decided)
					if decided {
						m.checkReason(t, why, others, session.Choice{Option: o, Chosen: with})
					}
					texts[i] = fmt.Sprint(why)
				}
				require.Equal(t, texts[0], texts[1])
			},
		})
	})
}

// complete compares the completions for random goals with all configurations that are left.
func (m *machine) complete(t *rapid.T) {
	left := m.agree(m.choices())
	preferred, err := session.Defaults(t.Context(), m.both[0].Space())
	m.checkDefaults(t, preferred, err)
	goals := []*solver.Objective{session.Fewest(m.cat), session.Likeness(rapid.SampledFrom(m.valid).Draw(t, "like"))}
	if rapid.Bool().Draw(t, "history") {
		goals = append([]*solver.Objective{session.History(m.cat, m.valid)}, goals...)
	}
	if err == nil {
		goals = append([]*solver.Objective{preferred}, goals...)
	}
	compare := func(a, b *config.Selection) int {
		for _, g := range goals {
			if c := g.Value(a).Amount.Cmp(g.Value(b).Amount); c != 0 {
				return c
			}
		}
		return 0
	}
	n := 0
	var first [2]*config.Selection
	for i, s := range m.both {
		var last *config.Selection
		for c, err := range s.Completions(t.Context(), goals...) {
			require.NoError(t, err)
			for j, g := range goals {
				require.Equal(t, g.Value(c.Selection), c.Values[j])
			}
			if last == nil {
				first[i] = c.Selection
			} else {
				require.LessOrEqual(t, compare(last, c.Selection), 0)
			}
			if last = c.Selection; i == 0 {
				n++
			}
		}
	}
	require.Equal(t, len(left), n)
	require.True(t, first[0].Equal(first[1]))
	require.Zero(t, compare(first[0], slices.MinFunc(left, compare)))
}

// missed returns the number of defaults that a configuration misses: those whose condition holds and
// whose option is lacking, in a family that is asked for and has none that is better.
func (m *machine) missed(sel *config.Selection, within []rules.Default) (n int) {
	set := m.both[0].Space().Rules()
	inForce := func(o config.OptionID) bool {
		in, err := m.cat.Option(o).Effectivity.Covers(m.both[0].Space().AsOf())
		return err == nil && in
	}
	for _, d := range within {
		f := m.cat.Option(d.Option).Family
		parent := m.cat.Family(f).Parent
		miss := inForce(d.Option) && d.When.Holds(sel) && !sel.IsChosen(d.Option) && (parent == config.NoOption || sel.IsChosen(parent))
		for _, b := range set.Defaults() {
			if inForce(b.Option) && m.cat.Option(b.Option).Family == f && b.Rank < d.Rank && b.When.Holds(sel) && sel.IsChosen(b.Option) {
				miss = false
			}
		}
		if miss {
			n++
		}
	}
	return n
}

// checkDefaults checks the goal of defaults, or why there is none.
func (m *machine) checkDefaults(t *rapid.T, preferred *solver.Objective, err error) {
	all := m.both[0].Space().Rules().Defaults()
	some := func(within []rules.Default) bool {
		return slices.ContainsFunc(m.valid, func(v *config.Selection) bool { return m.missed(v, within) == 0 })
	}
	if err == nil {
		require.True(t, some(all))
		for _, v := range m.valid {
			require.Equal(t, config.NewDecimal(int64(m.missed(v, all))), preferred.Value(v).Amount)
		}
		return
	}
	var wrong *session.DefaultsError
	require.ErrorAs(t, err, &wrong)
	require.False(t, some(wrong.Defaults))
	for i := range wrong.Defaults {
		require.True(t, some(slices.Delete(slices.Clone(wrong.Defaults), i, i+1)))
	}
}

// hurried is a context that ends after a number of looks at it.
type hurried struct {
	context.Context
	looks, most int
}

var errHurry = errors.New("no time")

func (h *hurried) Err() error {
	if h.looks++; h.looks > h.most {
		return errHurry
	}
	return nil
}

// Done tells that it may end, so that searches look.
func (h *hurried) Done() <-chan struct{} { return h.Context.Done() }
