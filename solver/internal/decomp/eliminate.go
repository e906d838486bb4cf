package decomp

import (
	"context"
	"math/bits"
	"math/rand/v2"
	"slices"
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

// MaxDense is how many vertices the matrix of [Eliminate] has at most: 12 MB. Of a larger
// graph those of the least degree are eliminated from lists first, until no more are left.
const MaxDense = 10_000

// Eliminate returns an elimination order of g by rule, with ties at random; or
// nil when that takes more than budget, from which it takes what it spends: a
// nanosecond or so each, and the same number on every machine.
//
// That is about n·d·n/64 for MinDegree, where d is the mean degree on the way,
// and d times as much for MinFill, of the vertices of the matrix; and the square of the
// degree for each other one. The error is that of ctx, looked at every million steps.
//
// It also returns nil when the lists of neighbours would have more than so many links, 4
// bytes each and as much again while they change.
func Eliminate(ctx context.Context, g *Graph, rule Rule, r *rand.Rand, budget *int64, links int) ([]int32, error) {
	return eliminate(ctx, g, rule, r, budget, links, MaxDense)
}

// eliminate is Eliminate with a matrix of so many vertices at most.
func eliminate(ctx context.Context, g *Graph, rule Rule, r *rand.Rand, budget *int64, links, dense int) ([]int32, error) {
	if err := g.sort(ctx); err != nil {
		return nil, err
	}
	s := &spending{ctx: ctx, budget: budget, links: links}
	order, kernel, near := thin(g, r, s, dense)
	if s.over() {
		return nil, s.err
	}
	m := newMatrix(near)
	e := &eliminator{spending: s, g: m, rule: rule, alive: make([]bool, m.n), cost: make([]int64, m.n), seen: make([]uint64, m.width)}
	for i := -m.n; i < m.n; i++ {
		if i < 0 {
			e.alive[m.n+i] = true
			e.price(m.n + i)
		} else {
			v := e.cheapest(r)
			order = append(order, kernel[v])
			e.eliminate(v)
		}
		if s.over() {
			return nil, s.err
		}
	}
	return order, ctx.Err()
}

// spending counts steps.
type spending struct {
	ctx    context.Context
	budget *int64
	links  int   // that the lists of neighbours may have
	steps  int64 // since the last look
	polled int64 // steps since ctx was looked at
	err    error
}

// over takes the steps from the budget, and reports whether that, the links or the context
// have ended.
func (s *spending) over() bool {
	*s.budget -= s.steps
	s.polled += s.steps
	s.steps = 0
	if *s.budget < 0 || s.links < 0 {
		return true
	}
	if s.polled > 1_000_000 {
		s.polled, s.err = 0, s.ctx.Err()
	}
	return s.err != nil
}

// thin eliminates vertices of the least degree from lists, ties at random, until no more
// than so many are left. It returns their order, and those left with their neighbours,
// numbered anew.
func thin(g *Graph, r *rand.Rand, s *spending, dense int) (order, kernel []int32, near [][]int32) {
	near = g.lists()
	n := len(near)
	order, kernel = make([]int32, 0, n), make([]int32, 0, min(n, dense))
	if n > dense {
		near = slices.Clone(near)
	}
	var waiting [][]int32 // by degree: vertices that have or had it; one that has is there
	wait := func(v int32) {
		for len(waiting) <= len(near[v]) {
			waiting = append(waiting, nil)
		}
		waiting[len(near[v])] = append(waiting[len(near[v])], v)
	}
	gone := make([]bool, n)
	for v := range int32(n) {
		wait(v)
		s.links -= len(near[v])
	}
	for d := 0; n-len(order) > dense && !s.over(); {
		k := len(waiting[d])
		if k == 0 {
			d++
			continue
		}
		i := r.IntN(k)
		v := waiting[d][i]
		waiting[d][i] = waiting[d][k-1]
		waiting[d] = waiting[d][:k-1]
		if gone[v] || len(near[v]) != d {
			continue
		}
		gone[v] = true
		order = append(order, v)
		for _, u := range near[v] {
			had := len(near[u])
			near[u] = united(near[u], near[v], u, v)
			s.links -= len(near[u]) - had
			s.steps += int64(len(near[u]) + d)
			wait(u)
			d = min(d, len(near[u]))
		}
	}
	number := make([]int32, n)
	for v := range int32(n) {
		if !gone[v] {
			number[v] = int32(len(kernel))
			kernel = append(kernel, v)
		}
	}
	left := make([][]int32, len(kernel))
	for i, v := range kernel {
		for _, u := range near[v] {
			left[i] = append(left[i], number[u])
		}
	}
	return order, kernel, left
}

// united returns the union of two ascending lists without two members.
func united(a, b []int32, u, v int32) []int32 {
	out := make([]int32, 0, len(a)+len(b))
	for len(a) > 0 || len(b) > 0 {
		if len(a) == 0 || len(b) > 0 && b[0] < a[0] {
			a, b = b, a
		}
		if x := a[0]; x != u && x != v && (len(out) == 0 || out[len(out)-1] != x) {
			out = append(out, x)
		}
		a = a[1:]
	}
	return out
}

// eliminator removes vertices from a graph one by one, connecting the
// neighbours of each (Rose, 1970).
type eliminator struct {
	*spending
	g     *matrix
	rule  Rule
	alive []bool
	cost  []int64 // of eliminating each vertex; for MinFill missing edges above degree
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
