package calendar_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/confspace/confspace/config"
	"github.com/confspace/confspace/config/configtest/property"
	"github.com/confspace/confspace/rules"
	"github.com/confspace/confspace/rules/rulestest"
	"github.com/confspace/confspace/solver"
	"github.com/confspace/confspace/solver/calendar"
)

// bicycles returns rules that change on two days of 2026, at serial number 500 and in
// plant P2.
func bicycles(t testing.TB) *rules.Set {
	cat, err := config.ReadCatalog("options.yaml", strings.NewReader(`
product: bicycle
plants: [P1, P2]
families:
  - {family: frame, options: [STEEL, ALU, {code: TITAN, from: 2026-06-01}]}
  - {family: extras, select: any, options: [RACK, LIGHT, {code: BELL, plants: [P2]}]}
`))
	require.NoError(t, err)
	b := rules.NewBuilder(cat)
	b.Add(rules.RuleSpec{ID: "R-1", Source: "ALU requires LIGHT", Effectivity: config.Effectivity{From: config.NewDate(2026, 3, 1), Until: config.NewDate(2026, 9, 1)}})
	b.Add(rules.RuleSpec{ID: "R-2", Source: "!(RACK & LIGHT)", Effectivity: config.Effectivity{FromSerial: 500}})
	set, err := b.Build()
	require.NoError(t, err)
	return set
}

func count(t require.TestingT, space *solver.Space) string {
	n, err := space.Count(context.Background(), nil)
	require.NoError(t, err)
	return n.String()
}

// TestAtIsWhatCompileGives asks a calendar for random points of random rules, in bounded
// memory, and compiles each.
func TestAtIsWhatCompileGives(t *testing.T) {
	property.Check(t, func(t *rapid.T) {
		cat := rulestest.Catalog(6, true).Draw(t, "catalog")
		set := rulestest.Sets{Rules: 4}.Set(cat).Draw(t, "rules")
		c := calendar.New(set, calendar.Config{MaxBytes: int64(rapid.IntRange(0, 4000).Draw(t, "bytes"))})
		for range 6 {
			p := rulestest.Point().Draw(t, "point")
			want, wantErr := solver.Compile(context.Background(), set, p, solver.Config{})
			got, err := c.At(context.Background(), p)
			if wantErr != nil {
				require.EqualError(t, err, wantErr.Error())
				continue
			}
			require.NoError(t, err)
			require.Equal(t, count(t, want), count(t, got))
			order := config.Order{Date: p.Date, Serial: p.Serial, Plant: p.Plant, Partial: true}
			report, err := got.Validate(context.Background(), order)
			require.NoError(t, err, "it answers for its point")
			wantReport, err := want.Validate(context.Background(), order)
			require.NoError(t, err)
			require.Equal(t, wantReport.Verdict, report.Verdict)
		}
	})
}

func TestSpacesAreSharedWhereNothingDiffers(t *testing.T) {
	c := calendar.New(bicycles(t), calendar.Config{})
	at := func(p config.Point) *solver.Space {
		space, err := c.At(t.Context(), p)
		require.NoError(t, err)
		return space
	}
	january := config.Point{Date: config.NewDate(2026, 1, 1), Serial: 1, Plant: "P1"}
	february := january
	february.Date = config.NewDate(2026, 2, 28)
	require.Same(t, at(january), at(february))
	other := january
	other.Plant = "P2"
	require.NotSame(t, at(january), at(other))
	n := 0
	for s := range c.Stretches() {
		at(s.Point())
		n++
	}
	require.Equal(t, 4*2*2, n)
}

func TestAtOfAPointThatSaysTooLittle(t *testing.T) {
	c := calendar.New(bicycles(t), calendar.Config{})
	_, err := c.At(t.Context(), config.Point{Plant: "P1", Serial: 1})
	var missing *config.PointError
	require.ErrorAs(t, err, &missing)
	require.Equal(t, "date", missing.Missing)
	_, err = c.At(t.Context(), config.Point{Date: 1, Serial: 1, Plant: "P3"})
	var plant *config.PlantError
	require.ErrorAs(t, err, &plant)
}

// TestTheLeastRecentlyUsedLeaves keeps two of four spaces.
func TestTheLeastRecentlyUsedLeaves(t *testing.T) {
	for name, cfg := range map[string]solver.Config{"circuits": {}, "no circuits": {NoCircuit: true}} {
		t.Run(name, func(t *testing.T) { keepsTwoOfFour(t, cfg) })
	}
}

func keepsTwoOfFour(t *testing.T, cfg solver.Config) {
	set := bicycles(t)
	points := make([]config.Point, 4)
	var bytes []int64
	for i, date := range []config.Date{config.NewDate(2026, 1, 1), config.NewDate(2026, 3, 1), config.NewDate(2026, 6, 1), config.NewDate(2026, 9, 1)} {
		points[i] = config.Point{Date: date, Serial: 1, Plant: "P1"}
		space, err := solver.Compile(t.Context(), set, points[i], cfg)
		require.NoError(t, err)
		bytes = append(bytes, space.Memory())
	}
	c := calendar.New(set, calendar.Config{Compile: cfg, MaxBytes: max(bytes[0], bytes[1], bytes[2]) + max(bytes[0], bytes[1])})
	at := func(i int) *solver.Space {
		space, err := c.At(t.Context(), points[i])
		require.NoError(t, err)
		return space
	}
	first, second := at(0), at(1)
	require.Same(t, first, at(0))
	at(2) // takes the place of the second, which was asked for before the first
	require.NotSame(t, second, at(1))
	report, err := second.Validate(t.Context(), config.Order{Options: []string{"ALU"}})
	require.NoError(t, err)
	require.Equal(t, solver.Invalid, report.Verdict, "a space that left answers")

	one := calendar.New(set, calendar.Config{Compile: cfg, MaxBytes: 1})
	space, err := one.At(t.Context(), points[0])
	require.NoError(t, err)
	again, err := one.At(t.Context(), points[0])
	require.NoError(t, err)
	require.Same(t, space, again, "the last one stays")
}

// TestASpaceGrows asks two spaces that fit together for what makes them larger: then one of them
// leaves, when the calendar is asked for the other, or makes a third.
func TestASpaceGrows(t *testing.T) {
	set := bicycles(t)
	points := []config.Point{{Date: config.NewDate(2026, 1, 1), Serial: 1, Plant: "P1"}, {Date: config.NewDate(2026, 3, 1), Serial: 1, Plant: "P1"}, {Date: config.NewDate(2026, 6, 1), Serial: 1, Plant: "P1"}}
	var bytes int64
	for _, p := range points {
		space, err := solver.Compile(t.Context(), set, p, solver.Config{NoCircuit: true})
		require.NoError(t, err)
		bytes += space.Memory()
	}
	for _, third := range []bool{false, true} {
		c := calendar.New(set, calendar.Config{MaxBytes: bytes, Compile: solver.Config{NoCircuit: true}})
		at := func(i int) *solver.Space {
			space, err := c.At(t.Context(), points[i])
			require.NoError(t, err)
			return space
		}
		first, second := at(0), at(1)
		require.Same(t, first, at(0))
		for _, space := range []*solver.Space{first, second} {
			_, err := space.Explain(t.Context(), config.Order{Options: []string{"TITAN"}, Partial: true})
			require.NoError(t, err)
			_, err = space.Domains(t.Context())
			require.NoError(t, err)
		}
		require.Greater(t, first.Memory(), bytes)
		if third {
			at(2)
			require.NotSame(t, first, at(0))
			continue
		}
		require.Same(t, first, at(0))
		require.NotSame(t, second, at(1))
	}
}

// TestManyAsk has goroutines ask for all stretches while spaces leave.
func TestManyAsk(t *testing.T) {
	set := bicycles(t)
	want := make(map[config.Point]string)
	c := calendar.New(set, calendar.Config{MaxBytes: 3000})
	for s := range c.Stretches() {
		space, err := solver.Compile(t.Context(), set, s.Point(), solver.Config{})
		require.NoError(t, err)
		want[s.Point()] = count(t, space)
	}
	var askers sync.WaitGroup
	for range 8 {
		askers.Go(func() {
			for range 20 {
				for p, n := range want {
					ctx, cancel := context.WithCancel(t.Context())
					space, err := c.At(ctx, p)
					cancel()
					if err != nil || count(t, space) != n {
						t.Errorf("%v: %v", p, err)
					}
				}
			}
		})
	}
	askers.Wait()
}

// TestWhoCompilesMayGiveUp ends the context of the first while the second waits: it
// compiles then.
func TestWhoCompilesMayGiveUp(t *testing.T) {
	gone := errors.New("gone home")
	ctx, cancel := context.WithCancelCause(t.Context())
	began := make(chan struct{})
	var once sync.Once
	c := calendar.New(bicycles(t), calendar.Config{Compile: solver.Config{Progress: func(solver.Progress) {
		once.Do(func() {
			close(began)
			cancel(gone)
		})
	}}})
	p := config.Point{Date: 1, Serial: 1, Plant: "P1"}
	var first sync.WaitGroup
	first.Go(func() {
		if _, err := c.At(ctx, p); err != nil {
			require.ErrorIs(t, err, gone)
		}
	})
	space, err := c.At(t.Context(), p)
	require.NoError(t, err)
	require.Equal(t, "8", count(t, space))
	first.Wait()

	ended, cancel2 := context.WithCancelCause(t.Context())
	cancel2(gone)
	space, err = c.At(ended, p)
	require.NoError(t, err, "what is there is given")
	require.NotNil(t, space)
}

func TestSpacesAsFiles(t *testing.T) {
	folder := t.TempDir()
	set := bicycles(t)
	p := config.Point{Date: 1, Serial: 1, Plant: "P1"}
	at := func() *solver.Space {
		space, err := calendar.New(set, calendar.Config{Folder: folder}).At(t.Context(), p)
		require.NoError(t, err)
		return space
	}
	want := count(t, at())
	names, err := filepath.Glob(filepath.Join(folder, "*.space"))
	require.NoError(t, err)
	require.Len(t, names, 1)
	text, err := os.ReadFile(names[0])
	require.NoError(t, err)
	require.Equal(t, want, count(t, at()), "read")
	for name, bad := range map[string][]byte{"cut": text[:len(text)/2], "damaged": bytes.Replace(text, text[len(text)/2:], make([]byte, len(text)-len(text)/2), 1), "none": []byte("x")} {
		require.NoError(t, os.WriteFile(names[0], bad, 0o644))
		require.Equal(t, want, count(t, at()), name)
		again, err := os.ReadFile(names[0])
		require.NoError(t, err)
		require.Equal(t, text, again, "%s: written anew", name)
	}
	all, err := os.ReadDir(folder)
	require.NoError(t, err)
	require.Len(t, all, 1, "nothing is left behind")
	_, err = calendar.New(set, calendar.Config{Folder: filepath.Join(folder, "none")}).At(t.Context(), p)
	require.ErrorIs(t, err, os.ErrNotExist)

	// A service goes on without the folder, and hears of it.
	var heard []error
	c := calendar.New(set, calendar.Config{Folder: filepath.Join(folder, "none"), Warn: func(err error) { heard = append(heard, err) }})
	space, err := c.At(t.Context(), p)
	require.NoError(t, err)
	require.Equal(t, want, count(t, space))
	require.Len(t, heard, 1)
	require.ErrorIs(t, heard[0], os.ErrNotExist)
	again, err := c.At(t.Context(), p)
	require.NoError(t, err)
	require.Same(t, space, again)
	require.Len(t, heard, 1)
	require.NoError(t, os.Remove(names[0]))
	require.NoError(t, os.Mkdir(names[0], 0o755)) // cannot be read, nor written over
	heard = nil
	_, err = calendar.New(set, calendar.Config{Folder: folder, Warn: func(err error) { heard = append(heard, err) }}).At(t.Context(), p)
	require.NoError(t, err)
	require.Len(t, heard, 2)
}

// One folder may hold the spaces of many sets of rules: those of a set whose rules follow
// each other the other way round are others.
func TestOneFolderForManySets(t *testing.T) {
	folder := t.TempDir()
	cat := bicycles(t).Catalog()
	change := config.NewDate(2026, 4, 1)
	at := []config.Point{{Date: config.NewDate(2026, 3, 31), Plant: "P1", Serial: 1}, {Date: change, Plant: "P1", Serial: 1}}
	for _, source := range [][2]string{{"RACK", "RACK & LIGHT"}, {"RACK & LIGHT", "RACK"}} {
		b := rules.NewBuilder(cat)
		b.Add(rules.RuleSpec{ID: "R-1", Source: source[0], Effectivity: config.Effectivity{Until: change}})
		b.Add(rules.RuleSpec{ID: "R-2", Source: source[1], Effectivity: config.Effectivity{From: change}})
		set, err := b.Build()
		require.NoError(t, err)
		for range 2 { // from a file the second time
			c := calendar.New(set, calendar.Config{Folder: folder})
			for _, p := range at {
				got, err := c.At(t.Context(), p)
				require.NoError(t, err)
				want, err := solver.Compile(t.Context(), set, p, solver.Config{})
				require.NoError(t, err)
				require.Equal(t, count(t, want), count(t, got))
			}
		}
	}
}

func TestPanicsInWords(t *testing.T) {
	require.PanicsWithValue(t, "calendar: New needs a set of rules; it is nil", func() { calendar.New(nil, calendar.Config{}) })
	require.PanicsWithValue(t, "calendar: a Calendar without a rule set; New makes one", func() { _, _ = new(calendar.Calendar).At(t.Context(), config.Point{}) })
	var none context.Context
	require.PanicsWithValue(t, "calendar: the context is nil; context.Background() is one that never ends", func() { _, _ = calendar.New(bicycles(t), calendar.Config{}).At(none, config.Point{}) })
}

func ExampleCalendar() {
	cat, _ := config.ReadCatalog("options.yaml", strings.NewReader(
		"{product: bicycle, families: [{family: frame, options: [STEEL, {code: ALU, from: 2026-03-01}]}]}"))
	set, _ := rules.NewBuilder(cat).Build()
	c := calendar.New(set, calendar.Config{})
	for s := range c.Stretches() {
		space, err := c.At(context.Background(), s.Point())
		if err != nil {
			fmt.Println(err)
			return
		}
		n, _ := space.Count(context.Background(), nil)
		fmt.Println(s.Point(), n)
	}
	// Output:
	// 2026-02-28 1
	// 2026-03-01 2
}

// A bound of memory, and a folder for the next start.
func ExampleConfig() {
	folder, _ := os.MkdirTemp("", "spaces")
	defer os.RemoveAll(folder)
	cat, _ := config.ReadCatalog("options.yaml", strings.NewReader("{product: bicycle, families: [{family: frame, options: [STEEL, ALU]}]}"))
	set, _ := rules.NewBuilder(cat).Build()
	c := calendar.New(set, calendar.Config{MaxBytes: 1 << 30, Folder: folder})
	if _, err := c.At(context.Background(), config.Point{}); err != nil {
		fmt.Println(err)
	}
	files, _ := os.ReadDir(folder)
	fmt.Println(len(files), "space file")
	// Output: 1 space file
}
