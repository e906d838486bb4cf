package session_test

import (
	"compress/gzip"
	"context"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/confspace/confspace/config"
	"github.com/confspace/confspace/config/configtest"
	"github.com/confspace/confspace/rules"
	"github.com/confspace/confspace/solver"
	"github.com/confspace/confspace/solver/dimacs"
	"github.com/confspace/confspace/solver/session"
)

// carLine returns the rules of a published car line; it skips the test without it.
func carLine(t *testing.T, name string) *rules.Set {
	t.Helper()
	if testing.Short() {
		t.Skip("some seconds")
	}
	file, err := os.Open(filepath.Join(configtest.Reference(t, "mercedes"), name+".cnf.gz"))
	require.NoError(t, err)
	defer file.Close()
	z, err := gzip.NewReader(file)
	require.NoError(t, err)
	f, err := dimacs.Read(name, z)
	require.NoError(t, err)
	set, err := f.Set()
	require.NoError(t, err)
	return set
}

// script makes random steps in a session, refused ones among them, and returns all that it says.
func script(ctx context.Context, s *session.Session, seed uint64, steps int) (text string, err error) {
	cat, r := s.Space().Catalog(), rand.New(rand.NewPCG(seed, 7))
	for range steps {
		c := session.Choice{Option: config.OptionID(r.IntN(cat.NumOptions())), Chosen: r.IntN(4) > 0}
		var step session.Step
		switch r.IntN(8) {
		case 0:
			step, err = s.Insist(ctx, c)
		case 1:
			step, _ = s.Undo()
		case 2:
			if choices := s.Choices(); len(choices) > 0 {
				step, err = s.Retract(ctx, choices[r.IntN(len(choices))].Option)
			}
		default:
			if s.State(c.Option) == session.Open && !c.Chosen {
				step, err = s.Reject(ctx, c.Option)
			} else {
				step, err = s.Choose(ctx, c.Option)
			}
		}
		if err != nil {
			return "", err
		}
		said, err := json.Marshal(step)
		if err != nil {
			return "", err
		}
		text += string(said) + "\n"
	}
	saved, err := json.Marshal(s)
	if err != nil {
		return "", err
	}
	text += string(saved) + "\n"
	n := 0
	for c, err := range s.Completions(ctx, session.Fewest(cat)) {
		if err != nil {
			return "", err
		}
		text += fmt.Sprintln(c.Values, cat.Order(c.Selection).Options)
		if n++; n == 2 {
			break
		}
	}
	return text, nil
}

// Sessions on car lines say the same, byte by byte, with a circuit that they pass over and without one.
func TestSessionsOnCarLines(t *testing.T) {
	for _, name := range []string{"C169_FW", "D1119_M20"} {
		t.Run(name, func(t *testing.T) {
			set := carLine(t, name)
			var said [2]string
			for i, cfg := range []solver.Config{{}, {NoCircuit: true}} {
				space, err := solver.Compile(t.Context(), set, config.Point{}, cfg)
				require.NoError(t, err)
				for seed := range uint64(2) {
					s, err := session.New(t.Context(), space, session.Config{})
					require.NoError(t, err)
					text, err := script(t.Context(), s, seed, 30)
					require.NoError(t, err)
					said[i] += text
				}
			}
			require.Contains(t, said[0], `"refused"`)
			require.Equal(t, said[0], said[1])
			checkNearest(t, set)
		})
	}
}

// checkNearest checks that the first repair of an order costs what the circuit and the search find to be the
// least number of changes.
func checkNearest(t *testing.T, set *rules.Set) {
	t.Helper()
	cat, r := set.Catalog(), rand.New(rand.NewPCG(5, 1))
	order := cat.NewSelection()
	for o := range config.OptionID(cat.NumOptions()) {
		order.Set(o, []config.State{config.Chosen, config.Rejected, config.Rejected, config.Open}[r.IntN(4)])
	}
	goal := session.Likeness(order)
	var costs []int64
	for _, cfg := range []solver.Config{{}, {NoCircuit: true}} {
		space, err := solver.Compile(t.Context(), set, config.Point{}, cfg)
		require.NoError(t, err)
		best, found, err := space.Cheapest(t.Context(), goal)
		require.NoError(t, err)
		require.True(t, found)
		e, err := space.Explainer(t.Context())
		require.NoError(t, err)
		for repair, err := range e.Repairs(t.Context(), order, solver.Repairing{}) {
			require.NoError(t, err)
			require.Equal(t, config.NewDecimal(repair.Cost), best.Cost.Amount)
			costs = append(costs, repair.Cost)
			break
		}
	}
	require.Equal(t, costs[0], costs[1])
	require.Greater(t, costs[0], int64(5))
}

// Reasons on a car line are checked by spaces of their rules alone: together they decide what they say,
// and without any one of them they do not.
func TestReasonsOnCarLines(t *testing.T) {
	set := carLine(t, "C169_FW")
	cat := set.Catalog()
	space, err := solver.Compile(t.Context(), set, config.Point{}, solver.Config{NoCircuit: true})
	require.NoError(t, err)
	// possible says whether the causes allow the opposite of what they decide.
	possible := func(why session.Reason, causes []solver.Cause) bool {
		b, sel := rules.NewBuilder(cat), cat.NewSelection()
		sel.Set(why.Decides.Option, map[bool]config.State{true: config.Rejected, false: config.Chosen}[why.Decides.Chosen])
		for _, c := range causes {
			switch c.Kind {
			case solver.CauseLine:
				sel.Set(c.Option, map[bool]config.State{true: config.Chosen, false: config.Rejected}[c.Chosen])
			case solver.CauseRule:
				r := set.Rule(c.Rule)
				b.Add(rules.RuleSpec{ID: r.ID, Expr: r.Expr})
			default:
				require.FailNow(t, c.String())
			}
		}
		part, err := b.Build()
		require.NoError(t, err)
		alone, err := solver.Compile(t.Context(), part, config.Point{}, solver.Config{NoCircuit: true})
		require.NoError(t, err)
		fine, err := alone.Given(sel).Possible(t.Context(), rules.True(cat))
		require.NoError(t, err)
		return fine
	}
	s, err := session.New(t.Context(), space, session.Config{})
	require.NoError(t, err)
	r, checked := rand.New(rand.NewPCG(3, 1)), 0
	for checked < 4 {
		o := config.OptionID(r.IntN(cat.NumOptions()))
		if s.State(o) == session.Open {
			_, err := s.Choose(t.Context(), o)
			require.NoError(t, err)
			continue
		}
		why, decided, err := s.Why(t.Context(), o)
		require.NoError(t, err)
		if !decided || len(why.Causes) < 3 {
			continue
		}
		checked++
		require.False(t, possible(why, why.Causes))
		for i := range why.Causes {
			require.True(t, possible(why, append(why.Causes[:i:i], why.Causes[i+1:]...)), why.Causes[i])
		}
	}
}

// Many sessions on one space, at the same time, each say what one says alone.
func TestManySessionsOnOneSpace(t *testing.T) {
	for _, cfg := range []solver.Config{{}, {NoCircuit: true}} {
		shared := space(t, release{rules: []string{"WINDOW excludes TERRA | BEV"}})
		if cfg.NoCircuit {
			compiled, err := solver.Compile(t.Context(), shared.Rules(), config.Point{}, cfg)
			require.NoError(t, err)
			shared = compiled
		}
		const desks = 12
		ask := func(seed uint64) (string, error) {
			s, err := session.New(t.Context(), shared, session.Config{})
			if err != nil {
				return "", err
			}
			b, err := s.Branch(t.Context())
			if err != nil {
				return "", err
			}
			first, err := script(t.Context(), s, seed, 30)
			if err != nil {
				return "", err
			}
			second, err := script(t.Context(), b, seed+1, 10)
			return first + second, err
		}
		var got, want [desks]string
		var errs [desks]error
		var all sync.WaitGroup
		for i := range desks {
			all.Go(func() { got[i], errs[i] = ask(uint64(i)) })
		}
		all.Wait()
		for i := range desks {
			require.NoError(t, errs[i])
			alone, err := ask(uint64(i))
			require.NoError(t, err)
			want[i] = alone
		}
		require.Equal(t, want, got)
	}
}

// Whenever the context ends, a session says so and stays as it was: when it is asked why and for
// completions, and when it is restored.
func TestSessionEndsWithItsContext(t *testing.T) {
	here := space(t, release{})
	s := begin(t, here, "BEV", "ROAD")
	text := saved(t, s)
	spare, bev := option(t, here, "SPARE_FULL"), option(t, here, "BEV")
	for name, ask := range map[string]func(ctx context.Context) (string, error){
		"why": func(ctx context.Context) (string, error) {
			why, _, err := s.Why(ctx, spare)
			return why.String(), err
		},
		"why a choice": func(ctx context.Context) (string, error) {
			why, decided, err := s.Why(ctx, bev)
			return fmt.Sprint(why, decided), err
		},
		"completions": func(ctx context.Context) (text string, err error) {
			for c, err := range s.Completions(ctx, session.Fewest(here.Catalog())) {
				if err != nil {
					return "", err
				}
				text += fmt.Sprint(c.Values, here.Catalog().Order(c.Selection).Options)
			}
			return text, nil
		},
		"restore": func(ctx context.Context) (string, error) {
			r, _, err := session.Restore(ctx, here, session.Config{}, "s.json", strings.NewReader(text))
			if err != nil {
				return "", err
			}
			return saved(t, r), nil
		},
	} {
		t.Run(name, func(t *testing.T) {
			want, err := ask(t.Context())
			require.NoError(t, err)
			patient := &hurried{Context: t.Context(), most: 1 << 30}
			got, err := ask(patient)
			require.NoError(t, err)
			require.Equal(t, want, got)
			require.Positive(t, patient.looks)
			for most := range patient.looks {
				_, err := ask(&hurried{Context: t.Context(), most: most})
				require.ErrorIs(t, err, errHurry, "look %d of %d", most, patient.looks)
				require.Equal(t, text, saved(t, s))
			}
			got, err = ask(t.Context())
			require.NoError(t, err)
			require.Equal(t, want, got)
		})
	}
}
