package decomp

import "math/bits"

// flow is a set of paths from a source to a target that share no vertex, each
// vertex of a subgraph being on one path at most. Source and target are sets of
// vertices that only grow. What a search from either finds to be out of its
// reach shows a least separator (Menger, 1927; Ford and Fulkerson, 1956).
//
// A path enters a vertex and leaves it, and a search may reach the one without
// the other: one that meets a path cannot leave the vertex again but by the
// path's way back. Inside source and target neither counts.
type flow struct {
	g      *Graph
	within []uint64    // the subgraph's vertices
	side   [2][]uint64 // source, target
	step   [2][]int32  // by vertex: the next and the last of its path, -1 for none
	value  int         // paths

	// Of the last search from either side that did not meet the other: the
	// vertices that it could leave, and those that it reached but could not.
	reach, cut [2][]uint64

	entered           []uint64
	enteredBy, leftBy []int32 // where a search came from: itself means inside the vertex
	queue             []int32
	steps             int64 // words looked at
}

func newFlow(g *Graph, within []uint64) *flow {
	f := &flow{g: g, within: within, entered: make([]uint64, g.width), enteredBy: make([]int32, g.n), leftBy: make([]int32, g.n)}
	for k := range 2 {
		f.side[k], f.reach[k], f.cut[k] = make([]uint64, g.width), make([]uint64, g.width), make([]uint64, g.width)
		f.step[k] = make([]int32, g.n)
	}
	return f
}

// begin starts afresh between two vertices that are not adjacent.
func (f *flow) begin(source, target int32) {
	for k, v := range [2]int32{source, target} {
		clear(f.side[k])
		insert(f.side[k], v)
		for i := range f.step[k] {
			f.step[k][i] = -1
		}
	}
	f.value = 0
}

// extend looks for another path, from side k to the other, and adds it. When
// there is none it leaves reach[k] and cut[k], which separates the sides.
func (f *flow) extend(k int) bool {
	from, to, last := f.side[k], f.side[1-k], f.step[1-k]
	left := f.reach[k]
	copy(left, from)
	clear(f.entered)
	queue := appendMembers(f.queue[:0], from)
	defer func() { f.queue = queue }()
	for i := 0; i < len(queue); i++ {
		v := queue[i]
		if !contains(from, v) && last[v] >= 0 && !contains(f.entered, v) {
			insert(f.entered, v) // back along the path, through v
			f.enteredBy[v] = v
			if b := last[v]; !contains(left, b) {
				insert(left, b)
				f.leftBy[b] = v
				queue = append(queue, b)
			}
		}
		f.steps += int64(f.g.width)
		for j, w := range f.g.row(int(v)) {
			w &= f.within[j] &^ f.entered[j] &^ from[j]
			if hit := w & to[j]; hit != 0 {
				f.augment(k, v, int32(64*j+bits.TrailingZeros64(hit)))
				return true
			}
			f.entered[j] |= w
			for ; w != 0; w &= w - 1 {
				u := int32(64*j + bits.TrailingZeros64(w))
				f.enteredBy[u] = v
				at := u
				if last[u] >= 0 {
					at = last[u]
				}
				if !contains(left, at) {
					insert(left, at)
					f.leftBy[at] = u
					queue = append(queue, at)
				}
			}
		}
	}
	for j := range f.entered {
		f.cut[k][j] = f.entered[j] &^ left[j]
	}
	return false
}

// augment adds the path by which a search from side k left v for its neighbour
// end, and takes out what it went back along.
func (f *flow) augment(k int, v, end int32) {
	type edge struct{ a, b int32 }
	added, gone := []edge{{v, end}}, []edge(nil)
	for !contains(f.side[k], v) {
		w := f.leftBy[v]
		if w != v {
			gone = append(gone, edge{v, w})
		}
		x := f.enteredBy[w]
		if x != w {
			added = append(added, edge{x, w})
			v = x
		} else {
			v = w
		}
	}
	next, last := f.step[k], f.step[1-k]
	for _, e := range gone {
		next[e.a], last[e.b] = -1, -1
	}
	for _, e := range added {
		if !contains(f.side[k], e.a) {
			next[e.a] = e.b
		}
		if !contains(f.side[1-k], e.b) {
			last[e.b] = e.a
		}
	}
	f.value++
}
