package rules

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/confspace/confspace/config"
	"github.com/confspace/confspace/config/configtest/property"
)

// Versions that any one of the limits tells apart are not compared each with
// each.
func TestOverlapsComparesFew(t *testing.T) {
	const n = 10_000
	for _, c := range []struct {
		name    string
		most    int
		version func(i int) config.Effectivity
	}{
		{"by date", 0, func(i int) config.Effectivity {
			return config.Effectivity{From: config.Date(i + 1), Until: config.Date(i + 2)}
		}},
		{"by serial", 0, func(i int) config.Effectivity {
			return config.Effectivity{From: 1, FromSerial: uint64(i + 1), UntilSerial: uint64(i + 2)}
		}},
		{"by plant", 0, func(i int) config.Effectivity { return config.Effectivity{Plants: []string{fmt.Sprint("P", i)}} }},
		{"by date and serial", n * 100, func(i int) config.Effectivity {
			d, s := config.Date(i%100+1), uint64(i/100+1)
			return config.Effectivity{From: d, Until: d + 1, FromSerial: s, UntilSerial: s + 1}
		}},
	} {
		t.Run(c.name, func(t *testing.T) {
			versions := make([]config.Effectivity, n)
			for i := range versions {
				versions[i] = c.version(i * 7919 % n)
			}
			earlier, compared := overlaps(versions)
			require.Empty(t, earlier)
			require.LessOrEqual(t, compared, c.most)
			versions[n-1] = versions[17]
			earlier, _ = overlaps(versions)
			require.Equal(t, map[int]int{n - 1: 17}, earlier)
		})
	}
}

// What is found does overlap, and nothing is found only if nothing overlaps.
func TestOverlapsIsSound(t *testing.T) {
	property.Check(t, func(t *rapid.T) {
		versions := rapid.SliceOfN(rapid.Custom(func(t *rapid.T) config.Effectivity {
			e := config.Effectivity{
				From: config.Date(rapid.IntRange(0, 6).Draw(t, "from")), FromSerial: uint64(rapid.IntRange(0, 6).Draw(t, "from serial")),
				Plants: rapid.SampledFrom([][]string{nil, {"A"}, {"B"}, {"A", "C"}, {"C"}, {"D"}}).Draw(t, "plants"),
			}
			if n := rapid.IntRange(0, 3).Draw(t, "days"); n > 0 {
				e.Until = e.From + config.Date(n)
			}
			if n := rapid.IntRange(0, 3).Draw(t, "numbers"); n > 0 {
				e.UntilSerial = max(e.FromSerial, 1) + uint64(n)
			}
			return e
		}), 0, 8).Draw(t, "versions")
		some := false
		for i := range versions {
			for j := range i {
				some = some || versions[i].Overlaps(versions[j])
			}
		}
		earlier, _ := overlaps(versions)
		require.Equal(t, some, len(earlier) > 0)
		for later, first := range earlier {
			require.Less(t, first, later)
			require.True(t, versions[first].Overlaps(versions[later]))
		}
	})
}
