package decomp_test

import (
	"context"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/confspace/confspace/solver/internal/decomp"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

func randomGraph(r *rand.Rand, n int) *decomp.Graph {
	g := decomp.NewGraph(n)
	for range r.IntN(3*n + 1) {
		g.Connect(r.IntN(n), r.IntN(n))
	}
	return g
}

// Every order makes a tree decomposition in the sense of its definition.
func TestFromOrderIsATreeDecomposition(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		r := rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "seed"), 0))
		n := 1 + r.IntN(80)
		g := randomGraph(r, n)
		var stages []int32
		if rapid.Bool().Draw(t, "dissect") {
			stages = dissect(t, g, decomp.Dissection{Share: r.Float64() / 2, Levels: 1 + r.IntN(3), Budget: 1_000_000}, r)
		}
		order := eliminate(t, g, decomp.Rule(r.IntN(2)), stages, r)
		for i := range order[1:] {
			require.True(t, stages == nil || stages[order[i]] <= stages[order[i+1]], "stages out of order")
		}
		if rapid.Bool().Draw(t, "any order") {
			r.Shuffle(n, func(i, j int) { order[i], order[j] = order[j], order[i] })
		}
		requireDecomposition(t, g, decomp.FromOrder(g, order))
	})
}

func eliminate(t require.TestingT, g *decomp.Graph, rule decomp.Rule, stages []int32, r *rand.Rand) []int32 {
	order, err := decomp.Eliminate(context.Background(), g, rule, stages, r)
	require.NoError(t, err)
	return order
}

func dissect(t require.TestingT, g *decomp.Graph, d decomp.Dissection, r *rand.Rand) []int32 {
	stages, err := d.Stages(context.Background(), g, r)
	require.NoError(t, err)
	return stages
}

func requireDecomposition(t require.TestingT, g *decomp.Graph, tree *decomp.Tree) {
	for i, p := range tree.Parent {
		require.True(t, p == -1 || int(p) > i, "parent %d of bag %d", p, i)
	}
	for v := range g.Len() {
		tops := 0 // bags with v whose parent is without it: one when they are connected
		for i, bag := range tree.Bags {
			if !slices.Contains(bag, int32(v)) {
				continue
			}
			if p := tree.Parent[i]; p < 0 || !slices.Contains(tree.Bags[p], int32(v)) {
				tops++
			}
		}
		require.Equal(t, 1, tops, "vertex %d", v)
		for w := range v {
			if g.Adjacent(v, w) {
				require.True(t, slices.ContainsFunc(tree.Bags, func(bag []int32) bool {
					return slices.Contains(bag, int32(v)) && slices.Contains(bag, int32(w))
				}), "edge %d-%d", v, w)
			}
		}
	}
	for v, d := range tree.Depths(false) {
		require.GreaterOrEqual(t, d, int32(0), "vertex %d", v)
	}
}

// Widths that are known: a tree has 1, a cycle 2, a clique n-1.
func TestEliminationIsOptimalOnTreesCyclesAndCliques(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for n := 3; n < 70; n += 11 {
		tree, cycle, clique := decomp.NewGraph(n), decomp.NewGraph(n), decomp.NewGraph(n)
		for v := range n {
			cycle.Connect(v, (v+1)%n)
			if v > 0 {
				tree.Connect(v, r.IntN(v))
			}
			for w := range v {
				clique.Connect(v, w)
			}
		}
		for _, rule := range []decomp.Rule{decomp.MinFill, decomp.MinDegree} {
			for _, c := range []struct {
				g    *decomp.Graph
				want int
			}{{tree, 1}, {cycle, 2}, {clique, n - 1}} {
				require.Equal(t, c.want, decomp.FromOrder(c.g, eliminate(t, c.g, rule, nil, r)).Width(), "%d vertices, rule %d", n, rule)
			}
		}
	}
}

// grid returns a graph of rows times columns; its treewidth is the lesser.
func grid(rows, columns int) *decomp.Graph {
	g := decomp.NewGraph(rows * columns)
	for v := range rows * columns {
		if v%columns > 0 {
			g.Connect(v-1, v)
		}
		if v >= columns {
			g.Connect(v-columns, v)
		}
	}
	return g
}

// A separator of a grid is a row at most, and leaves the share it should.
func TestSeparatorsAreBalanced(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	for _, share := range []float64{0.1, 0.2, 0.33} {
		g := grid(10, 40)
		stages := dissect(t, g, decomp.Dissection{Share: share, Levels: 1, Budget: 10_000_000}, r)
		size, largest, seen := 0, 0, make([]bool, g.Len())
		for v, s := range stages {
			if s > 0 {
				size++
			} else {
				largest = max(largest, reach(g, v, stages, seen))
			}
		}
		require.LessOrEqual(t, size, 10)
		require.LessOrEqual(t, largest, g.Len()-size-int(share*float64(g.Len())))
	}
}

// reach counts the vertices that v reaches outside separators.
func reach(g *decomp.Graph, v int, stages []int32, seen []bool) int {
	if seen[v] || stages[v] > 0 {
		return 0
	}
	seen[v] = true
	n := 1
	for u := range g.Len() {
		if g.Adjacent(u, v) {
			n += reach(g, u, stages, seen)
		}
	}
	return n
}

// On grids separators beat elimination alone, and end near the treewidth.
func TestDissectionOfGrids(t *testing.T) {
	for _, n := range []int{12, 18} {
		g, r := grid(n, n), rand.New(rand.NewPCG(uint64(n), 4))
		alone := decomp.FromOrder(g, eliminate(t, g, decomp.MinFill, nil, r))
		stages := dissect(t, g, decomp.Dissection{Share: 0.33, Levels: 3, Budget: 20_000_000}, r)
		cut := decomp.FromOrder(g, eliminate(t, g, decomp.MinFill, stages, r))
		t.Logf("%d: width %d, size %d alone; %d, %d with separators", n, alone.Width(), alone.Size(), cut.Width(), cut.Size())
		require.LessOrEqual(t, cut.Width(), n*3/2)
	}
}

func TestDissectionIsDeterministic(t *testing.T) {
	g, r := grid(15, 20), rand.New(rand.NewPCG(8, 8))
	for range 20 {
		g.Connect(r.IntN(g.Len()), r.IntN(g.Len()))
	}
	d := decomp.Dissection{Share: 0.2, Levels: 3, Budget: 20_000_000}
	first := dissect(t, g, d, rand.New(rand.NewPCG(1, 1)))
	require.Equal(t, first, dissect(t, g, d, rand.New(rand.NewPCG(1, 1))))
	require.Positive(t, slices.Max(first))
}

func TestDissectionKeepsItsBudget(t *testing.T) {
	g, r := grid(20, 20), rand.New(rand.NewPCG(1, 1))
	require.Zero(t, slices.Max(dissect(t, g, decomp.Dissection{Share: 0.2, Levels: 3}, r)))
}

func TestStopsWhenToldTo(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	g, r := grid(20, 20), rand.New(rand.NewPCG(1, 1))
	_, err := decomp.Eliminate(ctx, g, decomp.MinFill, nil, r)
	require.ErrorIs(t, err, context.Canceled)
	_, err = decomp.Dissection{Share: 0.2, Levels: 3, Budget: 1_000_000}.Stages(ctx, g, r)
	require.ErrorIs(t, err, context.Canceled)
}

func BenchmarkMinFill(b *testing.B) {
	g := randomGraph(rand.New(rand.NewPCG(3, 4)), 400)
	b.ReportAllocs()
	for b.Loop() {
		eliminate(b, g, decomp.MinFill, nil, rand.New(rand.NewPCG(5, 6)))
	}
}

func BenchmarkDissection(b *testing.B) {
	g := grid(20, 20)
	b.ReportAllocs()
	for b.Loop() {
		dissect(b, g, decomp.Dissection{Share: 0.2, Levels: 2, Budget: 20_000_000}, rand.New(rand.NewPCG(5, 6)))
	}
}
