package query

import (
	"math"
	"slices"

	"github.com/confspace/confspace/solver/internal/circuit"
)

// maxLeaves bounds the edges with dissolved bundles, as a multiple of the circuit's
// edges. Car lines have two to seven times as many; only an artificial circuit has
// more, and then bundles are ordinary nodes.
const maxLeaves = 64

// findUpper returns the first node that is not a bundle to dissolve.
func (ms *Models) findUpper() circuit.Node {
	a, n := &ms.arena, ms.arena.Bundles()
	sizes := make([]int64, n) // leaves of bundles
	total := int64(0)
	for i, v := range a.Decides {
		size := int64(0)
		for _, child := range a.Children(ms.inner + circuit.Node(i)) {
			if v == 0 && child >= ms.inner && child < ms.inner+circuit.Node(n) {
				size += sizes[child-ms.inner]
			} else {
				size++
			}
		}
		size = min(size, math.MaxInt32) // of so many nodes the total has 62 bits
		if i < n {
			sizes[i] = size
		} else {
			total += size
		}
	}
	if total > maxLeaves*int64(len(a.Edges)) {
		return ms.inner
	}
	return ms.inner + circuit.Node(n)
}

// children returns the children of inner node n, those of an And with the leaves of
// bundles in their place, so that an And has the options that a query fixes as direct
// children. They are the arena's or in scratch, which is returned as it has grown.
func (ms *Models) children(scratch []circuit.Node, n circuit.Node) (children, grown []circuit.Node) {
	children = ms.arena.Children(n)
	if ms.arena.Decides[n-ms.inner] != 0 {
		return children, scratch
	}
	first, _ := slices.BinarySearch(children, ms.inner)
	last, _ := slices.BinarySearch(children, ms.upper())
	if first == last {
		return children, scratch
	}
	scratch = append(append(scratch[:0], children[:first]...), children[last:]...)
	for _, bundle := range children[first:last] {
		scratch = ms.appendLeaves(scratch, bundle)
	}
	return scratch, scratch
}

// appendLeaves appends the literals and the options left open of a bundle.
func (ms *Models) appendLeaves(dst []circuit.Node, bundle circuit.Node) []circuit.Node {
	for _, child := range ms.arena.Children(bundle) {
		if child < ms.inner {
			dst = append(dst, child)
		} else {
			dst = ms.appendLeaves(dst, child)
		}
	}
	return dst
}

// hidden returns, by inner node before the first Or, whether only Ands have it.
func (ms *Models) hidden() []bool {
	upper := ms.upper()
	hidden := slices.Repeat([]bool{true}, int(upper-ms.inner))
	show := func(n circuit.Node) {
		if n >= ms.inner && n < upper {
			hidden[n-ms.inner] = false
		}
	}
	show(ms.arena.Root)
	for i, v := range ms.arena.Decides {
		if v != 0 {
			for _, child := range ms.arena.Children(ms.inner + circuit.Node(i)) {
				show(child)
			}
		}
	}
	return hidden
}
