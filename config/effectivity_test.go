package config_test

import (
	"encoding/json"
	"fmt"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/confspace/confspace/config"
	"github.com/confspace/confspace/config/configtest"
	"github.com/confspace/confspace/config/configtest/property"
)

func ExampleEffectivity() {
	e := config.Effectivity{From: config.NewDate(2026, 1, 1), Until: config.NewDate(2027, 1, 1), Plants: []string{"P1"}}
	fmt.Println(e.Covers(config.Point{Date: config.NewDate(2026, 12, 31), Plant: "P1"}))
	fmt.Println(e.Covers(config.Point{Date: config.NewDate(2027, 1, 1), Plant: "P1"}))
	fmt.Println(e.Covers(config.Point{Date: config.NewDate(2026, 5, 1)}))
	// Output:
	// true <nil>
	// false <nil>
	// false the effectivity (from 2026-01-01 until 2027-01-01, plants P1) depends on the plant; the order or the point must give one
}

func ExampleSegment() {
	changes := config.Timeline(slices.Values([]config.Effectivity{
		{From: config.NewDate(2026, 1, 1), Until: config.NewDate(2026, 7, 1)},
		{From: config.NewDate(2026, 7, 1)},
	}))
	for _, d := range []string{"2025-12-31", "2026-01-01", "2026-06-30", "2026-07-01"} {
		fmt.Println(d, "is in segment", config.Segment(changes, must(config.ParseDate(d))))
	}
	// Output:
	// 2025-12-31 is in segment 0
	// 2026-01-01 is in segment 1
	// 2026-06-30 is in segment 1
	// 2026-07-01 is in segment 2
}

// points are all points of a small world around the drawn effectivities.
func points() []config.Point {
	var out []config.Point
	for d := config.NewDate(2025, 12, 30); d <= config.NewDate(2026, 1, 9); d++ {
		for s := range uint64(9) {
			for _, p := range []string{"P1", "P2", "P3", "P4"} {
				out = append(out, config.Point{Date: d, Serial: s + 1, Plant: p})
			}
		}
	}
	return out
}

// Covers is each limit by itself; two overlap if some point is in both.
func TestEffectivityByPoints(t *testing.T) {
	world := points()
	property.Check(t, func(t *rapid.T) {
		e, f := configtest.Effectivity(t), configtest.Effectivity(t)
		require.NoError(t, e.Validate())
		both, all := false, true
		for _, p := range world {
			inE, inF := must(e.Covers(p)), must(f.Covers(p))
			want := p.Date >= e.From && (e.Until == 0 || p.Date < e.Until) &&
				p.Serial >= e.FromSerial && (e.UntilSerial == 0 || p.Serial < e.UntilSerial) &&
				(len(e.Plants) == 0 || slices.Contains(e.Plants, p.Plant))
			if inE != want {
				t.Fatalf("%v at %v", e, p)
			}
			both = both || inE && inF
			all = all && inE
		}
		require.Equal(t, both, e.Overlaps(f))
		require.Equal(t, both, f.Overlaps(e))
		require.Equal(t, e.Always(), e.String() == "always")
		if e.Always() {
			require.True(t, all)
		}
	})
}

// What a point does not give matters only if the rest does not decide.
func TestCoversWithoutAll(t *testing.T) {
	world := points()
	property.Check(t, func(t *rapid.T) {
		e, p := configtest.Effectivity(t), configtest.Point(t)
		less := p
		if rapid.Bool().Draw(t, "no date") {
			less.Date = 0
		}
		if rapid.Bool().Draw(t, "no serial") {
			less.Serial = 0
		}
		if rapid.Bool().Draw(t, "no plant") {
			less.Plant = ""
		}
		got, err := e.Covers(less)
		seen := map[bool]bool{}
		for _, q := range world {
			if (less.Date == 0 || q.Date == less.Date) && (less.Serial == 0 || q.Serial == less.Serial) && (less.Plant == "" || q.Plant == less.Plant) {
				seen[must(e.Covers(q))] = true
			}
		}
		if err == nil {
			require.Equal(t, map[bool]bool{got: true}, seen)
			return
		}
		var missing *config.PointError
		require.ErrorAs(t, err, &missing)
		require.NotEmpty(t, missing.Missing)
		require.True(t, seen[true], "an error although it is never in force there")
	})
}

// Any two dates of one segment are alike to every effectivity.
func TestSegmentsAreAlike(t *testing.T) {
	property.Check(t, func(t *rapid.T) {
		es := rapid.SliceOfN(rapid.Custom(func(t *rapid.T) config.Effectivity {
			e := configtest.Effectivity(t)
			return config.Effectivity{From: e.From, Until: e.Until}
		}), 0, 5).Draw(t, "effectivities")
		changes := config.Timeline(slices.Values(es))
		require.True(t, slices.IsSorted(changes))
		p, q := configtest.Point(t), configtest.Point(t)
		s := config.Segment(changes, p.Date)
		require.True(t, s >= 0 && s <= len(changes))
		if s != config.Segment(changes, q.Date) {
			require.NotEqual(t, p.Date, q.Date)
			return
		}
		for _, e := range es {
			require.Equal(t, must(e.Covers(p)), must(e.Covers(q)))
		}
	})
}

func FuzzEffectivity(f *testing.F) {
	f.Add("2026-01-01", "2027-01-01", "1", "9", "P1")
	f.Add("2026-01-01", "2026-01-01", "", "1", "")
	f.Add("x", "", "-1", "99999999999999999999", " ")
	f.Fuzz(func(t *testing.T, from, until, fromSerial, untilSerial, plant string) {
		option := map[string]any{"code": "A"}
		for key, value := range map[string]string{"from": from, "until": until, "from_serial": fromSerial, "until_serial": untilSerial, "plants": plant} {
			if value != "" {
				option[key] = value
			}
		}
		text, err := json.Marshal(map[string]any{"product": "p", "families": []any{map[string]any{"family": "f", "options": []any{option}}}})
		require.NoError(t, err)
		c, err := readCatalog(string(text))
		if err != nil {
			return
		}
		e := c.Option(0).Effectivity
		require.NoError(t, e.Validate())
		require.Equal(t, e.From.String(), from)
		require.Equal(t, e.Until.String(), until)
		again := must(readCatalog(write(t, c, config.YAML)))
		require.True(t, again.Option(0).Effectivity.Equal(e))
	})
}

func TestEffectivityValidate(t *testing.T) {
	day := config.NewDate(2026, 1, 1)
	for _, c := range []struct {
		e    config.Effectivity
		want string
	}{
		{config.Effectivity{From: day, Until: day}, "never in force: until 2026-01-01 is not after from 2026-01-01"},
		{config.Effectivity{FromSerial: 5, UntilSerial: 5}, "never in force: until serial 5 is not after from serial 5"},
		{config.Effectivity{UntilSerial: 1}, "never in force"},
		{config.Effectivity{Plants: []string{"B", "A"}}, "not sorted"},
		{config.Effectivity{Plants: []string{"A", "A"}}, "plant A is named twice"},
		{config.Effectivity{Plants: []string{""}}, "a plant has no name"},
	} {
		require.ErrorContains(t, c.e.Validate(), c.want)
	}
	require.NoError(t, config.Effectivity{}.Validate())
	require.Equal(t, "until 2026-01-01, serial from 5 until 9, plants A B",
		config.Effectivity{Until: day, FromSerial: 5, UntilSerial: 9, Plants: []string{"A", "B"}}.String())
	require.Equal(t, "2026-01-01, serial 5, plant A", config.Point{Date: day, Serial: 5, Plant: "A"}.String())
	require.Equal(t, "no date, serial or plant", config.Point{}.String())
}

func TestPointsAndEffectivitiesInJSON(t *testing.T) {
	property.Check(t, func(t *rapid.T) {
		p, e := configtest.Point(t), configtest.Effectivity(t)
		text, err := json.Marshal(p)
		require.NoError(t, err)
		require.Equal(t, string(text), string(p.AppendJSON(nil)))
		var again config.Point
		require.NoError(t, json.Unmarshal(text, &again))
		require.Equal(t, p, again)
		text, err = json.Marshal(e)
		require.NoError(t, err)
		require.Equal(t, string(text), string(e.AppendJSON(nil)))
		var same config.Effectivity
		require.NoError(t, json.Unmarshal(text, &same))
		require.True(t, e.Equal(same))
	})
}
