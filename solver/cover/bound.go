package cover

import (
	"context"
	"math/rand/v2"
	"slices"

	"github.com/confspace/confspace/config"
)

// maxCandidates bounds the graph in which exclusive interactions are searched: it has the square of this in
// bits.
const maxCandidates = 4096

// A candidate is an interaction that may be exclusive with others.
type candidate struct {
	items    []int
	possible set // the items that some vehicle with these has
}

// exclusive returns wanted interactions that the fixed vehicles do not have and of which no vehicle has two. It
// searches for many among those that are in the fewest vehicles.
func (f *fleet) exclusive(ctx context.Context, steps int) ([][]int, error) {
	all, err := f.candidates(ctx)
	if err != nil {
		return nil, err
	}
	adjacent := make([]set, len(all))
	for i := range all {
		adjacent[i] = newSet(len(all))
		for j := range i {
			if all[i].excludes(&all[j]) {
				adjacent[i].add(j)
				adjacent[j].add(i)
			}
		}
	}
	var out [][]int
	for _, v := range newClique(adjacent, f.random).grow(steps, len(f.vehicles)) {
		out = append(out, all[v].items)
	}
	return out, nil
}

// candidates returns wanted interactions that the fixed vehicles do not have: those in the fewest vehicles.
func (f *fleet) candidates(ctx context.Context) ([]candidate, error) {
	f.lack(nil)
	type counted struct {
		items []int
		in    int
	}
	var all []counted
	for i := range f.none.numRows() {
		items := f.none.appendItems(nil, i)
		for _, last := range f.none.row(i).appendItems(nil, items[len(items)-1]+1) {
			if last >= f.universe.conditions {
				break
			}
			c := counted{items: append(items[:len(items):len(items)], last)}
			for _, v := range f.vehicles {
				if v.has.hasAll(c.items) {
					c.in++
				}
			}
			all = append(all, c)
		}
	}
	slices.SortStableFunc(all, func(a, b counted) int { return a.in - b.in })
	sel, decided := f.space.Catalog().NewSelection(), f.space.Catalog().NewSelection()
	var out []candidate
	for _, c := range all[:min(len(all), maxCandidates)] {
		sel.Reset()
		for _, i := range c.items {
			f.pick(sel, i)
		}
		if _, _, err := f.domains.Decided(ctx, decided, sel); err != nil {
			return nil, err
		}
		possible := newSet(len(f.items))
		f.split(possible, f.open, decided, nil)
		possible.union(f.open)
		out = append(out, candidate{c.items, possible})
	}
	return out, nil
}

// pick gives a selection an item, unless that is void.
func (u *universe) pick(sel *config.Selection, i int) {
	if i >= u.void {
		u.items[i].set(sel)
	}
}

// exclude reports whether no vehicle has two interactions, as far as the items of one say
// which the other can have.
func (c *candidate) excludes(d *candidate) bool {
	return !c.possible.hasAll(d.items) || !d.possible.hasAll(c.items)
}

// A clique grows a set of vertices of a graph that are all adjacent to each other, by a search
// with moves that are taboo for a while: Wu, Hao, Glover, "Multi-neighborhood tabu search for
// the maximum weight clique problem", Annals of Operations Research 196 (2012).
type clique struct {
	adjacent []set
	lacks    []int // by vertex: the members that are not adjacent to it
	member   []bool
	members  []int
	taboo    []int // by vertex: the step until which it does not return
	random   *rand.Rand
}

func newClique(adjacent []set, r *rand.Rand) *clique {
	n := len(adjacent)
	return &clique{adjacent: adjacent, lacks: make([]int, n), member: make([]bool, n), taboo: make([]int, n), random: r}
}

// tenure is how many steps a vertex that left is taboo, at least; patience how many steps
// without a larger clique end an attempt.
const tenure, patience = 7, 4000

// grow searches for some steps and returns the members of the largest clique, in ascending
// order. It ends early with one of the size enough.
func (c *clique) grow(steps, enough int) []int {
	var best []int
	largest, since := 0, 0
	for step := 1; step <= steps && len(best) < enough; step++ {
		add, swap, swaps := c.moves(step)
		switch {
		case add >= 0:
			c.enter(add)
		case swap >= 0:
			out := slices.IndexFunc(c.members, func(v int) bool { return !c.adjacent[swap].has(v) })
			c.taboo[c.members[out]] = step + tenure + c.random.IntN(swaps+1)
			c.leave(out)
			c.enter(swap)
		case len(c.members) > 0:
			out := c.random.IntN(len(c.members))
			c.taboo[c.members[out]] = step + tenure
			c.leave(out)
		}
		if len(c.members) > largest {
			largest, since = len(c.members), step
		}
		if largest > len(best) {
			best = append(best[:0], c.members...)
		}
		if step-since > patience {
			for len(c.members) > 0 {
				c.leave(len(c.members) - 1)
			}
			clear(c.taboo)
			largest, since = 0, step
		}
	}
	slices.Sort(best)
	return best
}

// moves returns a vertex that may enter, and one that may take the place of a member; -1 if there
// is none; and how many there are of the latter. They are chosen at random.
func (c *clique) moves(step int) (add, swap, swaps int) {
	add, swap = -1, -1
	adds := 0
	for v, lacks := range c.lacks {
		switch {
		case lacks > 1 || c.member[v] || c.taboo[v] > step:
		case lacks == 0:
			if adds++; c.random.IntN(adds) == 0 {
				add = v
			}
		case add < 0:
			if swaps++; c.random.IntN(swaps) == 0 {
				swap = v
			}
		}
	}
	return add, swap, swaps
}

func (c *clique) enter(v int) {
	c.member[v] = true
	c.members = append(c.members, v)
	c.count(v, 1)
}

// leave takes the member at a place out.
func (c *clique) leave(at int) {
	v, last := c.members[at], len(c.members)-1
	c.member[v] = false
	c.members[at] = c.members[last]
	c.members = c.members[:last]
	c.count(v, -1)
}

// count notes that a vertex has entered or left.
func (c *clique) count(v, by int) {
	row := c.adjacent[v]
	for u := range c.lacks {
		if !row.has(u) {
			c.lacks[u] += by
		}
	}
	c.lacks[v] -= by
}
