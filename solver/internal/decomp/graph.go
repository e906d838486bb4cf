package decomp

import (
	"context"
	"slices"
)

// Graph is an undirected graph without loops over vertices 0..n-1, as lists of
// neighbours.
type Graph struct {
	near   [][]int32
	sorted bool // all lists are, without repetition
}

// NewGraph returns a graph of n vertices without edges.
func NewGraph(n int) *Graph { return &Graph{near: make([][]int32, n)} }

// Len returns the number of vertices.
func (g *Graph) Len() int { return len(g.near) }

// Connect adds the edge between two vertices; a vertex is not connected to
// itself.
func (g *Graph) Connect(a, b int) {
	if a != b {
		g.near[a], g.near[b] = append(g.near[a], int32(b)), append(g.near[b], int32(a))
		g.sorted = false
	}
}

// lists returns the neighbours of each vertex, ascending. They belong to the graph.
func (g *Graph) lists() [][]int32 {
	_ = g.sort(context.Background())
	return g.near
}

// sort sorts the lists. The error is that of ctx.
func (g *Graph) sort(ctx context.Context) error {
	if g.sorted {
		return nil
	}
	for v, list := range g.near {
		if v%64 == 0 && ctx.Err() != nil {
			return ctx.Err()
		}
		slices.Sort(list)
		g.near[v] = slices.Compact(list)
	}
	g.sorted = true
	return nil
}

// Adjacent reports whether there is an edge between a and b.
func (g *Graph) Adjacent(a, b int) bool {
	_, ok := slices.BinarySearch(g.lists()[a], int32(b))
	return ok
}
