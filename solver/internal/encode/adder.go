package encode

import (
	"math/bits"

	"github.com/confspace/confspace/solver/internal/cnf"
)

// sumAtMost returns a literal for "the coefficients of the terms that hold sum
// to at most bound" by adding in binary: bits and terms bound its size, whatever
// the values. It propagates worse than a diagram and makes circuits larger; it
// is for sums whose diagram would be too large.
//
// Coefficients must not be negative.
func (g *gates) sumAtMost(terms []term, bound int64) cnf.Lit {
	if bound < 0 {
		return no
	}
	var columns [][]cnf.Lit // columns[b]: literals that count 2^b
	put := func(b int, l cnf.Lit) {
		for len(columns) <= b {
			columns = append(columns, nil)
		}
		if l != no {
			columns[b] = append(columns[b], l)
		}
	}
	for _, t := range terms {
		for b := range bits.Len64(uint64(t.coef)) {
			if t.coef>>b&1 == 1 {
				put(b, t.lit)
			}
		}
	}
	// Three of a column become one of it and one of the next.
	for b := 0; b < len(columns); b++ {
		for len(columns[b]) > 1 {
			c := columns[b]
			x, y, z := c[0], c[1], no
			rest := c[2:]
			if len(rest) > 0 {
				z, rest = rest[0], rest[1:]
			}
			columns[b] = append(rest, g.xor(g.xor(x, y), z))
			put(b+1, g.majority(x, y, z))
		}
	}
	// From the lowest bit up: the part so far is within the bound's.
	within := yes
	for b := range max(len(columns), bits.Len64(uint64(bound))) {
		bit := no
		if b < len(columns) && len(columns[b]) == 1 {
			bit = columns[b][0]
		}
		if bound>>b&1 == 1 {
			within = g.or([]cnf.Lit{bit.Not(), within})
		} else {
			within = g.and([]cnf.Lit{bit.Not(), within})
		}
	}
	return within
}

func (g *gates) xor(a, b cnf.Lit) cnf.Lit { return g.iff(a, b).Not() }

// majority returns a literal for "two of the three hold".
func (g *gates) majority(a, b, c cnf.Lit) cnf.Lit {
	return g.ite(a, g.or([]cnf.Lit{b, c}), g.and([]cnf.Lit{b, c}))
}
