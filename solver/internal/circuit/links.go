package circuit

import (
	"sync"

	"github.com/confspace/confspace/solver/internal/cnf"
)

// links are the edges of a circuit the other way round, for queries that fix
// one option after the other: they see what an option changes without a pass
// over the rest. Here a node is an inner node's place, n-inner, and one more
// node, the last, is an And with the root as its only child, so that even a
// root that is a literal has a parent.
//
// Auxiliaries do not show: no query fixes one, so that their literals always
// weigh one. And only Ands have children that are no inner nodes: of an Or over
// nothing but its decision variable, an option, the builder makes an option
// left open, and an auxiliary cannot go both ways.
type links struct {
	top     uint32   // the node above the root
	kids    adjacent // by node: its children that are inner nodes
	parents adjacent // by node: those that have it as a child
	facts   adjacent // by literal of an option: Ands that have it as a child
	opens   adjacent // by option: Ands that have it, left open, as a child
	open    []int32  // by And: how many options it leaves open, each of which doubles its models
	refs    []int32  // by node: how many parents it has
}

// adjacent holds a list for each of 0..n-1; that of i is
// items[starts[i]:starts[i+1]].
type adjacent struct{ starts, items []uint32 }

func (a *adjacent) of(i uint32) []uint32 { return a.items[a.starts[i]:a.starts[i+1]] }

// lazyLinks makes the links when the first query asks for them.
type lazyLinks struct {
	once sync.Once
	made *links
}

func (c *Circuit) links() *links {
	c.pool.links.once.Do(func() { c.pool.links.made = newLinks(c) })
	return c.pool.links.made
}

// newLinks takes two passes over the circuit.
func newLinks(c *Circuit) *links {
	top := len(c.decides)
	k := &links{
		top: uint32(top), open: make([]int32, top+1), refs: make([]int32, top+1),
		kids: adjacent{starts: make([]uint32, top+2)}, parents: adjacent{starts: make([]uint32, top+2)},
		facts: adjacent{starts: make([]uint32, 2*c.options+3)}, opens: adjacent{starts: make([]uint32, c.options+2)},
	}
	k.each(c, func(list *adjacent, at, _ uint32) { list.starts[at+1]++ })
	for _, list := range []*adjacent{&k.kids, &k.parents, &k.facts, &k.opens} {
		for i := 1; i < len(list.starts); i++ {
			list.starts[i] += list.starts[i-1]
		}
		list.items = make([]uint32, list.starts[len(list.starts)-1])
	}
	filled := map[*adjacent][]uint32{}
	for _, list := range []*adjacent{&k.kids, &k.parents, &k.facts, &k.opens} {
		filled[list] = append([]uint32(nil), list.starts...)
	}
	k.each(c, func(list *adjacent, at, item uint32) {
		next := filled[list]
		list.items[next[at]] = item
		next[at]++
	})
	for _, n := range k.opens.items {
		k.open[n]++
	}
	for _, kid := range k.kids.items {
		k.refs[kid]++
	}
	k.refs[top] = 1
	return k
}

// each calls add for every entry of every list, in ascending order of nodes.
func (k *links) each(c *Circuit, add func(list *adjacent, at, item uint32)) {
	for n := range k.top + 1 {
		for _, child := range k.children(c, n) {
			switch {
			case child >= c.inner:
				add(&k.kids, n, uint32(child-c.inner))
				add(&k.parents, uint32(child-c.inner), n)
			case int(child) >= 2*c.vars+2:
				add(&k.opens, uint32(c.freeVar(child)), n)
			case child > True && int(cnf.Lit(child).Var()) <= c.options:
				add(&k.facts, uint32(child), n)
			}
		}
	}
}

// children returns all children of node n.
func (k *links) children(c *Circuit, n uint32) []Node {
	if n == k.top {
		return []Node{c.root}
	}
	return c.children(c.inner + Node(n))
}
