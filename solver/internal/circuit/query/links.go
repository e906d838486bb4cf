package query

import (
	"github.com/confspace/confspace/solver/internal/circuit"
	"github.com/confspace/confspace/solver/internal/cnf"
)

// links are the reversed edges of a circuit, for queries that fix one option
// after the other: they see the changes of an option without a pass over the
// rest. Here a node is an inner node's place, n-inner, and one more node,
// the last, is an And with the root as its only child, so that even a root
// that is a literal has a parent.
//
// Links leave out auxiliaries: no query fixes one, so their literals always count
// one. Only Ands have leaves as children: the builder turns an Or over its decision
// variable alone into an open option, and an auxiliary cannot have both values. Links
// also leave out bundles: their leaves are those of their parent Ands. A bundle that
// is a child of an Or, or the root, is an ordinary And.
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

// newLinks takes two passes over the circuit.
func newLinks(ms *Models) *links {
	a := &ms.arena
	top := len(a.Decides)
	k := &links{
		top: uint32(top), open: make([]int32, top+1), refs: make([]int32, top+1),
		kids: adjacent{starts: make([]uint32, top+2)}, parents: adjacent{starts: make([]uint32, top+2)},
		facts: adjacent{starts: make([]uint32, 2*a.Options+3)}, opens: adjacent{starts: make([]uint32, a.Options+2)},
	}
	k.each(ms, func(list *adjacent, at, _ uint32) { list.starts[at+1]++ })
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
	k.each(ms, func(list *adjacent, at, item uint32) {
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

// bytes returns the memory of the lists.
func (k *links) bytes() int64 {
	n := len(k.open) + len(k.refs)
	for _, list := range []*adjacent{&k.kids, &k.parents, &k.facts, &k.opens} {
		n += len(list.starts) + len(list.items)
	}
	return 4 * int64(n)
}

// each calls add for every entry of every list, in ascending order of nodes.
func (k *links) each(ms *Models, add func(list *adjacent, at, item uint32)) {
	a := &ms.arena
	hidden := ms.hidden()
	var scratch []circuit.Node
	for n := range k.top + 1 {
		if int(n) < len(hidden) && hidden[n] {
			continue
		}
		children := []circuit.Node{a.Root}
		if n != k.top {
			children, scratch = ms.children(scratch, ms.inner+circuit.Node(n))
		}
		for _, child := range children {
			switch {
			case child >= ms.inner:
				add(&k.kids, n, uint32(child-ms.inner))
				add(&k.parents, uint32(child-ms.inner), n)
			case !a.Leaf(child):
				add(&k.opens, uint32(a.FreeVar(child)), n)
			case child > circuit.True && int(cnf.Lit(child).Var()) <= a.Options:
				add(&k.facts, uint32(child), n)
			}
		}
	}
}
