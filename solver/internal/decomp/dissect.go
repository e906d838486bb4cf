package decomp

import (
	"context"
	"math/rand/v2"
)

// Dissection says how a graph is to be taken apart.
type Dissection struct {
	// Share is the least part of the vertices that a separator must leave on
	// its smaller side, from 0 to 1/2.
	Share float64
	// Levels is how often the parts are separated again: 1 for one separator
	// of the graph, 2 for one more in either part, and so on.
	Levels int
	// Budget bounds the work, in words of the matrix looked at, about a
	// nanosecond each. When it ends, parts stay whole.
	Budget int64
}

// smallest is the size of the parts that are left to the elimination rule.
const smallest = 20

// Stages returns stages of elimination for Eliminate, by nested dissection
// (George, 1973): 0 for the vertices of the parts that are left, and for those
// of a separator the more the fewer levels it is down. Pairs of vertices to
// separate are drawn from r; the rest is determined. The error is that of ctx,
// looked at before each separator.
func (d Dissection) Stages(ctx context.Context, g *Graph, r *rand.Rand) ([]int32, error) {
	stages := make([]int32, g.n)
	all := make([]uint64, g.width)
	for v := range g.n {
		insert(all, int32(v))
	}
	parts, budget := g.components(all), d.Budget
	for level := d.Levels; level > 0; level-- {
		var next [][]uint64
		for _, part := range parts {
			if err := ctx.Err(); err != nil {
				return nil, err
			}
			if budget < 0 || popcount(part) < smallest {
				continue
			}
			cut := separator(g, part, d.Share, r, &budget)
			if cut == nil {
				continue
			}
			for _, v := range appendMembers(nil, cut) {
				stages[v] = int32(level)
				remove(part, v)
			}
			next = append(next, g.components(part)...)
		}
		parts = next
	}
	return stages, nil
}

// components returns the connected components of a set of vertices, by their
// lowest members.
func (g *Graph) components(set []uint64) [][]uint64 {
	left := append([]uint64(nil), set...)
	var out [][]uint64
	var queue []int32
	for _, v := range appendMembers(nil, set) {
		if !contains(left, v) {
			continue
		}
		part := make([]uint64, g.width)
		queue = append(queue[:0], v)
		remove(left, v)
		for len(queue) > 0 {
			v := queue[len(queue)-1]
			queue = queue[:len(queue)-1]
			insert(part, v)
			for _, u := range g.neighbours(v, left) {
				remove(left, u)
				queue = append(queue, u)
			}
		}
		out = append(out, part)
	}
	return out
}
