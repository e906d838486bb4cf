package encode

import (
	"encoding/binary"
	"slices"

	"github.com/confspace/confspace/solver/internal/cnf"
)

// layer is a many-valued decision of a diagram: at most one of its choices
// holds; if it is ranked, the first one that holds is taken.
type layer struct {
	choices []term
	some    cnf.Lit // holds exactly when one of the choices does
	ranked  bool
}

// diagram is a reduced decision diagram, one layer below the other: each node is
// a function of the choices of the layers. A family that takes one of ten options
// is one layer with ten outcomes, not ten layers with a thousand.
type diagram struct {
	layers []layer
	nodes  []node // children before parents; 0 is false, 1 is true
	known  map[string]int32
	chains [][]int32 // nodes of which each implies the next
}

// node branches on its layer: to children[j] when choice j holds, to the last
// child when none does.
type node struct {
	layer    int
	children []int32
}

func newDiagram(layers []layer) *diagram {
	return &diagram{layers: layers, nodes: make([]node, 2), known: map[string]int32{}}
}

// node returns the node of a layer with the given children.
func (d *diagram) node(layer int, children []int32) int32 {
	if same := slices.Max(children); same == slices.Min(children) {
		return same
	}
	key := binary.LittleEndian.AppendUint32(make([]byte, 0, 4*len(children)+4), uint32(layer))
	for _, c := range children {
		key = binary.LittleEndian.AppendUint32(key, uint32(c))
	}
	n, ok := d.known[string(key)]
	if !ok {
		n = int32(len(d.nodes))
		d.nodes = append(d.nodes, node{layer, children})
		d.known[string(key)] = n
	}
	return n
}

// literal encodes the nodes below a root and returns the root's literal.
func (d *diagram) literal(g *gates, root int32) cnf.Lit {
	needed := make([]bool, max(root+1, 2))
	needed[root] = true
	for n := root; n > 1; n-- {
		if needed[n] {
			for _, c := range d.nodes[n].children {
				needed[c] = true
			}
		}
	}
	lits := make([]cnf.Lit, len(needed))
	lits[0], lits[1] = no, yes
	for n := int32(2); n <= root; n++ {
		if !needed[n] {
			continue
		}
		children := make([]cnf.Lit, len(d.nodes[n].children))
		for j, c := range d.nodes[n].children {
			children[j] = lits[c]
		}
		last := len(children) - 1
		lits[n] = g.choose(d.layers[d.nodes[n].layer], children[:last], children[last])
	}
	for _, chain := range d.chains {
		last := no
		for _, n := range chain {
			if int(n) < len(lits) && needed[n] && lits[n] != last {
				g.define(last.Not(), lits[n])
				last = lits[n]
			}
		}
	}
	return lits[root]
}

// choose returns a literal that equals children[j] when choice j of the layer
// holds, and none when no choice does.
func (g *gates) choose(l layer, children []cnf.Lit, none cnf.Lit) cnf.Lit {
	if len(children) == 1 && l.some == l.choices[0].lit {
		return g.ite(l.some, children[0], none)
	}
	inputs := make([]cnf.Lit, 0, 2*len(children)+2)
	for j, c := range children {
		inputs = append(inputs, l.choices[j].lit, c)
	}
	n, ok := g.gate('*', append(inputs, l.some, none)...)
	if ok {
		return n
	}
	var earlier, possible []cnf.Lit
	sparse := sparse(l, children)
	for j, c := range children {
		o := l.choices[j].lit
		if sparse && c == no {
			continue
		}
		possible = append(possible, o)
		g.define(append(earlier, o.Not(), n.Not(), c)...)
		g.define(append(earlier, o.Not(), n, c.Not())...)
		if l.ranked {
			earlier = append(earlier, o)
		}
	}
	if sparse { // at most one choice holds, so this denies n to the others
		if none != no {
			possible = append(possible, l.some.Not())
		}
		g.define(append(possible, n.Not())...)
	}
	g.define(l.some, n.Not(), none)
	g.define(l.some, n, none.Not())
	return n
}

// maxDenied is the greatest number of choices that a node denies one by
// one.
const maxDenied = 8

// sparse reports whether one clause over the choices that keep a node possible
// is better than a clause for each of the others: a row of a table names one
// option of forty.
func sparse(l layer, children []cnf.Lit) bool {
	denied := 0
	for _, c := range children {
		if c == no {
			denied++
		}
	}
	return denied > maxDenied && !l.ranked
}
