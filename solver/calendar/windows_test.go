package calendar_test

import (
	"context"
	"fmt"
	"iter"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/confspace/confspace/config"
	"github.com/confspace/confspace/config/configtest/property"
	"github.com/confspace/confspace/rules"
	"github.com/confspace/confspace/rules/rulestest"
	"github.com/confspace/confspace/solver"
	"github.com/confspace/confspace/solver/calendar"
)

// anOrder draws an order of a catalog: complete or partial, and mostly one that can be
// built at some point.
func anOrder(t *rapid.T, set *rules.Set) config.Order {
	cat := set.Catalog()
	o := config.Order{ID: "O", Partial: rapid.Bool().Draw(t, "partial")}
	valid := slices.Collect(rulestest.Valid(set, rulestest.Point().Draw(t, "valid at")))
	if len(valid) > 0 {
		sel := rapid.SampledFrom(valid).Draw(t, "valid")
		for id := range sel.Chosen() {
			if !o.Partial || rapid.Bool().Draw(t, "keep") {
				o.Options = append(o.Options, cat.Code(id))
			}
		}
		return o
	}
	for id := range cat.NumOptions() {
		if rapid.Bool().Draw(t, "option") {
			o.Options = append(o.Options, cat.Code(config.OptionID(id)))
		}
	}
	return o
}

// demands tells causes apart whatever the day of their space, which their text names.
func demands(causes []solver.Cause) string {
	var out strings.Builder
	for _, c := range causes {
		fmt.Fprintln(&out, c.Kind, c.Rule, c.Row, c.Family, c.Option, c.Chosen, c.Implied)
	}
	return out.String()
}

// windowsByPoint asks the space of each stretch of the rules, compiled for it alone.
func windowsByPoint(t *rapid.T, set *rules.Set, c *calendar.Calendar, o config.Order, windows []calendar.Window) {
	for s := range c.Stretches() {
		p := s.Point()
		if o.Plant != "" && s.Plant != "" && s.Plant != o.Plant {
			continue
		}
		if o.Serial != 0 && (o.Serial < s.FromSerial || s.UntilSerial != 0 && o.Serial >= s.UntilSerial) {
			continue
		}
		for _, day := range []config.Date{p.Date, max(p.Date, s.Until-1)} {
			space, err := solver.Compile(context.Background(), set, p, solver.Config{NoCircuit: true})
			require.NoError(t, err)
			asked := o
			asked.Date, asked.Serial, asked.Plant = day, p.Serial, p.Plant
			report, err := space.Validate(context.Background(), asked)
			require.NoError(t, err)
			var in []calendar.Window
			for _, w := range windows {
				if w.Plant == s.Plant && w.From <= day && (w.Until == 0 || day < w.Until) && w.FromSerial == s.FromSerial {
					in = append(in, w)
				}
			}
			require.Len(t, in, 1, "a point lies in one window")
			require.Equal(t, report.Verdict, in[0].Verdict)
			require.Equal(t, report.Verdict == solver.Invalid, len(in[0].Causes) > 0)
			if !o.Partial {
				require.Equal(t, demands(report.Broken), demands(in[0].Causes))
			}
		}
	}
}

// TestWindowsAreThoseOfEachDay compiles each stretch of random rules.
func TestWindowsAreThoseOfEachDay(t *testing.T) {
	invalid, opened := 0, 0
	property.Check(t, func(t *rapid.T) {
		set := rulestest.Sets{Rules: 4}.Set(rulestest.Catalog(6, true).Draw(t, "catalog")).Draw(t, "rules")
		c := calendar.New(set, calendar.Config{Compile: solver.Config{NoCircuit: true}})
		o := anOrder(t, set)
		switch at := rulestest.Point().Draw(t, "point"); rapid.IntRange(0, 3).Draw(t, "given") {
		case 0:
			o.Serial = at.Serial
		case 1:
			o.Serial, o.Date = at.Serial, at.Date
			if set.Catalog().CheckPlant(at.Plant) == nil {
				o.Plant = at.Plant
			}
		}
		windows, err := c.Windows(context.Background(), o)
		require.NoError(t, err)
		windowsByPoint(t, set, c, o, windows)
		for i, w := range windows {
			if i == 0 || windows[i-1].Until != w.From || w.From == 0 {
				require.Empty(t, w.Opens)
				continue
			}
			before := windows[i-1]
			require.True(t, w.Verdict != before.Verdict || demands(w.Causes) != demands(before.Causes), "neighbours differ")
			if w.Verdict == solver.Invalid {
				invalid++
			}
			// Where an order can no longer be built, each conflict has something that began;
			// where it can again, something that ended.
			require.Equal(t, w.Verdict == solver.Invalid && before.Verdict != solver.Invalid, len(w.Opens) > 0 && before.Verdict != solver.Invalid)
			require.Equal(t, before.Verdict == solver.Invalid && w.Verdict != solver.Invalid, len(before.Closes) > 0 && w.Verdict != solver.Invalid)
			if len(w.Opens) > 0 {
				opened++
			}
		}
	})
	require.Positive(t, invalid)
	require.Positive(t, opened)
}

func TestWindowsOfAnOrder(t *testing.T) {
	c := calendar.New(bicycles(t), calendar.Config{})
	windows, err := c.Windows(t.Context(), config.Order{Options: []string{"ALU", "RACK"}, Serial: 1, Plant: "P1"})
	require.NoError(t, err)
	require.Equal(t, []string{
		"until 2026-03-01 valid",
		"2026-03-01 to 2026-09-01 invalid [R-1: ALU requires LIGHT] opens [R-1: ALU requires LIGHT] closes [R-1: ALU requires LIGHT]",
		"from 2026-09-01 valid",
	}, told(windows))
	from, until, some := calendar.Span(windows)
	require.Equal(t, "0 0 true", fmt.Sprint(int(from), int(until), some))

	windows, err = c.Windows(t.Context(), config.Order{Options: []string{"TITAN"}, Serial: 1, Plant: "P1"})
	require.NoError(t, err)
	require.Equal(t, []string{
		"until 2026-06-01 invalid [TITAN is not in force at 2026-02-28, serial 1, plant P1 (from 2026-06-01)] opens [] closes [TITAN is not in force at 2026-02-28, serial 1, plant P1 (from 2026-06-01)]",
		"from 2026-06-01 valid",
	}, told(windows))
	from, until, some = calendar.Span(windows)
	require.Equal(t, "2026-06-01 0 true", fmt.Sprint(from, int(until), some))

	_, _, some = calendar.Span(nil)
	require.False(t, some)
	_, err = c.Windows(t.Context(), config.Order{Options: []string{"TITAN"}, Plant: "P3"})
	var plant *config.PlantError
	require.ErrorAs(t, err, &plant)
	_, err = c.Windows(t.Context(), config.Order{Options: []string{"TITEN"}})
	var option *config.OptionError
	require.ErrorAs(t, err, &option)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	_, err = calendar.New(bicycles(t), calendar.Config{}).Windows(ctx, config.Order{Options: []string{"ALU"}})
	require.ErrorIs(t, err, context.Canceled)
}

// told returns a line for each window.
func told(windows []calendar.Window) (lines []string) {
	for _, w := range windows {
		var line strings.Builder
		switch {
		case w.From == 0:
			fmt.Fprintf(&line, "until %v", w.Until)
		case w.Until == 0:
			fmt.Fprintf(&line, "from %v", w.From)
		default:
			fmt.Fprintf(&line, "%v to %v", w.From, w.Until)
		}
		fmt.Fprintf(&line, " %v", w.Verdict)
		if w.Verdict == solver.Invalid {
			fmt.Fprintf(&line, " %v opens %v closes %v", w.Causes, w.Opens, w.Closes)
		}
		lines = append(lines, line.String())
	}
	return lines
}

// TestSegmentsCount counts each stretch by enumeration.
func TestSegmentsCount(t *testing.T) {
	property.Check(t, func(t *rapid.T) {
		set := rulestest.Sets{Rules: 3}.Set(rulestest.Catalog(6, true).Draw(t, "catalog")).Draw(t, "rules")
		c := calendar.New(set, calendar.Config{MaxBytes: 500})
		segments, err := c.Segments(context.Background())
		require.NoError(t, err)
		i := 0
		for s := range c.Stretches() {
			require.Equal(t, s, segments[i].Stretch)
			require.Equal(t, int64(rulestest.Count(set, s.Point())), segments[i].Count.Int64())
			i++
		}
		require.Len(t, segments, i)
	})
}

// TestCrossings plans orders for all days and compares with the two days that count.
func TestCrossings(t *testing.T) {
	set := bicycles(t)
	c := calendar.New(set, calendar.Config{})
	taken := config.NewDate(2026, 2, 1)
	var orders []config.Order
	for _, options := range [][]string{{"ALU"}, {"ALU", "LIGHT"}, {"TITAN"}, {"STEEL", "RACK", "LIGHT"}} {
		for _, serial := range []uint64{1, 500} {
			for month := range 12 {
				orders = append(orders, config.Order{
					ID: fmt.Sprint(options, serial, month), Options: options,
					Date: config.NewDate(2026, time.Month(1+month), 15), Serial: serial, Plant: "P1",
				})
			}
		}
	}
	verdict := func(o config.Order) solver.Verdict {
		space, err := solver.Compile(t.Context(), set, o.Point(), solver.Config{NoCircuit: true})
		require.NoError(t, err)
		report, err := space.Validate(t.Context(), o)
		require.NoError(t, err)
		return report.Verdict
	}
	var want, got []string
	fails := []string{"undated", "unknown"}
	for _, o := range orders {
		if o.Date < taken {
			fails = append(fails, o.ID)
			continue
		}
		before := o
		before.Date = taken
		if verdict(before) != solver.Invalid && verdict(o) == solver.Invalid {
			want = append(want, o.ID)
		}
	}
	orders = slices.Insert(orders, 3, config.Order{ID: "undated", Options: []string{"ALU"}}, config.Order{ID: "unknown", Options: []string{"ALO"}, Date: taken, Serial: 1, Plant: "P1"})
	var failed []string
	for x, err := range c.Crossings(t.Context(), taken, read(orders)) {
		if err != nil {
			failed = append(failed, x.Order.ID)
			continue
		}
		got = append(got, x.Order.ID)
		require.Equal(t, config.NewDate(2026, 3, 1), x.Window.From)
		require.Equal(t, "[R-1: ALU requires LIGHT]", fmt.Sprint(x.Window.Opens))
	}
	require.NotEmpty(t, want)
	require.Equal(t, want, got)
	require.ElementsMatch(t, fails, failed)
	for range c.Crossings(t.Context(), taken, read(orders)) {
		break
	}
}

func read(orders []config.Order) iter.Seq2[config.Order, error] {
	return func(yield func(config.Order, error) bool) {
		for _, o := range orders {
			if !yield(o, nil) {
				return
			}
		}
	}
}
