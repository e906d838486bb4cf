package calendar_test

import (
	"cmp"
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
	"github.com/confspace/confspace/config/configtest"
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
				if w.Plant == s.Plant && w.From <= day && (w.Until == 0 || day < w.Until) && w.FromSerial <= s.FromSerial &&
					(w.UntilSerial == 0 || s.FromSerial < w.UntilSerial) {
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
	invalid, opened, bySerial := 0, 0, 0
	property.Check(t, func(t *rapid.T) {
		set := rulestest.Sets{Rules: 4}.Set(rulestest.Catalog(6, true).Draw(t, "catalog")).Draw(t, "rules")
		c := calendar.New(set, calendar.Config{Compile: solver.Config{NoCircuit: true}})
		for range 3 {
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
			bySerial += serialsByPoint(t, set, c, windows)
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
		}
	})
	require.Positive(t, invalid)
	require.Positive(t, opened)
	require.Positive(t, bySerial)
}

// serialsByPoint looks at both sides of each change along serial numbers. It returns how many windows
// have causes there.
func serialsByPoint(t *rapid.T, set *rules.Set, c *calendar.Calendar, windows []calendar.Window) (some int) {
	ends := func(w calendar.Window, serial uint64) (out []solver.Cause) {
		for _, cause := range w.Causes {
			missing := false
			for s := range c.Stretches() {
				if s.Plant != w.Plant || s.From < w.From || w.Until != 0 && s.From >= w.Until {
					continue
				}
				p := s.Point()
				p.Serial = serial
				switch cause.Kind {
				case solver.CauseRule, solver.CauseRow:
					covers, err := set.Rule(cause.Rule).Effectivity.Covers(p)
					require.NoError(t, err)
					missing = missing || !covers
				case solver.CauseOption:
					covers, err := set.Catalog().Option(cause.Option).Effectivity.Covers(p)
					require.NoError(t, err)
					missing = missing || covers
				}
			}
			if missing {
				out = append(out, cause)
			}
		}
		return out
	}
	columns := make(map[string][]calendar.Window) // by plant and first serial number
	at := func(plant string, serial uint64) string { return fmt.Sprint(plant, " ", serial) }
	for _, w := range windows {
		columns[at(w.Plant, w.FromSerial)] = append(columns[at(w.Plant, w.FromSerial)], w)
	}
	first := make(map[string]uint64)
	for _, w := range windows {
		if n, ok := first[w.Plant]; !ok || w.FromSerial < n {
			first[w.Plant] = w.FromSerial
		}
	}
	for _, w := range windows {
		var opens, closes []solver.Cause
		if w.FromSerial != first[w.Plant] {
			opens = ends(w, w.FromSerial-1)
		}
		next, follows := columns[at(w.Plant, w.UntilSerial)]
		if follows && w.UntilSerial != 0 {
			closes = ends(w, w.UntilSerial)
			require.NotEqual(t, demandsOfAll(columns[at(w.Plant, w.FromSerial)]), demandsOfAll(next), "neighbours differ")
		}
		require.Equal(t, demands(opens), demands(w.OpensSerial))
		require.Equal(t, demands(closes), demands(w.ClosesSerial))
		some += len(w.OpensSerial) + len(w.ClosesSerial)
	}
	return some
}

// demandsOfAll tells columns of windows apart.
func demandsOfAll(windows []calendar.Window) string {
	var out strings.Builder
	for _, w := range windows {
		fmt.Fprintln(&out, w.From, w.Until, w.Verdict, demands(w.Causes), demands(w.Opens), demands(w.Closes))
	}
	return out.String()
}

func TestWindowsOfAnOrder(t *testing.T) {
	c := calendar.New(bicycles(t), calendar.Config{})
	windows, err := c.Windows(t.Context(), config.Order{Options: []string{"ALU", "RACK"}, Serial: 1, Plant: "P1"})
	require.NoError(t, err)
	require.Equal(t, []string{
		"until 2026-03-01 serial 1 to 500 P1 valid",
		"2026-03-01 to 2026-09-01 serial 1 to 500 P1 invalid [R-1: ALU requires LIGHT] opens [R-1: ALU requires LIGHT] closes [R-1: ALU requires LIGHT]",
		"from 2026-09-01 serial 1 to 500 P1 valid",
	}, told(windows))
	from, until, some := calendar.Span(windows)
	require.Equal(t, "0 0 true", fmt.Sprint(int(from), int(until), some))

	windows, err = c.Windows(t.Context(), config.Order{Options: []string{"TITAN"}, Serial: 1, Plant: "P1"})
	require.NoError(t, err)
	require.Equal(t, []string{
		"until 2026-06-01 serial 1 to 500 P1 invalid [TITAN is not in force at 2026-02-28, serial 1, plant P1 (from 2026-06-01)] opens [] closes [TITAN is not in force at 2026-02-28, serial 1, plant P1 (from 2026-06-01)]",
		"from 2026-06-01 serial 1 to 500 P1 valid",
	}, told(windows))
	from, until, some = calendar.Span(windows)
	require.Equal(t, "2026-06-01 0 true", fmt.Sprint(from, int(until), some))

	windows, err = c.Windows(t.Context(), config.Order{Options: []string{"STEEL", "RACK", "LIGHT"}, Plant: "P1"})
	require.NoError(t, err)
	require.Equal(t, []string{"serial 1 to 500 P1 valid", "serial 500 P1 invalid [R-2: !(RACK & LIGHT)] opens [] closes [] along serial numbers opens [R-2: !(RACK & LIGHT)] closes []"}, told(windows))
	windows, err = c.Windows(t.Context(), config.Order{Options: []string{"ALU", "RACK"}, Plant: "P1"})
	require.NoError(t, err)
	require.Len(t, windows, 3, "serial numbers make no difference")
	windows, err = c.Windows(t.Context(), config.Order{Options: []string{"TITAN", "RACK", "LIGHT", "BELL"}, Serial: 1})
	require.NoError(t, err)
	require.Equal(t, []string{
		"until 2026-06-01 serial 1 to 500 P1 invalid [TITAN is not in force at 2026-02-28, serial 1, plant P1 (from 2026-06-01) BELL is not in force at 2026-02-28, serial 1, plant P1 (plants P2)] " +
			"opens [] closes [TITAN is not in force at 2026-02-28, serial 1, plant P1 (from 2026-06-01)]",
		"from 2026-06-01 serial 1 to 500 P1 invalid [BELL is not in force at 2026-06-01, serial 1, plant P1 (plants P2)] opens [] closes []",
		"until 2026-06-01 serial 1 to 500 P2 invalid [TITAN is not in force at 2026-02-28, serial 1, plant P2 (from 2026-06-01)] " +
			"opens [] closes [TITAN is not in force at 2026-02-28, serial 1, plant P2 (from 2026-06-01)]",
		"from 2026-06-01 serial 1 to 500 P2 valid",
	}, told(windows))

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
		var parts []any
		switch {
		case w.From == 0 && w.Until == 0:
		case w.From == 0:
			parts = append(parts, "until", w.Until)
		case w.Until == 0:
			parts = append(parts, "from", w.From)
		default:
			parts = append(parts, w.From, "to", w.Until)
		}
		switch {
		case w.UntilSerial != 0:
			parts = append(parts, "serial", w.FromSerial, "to", w.UntilSerial)
		case w.FromSerial > 1:
			parts = append(parts, "serial", w.FromSerial)
		}
		if w.Plant != "" {
			parts = append(parts, w.Plant)
		}
		parts = append(parts, w.Verdict)
		if w.Verdict == solver.Invalid {
			parts = append(parts, w.Causes, "opens", w.Opens, "closes", w.Closes)
		}
		if len(w.OpensSerial)+len(w.ClosesSerial) > 0 {
			parts = append(parts, "along serial numbers opens", w.OpensSerial, "closes", w.ClosesSerial)
		}
		lines = append(lines, strings.TrimSuffix(fmt.Sprintln(parts...), "\n"))
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

// TestWorkers asks with one worker and with more: the answers are the same.
func TestWorkers(t *testing.T) {
	set := bicycles(t)
	var segments []calendar.Segment
	var windows []calendar.Window
	for _, workers := range []int{1, 2, 5} {
		c := calendar.New(set, calendar.Config{Workers: workers})
		got, err := c.Segments(t.Context())
		require.NoError(t, err)
		gotWindows, err := calendar.New(set, calendar.Config{Workers: workers}).Windows(t.Context(), config.Order{Options: []string{"ALU", "RACK"}, Partial: true})
		require.NoError(t, err)
		if segments == nil {
			segments, windows = got, gotWindows
		}
		require.Equal(t, segments, got)
		require.Equal(t, told(windows), told(gotWindows))
	}
}

// TestTheFirstErrorIsTheSame asks for counts that no stretch has.
func TestTheFirstErrorIsTheSame(t *testing.T) {
	for _, workers := range []int{1, 2, 8} {
		_, err := calendar.New(bicycles(t), calendar.Config{Workers: workers, Compile: solver.Config{NoCircuit: true}}).Segments(t.Context())
		require.ErrorIs(t, err, solver.ErrNoCircuit)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	_, err := calendar.New(bicycles(t), calendar.Config{}).Segments(ctx)
	require.ErrorIs(t, err, context.Canceled)
}

// A context that ends in the middle ends each question with its error, and the calendar answers the next
// one.
func TestContextsEnd(t *testing.T) {
	set := bicycles(t)
	order := config.Order{Options: []string{"ALU", "RACK"}, Partial: true, Date: config.NewDate(2026, 3, 15), Serial: 700, Plant: "P1"}
	c := calendar.New(set, calendar.Config{})
	want, err := c.Segments(t.Context())
	require.NoError(t, err)
	for name, ask := range map[string]func(context.Context, *calendar.Calendar) error{
		"At": func(ctx context.Context, c *calendar.Calendar) error {
			_, err := c.At(ctx, order.Point())
			return err
		},
		"Windows": func(ctx context.Context, c *calendar.Calendar) error {
			_, err := c.Windows(ctx, order)
			return err
		},
		"Segments": func(ctx context.Context, c *calendar.Calendar) error {
			_, err := c.Segments(ctx)
			return err
		},
		"Crossings": func(ctx context.Context, c *calendar.Calendar) (failed error) {
			for _, err := range c.Crossings(ctx, config.NewDate(2026, 2, 1), read([]config.Order{order, order})) {
				failed = cmp.Or(failed, err)
			}
			return failed
		},
	} {
		t.Run(name, func(t *testing.T) {
			require.Positive(t, configtest.Ends(t, func(ctx context.Context) error {
				c := calendar.New(set, calendar.Config{})
				err := ask(ctx, c)
				if err != nil {
					got, err := c.Segments(t.Context())
					require.NoError(t, err)
					require.Equal(t, want, got)
				}
				return err
			}))
		})
	}
}
