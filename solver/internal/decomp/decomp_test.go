package decomp_test

import (
	"context"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/confspace/confspace/config/configtest/property"
	"github.com/confspace/confspace/solver/internal/decomp"
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
	property.Check(t, func(t *rapid.T) {
		r := rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "seed"), 0))
		n := 1 + r.IntN(80)
		g := randomGraph(r, n)
		budget := int64(math.MaxInt64)
		order, err := decomp.EliminateDense(t.Context(), g, decomp.Rule(r.IntN(2)), r, &budget, math.MaxInt, r.IntN(n+20))
		require.NoError(t, err)
		require.Len(t, order, n)
		if rapid.Bool().Draw(t, "any order") {
			r.Shuffle(n, func(i, j int) { order[i], order[j] = order[j], order[i] })
		}
		requireDecomposition(t, g, decomp.FromOrder(g, order))
	})
}

func eliminate(t require.TestingT, g *decomp.Graph, rule decomp.Rule, r *rand.Rand) []int32 {
	budget := int64(math.MaxInt64)
	order, err := decomp.Eliminate(context.Background(), g, rule, r, &budget, math.MaxInt)
	require.NoError(t, err)
	require.Len(t, order, g.Len())
	return order
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
				require.Equal(t, c.want, decomp.FromOrder(c.g, eliminate(t, c.g, rule, r)).Width(), "%d vertices, rule %d", n, rule)
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

// The rules end within half as much again of the treewidth of grids.
func TestWidthOfGrids(t *testing.T) {
	for _, rule := range []decomp.Rule{decomp.MinFill, decomp.MinDegree} {
		for _, n := range []int{4, 8, 12} {
			g := grid(n, n)
			width := decomp.FromOrder(g, eliminate(t, g, rule, rand.New(rand.NewPCG(1, 1)))).Width()
			require.GreaterOrEqual(t, width, n)
			require.LessOrEqual(t, width, n*3/2)
		}
	}
}

// A graph that is too large for a matrix is eliminated as well.
func TestLargeGraph(t *testing.T) {
	g := grid(3000, 5)
	require.LessOrEqual(t, decomp.FromOrder(g, eliminate(t, g, decomp.MinFill, rand.New(rand.NewPCG(1, 1)))).Width(), 7)
	budget := int64(1000)
	order, err := decomp.Eliminate(t.Context(), g, decomp.MinFill, rand.New(rand.NewPCG(1, 1)), &budget, math.MaxInt)
	require.NoError(t, err)
	require.Nil(t, order)
}

// The size of a tree is that of its bags: a path of n vertices has n-1 of two.
func TestSize(t *testing.T) {
	g := grid(1, 10)
	require.Equal(t, 18, decomp.FromOrder(g, eliminate(t, g, decomp.MinFill, rand.New(rand.NewPCG(1, 1)))).Size())
}

func TestEliminateIsDeterministic(t *testing.T) {
	g := grid(15, 20)
	for _, rule := range []decomp.Rule{decomp.MinFill, decomp.MinDegree} {
		first := eliminate(t, g, rule, rand.New(rand.NewPCG(1, 1)))
		require.Equal(t, first, eliminate(t, g, rule, rand.New(rand.NewPCG(1, 1))))
	}
}

func TestStopsWhenToldTo(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	g, r, budget := grid(20, 20), rand.New(rand.NewPCG(1, 1)), int64(math.MaxInt64)
	_, err := decomp.Eliminate(ctx, g, decomp.MinFill, r, &budget, math.MaxInt)
	require.ErrorIs(t, err, context.Canceled)
}

// An elimination ends when its lists would have more links than they may.
func TestKeepsItsLinks(t *testing.T) {
	g := grid(30, 30)
	for _, c := range []struct {
		links int
		ok    bool
	}{{2 * 2 * 30 * 29, false}, {100_000, true}} {
		budget := int64(math.MaxInt64)
		order, err := decomp.EliminateDense(t.Context(), g, decomp.MinDegree, rand.New(rand.NewPCG(1, 1)), &budget, c.links, 50)
		require.NoError(t, err)
		require.Equal(t, c.ok, order != nil)
	}
}

// An elimination takes what it says of the budget, whole or not at all.
func TestKeepsItsBudget(t *testing.T) {
	for _, rule := range []decomp.Rule{decomp.MinFill, decomp.MinDegree} {
		run := func(budget int64) ([]int32, int64) {
			order, err := decomp.Eliminate(context.Background(), grid(20, 20), rule, rand.New(rand.NewPCG(1, 1)), &budget, math.MaxInt)
			require.NoError(t, err)
			return order, budget
		}
		order, left := run(math.MaxInt64)
		require.Len(t, order, 400)
		takes := math.MaxInt64 - left
		order, left = run(takes)
		require.Len(t, order, 400)
		require.Zero(t, left)
		order, left = run(takes - 1)
		require.Nil(t, order)
		require.Negative(t, left)
	}
}

func BenchmarkMinFill(b *testing.B) {
	g := randomGraph(rand.New(rand.NewPCG(3, 4)), 400)
	b.ReportAllocs()
	for b.Loop() {
		eliminate(b, g, decomp.MinFill, rand.New(rand.NewPCG(5, 6)))
	}
}
