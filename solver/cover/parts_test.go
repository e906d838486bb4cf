package cover

import (
	"math/bits"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/confspace/confspace/config/configtest/property"
)

// The rows of a table are numbered without gaps, and a set stands in all of its rows.
func TestTable(t *testing.T) {
	property.Check(t, func(t *rapid.T) {
		size, n := rapid.IntRange(2, 4).Draw(t, "t"), rapid.IntRange(4, 9).Draw(t, "n")
		x := newTable(size, n)
		rows := 0
		for chosen := range uint(1) << n {
			items := set{uint64(chosen)}.appendItems(nil, 0)
			if len(items) == size-1 {
				rows++
				require.Equal(t, items, x.appendItems(nil, x.number(items)))
			}
		}
		require.Equal(t, rows, x.numRows())
		has := make(map[uint]bool)
		for range rapid.IntRange(0, 40).Draw(t, "sets") {
			chosen := rapid.UintRange(0, 1<<n-1).Draw(t, "set")
			if bits.OnesCount(chosen) != size {
				continue
			}
			if items := (set{uint64(chosen)}).appendItems(nil, 0); rapid.Bool().Draw(t, "add") {
				x.add(items)
				has[chosen] = true
			} else {
				x.remove(items)
				delete(has, chosen)
			}
		}
		require.Equal(t, len(has), x.size())
		for chosen := range uint(1) << n {
			if items := (set{uint64(chosen)}).appendItems(nil, 0); len(items) == size {
				require.Equal(t, has[chosen], x.has(items))
			}
		}
		of := rapid.UintRange(0, 1<<n-1).Draw(t, "of")
		members := set{uint64(of)}.appendItems(nil, 0)
		within := 0
		for chosen := range has {
			if chosen&of == chosen {
				within++
			}
		}
		require.Equal(t, within, x.common(set{uint64(of)}, members))
		item := rapid.IntRange(0, n-1).Draw(t, "item")
		var with []int
		x.eachWith(item, members, func(row int) { with = append(with, row) })
		var want []int
		for chosen := range uint(1) << n {
			if items := (set{uint64(chosen)}).appendItems(nil, 0); len(items) == size-1 && chosen>>item&1 != 0 && chosen&^(of|1<<item) == 0 {
				want = append(want, x.number(items))
			}
		}
		slices.Sort(with)
		slices.Sort(want)
		require.Equal(t, want, with)
		require.Equal(t, within, x.removeAll(set{uint64(of)}, members))
		require.Equal(t, len(has)-within, x.size())
	})
}

// A clique of a random graph has adjacent members only, and as many as the largest one by brute
// force.
func TestClique(t *testing.T) {
	property.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(1, 10).Draw(t, "n")
		compatible := make([]set, n)
		for v := range compatible {
			compatible[v] = newSet(n)
			for u := range v {
				if rapid.Bool().Draw(t, "compatible") {
					compatible[v].add(u)
					compatible[u].add(v)
				}
			}
		}
		largest := 0
		for chosen := range uint64(1) << n {
			members := set{chosen}.appendItems(nil, 0)
			if !slices.ContainsFunc(members, func(v int) bool { return compatible[v][0]&chosen != 0 }) {
				largest = max(largest, len(members))
			}
		}
		found, err := newClique(compatible, rand.New(rand.NewPCG(1, 2))).grow(t.Context(), 2000, n)
		require.NoError(t, err)
		require.Len(t, found, largest)
		for _, v := range found {
			for _, u := range found {
				require.False(t, compatible[v].has(u))
			}
		}
	})
}

// The least numbers of vehicles for pairs of 0, 1, 2, ... independent options, which are those of
// the smallest binary covering arrays of strength 2.
func TestAtLeast(t *testing.T) {
	var got []int
	for options := range 17 {
		got = append(got, atLeast(options))
	}
	require.Equal(t, []int{0, 0, 4, 4, 5, 6, 6, 6, 6, 6, 6, 7, 7, 7, 7, 7, 8}, got)
	require.Equal(t, 10, atLeast(126))
	require.Equal(t, 11, atLeast(127))
}
