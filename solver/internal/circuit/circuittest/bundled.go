package circuittest

import (
	"fmt"
	"math/rand/v2"
	"slices"

	"github.com/confspace/confspace/solver/internal/circuit"
	"github.com/confspace/confspace/solver/internal/cnf"
)

// Bundled returns a circuit of the same models in which some leaves of Ands are in Ands
// of their own, which may contain others: all before the other nodes, as
// circuit.Builder places them, or anywhere.
func Bundled(c *circuit.Circuit, r *rand.Rand) *circuit.Circuit {
	b := &bundler{
		Rand: r, from: c.Arena(), decided: map[circuit.Node][]circuit.Node{}, known: map[string]circuit.Node{},
	}
	b.to = circuit.Arena{Vars: b.from.Vars, Options: b.from.Options, Starts: []uint32{0}, Decides: []cnf.Var{}, Edges: []circuit.Node{}}
	for i, v := range b.from.Decides {
		if v != 0 {
			children := b.from.Children(b.from.Inner() + circuit.Node(i))
			b.decided[children[0]] = append(b.decided[children[0]], circuit.Lit(cnf.Pos(v)))
			b.decided[children[1]] = append(b.decided[children[1]], circuit.Lit(cnf.Neg(v)))
		}
	}
	first := r.IntN(2) == 0
	lists := make([][]circuit.Node, len(b.from.Decides))
	place := map[circuit.Node]circuit.Node{}
	for i, v := range b.from.Decides {
		n := b.from.Inner() + circuit.Node(i)
		if lists[i] = b.from.Children(n); v == 0 {
			lists[i] = b.bundle(n, lists[i])
		}
		if !first {
			place[n] = b.node(v, lists[i], place)
		}
	}
	for i, v := range b.from.Decides {
		if n := b.from.Inner() + circuit.Node(i); first {
			place[n] = b.node(v, lists[i], place)
		}
	}
	b.to.Root = moved(b.from.Root, place)
	return b.to.Circuit()
}

type bundler struct {
	*rand.Rand
	from, to circuit.Arena
	decided  map[circuit.Node][]circuit.Node // literals that must stay children of a node of from
	known    map[string]circuit.Node         // nodes of to
}

// made marks nodes of to in lists of those of from.
const made = 1 << 31

// bundle moves some leaves of And n into Ands of their own.
func (b *bundler) bundle(n circuit.Node, children []circuit.Node) []circuit.Node {
	children = slices.Clone(children)
	for b.IntN(3) > 0 {
		var bundle, rest []circuit.Node
		for _, child := range children {
			leaf := child < b.from.Inner() || child >= made
			if leaf && !slices.Contains(b.decided[n], child) && b.IntN(3) > 0 {
				bundle = append(bundle, child)
			} else {
				rest = append(rest, child)
			}
		}
		if len(bundle) > 1 && len(rest) > 0 {
			children = append(rest, made|b.node(0, bundle, nil))
		}
	}
	return children
}

func moved(n circuit.Node, place map[circuit.Node]circuit.Node) circuit.Node {
	if to, ok := place[n]; ok {
		return to
	}
	return n &^ made
}

// node returns the node of to with these children.
func (b *bundler) node(v cnf.Var, children []circuit.Node, place map[circuit.Node]circuit.Node) circuit.Node {
	var list []circuit.Node
	for _, child := range children {
		list = append(list, moved(child, place))
	}
	if v == 0 {
		slices.Sort(list)
	}
	key := fmt.Sprint(v, list)
	n, ok := b.known[key]
	if !ok {
		n = b.to.Inner() + circuit.Node(len(b.to.Decides))
		b.known[key] = n
		b.to.Decides = append(b.to.Decides, v)
		b.to.Edges = append(b.to.Edges, list...)
		b.to.Starts = append(b.to.Starts, uint32(len(b.to.Edges)))
	}
	return n
}
