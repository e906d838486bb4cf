package encode

import (
	"cmp"
	"encoding/binary"
	"math"
	"slices"

	"github.com/confspace/confspace/solver/internal/cnf"
)

// term is a literal that counts coef when it holds. Magnitudes sum to at most
// rules.MaxMagnitude, so that nothing below overflows.
type term struct {
	lit  cnf.Lit
	coef int64
}

// layer is a many-valued decision of a diagram: at most one of its choices
// holds.
type layer struct {
	choices []term
	some    cnf.Lit // holds exactly when one of the choices does
}

// diagram is a reduced decision diagram of "the sum of the choices is at most a
// bound", one layer below the other. It is built first and then, if it was not
// too large, encoded with one auxiliary per node.
//
// A node of a layer stands for an interval of bounds on the rest of the sum for
// which the rest is one and the same function (Abío, Nieuwenhuis, Oliveras,
// Rodríguez-Carbonell and Mayer-Eichberger, "A New Look at BDDs for
// Pseudo-Boolean Constraints", JAIR 45, 2012), here with one layer per family
// in place of one per option: a family of ten options whose values differ has
// ten outcomes, not a thousand.
type diagram struct {
	layers   []layer
	low, top []int64  // least and greatest sum of the layers from i on
	spans    [][]span // of each layer, disjoint and ascending
	nodes    []node   // children before parents; 0 is false, 1 is true
	known    map[string]int32
	room     int // spans that may still be made; there are at least as many as nodes
}

// node branches on its layer: to children[j] when choice j holds, to the last
// child when none does.
type node struct {
	layer    int
	children []int32
}

// span says that for every bound lo..hi the sum of the layers from some i on is
// within it exactly when node says so.
type span struct {
	lo, hi int64
	node   int32
}

// newDiagram prepares the layers; their order decides the size.
func newDiagram(layers []layer, limit int) *diagram {
	d := &diagram{
		layers: layers, spans: make([][]span, len(layers)), nodes: make([]node, 2),
		low: make([]int64, len(layers)+1), top: make([]int64, len(layers)+1),
		known: map[string]int32{}, room: limit,
	}
	for i, l := range slices.Backward(layers) {
		least, most := int64(0), int64(0)
		if l.some == yes {
			least, most = l.choices[0].coef, l.choices[0].coef
		}
		for _, c := range l.choices {
			least, most = min(least, c.coef), max(most, c.coef)
		}
		d.low[i], d.top[i] = least+d.low[i+1], most+d.top[i+1]
	}
	return d
}

// build returns the span of a bound on the sum of the layers from i on, and
// reports false when that takes too many nodes. The depth of the recursion is
// the number of layers.
func (d *diagram) build(i int, bound int64) (span, bool) {
	if bound >= d.top[i] {
		return span{lo: d.top[i], hi: math.MaxInt64, node: 1}, true
	}
	if bound < d.low[i] {
		return span{lo: math.MinInt64, hi: d.low[i] - 1, node: 0}, true
	}
	at, found := slices.BinarySearchFunc(d.spans[i], bound, span.side)
	if found {
		return d.spans[i][at], true
	}
	if d.room--; d.room < 0 {
		return span{}, false
	}
	l := d.layers[i]
	s := span{lo: math.MinInt64, hi: math.MaxInt64}
	children := make([]int32, len(l.choices)+1)
	for j, c := range l.choices {
		child, ok := d.build(i+1, bound-c.coef)
		if !ok {
			return span{}, false
		}
		children[j] = child.node
		s.narrow(child, c.coef)
	}
	if l.some == yes {
		children[len(l.choices)] = children[0]
	} else {
		child, ok := d.build(i+1, bound)
		if !ok {
			return span{}, false
		}
		children[len(l.choices)] = child.node
		s.narrow(child, 0)
	}
	s.node = d.node(i, children)
	d.spans[i] = slices.Insert(d.spans[i], at, s) // the calls above inserted below i only
	return s, true
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

// side says where the span lies from a bound: below, around or above it.
func (s span) side(bound int64) int {
	switch {
	case s.hi < bound:
		return -1
	case s.lo > bound:
		return 1
	}
	return 0
}

// narrow limits s to the bounds for which child, reached by spending coef, is
// still the same function.
func (s *span) narrow(child span, coef int64) {
	if child.lo != math.MinInt64 {
		s.lo = max(s.lo, child.lo+coef)
	}
	if child.hi != math.MaxInt64 {
		s.hi = min(s.hi, child.hi+coef)
	}
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
	for j, c := range children {
		o := l.choices[j].lit
		g.define(o.Not(), n.Not(), c)
		g.define(o.Not(), n, c.Not())
	}
	g.define(l.some, n.Not(), none)
	g.define(l.some, n, none.Not())
	return n
}

// byWeight orders layers so that the weightiest decisions come first, which
// keeps diagrams narrow; ties by first literal, so that there is one order.
func byWeight(layers []layer) {
	weight := func(l layer) (w int64) {
		for _, c := range l.choices {
			w = max(w, c.coef, -c.coef)
		}
		return w
	}
	slices.SortFunc(layers, func(a, b layer) int {
		return cmp.Or(cmp.Compare(weight(b), weight(a)), cmp.Compare(a.choices[0].lit, b.choices[0].lit))
	})
}
