package decomp

import (
	"context"
	"math/bits"
	"math/rand/v2"
)

// Rule chooses the vertex to eliminate next.
type Rule int

const (
	// MinFill takes a vertex with the fewest missing edges among its
	// neighbours, of those one with the least degree.
	MinFill Rule = iota
	// MinDegree takes a vertex with the least degree: worse, and far faster.
	MinDegree
)

// Eliminate returns an elimination order of g by rule, with ties at random; or
// nil when that takes more steps than budget, from which it subtracts its
// steps. Their number is the same on every machine.
//
// That is about n·d·n/64 for MinDegree, where d is the mean degree on the way,
// and d times as much for MinFill. g is kept. The error is that of ctx, polled
// every million steps.
func Eliminate(ctx context.Context, g *Graph, rule Rule, r *rand.Rand, budget *int64) ([]int32, error) {
	e := &eliminator{g: g.clone(), rule: rule, alive: make([]bool, g.n), cost: make([]int64, g.n), seen: make([]uint64, g.width)}
	order, left, polled := make([]int32, 0, g.n), *budget, int64(0)
	for i := -g.n; i < g.n; i++ {
		if i < 0 {
			e.alive[g.n+i] = true
			e.price(g.n + i)
		} else {
			v := e.cheapest(r)
			order = append(order, int32(v))
			e.eliminate(v)
		}
		if *budget = left - e.steps; *budget < 0 {
			return nil, nil
		}
		if e.steps > polled+1_000_000 {
			if polled = e.steps; ctx.Err() != nil {
				return nil, ctx.Err()
			}
		}
	}
	return order, ctx.Err()
}

// eliminator removes vertices from a graph one by one, connecting the
// neighbours of each (Rose, 1970).
type eliminator struct {
	g     *Graph
	rule  Rule
	alive []bool
	cost  []int64 // of eliminating each vertex; for MinFill missing edges above degree
	steps int64   // words of the matrix looked at
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
	e.steps += int64(len(row))
	if e.rule == MinDegree {
		e.cost[v] = int64(popcount(row))
		return
	}
	missing, degree := 0, 0
	for i, w := range row {
		for ; w != 0; w &= w - 1 {
			u := 64*i + bits.TrailingZeros64(w)
			degree++
			missing-- // u is not a neighbour of itself
			for k, x := range e.g.row(u) {
				missing += bits.OnesCount64(row[k] &^ x)
			}
		}
	}
	e.steps += int64(degree * len(row))
	e.cost[v] = int64(missing/2)<<20 | int64(degree)
}

func (e *eliminator) eliminate(v int) {
	g := e.g
	row := g.row(v)
	e.near = appendMembers(e.near[:0], row)
	// Where edges are new, the neighbours' neighbours cost less to eliminate.
	spreads := e.rule == MinFill && e.cost[v]>>20 != 0
	e.steps += int64(len(e.near) * len(row))
	clear(e.seen)
	for _, u := range e.near {
		other := g.row(int(u))
		for k, w := range row {
			other[k] |= w
		}
		remove(other, u)
		remove(other, int32(v))
		insert(e.seen, u)
		if spreads {
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
