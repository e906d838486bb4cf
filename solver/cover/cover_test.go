package cover_test

import (
	"context"
	"fmt"
	"math/bits"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/confspace/confspace/config"
	"github.com/confspace/confspace/config/configtest"
	"github.com/confspace/confspace/config/configtest/property"
	"github.com/confspace/confspace/config/source"
	"github.com/confspace/confspace/rules"
	"github.com/confspace/confspace/rules/rulestest"
	"github.com/confspace/confspace/solver"
	"github.com/confspace/confspace/solver/cover"
)

// drawn is a random space and question, and by brute force its vehicles.
type drawn struct {
	*solver.Space
	t       int
	cfg     cover.Config
	options []config.OptionID
	valid   []*config.Selection
}

func draw(t *rapid.T) drawn {
	cat := rulestest.Catalog(8, true).Draw(t, "catalog")
	set := rulestest.Sets{Rules: 3}.Set(cat).Draw(t, "rules")
	asOf := rulestest.Point().Draw(t, "point")
	d := drawn{t: rapid.IntRange(1, 3).Draw(t, "t")}
	d.valid = slices.Collect(rulestest.Valid(set, asOf))
	if len(d.valid) > 64 {
		t.Skip("sets of valid vehicles are one word")
	}
	var err error
	d.Space, err = solver.Compile(t.Context(), set, asOf, solver.Config{NoCircuit: rapid.Bool().Draw(t, "no circuit")})
	require.NoError(t, err)
	d.cfg.Rejected = rapid.Bool().Draw(t, "rejected")
	d.cfg.Steps = 300
	for o := range config.OptionID(cat.NumOptions()) {
		d.options = append(d.options, o)
	}
	if rapid.IntRange(0, 3).Draw(t, "some options") == 0 {
		d.options = slices.DeleteFunc(d.options, func(config.OptionID) bool { return rapid.Bool().Draw(t, "left out") })
		d.cfg.Options = append([]config.OptionID{}, d.options...)
	}
	for range rapid.IntRange(0, 3).Draw(t, "conditions") {
		d.cfg.Conditions = append(d.cfg.Conditions, rulestest.Conditions{}.Expr(cat).Draw(t, "condition"))
	}
	for i := range rapid.IntRange(0, 2).Draw(t, "given") {
		if len(d.valid) == 0 {
			break
		}
		sel := rapid.SampledFrom(d.valid).Draw(t, "vehicle").Clone()
		if rapid.Bool().Draw(t, "partial") {
			for o := range config.OptionID(cat.NumOptions()) {
				if rapid.Bool().Draw(t, "open") {
					sel.Clear(o)
				}
			}
		}
		o := cat.Order(sel)
		o.ID = fmt.Sprintf("G-%d", i+1)
		d.cfg.Given = append(d.cfg.Given, o)
	}
	return d
}

// most returns the greatest t that makes sense.
func (d drawn) most() int {
	if len(d.options) == 0 && len(d.cfg.Conditions) > 0 {
		return 1
	}
	if d.cfg.Rejected {
		return len(d.options)
	}
	n := make(map[config.FamilyID]int)
	sum := 0
	for _, o := range d.options {
		f := d.Catalog().Option(o).Family
		if limit := d.Catalog().Family(f).Select.Max; limit == config.Unbounded || n[f] < limit {
			n[f]++
			sum++
		}
	}
	return sum
}

// interactions returns by brute force the interactions of up to t options, as conditions, with the
// vehicles that have them, as bits.
func (d drawn) interactions() (all []rules.Expr, in []uint64, sizes []int) {
	var literals []rules.Expr
	for _, o := range d.options {
		literals = append(literals, rules.Option(d.Catalog(), o))
		if d.cfg.Rejected {
			literals = append(literals, rules.Not(rules.Option(d.Catalog(), o)))
		}
	}
	sizes = make([]int, d.t)
	for chosen := uint64(1); chosen < 1<<len(literals); chosen++ {
		n := bits.OnesCount64(chosen)
		if n > d.t {
			continue
		}
		var parts []rules.Expr
		for i, l := range literals {
			if chosen>>i&1 != 0 {
				parts = append(parts, l)
			}
		}
		e := rules.And(parts...)
		if has := d.in(e); has != 0 {
			all, in = append(all, e), append(in, has)
			sizes[n-1]++
		}
	}
	return all, in, sizes
}

// in returns the vehicles in which a condition holds, as bits.
func (d drawn) in(e rules.Expr) (in uint64) {
	for i, sel := range d.valid {
		if e.Holds(sel) {
			in |= 1 << i
		}
	}
	return in
}

// smallest returns the size of a smallest set of vehicles, some of which are given, that meets all
// of some sets.
func smallest(needs []uint64, given uint64) int {
	needs = slices.DeleteFunc(slices.Clone(needs), func(n uint64) bool { return n&given != 0 })
	if len(needs) == 0 {
		return 0
	}
	first := slices.MinFunc(needs, func(a, b uint64) int { return bits.OnesCount64(a) - bits.OnesCount64(b) })
	best := len(needs)
	for rest := first; rest != 0; rest &= rest - 1 {
		best = min(best, 1+smallest(needs, rest&-rest))
	}
	return best
}

func random() *rand.Rand { return rand.New(rand.NewPCG(1, 2)) }

// The vehicles can be built, the given ones among them, and have all that brute force finds; the
// bound is not above the size of a smallest set.
func TestBuildAgainstBruteForce(t *testing.T) {
	property.Check(t, func(t *rapid.T) {
		d := draw(t)
		suite, err := cover.Build(t.Context(), d.Space, d.t, d.cfg, random())
		if d.t > d.most() {
			var refused *cover.StrengthError
			require.ErrorAs(t, err, &refused)
			require.Equal(t, d.most(), refused.Max)
			return
		}
		if len(d.valid) == 0 {
			require.ErrorIs(t, err, solver.ErrVoid)
			return
		}
		require.NoError(t, err)
		var fleet []*config.Selection
		for i, o := range suite.Vehicles {
			sel, err := o.Bind(d.Catalog())
			require.NoError(t, err)
			require.True(t, slices.ContainsFunc(d.valid, sel.Equal))
			fleet = append(fleet, sel)
			if i < len(d.cfg.Given) {
				require.Equal(t, d.cfg.Given[i].ID, o.ID)
				given, err := d.cfg.Given[i].Bind(d.Catalog())
				require.NoError(t, err)
				for p := range given.Chosen() {
					require.True(t, sel.IsChosen(p))
				}
				for p := range given.Rejected() {
					require.Equal(t, config.Rejected, sel.State(p))
				}
			}
		}
		require.Equal(t, len(d.cfg.Given), suite.Given)
		all, in, sizes := d.interactions()
		require.Equal(t, sizes, suite.Interactions)
		held, never := 0, 0
		for _, e := range d.cfg.Conditions {
			if has := d.in(e); has != 0 {
				all, in = append(all, e), append(in, has)
				held++
			} else {
				never++
			}
		}
		require.Equal(t, held, suite.Conditions)
		require.Len(t, suite.Never, never)
		for _, e := range all {
			require.True(t, slices.ContainsFunc(fleet, e.Holds), "%s", e)
		}
		for i, e := range suite.Exclusive {
			require.NotZero(t, d.in(e))
			for _, other := range suite.Exclusive[:i] {
				require.Zero(t, d.in(e)&d.in(other), "%s, %s", e, other)
			}
		}
		require.LessOrEqual(t, suite.Bound, len(suite.Vehicles))
		require.Equal(t, len(all) > 0 || len(d.cfg.Given) > 0, suite.Bound > 0)
		if !d.cfg.Rejected || d.t < 2 {
			require.Empty(t, suite.Independent)
		}
		if len(d.cfg.Given) == 0 && len(d.valid) <= 12 {
			require.LessOrEqual(t, suite.Bound, smallest(in, 0))
		}
		require.NoError(t, suite.Verify(t.Context()))

		report, err := cover.Check(t.Context(), d.Space, d.t, d.cfg, suite.Vehicles)
		require.NoError(t, err)
		require.Empty(t, report.Missing)
		require.Equal(t, sizes, report.Interactions)
		require.Equal(t, sizes, report.Covered)
	})
}

// Check finds what random vehicles lack.
func TestCheckAgainstBruteForce(t *testing.T) {
	property.Check(t, func(t *rapid.T) {
		d := draw(t)
		if d.t > d.most() || len(d.valid) == 0 {
			t.Skip()
		}
		var fleet []*config.Selection
		var orders []config.Order
		for _, sel := range d.valid {
			if rapid.Bool().Draw(t, "has") {
				fleet = append(fleet, sel)
				orders = append(orders, d.Catalog().Order(sel))
			}
		}
		report, err := cover.Check(t.Context(), d.Space, d.t, d.cfg, orders)
		require.NoError(t, err)
		all, _, sizes := d.interactions()
		for _, e := range d.cfg.Conditions {
			if d.in(e) != 0 {
				all = append(all, e)
			}
		}
		all = slices.DeleteFunc(all, func(e rules.Expr) bool { return slices.ContainsFunc(fleet, e.Holds) })
		require.Equal(t, sizes, report.Interactions)
		text := func(es []rules.Expr) (out []string) {
			for _, e := range es {
				out = append(out, e.String())
			}
			slices.Sort(out)
			return out
		}
		require.Equal(t, text(all), text(report.Missing))
	})
}

// The same source of random bits gives the same vehicles.
func TestSameVehicles(t *testing.T) {
	property.Check(t, func(t *rapid.T) {
		d := draw(t)
		first, err := cover.Build(t.Context(), d.Space, d.t, d.cfg, random())
		if err != nil {
			t.Skip()
		}
		again, err := cover.Build(t.Context(), d.Space, d.t, d.cfg, random())
		require.NoError(t, err)
		require.Equal(t, first.Vehicles, again.Vehicles)
		require.Equal(t, first.Bound, again.Bound)
	})
}

// Verify fails where a suite is changed.
func TestVerify(t *testing.T) {
	cfg := cover.Config{Rejected: true, Given: []config.Order{{ID: "G", Options: []string{"CITY", "HUB"}}}}
	build := func() *cover.Suite {
		suite, err := cover.Build(t.Context(), compile(t, bicycle), 2, cfg, random())
		require.NoError(t, err)
		require.NoError(t, suite.Verify(t.Context()))
		return suite
	}
	option := func(s *cover.Suite, text string) rules.Expr {
		e, err := rules.Parse(s.Exclusive[0].Catalog(), text)
		require.NoError(t, err)
		return e
	}
	for want, change := range map[string]func(s *cover.Suite){
		"are not covered":                         func(s *cover.Suite) { s.Vehicles = s.Vehicles[1:] },
		"a vehicle can have both CARGO and LAMPS": func(s *cover.Suite) { s.Exclusive = []rules.Expr{option(s, "CARGO"), option(s, "LAMPS")} },
		"a given vehicle has HUB":                 func(s *cover.Suite) { s.Exclusive = []rules.Expr{option(s, "HUB")} },
		"MOTOR and HUB are not independent":       func(s *cover.Suite) { s.Independent = []rules.Expr{option(s, "MOTOR"), option(s, "HUB")} },
		"the bound is 99, of which only 7 is pro": func(s *cover.Suite) { s.Bound = 99 },
	} {
		suite := build()
		change(suite)
		var uncovered *cover.UncoveredError
		require.ErrorAs(t, suite.Verify(t.Context()), &uncovered)
		require.ErrorContains(t, uncovered, want)
	}
	suite := build()
	suite.Vehicles[0].Options = []string{"CITY", "HUB", "MOTOR"}
	require.ErrorContains(t, suite.Verify(t.Context()), "vehicle G cannot be built")
}

func TestCancelled(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	space := compile(t, bicycle)
	cancel()
	_, err := cover.Build(ctx, space, 2, cover.Config{}, random())
	require.ErrorIs(t, err, context.Canceled)
	_, err = cover.Check(ctx, space, 2, cover.Config{}, nil)
	require.ErrorIs(t, err, context.Canceled)
}

func TestRefused(t *testing.T) {
	space := compile(t, bicycle)
	build := func(t2 int, cfg cover.Config) error {
		_, err := cover.Build(t.Context(), space, t2, cfg, random())
		return err
	}
	require.EqualError(t, build(0, cover.Config{}), "t is 0; an interaction has at least 1 option")
	require.EqualError(t, build(5, cover.Config{}), "t is 5; an order has at most 4 options of 3 families: t must be 1 to 4")
	require.EqualError(t, build(8, cover.Config{Rejected: true}), "t is 8; there are 7 options: t must be 1 to 7")
	require.EqualError(t, build(2, cover.Config{Options: []config.OptionID{}, Conditions: conditions(t, space, "CITY")}), "t is 2; no options are covered, but conditions: t must be 1")
	require.EqualError(t, build(2, cover.Config{Options: []config.OptionID{}}), "t is 2; there are no options to cover")
	require.NoError(t, cover.Config{}.CheckStrength(space.Catalog(), 4))
	require.EqualError(t, cover.Config{}.CheckStrength(space.Catalog(), 0), "t is 0; an interaction has at least 1 option")
	require.PanicsWithValue(t, "cover: Config.Options has option 7; the catalog has 7 options", func() { _ = build(1, cover.Config{Options: []config.OptionID{7}}) })
	require.PanicsWithValue(t, "cover: CheckStrength needs a catalog; it is nil", func() { _ = cover.Config{}.CheckStrength(nil, 1) })
	var size *cover.SizeError
	require.ErrorAs(t, build(3, cover.Config{MaxBytes: 100}), &size)
	err := build(2, cover.Config{Given: []config.Order{
		{ID: "O-1", Options: []string{"CITY", "HUB", "MOTOR"}, Place: source.Place{File: "orders.jsonl", Line: 3, Column: 1}},
		{ID: "O-2", Options: []string{"CITY", "HUB"}},
		{ID: "O-3", Options: []string{"CITI", "HUB"}, Place: source.Place{File: "orders.jsonl", Line: 5, Column: 1}},
	}})
	var defects source.Defects
	require.ErrorAs(t, err, &defects)
	require.Len(t, defects, 2)
	require.Equal(t, 3, defects[0].Place.Line)
	require.Contains(t, defects[0].Msg, "vehicle O-1 cannot be built: R-1")
}

func conditions(t require.TestingT, space *solver.Space, texts ...string) (out []rules.Expr) {
	for _, text := range texts {
		e, err := rules.Parse(space.Catalog(), text)
		require.NoError(t, err)
		out = append(out, e)
	}
	return out
}

// Conditions that exclude each other take a vehicle each, also if nothing else is covered, and if they
// have very many cases.
func TestBoundOfConditions(t *testing.T) {
	space := compile(t, bicycle+"\n  - {family: bags, select: any, options: [A, B, C, D, E, F, G, H, I, J]}")
	for _, tt := range []struct {
		texts     []string
		bound     int
		exclusive int
	}{
		{[]string{"MOTOR"}, 1, 1},
		{[]string{"CITY | TOURING", "CITY", "!CARGO"}, 1, 1},
		{[]string{"CITY & MOTOR", "HUB & LAMPS", "TOURING | CARGO"}, 2, 2},
		{[]string{"CITY & MOTOR", "CITY & HUB", "CARGO & HUB", "CARGO & MOTOR", "TOURING & MOTOR & HUB"}, 4, 4}, // the last one never holds
		{[]string{"exactly(5; A, B, C, D, E, F, G, H, I, J)"}, 1, 1},
		{[]string{"exactly(5; A, B, C, D, E, F, G, H, I, J)", "A & B & C & D & E & F"}, 2, 2},
		{[]string{"CITY & exactly(5; A, B, C, D, E, F, G, H, I, J)", "CARGO & exactly(5; A, B, C, D, E, F, G, H, I, J)"}, 1, 1}, // which is too much to find out
		{[]string{"!A & !B & !C & !D & !E", "at_least(9; A, B, C, D, E, F, G, H, I, J)"}, 2, 2},
	} {
		suite, err := cover.Build(t.Context(), space, 1, cover.Config{Options: []config.OptionID{}, Conditions: conditions(t, space, tt.texts...), Steps: 300}, random())
		require.NoError(t, err)
		require.Equal(t, tt.bound, suite.Bound, tt.texts)
		require.Len(t, suite.Exclusive, tt.exclusive)
		require.Equal(t, []int{0}, suite.Interactions)
		require.NoError(t, suite.Verify(t.Context()))
	}
}

// A context that ends in the middle ends each question with its error, wherever that is.
func TestContextsEnd(t *testing.T) {
	space := compile(t, bicycle)
	cfg := cover.Config{Conditions: conditions(t, space, "CARGO & MOTOR & LAMPS", "MOTOR & HUB"), Given: []config.Order{{ID: "G", Options: []string{"CITY"}, Partial: true}}}
	suite, err := cover.Build(t.Context(), space, 2, cfg, random())
	require.NoError(t, err)
	for name, ask := range map[string]func(context.Context) error{
		"Build": func(ctx context.Context) error {
			_, err := cover.Build(ctx, space, 2, cfg, random())
			return err
		},
		"Check": func(ctx context.Context) error {
			_, err := cover.Check(ctx, space, 2, cfg, suite.Vehicles[:2])
			return err
		},
		"Verify": suite.Verify,
	} {
		t.Run(name, func(t *testing.T) { require.Greater(t, configtest.Ends(t, ask), 10) })
	}
}
