package solver_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/confspace/confspace/config"
	"github.com/confspace/confspace/config/configtest/property"
	"github.com/confspace/confspace/rules"
	"github.com/confspace/confspace/solver"
)

// changing is a set in which rules and an option come and go.
func changing(t *testing.T) *rules.Set {
	b := config.NewBuilder("changing")
	b.Plant(config.PlantSpec{Name: "P1"})
	b.Plant(config.PlantSpec{Name: "P2"})
	b.Plant(config.PlantSpec{Name: "P3"})
	b.Family(config.FamilySpec{Code: "colour"})
	b.Option(config.OptionSpec{Family: "colour", Code: "RED"})
	b.Option(config.OptionSpec{Family: "colour", Code: "BLUE", Effectivity: config.Effectivity{
		From: config.NewDate(2026, 3, 1), Until: config.NewDate(2026, 9, 1),
	}})
	cat, err := b.Build()
	require.NoError(t, err)
	r := rules.NewBuilder(cat)
	r.Add(rules.RuleSpec{ID: "R-OLD", Source: "RED", Effectivity: config.Effectivity{Until: config.NewDate(2026, 6, 1)}})
	r.Add(rules.RuleSpec{ID: "R-P2", Source: "!BLUE", Effectivity: config.Effectivity{Plants: []string{"P2"}}})
	set, err := r.Build()
	require.NoError(t, err)
	return set
}

func TestOrderOfAnotherPoint(t *testing.T) {
	set := changing(t)
	asOf := config.Point{Date: config.NewDate(2026, 4, 1), Serial: 1, Plant: "P1"}
	space, err := solver.Compile(t.Context(), set, asOf, solver.Config{})
	require.NoError(t, err)
	order := func(date config.Date, plant string) config.Order {
		return config.Order{ID: "O-7", Options: []string{"RED"}, Date: date, Plant: plant}
	}
	for name, o := range map[string]config.Order{
		"nothing given":        order(0, ""),
		"the same":             order(asOf.Date, "P1"),
		"other date, the same": order(config.NewDate(2026, 5, 31), "P1"),
		"other plant, as well": order(0, "P3"),
	} {
		t.Run(name, func(t *testing.T) {
			report, err := space.Validate(t.Context(), o)
			require.NoError(t, err)
			require.Equal(t, solver.Valid, report.Verdict)
		})
	}
	for name, c := range map[string]struct {
		order config.Order
		want  string
	}{
		"a rule has ended": {
			order(config.NewDate(2026, 6, 1), "P1"),
			"order O-7 is built at 2026-06-01, serial 1, plant P1, but the space is as of 2026-04-01, serial 1, plant P1, " +
				"where other rules are in force: R-OLD",
		},
		"another plant has a rule": {order(0, "P2"), "where other rules are in force: R-P2"},
		"an option is not there yet": {
			order(config.NewDate(2026, 2, 28), ""), "where other options are in force: BLUE",
		},
		"both": {
			order(config.NewDate(2026, 9, 1), ""), "where other rules are in force: R-OLD and other options are in force: BLUE",
		},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := space.Validate(t.Context(), c.order)
			require.ErrorContains(t, err, c.want)
			var mismatch *solver.PointMismatch
			require.ErrorAs(t, err, &mismatch)
			_, err = space.Explain(t.Context(), c.order)
			require.ErrorAs(t, err, &mismatch)
		})
	}
}

// What the point leaves out is an error, not an assumption.
func TestCompileNeedsThePoint(t *testing.T) {
	_, err := solver.Compile(t.Context(), changing(t), config.Point{}, solver.Config{})
	require.ErrorContains(t, err, "rule R-OLD: the effectivity (until 2026-06-01) depends on the date")
	require.Regexp(t, "; so do(es)? [0-9]+ more rules? (and|or) options?", err.Error(), "one cause is told once")
	require.Equal(t, 1, strings.Count(err.Error(), "depends on the date"))
	var missing *config.PointError
	require.ErrorAs(t, err, &missing)
}

// Any day belongs to one segment of the timeline, and an order of a day in the
// segment is answered as on any other day of it.
func TestEveryDayOfASegment(t *testing.T) {
	set := changing(t)
	days := set.Timeline()
	property.Check(t, func(t *rapid.T) {
		a := config.NewDate(2026, 1, 1) + config.Date(rapid.IntRange(0, 364).Draw(t, "space"))
		b := config.NewDate(2026, 1, 1) + config.Date(rapid.IntRange(0, 364).Draw(t, "order"))
		space, err := solver.Compile(t.Context(), set, config.Point{Date: a, Plant: "P1"}, solver.Config{})
		require.NoError(t, err)
		_, err = space.Validate(t.Context(), config.Order{Options: []string{"RED"}, Date: b})
		require.Equal(t, config.Segment(days, a) == config.Segment(days, b), err == nil)
	})
}

// One option that depends on two fields lacks both.
func TestCompileNamesAllThatThePointLacks(t *testing.T) {
	b := config.NewBuilder("p")
	b.Plant(config.PlantSpec{Name: "NHV"})
	b.Family(config.FamilySpec{Code: "f"})
	b.Option(config.OptionSpec{Code: "A", Family: "f"})
	b.Option(config.OptionSpec{Code: "B", Family: "f", Effectivity: config.Effectivity{Until: config.NewDate(2026, 6, 1), FromSerial: 7, Plants: []string{"NHV"}}})
	cat, err := b.Build()
	require.NoError(t, err)
	set, err := rules.NewBuilder(cat).Build()
	require.NoError(t, err)
	for given, want := range map[config.Point][]string{
		{}:                                 {"date", "serial number", "plant"},
		{Plant: "NHV"}:                     {"date", "serial number"},
		{Serial: 7, Plant: "NHV"}:          {"date"},
		{Serial: 6}:                        nil,
		{Date: config.NewDate(2026, 6, 1)}: nil,
	} {
		_, err := solver.Compile(t.Context(), set, given, solver.Config{})
		if want == nil {
			require.NoError(t, err)
			continue
		}
		lines := strings.Split(err.Error(), "\n")
		require.Len(t, lines, len(want))
		for i, field := range want {
			require.Contains(t, lines[i], "option B: the effectivity (")
			require.Contains(t, lines[i], "depends on the "+field)
		}
	}
}
