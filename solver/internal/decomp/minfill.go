package decomp

import (
	"math/bits"
	"math/rand/v2"
)

// eliminator removes vertices from a graph one by one, connecting the
// neighbours of each (Rose, 1970).
type eliminator struct {
	g     *Graph
	alive []bool
	cost  []int64 // of eliminating each vertex: missing edges among its neighbours, then degree
	near  []int32
	seen  []uint64
}

// MinFill returns an elimination order of g that always takes a vertex with
// the fewest missing edges among its neighbours, of those with the least
// degree, and among equals at random. No vertex ever has more than limit
// neighbours when it is eliminated, or else MinFill gives up and returns nil.
// About n²·d·n/64 steps, where d is the mean degree on the way; g is kept.
func MinFill(g *Graph, r *rand.Rand, limit int) []int32 {
	e := &eliminator{g: g.clone(), alive: make([]bool, g.n), cost: make([]int64, g.n), seen: make([]uint64, g.width)}
	for v := range e.alive {
		e.alive[v] = true
		e.cost[v] = e.price(v)
	}
	order := make([]int32, 0, g.n)
	for range g.n {
		best, ties := -1, 0
		for v, ok := range e.alive {
			if !ok || best >= 0 && e.cost[v] > e.cost[best] {
				continue
			}
			if best < 0 || e.cost[v] < e.cost[best] {
				best, ties = v, 1
			} else if ties++; r.IntN(ties) == 0 {
				best = v
			}
		}
		if e.g.Degree(best) > limit {
			return nil
		}
		order = append(order, int32(best))
		e.eliminate(best)
	}
	return order
}

// price returns the cost of eliminating v.
func (e *eliminator) price(v int) int64 {
	row := e.g.row(v)
	missing, degree := 0, 0
	for i, w := range row {
		for ; w != 0; w &= w - 1 {
			u := 64*i + bits.TrailingZeros64(w)
			degree++
			missing-- // u is no neighbour of itself
			for k, x := range e.g.row(u) {
				missing += bits.OnesCount64(row[k] &^ x)
			}
		}
	}
	return int64(missing/2)<<20 | int64(degree)
}

func (e *eliminator) eliminate(v int) {
	g := e.g
	row := g.row(v)
	e.near = appendMembers(e.near[:0], row)
	simplicial := e.cost[v]>>20 == 0
	clear(e.seen)
	for _, u := range e.near {
		other := g.row(int(u))
		for k, w := range row {
			other[k] |= w
		}
		other[u/64] &^= 1 << (u % 64)
		other[v/64] &^= 1 << (v % 64)
		e.seen[u/64] |= 1 << (u % 64)
		if !simplicial {
			for k, w := range other {
				e.seen[k] |= w
			}
		}
	}
	clear(row)
	e.alive[v] = false
	e.near = appendMembers(e.near[:0], e.seen)
	for _, u := range e.near {
		e.cost[u] = e.price(int(u))
	}
}
