package source_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/confspace/confspace/config/configtest/property"
	"github.com/confspace/confspace/config/source"
)

func ExampleNearest() {
	known := slices.Values([]string{"DIESEL30", "DIESEL20", "PETROL"})
	fmt.Println(source.Nearest("DEISEL20", known))
	fmt.Println(source.Nearest("petrol", known))
	fmt.Println(source.Nearest("TOWBAR", known))
	// Output:
	// DIESEL20 true
	// PETROL true
	//  false
}

func TestNearest(t *testing.T) {
	for _, c := range []struct {
		word, known, want string
	}{
		{"ABX", "XYX ACX ADX", "ACX"},
		{"AB", "XY AC AD", ""},
		{"EA", "A E", ""},
		{"ST", "t s", ""},
		{"EA", "ea A", "ea"},
		{"ä", "Ä", "Ä"},
		{strings.Repeat("x", 999) + "A", strings.Repeat("x", 999) + "B", strings.Repeat("x", 999) + "B"},
		{"ab", "AC AB", "AB"},
		{"A", "B C", ""},
		{"", "A", ""},
		{"AUTO9", "AUTO8 AUTO6", "AUTO8"},
		{"ÄUTO8", "AUTO8", "AUTO8"},
		{"same", "Same same", "same"},
		{"mas", "mass max", "mass"},
	} {
		got, ok := source.Nearest(c.word, slices.Values(strings.Fields(c.known)))
		require.Equal(t, c.want, got, c.word)
		require.Equal(t, c.want != "", ok, c.word)
	}
	require.Equal(t, "", source.DidYouMean("xyz", slices.Values([]string{"abc"})))
}

// The suggestion is the first of the words at the least distance, which a slow
// and plain computation finds too.
func TestNearestIsNearest(t *testing.T) {
	word := rapid.StringOfN(rapid.RuneFrom([]rune("abAB")), 1, 9, -1)
	property.Check(t, func(t *rapid.T) {
		w := word.Draw(t, "word")
		known := rapid.SliceOf(word).Draw(t, "known")
		best, want := 99, ""
		for _, k := range known {
			d := plainDistance([]rune(strings.ToLower(w)), []rune(strings.ToLower(k)))
			if w == k {
				d = -1
			}
			if d < best {
				best, want = d, k
			}
		}
		if limit := (len(w) + 2) / 3; best > limit || len(w) < 3 && best > 0 {
			want = ""
		}
		if got, _ := source.Nearest(w, slices.Values(known)); got != want {
			t.Fatalf("nearest of %v to %q is %q, not %q", known, w, want, got)
		}
	})
}

// What is taken is not suggested.
func TestExcept(t *testing.T) {
	known := source.Except(slices.Values([]string{"part", "parts", "name"}), func(s string) bool { return s == "part" })
	require.Equal(t, []string{"parts", "name"}, slices.Collect(known))
	for range known {
		break
	}
}

// plainDistance is the edit distance with swaps, by its definition.
func plainDistance(a, b []rune) int {
	switch {
	case len(a) == 0 || len(b) == 0:
		return len(a) + len(b)
	case a[0] == b[0]:
		return plainDistance(a[1:], b[1:])
	}
	d := 1 + min(plainDistance(a[1:], b), plainDistance(a, b[1:]), plainDistance(a[1:], b[1:]))
	if len(a) > 1 && len(b) > 1 && a[0] == b[1] && a[1] == b[0] {
		d = min(d, 1+plainDistance(a[2:], b[2:]))
	}
	return d
}
