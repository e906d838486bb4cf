package decomp

import (
	"context"
	"math/bits"
	"math/rand/v2"
)

// Rule says which vertex is eliminated next.
type Rule int

const (
	// MinFill takes a vertex with the fewest missing edges among its
	// neighbours, of those one with the least degree.
	MinFill Rule = iota
	// MinDegree takes a vertex with the least degree, of those one with the
	// fewest missing edges among its neighbours.
	MinDegree
)

// Eliminate returns an elimination order of g by rule, with ties at random.
//
// It takes about n²·d·n/64 steps, where d is the mean degree on the way. g is
// kept. The error is that of ctx, looked at every 64 vertices.
func Eliminate(ctx context.Context, g *Graph, rule Rule, r *rand.Rand) ([]int32, error) {
	e := &eliminator{g: g.clone(), rule: rule, alive: make([]bool, g.n), cost: make([]int64, g.n), seen: make([]uint64, g.width)}
	for v := range e.alive {
		if v%64 == 0 && ctx.Err() != nil {
			return nil, ctx.Err()
		}
		e.alive[v] = true
		e.price(v)
	}
	order := make([]int32, 0, g.n)
	for i := range g.n {
		if i%64 == 0 && ctx.Err() != nil {
			return nil, ctx.Err()
		}
		v := e.cheapest(r)
		order = append(order, int32(v))
		e.eliminate(v)
	}
	return order, nil
}

// eliminator removes vertices from a graph one by one, connecting the
// neighbours of each (Rose, 1970).
type eliminator struct {
	g     *Graph
	rule  Rule
	alive []bool
	cost  []int64 // of eliminating each vertex: the rule's first figure above its second
	near  []int32
	seen  []uint64
}

// cheapest returns the vertex to go next.
func (e *eliminator) cheapest(r *rand.Rand) int {
	best, ties := -1, 0
	for v, ok := range e.alive {
		switch {
		case !ok:
		case best < 0 || e.cost[v] < e.cost[best]:
			best, ties = v, 1
		case e.cost[v] == e.cost[best]:
			if ties++; r.IntN(ties) == 0 {
				best = v
			}
		}
	}
	return best
}

// price computes the cost of eliminating v.
func (e *eliminator) price(v int) {
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
	e.cost[v] = int64(missing/2)<<20 | int64(degree)
	if e.rule == MinDegree {
		e.cost[v] = int64(degree)<<40 | int64(missing/2)
	}
}

// simplicial reports whether the neighbours of v are a clique.
func (e *eliminator) simplicial(v int) bool {
	if e.rule == MinDegree {
		return e.cost[v]&(1<<40-1) == 0
	}
	return e.cost[v]>>20 == 0
}

func (e *eliminator) eliminate(v int) {
	g := e.g
	row := g.row(v)
	e.near = appendMembers(e.near[:0], row)
	simplicial := e.simplicial(v)
	clear(e.seen)
	for _, u := range e.near {
		other := g.row(int(u))
		for k, w := range row {
			other[k] |= w
		}
		remove(other, u)
		remove(other, int32(v))
		insert(e.seen, u)
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
		e.price(int(u))
	}
}
