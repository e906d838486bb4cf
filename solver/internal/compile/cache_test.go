package compile

import (
	"cmp"
	"context"
	"maps"
	"math"
	"math/big"
	"math/rand/v2"
	"slices"
	"testing"
	"unsafe"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/confspace/confspace/config/configtest/property"
	"github.com/confspace/confspace/solver/internal/circuit"
	"github.com/confspace/confspace/solver/internal/circuit/check"
	"github.com/confspace/confspace/solver/internal/cnf/cnftest"
)

func drawSet(t *rapid.T, label string) []uint32 {
	set := rapid.SliceOfNDistinct(rapid.Uint32Range(0, rapid.SampledFrom([]uint32{8, 300, 1 << 20}).Draw(t, "top")), 0, 30, rapid.ID).Draw(t, label)
	slices.Sort(set)
	return set
}

// names returns one for each of a set: clauses, of which some are repeated.
func names(set []uint32) (names []uint64) {
	for _, x := range set {
		names = append(names, uint64(x/4)<<32|uint64(x%4*100))
	}
	return names
}

// Two components have the same key exactly when they are the same.
func TestKeysAreExact(t *testing.T) {
	property.Check(t, func(t *rapid.T) {
		a, b, c, d := drawSet(t, "a"), drawSet(t, "b"), drawSet(t, "c"), drawSet(t, "d")
		left, right := appendKey(nil, appendParts(nil, a), names(b)), appendKey(nil, appendParts(nil, c), names(d))
		require.Equal(t, slices.Equal(a, c) && slices.Equal(b, d), slices.Equal(left, right))
	})
}

// remembered is an entry of the cache as it should be.
type remembered struct {
	node       circuit.Node
	born, used uint64
}

// The cache answers like a map that forgets what it is told to, and when full
// the half that was used least recently, and nothing else.
func TestCacheAgainstMap(t *testing.T) {
	property.Check(t, func(t *rapid.T) {
		r := rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "seed"), 0))
		c, want := newCache(context.Background(), 1<<11, unbounded()), map[uint32]remembered{}
		c.table = c.table[:8] // grows, and is half full now and then
		c.size = 1 + r.IntN(100)
		if r.IntN(2) == 0 {
			c.limit, c.most = math.MaxInt64, 50
		}
		keys := uint32(60 + r.IntN(200))
		for range 2000 {
			x := r.Uint32N(keys)
			node, ok := c.find(appendParts(nil, []uint32{x, x + 800}), names([]uint32{x, 4 * x, 16 * x, 64 * x}[:x%5]))
			w, known := want[x]
			if known != ok || ok && w.node != node {
				t.Fatalf("key %d: node %d, %t; want %d, %t", x, node, ok, w.node, known)
			}
			if ok {
				want[x] = remembered{w.node, w.born, c.clock}
				continue
			}
			rounds, node := c.rounds, circuit.Node(r.Uint32())
			c.store(c.key, c.hash, node)
			want[x] = remembered{node, c.clock, c.clock}
			if c.rounds > rounds {
				byUse := slices.SortedFunc(maps.Keys(want), func(a, b uint32) int { return cmp.Compare(want[a].used, want[b].used) })
				for _, x := range byUse[:len(byUse)/2] {
					delete(want, x)
				}
			}
			if r.IntN(10) == 0 {
				mark := c.clock - min(c.clock, uint64(r.IntN(30)))
				c.forget(mark)
				maps.DeleteFunc(want, func(_ uint32, w remembered) bool { return w.born > mark })
			}
			if r.IntN(100) == 0 {
				c.shrink()
				byUse := slices.SortedFunc(maps.Keys(want), func(a, b uint32) int { return cmp.Compare(want[a].used, want[b].used) })
				for _, x := range byUse[:len(byUse)/2] {
					delete(want, x)
				}
			}
			if n := len(c.entries); n != len(want) || int64(n) > int64(c.most) || 2*n > len(c.table) {
				t.Fatalf("%d entries of at most %d, in a table of %d; want %d", n, c.most, len(c.table), len(want))
			}
		}
		require.NotZero(t, c.hits)
		require.NotZero(t, c.rounds)
	})
}

// The cache knows its memory.
func TestEntryBytes(t *testing.T) {
	require.Equal(t, uintptr(entryBytes), unsafe.Sizeof(entry{}))
}

// An eviction leaves half, and room for as many again before the next.
func TestEvictionIsRare(t *testing.T) {
	c := newCache(t.Context(), 1<<20, unbounded())
	for x := range uint32(1_000_000) {
		if _, ok := c.find(appendParts(nil, []uint32{x, x + 1<<20}), nil); !ok {
			c.store(c.key, c.hash, circuit.Node(x))
		}
	}
	require.Less(t, c.bytes(), int64(1<<20))
	require.Greater(t, len(c.entries), 4000)
	require.Less(t, c.rounds, int64(400))
}

// A search whose cache holds next to nothing makes the same circuit: a node
// that is built again is the node that was there.
func TestEvictionKeepsTheCircuit(t *testing.T) {
	evicted := int64(0)
	for seed := range uint64(300) {
		f := cnftest.Random(rand.New(rand.NewPCG(seed, 7)), 20)
		want, _, err := Compile(context.Background(), f, Options{})
		require.NoError(t, err)
		got, stats, err := Compile(context.Background(), f, Options{cacheBytes: 1 << 8})
		require.NoError(t, err)
		require.NoError(t, check.Verify(context.Background(), got, f), "seed %d", seed)
		require.Equal(t, want.Count(new(big.Int), nil), got.Count(new(big.Int), nil), "seed %d", seed)
		evicted += stats.CacheEvictions
	}
	require.NotZero(t, evicted)
}
