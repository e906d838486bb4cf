package decomp

import (
	"math/bits"
	"math/rand/v2"
)

// cutter finds balanced separators as FlowCutter does (Hamann and Strasser,
// "Graph bisection with Pareto optimization", 2018): between two vertices it
// finds a least separator, adds what is on the smaller side and one vertex of
// the separator to that side, and goes on from there. The separators grow and
// so does the smaller part; each is the least one of its balance, nearly.
type cutter struct {
	*flow
	size   int        // vertices of the subgraph
	away   [2][]int32 // by vertex: distance from the first vertex of either side
	budget *int64     // words that may still be looked at
}

func newCutter(g *Graph, within []uint64, budget *int64) *cutter {
	c := &cutter{flow: newFlow(g, within), size: popcount(within), budget: budget}
	c.away = [2][]int32{make([]int32, g.n), make([]int32, g.n)}
	return c
}

// tries is how many pairs of vertices a separator is looked for between. Twice
// as many give the same widths.
const tries = 10

// separator returns a smallest separator that was found within a connected
// set of vertices, such that neither it and what is on one side of it, nor it
// and what is on the other, leaves less than share of the vertices; nil when
// none was found within the budget.
func separator(g *Graph, within []uint64, share float64, r *rand.Rand, budget *int64) []uint64 {
	c := newCutter(g, within, budget)
	members := appendMembers(nil, within)
	least := max(1, int(share*float64(c.size)))
	var best []uint64
	size, balance := c.size, 0
	for range tries {
		s, t := members[r.IntN(len(members))], members[r.IntN(len(members))]
		if s == t || g.Adjacent(int(s), int(t)) {
			continue
		}
		c.each(s, t, size, func(smaller int, cut []uint64) {
			if smaller >= least && (c.value < size || c.value == size && smaller > balance) {
				best, size, balance = append(best[:0], cut...), c.value, smaller
			}
		})
	}
	return best
}

// each calls yield with the separators between s and t, from small to large
// up to limit, and the size of the smaller part.
func (c *cutter) each(s, t int32, limit int, yield func(smaller int, cut []uint64)) {
	c.distances(s, c.away[0])
	c.distances(t, c.away[1])
	c.begin(s, t)
	for {
		before := c.steps
		for c.extend(0) {
			if c.value > limit {
				return
			}
		}
		c.extend(1)
		if *c.budget -= c.steps - before; *c.budget < 0 {
			return
		}
		sizes := [2]int{popcount(c.reach[0]), popcount(c.reach[1])}
		for k := range sizes {
			yield(min(sizes[k], c.size-sizes[k]-c.value), c.cut[k])
		}
		k := 0
		if sizes[1] < sizes[0] {
			k = 1
		}
		if 2*sizes[k]+c.value >= c.size || !c.pierce(k) && !c.pierce(1-k) {
			return
		}
	}
}

// pierce grows side k to what it reaches and one vertex of its separator: one
// that makes no new path, if there is one, and of those the one farther from
// the other side, compared with its own. It returns false when all of the
// separator touches the other side.
func (c *cutter) pierce(k int) bool {
	const noPath = 1 << 20 // more than any distance
	best, most := int32(-1), int32(0)
	for _, v := range appendMembers(nil, c.cut[k]) {
		if intersects(c.g.row(int(v)), c.side[1-k]) {
			continue
		}
		score := c.away[1-k][v] - c.away[k][v]
		if !contains(c.reach[1-k], v) && !contains(c.cut[1-k], v) {
			score += noPath
		}
		if best < 0 || score > most {
			best, most = v, score
		}
	}
	if best < 0 {
		return false
	}
	copy(c.side[k], c.reach[k])
	insert(c.side[k], best)
	return true
}

// distances sets away to the distance of each vertex of the subgraph from v.
func (c *cutter) distances(v int32, away []int32) {
	left := append([]uint64(nil), c.within...)
	remove(left, v)
	away[v] = 0
	queue := append(c.queue[:0], v)
	for i := 0; i < len(queue); i++ {
		v := queue[i]
		for k, w := range c.g.row(int(v)) {
			w &= left[k]
			left[k] &^= w
			for ; w != 0; w &= w - 1 {
				u := int32(64*k + bits.TrailingZeros64(w))
				away[u] = away[v] + 1
				queue = append(queue, u)
			}
		}
	}
	c.queue = queue
}

func intersects(a, b []uint64) bool {
	for i, w := range a {
		if w&b[i] != 0 {
			return true
		}
	}
	return false
}
