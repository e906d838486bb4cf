package encode

import (
	"cmp"
	"math"
	"slices"
)

// sums builds the diagram of "the sum of the choices is at most a bound".
//
// A node of a layer stands for an interval of bounds on the rest of the sum for
// which the rest is the same function (Abío, Nieuwenhuis, Oliveras,
// Rodríguez-Carbonell and Mayer-Eichberger, "A New Look at BDDs for
// Pseudo-Boolean Constraints", JAIR 45, 2012), here with a layer per family.
type sums struct {
	*diagram
	low, top []int64  // least and greatest sum of the layers from i on
	spans    [][]span // of each layer, disjoint and ascending
	room     int      // spans that may still be made; at least as many as nodes
	poll     *poll
}

// span says that for every bound lo..hi the sum of the layers from some i on is
// within it exactly when node says so.
type span struct {
	lo, hi int64
	node   int32
}

// newSums prepares the layers; their order decides the size.
func newSums(layers []layer, limit int, p *poll) *sums {
	d := &sums{
		poll:    p,
		diagram: newDiagram(layers), spans: make([][]span, len(layers)), room: limit,
		low: make([]int64, len(layers)+1), top: make([]int64, len(layers)+1),
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
// reports false when that takes too many nodes or the context has ended. The depth of the recursion is
// the number of layers.
func (d *sums) build(i int, bound int64) (span, bool) {
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
	if d.room--; d.room < 0 || d.poll.ended() {
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

// chain notes that of two nodes of a layer the one for lesser bounds implies the
// other. That follows from their definitions, but a search would find it only
// layer by layer.
func (d *sums) chain() {
	for _, spans := range d.spans {
		var chain []int32
		for _, s := range spans {
			chain = append(chain, s.node)
		}
		d.chains = append(d.chains, chain)
	}
}

// side says whether the span lies below, around or above a bound.
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

// byWeight orders layers by weight, the heaviest first, which keeps
// diagrams narrow; ties go by first literal, so that the order is unique.
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
