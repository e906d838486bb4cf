package decomp

import "slices"

// Tree is a tree decomposition: every vertex is in some bag, the ends of every
// edge are together in some bag, and the bags that hold a vertex are
// connected.
type Tree struct {
	Bags   [][]int32 // the vertices of each bag, ascending
	Parent []int32   // by bag: a bag with a higher number, -1 for a root
	n      int
}

// FromOrder returns the tree decomposition of g by an elimination order: a
// bag for each vertex, with its neighbours at its turn, under the bag of the
// first of these to go. Bags within a neighbouring bag are left out.
func FromOrder(g *Graph, order []int32) *Tree {
	n, near := g.Len(), g.lists()
	place := make([]int32, n)
	for i, v := range order {
		place[v] = int32(i)
	}
	t := &Tree{n: n}
	up := make([]int32, n) // by place
	bags := make([][]int32, n)
	below := make([][]int32, n) // by place: the places right below it
	for i, v := range order {
		bag := []int32{v}
		for _, u := range near[v] {
			if place[u] > int32(i) {
				bag = append(bag, u)
			}
		}
		for _, c := range below[i] {
			for _, u := range bags[c] {
				if place[u] > int32(i) {
					bag = append(bag, u)
				}
			}
		}
		slices.Sort(bag)
		bags[i] = slices.Clone(slices.Compact(bag))
		up[i] = -1
		for _, u := range bags[i] {
			if u != v && (up[i] < 0 || place[u] < up[i]) {
				up[i] = place[u]
			}
		}
		if up[i] >= 0 {
			below[up[i]] = append(below[up[i]], int32(i))
		}
	}
	// A child's bag without its own vertex lies within its parent's. When it
	// is as large, the parent's bag lies within the child's, and goes.
	into := make([]int32, n) // by place: the place that took this bag over
	for i := range into {
		into[i] = int32(i)
	}
	for i := range bags {
		p := up[i]
		if p >= 0 && into[p] == p && len(bags[i]) == len(bags[p])+1 {
			into[p] = into[i]
			bags[p] = nil
		}
	}
	t.number(bags, up, into)
	return t
}

// number keeps the bags that were not taken over.
func (t *Tree) number(bags [][]int32, up, into []int32) {
	resolve := func(i int32) int32 {
		for into[i] != i {
			i = into[i]
		}
		return i
	}
	// A bag that took over its parent gets its parent's parent: the group's
	// parent is the highest one outside it.
	group := make([]int32, len(bags)) // by place of a bag kept: the highest place it stands for
	for i := range bags {
		group[resolve(int32(i))] = int32(i)
	}
	id := make([]int32, len(bags))
	var kept []int32
	for i := range bags {
		if into[i] == int32(i) {
			kept = append(kept, int32(i))
		}
	}
	slices.SortFunc(kept, func(a, b int32) int { return int(group[a] - group[b]) })
	for k, i := range kept {
		id[i] = int32(k)
	}
	for _, i := range kept {
		t.Bags = append(t.Bags, bags[i])
		p := up[group[i]]
		if p >= 0 {
			p = id[resolve(p)]
		}
		t.Parent = append(t.Parent, p)
	}
}

// Width returns the size of the largest bag, less one; -1 when there is none.
func (t *Tree) Width() int {
	width := -1
	for _, b := range t.Bags {
		width = max(width, len(b)-1)
	}
	return width
}

// Size returns the sum of the sizes of all bags.
func (t *Tree) Size() int {
	size := 0
	for _, b := range t.Bags {
		size += len(b)
	}
	return size
}

// Depths returns for each vertex the distance from a bag to the nearest bag
// that holds it: from the centre of each tree, or from an end of it.
//
// The centre is the bag whose removal leaves the least largest part, counted
// in vertices; vertices of a large bag near the centre separate the graph
// best. The end is a bag as far as can be from the centre, counted in bags.
func (t *Tree) Depths(fromEnd bool) []int32 {
	near := make([][]int32, len(t.Bags))
	weight := make([]int, len(t.Bags)) // vertices of the bag that its parent lacks
	for i, p := range t.Parent {
		weight[i] = len(t.Bags[i])
		if p >= 0 {
			near[i], near[p] = append(near[i], p), append(near[p], int32(i))
			for _, v := range t.Bags[i] {
				if _, ok := slices.BinarySearch(t.Bags[p], v); ok {
					weight[i]--
				}
			}
		}
	}
	below := slices.Clone(weight)
	for i, p := range t.Parent { // children have lower numbers
		if p >= 0 {
			below[p] += below[i]
		}
	}
	depth := make([]int32, t.n)
	for i := range depth {
		depth[i] = -1
	}
	for root, p := range t.Parent {
		if p >= 0 {
			continue
		}
		start := t.centre(int32(root), near, below)
		if fromEnd {
			start = t.walk(start, near, nil)
		}
		t.walk(start, near, depth)
	}
	return depth
}

// centre descends from root while one side holds more than half.
func (t *Tree) centre(root int32, near [][]int32, below []int) int32 {
	for at := root; ; {
		next := int32(-1)
		for _, k := range near[at] {
			if t.Parent[k] == at && 2*below[k] > below[root] {
				next = k
			}
		}
		if next < 0 {
			return at
		}
		at = next
	}
}

// walk numbers the vertices by breadth-first search from a bag and returns the
// bag that it comes to last. With a nil depth it numbers none.
func (t *Tree) walk(start int32, near [][]int32, depth []int32) (last int32) {
	type step struct{ bag, from, d int32 }
	queue := []step{{start, -1, 0}}
	for i := 0; i < len(queue); i++ {
		s := queue[i]
		last = s.bag
		if depth != nil {
			for _, v := range t.Bags[s.bag] {
				if depth[v] < 0 {
					depth[v] = s.d
				}
			}
		}
		for _, k := range near[s.bag] {
			if k != s.from {
				queue = append(queue, step{k, s.bag, s.d + 1})
			}
		}
	}
	return last
}
