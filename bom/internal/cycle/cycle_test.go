package cycle

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
	"gonum.org/v1/gonum/graph/simple"
	"gonum.org/v1/gonum/graph/topo"
	"pgregory.net/rapid"

	"github.com/confspace/confspace/config/configtest/property"
)

// TestCycles compares Find with the strongly connected components that
// gonum finds.
func TestCycles(t *testing.T) {
	property.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(1, 12).Draw(t, "nodes")
		next := make([][]uint32, n)
		g := simple.NewDirectedGraph()
		for i := range n {
			g.AddNode(simple.Node(i))
		}
		cyclic := false
		for range rapid.IntRange(0, 2*n).Draw(t, "arrows") {
			from := rapid.IntRange(0, n-1).Draw(t, "from")
			to := rapid.IntRange(0, n-1).Draw(t, "to")
			if slices.Contains(next[from], uint32(to)) {
				continue
			}
			next[from] = append(next[from], uint32(to))
			if from == to { // gonum's simple graphs have no such arrow
				cyclic = true
				continue
			}
			g.SetEdge(simple.Edge{F: simple.Node(from), T: simple.Node(to)})
		}
		component := make([]int, n)
		for id, nodes := range topo.TarjanSCC(g) {
			cyclic = cyclic || len(nodes) > 1
			for _, node := range nodes {
				component[node.ID()] = id
			}
		}

		found := Find(n, func(i int) []uint32 { return next[i] })
		require.Equal(t, cyclic, len(found) > 0)
		for _, cycle := range found {
			require.Equal(t, slices.Min(cycle), cycle[0])
			for i, node := range cycle {
				after := cycle[(i+1)%len(cycle)]
				require.Contains(t, next[node], after, "an arrow of the cycle")
				require.Equal(t, component[node], component[after])
			}
		}
	})
}
