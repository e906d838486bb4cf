package config_test

import (
	"fmt"
	"iter"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/confspace/confspace/config"
	"github.com/confspace/confspace/config/configtest/property"
)

func ExampleStretches() {
	limits := []config.Effectivity{
		{From: config.NewDate(2026, 3, 1), Plants: []string{"P1"}},
		{UntilSerial: 500},
	}
	for s := range config.Stretches(slices.Values(limits), slices.Values([]string{"P1", "P2"})) {
		fmt.Println(s.Point(), s.InForce)
	}
	// Output:
	// 2026-02-28, serial 1, plant P1 01
	// 2026-02-28, serial 1, plant P2 01
	// 2026-02-28, serial 500, plant P1 00
	// 2026-02-28, serial 500, plant P2 00
	// 2026-03-01, serial 1, plant P1 11
	// 2026-03-01, serial 1, plant P2 01
	// 2026-03-01, serial 500, plant P1 10
	// 2026-03-01, serial 500, plant P2 00
}

func ExampleStretch() {
	limits := []config.Effectivity{{From: config.NewDate(2026, 3, 1), Until: config.NewDate(2026, 4, 1)}}
	for s := range config.Stretches(slices.Values(limits), nil) {
		fmt.Printf("from %q until %q: %s\n", s.From, s.Until, s.Point())
	}
	// Output:
	// from "" until "2026-03-01": 2026-02-28
	// from "2026-03-01" until "2026-04-01": 2026-03-01
	// from "2026-04-01" until "": 2026-04-01
}

func TestStretchesOfNothing(t *testing.T) {
	require.Equal(t, []config.Stretch{{}}, slices.Collect(config.Stretches(nil, nil)))
	require.Empty(t, config.SerialTimeline(nil))
}

// TestEachPointLiesInOneStretch draws effectivities and points, and finds the point in
// one stretch, in which all is in force that is in force at the point.
func TestEachPointLiesInOneStretch(t *testing.T) {
	plants := []string{"P1", "P2"}
	property.Check(t, func(t *rapid.T) {
		day := rapid.Custom(func(t *rapid.T) config.Date { return config.Date(rapid.IntRange(0, 6).Draw(t, "day")) })
		serial := rapid.Uint64Range(0, 6)
		limits := rapid.SliceOfN(rapid.Custom(func(t *rapid.T) config.Effectivity {
			e := config.Effectivity{
				From: day.Draw(t, "from"), Until: day.Draw(t, "until"), FromSerial: serial.Draw(t, "from serial"), UntilSerial: serial.Draw(t, "until serial"),
			}
			if rapid.Bool().Draw(t, "of a plant") {
				e.Plants = []string{rapid.SampledFrom(plants).Draw(t, "plant")}
			}
			if e.Validate() != nil {
				return config.Effectivity{}
			}
			return e
		}), 0, 4).Draw(t, "effectivities")
		point := config.Point{Date: max(1, day.Draw(t, "date")), Serial: max(1, serial.Draw(t, "serial")), Plant: rapid.SampledFrom(plants).Draw(t, "in")}
		var found []config.Stretch
		keys := make(map[string]config.Stretch)
		for s := range config.Stretches(slices.Values(limits), slices.Values(plants)) {
			if within(s, point) {
				found = append(found, s)
			}
			if first, again := keys[s.InForce]; again {
				require.Equal(t, inForce(t, slices.Values(limits), first.Point()), inForce(t, slices.Values(limits), s.Point()))
			}
			keys[s.InForce] = s
		}
		require.Len(t, found, 1)
		require.True(t, within(found[0], found[0].Point()) || found[0].Point() == config.Point{}, "its own point lies in it")
		require.Equal(t, inForce(t, slices.Values(limits), point), inForce(t, slices.Values(limits), found[0].Point()))
	})
}

func within(s config.Stretch, p config.Point) bool {
	return p.Date >= s.From && (s.Until == 0 || p.Date < s.Until) && p.Serial >= s.FromSerial && (s.UntilSerial == 0 || p.Serial < s.UntilSerial) &&
		(s.Plant == "" || s.Plant == p.Plant)
}

func inForce(t *rapid.T, limits iter.Seq[config.Effectivity], p config.Point) (all []bool) {
	for e := range limits {
		covers, err := e.Covers(p)
		require.NoError(t, err)
		all = append(all, covers)
	}
	return all
}

// What goes on in time, in serial numbers or in other plants is one span.
func TestSpans(t *testing.T) {
	limits := []config.Effectivity{{From: config.NewDate(2026, 3, 1)}, {Until: config.NewDate(2026, 6, 1), Plants: []string{"P1"}}}
	plants := []string{"P1", "P2"}
	var all, later []config.Effectivity
	for s := range config.Stretches(slices.Values(limits), slices.Values(plants)) {
		all = append(all, s.Span())
		if s.From >= config.NewDate(2026, 3, 1) {
			later = append(later, s.Span())
		}
	}
	require.Equal(t, []config.Effectivity{{}}, config.Spans(all, plants))
	require.Equal(t, []config.Effectivity{{From: config.NewDate(2026, 3, 1)}}, config.Spans(later, plants))
	require.Equal(t, []config.Effectivity{{From: config.NewDate(2026, 3, 1), Until: config.NewDate(2026, 6, 1), Plants: []string{"P2"}}}, config.Spans(later[1:2], plants))
	require.Empty(t, config.Spans(nil, plants))
}
