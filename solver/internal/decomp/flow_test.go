package decomp

import (
	"math/bits"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

// The paths between two vertices are as many as the least separator has
// vertices (Menger), from whichever side they are looked for; and what is left
// on either side is such a separator.
func TestFlowFindsLeastSeparators(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		r := rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "seed"), 0))
		n := 3 + r.IntN(8)
		g := NewGraph(n)
		for range r.IntN(3 * n) {
			g.Connect(r.IntN(n), r.IntN(n))
		}
		s, e := r.IntN(n), r.IntN(n)
		if s == e || g.Adjacent(s, e) {
			return
		}
		want := n
		for cut := range uint64(1) << n {
			if cut>>s&1 == 0 && cut>>e&1 == 0 && separates(g, cut, s, e) {
				want = min(want, bits.OnesCount64(cut))
			}
		}
		f := newFlow(g, []uint64{1<<n - 1})
		f.begin(int32(s), int32(e))
		for k := r.IntN(2); f.extend(k); k = r.IntN(2) {
		}
		require.False(t, f.extend(0))
		require.False(t, f.extend(1))
		require.Equal(t, want, f.value)
		for k := range 2 {
			require.Equal(t, want, popcount(f.cut[k]))
			require.True(t, separates(g, f.cut[k][0], s, e))
		}
	})
}

func separates(g *Graph, cut uint64, s, e int) bool {
	for _, part := range g.components([]uint64{(1<<g.n - 1) &^ cut}) {
		if contains(part, int32(s)) {
			return !contains(part, int32(e))
		}
	}
	return true
}
