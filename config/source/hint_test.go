package source_test

import (
	"fmt"
	"iter"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/confspace/confspace/config/source"
)

// A list of very many defects stops to compare words, long before the square
// of their number, and not before those that are shown have their hints.
func TestListDidYouMeanIsBounded(t *testing.T) {
	const n = 10_000
	for _, c := range []struct {
		name  string
		words int // that a list may compare at most
		text  func(i int) string
	}{
		{"alike", 2_000_000, func(i int) string { return fmt.Sprintf("code_%05d", i) }},
		{"unlike", 4_000_000, func(i int) string { return strings.Repeat(string(rune('a'+i%26)), 3) }},
		{"long", 200_000, func(i int) string { return strings.Repeat("x", 190) + fmt.Sprint(i) }},
	} {
		t.Run(c.name, func(t *testing.T) {
			var list source.List
			compared := 0
			known := func(yield func(string) bool) {
				for i := range n {
					if compared++; !yield(c.text(i)) {
						return
					}
				}
			}
			hints := 0
			for i := range n {
				if list.DidYouMean(c.text(i)[1:]+"?", known) != "" {
					hints++
				}
			}
			require.Less(t, compared, c.words)
			require.Positive(t, hints)
		})
	}
	var list source.List
	known := func() iter.Seq[string] {
		return func(yield func(string) bool) {
			for i := 0; i < n && yield(fmt.Sprintf("code_%05d", i)); i++ {
			}
		}
	}
	for i := range source.MaxDefects {
		require.NotEmpty(t, list.DidYouMean(fmt.Sprintf("kode_%05d", 77*i), known()), i)
	}
}
