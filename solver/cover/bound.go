package cover

import (
	"context"
	"math/bits"
	"math/rand/v2"
	"slices"
)

// maxCandidates bounds the graph in which exclusive interactions are searched: it has the square of
// this in bits.
const maxCandidates = 1 << 14

// exclusive returns wanted interactions and conditions that the fixed vehicles do not have and of
// which no vehicle has two. It searches for many for some steps.
func (f *fleet) exclusive(ctx context.Context, all []candidate, steps int) ([][]int, error) {
	f.lack(nil)
	all, err := f.rarest(ctx, all)
	if err != nil {
		return nil, err
	}
	compatible := make([]set, len(all))
	for i, c := range all {
		if ctx.Err() != nil {
			return nil, context.Cause(ctx)
		}
		compatible[i] = newSet(len(all))
		for j, d := range all[:i] {
			if c.possible.hasAll(d.items) && d.possible.hasAll(c.items) {
				compatible[i].add(j)
				compatible[j].add(i)
			}
		}
	}
	members, err := newClique(compatible, f.random).grow(ctx, steps, len(f.vehicles))
	var out [][]int
	for _, v := range members {
		out = append(out, all[v].items)
	}
	return out, err
}

// rarest returns the candidates that the fixed vehicles lack. Of very many it takes those in the
// fewest vehicles, first those that fewest items go with. Without candidates it makes them of the
// wanted interactions and conditions.
func (f *fleet) rarest(ctx context.Context, all []candidate) ([]candidate, error) {
	made := all != nil
	if !made {
		var row []int
		for i := range f.none.numRows() {
			row = f.none.appendItems(row[:0], i)
			for _, item := range f.none.row(i).appendItems(nil, row[len(row)-1]+1) {
				all = append(all, candidate{items: append(slices.Clone(row), item)})
			}
		}
	}
	all = slices.DeleteFunc(slices.Clone(all), func(c candidate) bool { return !f.none.has(c.items) })
	if len(all) > maxCandidates {
		rarity := make(map[*int][2]int, len(all))
		for _, c := range all {
			if ctx.Err() != nil {
				return nil, context.Cause(ctx)
			}
			in := 0
			for _, v := range f.vehicles {
				if v.has.hasAll(c.items) {
					in++
				}
			}
			rarity[&c.items[0]] = [2]int{in, f.valid.together(c.items)}
		}
		slices.SortStableFunc(all, func(c, d candidate) int {
			a, b := rarity[&c.items[0]], rarity[&d.items[0]]
			return slices.Compare(a[:], b[:])
		})
		all = all[:maxCandidates]
	}
	if !made {
		held := newSet(len(f.items))
		x := f.newAsker(f.domains, f.conditions)
		for i := range all {
			all[i].possible = newSet(len(f.items))
			if err := x.ask(ctx, all[i].items, held, all[i].possible); err != nil {
				return nil, err
			}
		}
	}
	return all, nil
}

// A clique is a growing set of vertices of a graph that are all adjacent to each other. The search
// is that of Wu, Hao and Glover, "Multi-neighborhood tabu search for the maximum weight clique
// problem", Annals of Operations Research 196 (2012): a vertex that left may not return for a
// while.
type clique struct {
	compatible []set   // by vertex: the others that it is not adjacent to
	lacks      []int   // by vertex: how many members it is not adjacent to
	near       [2]list // the vertices outside that lack none, or one
	members    list
	taboo      []int // by vertex: the step until which it does not return
	random     *rand.Rand
}

func newClique(compatible []set, r *rand.Rand) *clique {
	n := len(compatible)
	c := &clique{compatible: compatible, lacks: make([]int, n), taboo: make([]int, n), random: r}
	c.members.at = make([]int, n)
	for i := range c.near {
		c.near[i].at = make([]int, n)
	}
	for v := range n {
		c.near[0].add(v)
	}
	return c
}

// A vertex that left is taboo for at least tenure steps. An attempt ends after patience steps
// without a larger clique.
const tenure, patience = 7, 500

// grow searches for some steps and returns the members of the largest clique, in ascending order.
// It ends early with one of the size enough.
func (c *clique) grow(ctx context.Context, steps, enough int) (best []int, err error) {
	largest, since := 0, 0
	for step := 1; step <= steps && len(best) < enough; step++ {
		if step%1000 == 0 && ctx.Err() != nil {
			return nil, context.Cause(ctx)
		}
		if add, _ := c.pick(&c.near[0], step); add >= 0 {
			c.enter(add)
		} else if swap, n := c.pick(&c.near[1], step); swap >= 0 {
			out := slices.IndexFunc(c.members.of, c.compatible[swap].has)
			c.leave(c.members.of[out], step+tenure+c.random.IntN(n+1))
			c.enter(swap)
		} else if n := len(c.members.of); n > 0 {
			c.leave(c.members.of[c.random.IntN(n)], step+tenure)
		}
		if n := len(c.members.of); n > largest {
			largest, since = n, step
			if n > len(best) {
				best = append(best[:0], c.members.of...)
			}
		}
		if step-since > patience {
			for len(c.members.of) > 0 {
				c.leave(c.members.of[0], step)
			}
			clear(c.taboo)
			largest, since = 0, step
		}
	}
	slices.Sort(best)
	return best, nil
}

// pick returns a vertex of a list at random that is not taboo, -1 if there is none, and how many
// there are.
func (c *clique) pick(from *list, step int) (v, n int) {
	v = -1
	for _, u := range from.of {
		if c.taboo[u] > step {
			continue
		}
		if n++; c.random.IntN(n) == 0 {
			v = u
		}
	}
	return v, n
}

// enter makes a vertex that lacks no member one.
func (c *clique) enter(v int) {
	c.near[0].remove(v)
	c.members.add(v)
	for w, b := range c.compatible[v] {
		for ; b != 0; b &= b - 1 {
			u := 64*w + bits.TrailingZeros64(b)
			if n := c.lacks[u]; n < 2 {
				c.near[n].remove(u)
			}
			if c.lacks[u]++; c.lacks[u] < 2 {
				c.near[1].add(u)
			}
		}
	}
}

// leave takes a member out, which is taboo until a step.
func (c *clique) leave(v, until int) {
	c.taboo[v] = until
	c.members.remove(v)
	c.near[0].add(v)
	for w, b := range c.compatible[v] {
		for ; b != 0; b &= b - 1 {
			u := 64*w + bits.TrailingZeros64(b)
			if c.lacks[u] == 1 {
				c.near[1].remove(u)
			}
			if c.lacks[u]--; c.lacks[u] < 2 {
				c.near[c.lacks[u]].add(u)
			}
		}
	}
}

// A list has some vertices, each once.
type list struct {
	of []int
	at []int // by vertex: its place, if it is in the list
}

func (l *list) add(v int) {
	l.at[v] = len(l.of)
	l.of = append(l.of, v)
}

func (l *list) remove(v int) {
	last := l.of[len(l.of)-1]
	l.of[l.at[v]] = last
	l.at[last] = l.at[v]
	l.of = l.of[:len(l.of)-1]
}
