package solver_test

import (
	"context"
	"fmt"
	"iter"
	"math/big"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/confspace/confspace/config"
	"github.com/confspace/confspace/rules"
	"github.com/confspace/confspace/solver"
)

// asked is the answer to a query as text, and its error. A query that fails has no
// other answer.
func asked[T any](t testing.TB, answer T, ok bool, err error) (string, error) {
	if err != nil {
		require.Zero(t, answer)
		require.False(t, ok)
	}
	return fmt.Sprint(answer, ok), err
}

// sequence is asked of a sequence, up to 20 of it. An error comes last, alone.
func sequence[T any](t testing.TB, seq iter.Seq2[T, error], text func(T) string) (string, error) {
	var out []string
	var failed error
	for x, err := range seq {
		require.NoError(t, failed)
		if failed = err; err != nil {
			require.Zero(t, x)
			continue
		}
		if out = append(out, text(x)); len(out) == 20 {
			break
		}
	}
	return fmt.Sprint(out), failed
}

// queries are all of a view.
func queries(t testing.TB, space *solver.Space, view solver.View) map[string]func(context.Context) (string, error) {
	cat := space.Catalog()
	weights := slices.Repeat([]solver.Weight{{Chosen: 0.25, Rejected: 0.75}}, cat.NumOptions())
	obj, err := solver.NewObjective(cat, solver.Costs{
		Rejected: slices.Repeat([]config.Decimal{config.NewDecimal(1)}, cat.NumOptions()),
		Track:    space.Tracked(), Tracked: slices.Repeat([]config.Decimal{config.NewDecimal(-2)}, len(space.Tracked())),
	}, config.None)
	require.NoError(t, err)
	some, ok, err := view.Find(t.Context(), rules.True(cat))
	require.NoError(t, err)
	require.True(t, ok)
	chosen := func(sel *config.Selection) string { return fmt.Sprint(slices.Collect(sel.Chosen())) }
	costed := func(c solver.Costed) string { return chosen(c.Selection) + " " + c.Cost.String() }
	best := func(c solver.Costed, ok bool, err error) (string, error) {
		if c.Selection == nil {
			return asked(t, c, ok, err)
		}
		return costed(c), err
	}
	found := func(sel *config.Selection, ok bool, err error) (string, error) {
		if sel == nil {
			return asked(t, sel, ok, err)
		}
		return chosen(sel), err
	}
	drawn := func(s *solver.Sampler, err error) (string, error) {
		if s == nil {
			return asked(t, s, false, err)
		}
		sel := cat.NewSelection()
		ok := s.Sample(sel, rand.New(rand.NewPCG(1, 2)))
		return fmt.Sprint(chosen(sel), ok), err
	}
	return map[string]func(context.Context) (string, error){
		"Count": func(ctx context.Context) (string, error) {
			n, err := view.Count(ctx, nil)
			return asked(t, n, false, err)
		},
		"Counts": func(ctx context.Context) (string, error) {
			n, err := view.Counts(ctx, nil)
			return asked(t, n, false, err)
		},
		"CountOf": func(ctx context.Context) (string, error) {
			n, err := view.CountOf(ctx, nil, rules.Option(cat, 2))
			return asked(t, n, false, err)
		},
		"Tally": func(ctx context.Context) (string, error) {
			n, err := view.Tally(ctx, nil)
			return asked(t, n, false, err)
		},
		"Shares": func(ctx context.Context) (string, error) {
			x, err := view.Shares(ctx, nil)
			return asked(t, x, false, err)
		},
		"TrackedShares": func(ctx context.Context) (string, error) {
			x, err := view.TrackedShares(ctx, nil)
			return asked(t, x, false, err)
		},
		"WeightedCount": func(ctx context.Context) (string, error) {
			x, err := view.WeightedCount(ctx, nil, weights)
			return asked(t, x, false, err)
		},
		"WeightedShares": func(ctx context.Context) (string, error) {
			x, err := view.WeightedShares(ctx, nil, weights)
			return asked(t, x, false, err)
		},
		"Rank": func(ctx context.Context) (string, error) {
			n, ok, err := view.Rank(ctx, nil, some)
			return asked(t, n, ok, err)
		},
		"Unrank": func(ctx context.Context) (string, error) {
			sel, err := view.Unrank(ctx, nil, big.NewInt(0))
			return found(sel, false, err)
		},
		"Configurations": func(ctx context.Context) (string, error) {
			return sequence(t, view.Configurations(ctx, big.NewInt(0)), chosen)
		},
		"Sampler":         func(ctx context.Context) (string, error) { return drawn(view.Sampler(ctx)) },
		"WeightedSampler": func(ctx context.Context) (string, error) { return drawn(view.WeightedSampler(ctx, weights)) },
		"Cheapest":        func(ctx context.Context) (string, error) { return best(view.Cheapest(ctx, obj)) },
		"Dearest":         func(ctx context.Context) (string, error) { return best(view.Dearest(ctx, obj)) },
		"Ranges": func(ctx context.Context) (string, error) {
			x, err := view.Ranges(ctx, nil, obj)
			return asked(t, x, false, err)
		},
		"ByCost": func(ctx context.Context) (string, error) { return sequence(t, view.ByCost(ctx, obj), costed) },
		"Find":   func(ctx context.Context) (string, error) { return found(view.Find(ctx, rules.Option(cat, 2))) },
		"Combinations": func(ctx context.Context) (string, error) {
			return sequence(t, view.Combinations(ctx, 0), func(ids []config.OptionID) string { return fmt.Sprint(ids) })
		},
	}
}

// Whenever the context ends, each query of a view says so, answers nothing, and leaves
// the space as it was.
func TestViewEndsWithItsContext(t *testing.T) {
	set := pickup()
	cat := set.Catalog()
	space, err := solver.Compile(t.Context(), set, config.Point{}, solver.Config{
		Track: []rules.Expr{rules.And(rules.Option(cat, 1), rules.Option(cat, 3)), rules.Not(rules.Option(cat, 5))},
	})
	require.NoError(t, err)
	sel := cat.NewSelection()
	sel.Choose(0)
	for _, view := range []solver.View{space.View, space.Given(sel)} {
		for name, ask := range queries(t, space, view) {
			patient := &hurried{t.Context(), 0, 1 << 30}
			want, err := ask(patient)
			require.NoError(t, err, name)
			require.Positive(t, patient.looks, name)
			for most := range patient.looks {
				_, err := ask(&hurried{t.Context(), 0, most})
				require.ErrorIs(t, err, errHurry, "%s: look %d", name, most)
				got, err := ask(t.Context())
				require.NoError(t, err, name)
				require.Equal(t, want, got, "%s: look %d", name, most)
			}
		}
	}
}

// What a view keeps is the selection itself: a query reads it as it is then. A sampler
// has read it.
func TestViewReadsItsSelection(t *testing.T) {
	space, err := solver.Compile(t.Context(), pickup(), config.Point{}, solver.Config{})
	require.NoError(t, err)
	sel := space.Catalog().NewSelection()
	view := space.Given(sel)
	count := func() int64 {
		n, err := view.Count(t.Context(), nil)
		require.NoError(t, err)
		return n.Int64()
	}
	require.EqualValues(t, 9, count())
	ctx, cancel := context.WithCancel(t.Context())
	sel.Choose(1)
	petrol, err := view.Sampler(ctx)
	require.NoError(t, err)
	cancel()
	require.Less(t, count(), int64(9))
	sel.Reset()
	require.EqualValues(t, 9, count())
	drawn, r := space.Catalog().NewSelection(), rand.New(rand.NewPCG(1, 2))
	for range 30 {
		require.True(t, petrol.Sample(drawn, r))
		require.True(t, drawn.IsChosen(1))
	}
}

// What the body of a loop panics with passes through the sequence.
func TestPanicInALoopPasses(t *testing.T) {
	space, err := solver.Compile(t.Context(), pickup(), config.Point{}, solver.Config{})
	require.NoError(t, err)
	require.PanicsWithValue(t, "the caller's", func() {
		for range space.Configurations(t.Context(), nil) {
			panic("the caller's")
		}
	})
}

func TestCostsDoNotSuit(t *testing.T) {
	set := pickup()
	cat := set.Catalog()
	e, ones := rules.Option(cat, 1), []config.Decimal{config.NewDecimal(1)}
	for want, costs := range map[string]solver.Costs{
		"solver: 1 costs for 6 options or tracked conditions": {Rejected: ones},
		"solver: 1 costs for 2 options or tracked conditions": {Track: []rules.Expr{e, e}, Tracked: ones},
		"solver: condition of another catalog":                {Track: []rules.Expr{rules.True(pickup().Catalog())}},
	} {
		require.PanicsWithValue(t, want, func() { _, _ = solver.NewObjective(cat, costs, config.None) })
	}
	most := []config.Decimal{decimal("9223372036854775807"), decimal("1")}
	_, err := solver.NewObjective(cat, solver.Costs{Track: []rules.Expr{e, e}, Tracked: most}, config.None)
	require.EqualError(t, err, "tracked condition 1: the costs so far add up to more than 2^63-1 times 1: round them, or give them in a larger unit")

	space, err := solver.Compile(t.Context(), set, config.Point{}, solver.Config{})
	require.NoError(t, err)
	other, err := solver.NewObjective(pickup().Catalog(), solver.Costs{}, config.None)
	require.NoError(t, err)
	for want, obj := range map[string]*solver.Objective{
		"solver: objective of another catalog":                               other,
		"solver: no Objective: NewObjective and AttributeObjective make one": new(solver.Objective),
	} {
		require.PanicsWithValue(t, want, func() { _, _, _ = space.Cheapest(t.Context(), obj) })
		require.PanicsWithValue(t, want, func() { space.ByCost(t.Context(), obj) })
	}
	for name, ask := range map[string]func(){
		"Cheapest": func() { _, _, _ = space.Cheapest(t.Context(), nil) },
		"Dearest":  func() { _, _, _ = space.Dearest(t.Context(), nil) },
		"ByCost":   func() { space.ByCost(t.Context(), nil) },
	} {
		require.PanicsWithValue(t, "solver: "+name+" needs an objective; it is nil", ask)
	}
}

// Of a selection that leaves options open the value is that of what is decided.
func TestValueOfWhatIsDecided(t *testing.T) {
	cat := pickup().Catalog()
	costs := func(of ...int64) (out []config.Decimal) {
		for _, n := range of {
			out = append(out, config.NewDecimal(n))
		}
		return out
	}
	obj, err := solver.NewObjective(cat, solver.Costs{
		Chosen:   costs(1, 2, 4, 8, 16, 32),
		Rejected: costs(100, 200, 400, 800, 1600, 3200),
		Track:    []rules.Expr{rules.Option(cat, 4), rules.Or(rules.Option(cat, 0), rules.Option(cat, 5))},
		Tracked:  costs(10_000, 20_000),
	}, config.None)
	require.NoError(t, err)
	sel := cat.NewSelection()
	require.Equal(t, "0", obj.Value(sel).String())
	sel.Choose(0)
	sel.Reject(3)
	require.Equal(t, "20801", obj.Value(sel).String())
	require.Equal(t, "-20801", obj.Negated().Value(sel).String())
	require.Equal(t, "20801", obj.Negated().Negated().Value(sel).String())
}
