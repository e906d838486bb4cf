package compile

import (
	"math/bits"
	"slices"
)

// part is up to 64 neighbouring members of a set of variables or clauses: bit k
// says whether 64*at+k belongs to it. A set is its non-empty parts, ascending
// by place; or, in scratch, all bits by place.
type part struct {
	bits uint64
	at   uint32
}

// least returns the least member of p, which has one.
func (p part) least() uint32 { return 64*p.at + uint32(bits.TrailingZeros64(p.bits)) }

// appendParts appends the parts of an ascending list, in which members may be
// repeated.
func appendParts(dst []part, set []uint32) []part {
	first := len(dst)
	for _, x := range set {
		if n := len(dst); n == first || dst[n-1].at != x/64 {
			dst = append(dst, part{at: x / 64})
		}
		dst[len(dst)-1].bits |= 1 << (x % 64)
	}
	return dst
}

// appendRange appends the parts of from..to-1.
func appendRange(dst []part, from, to int) []part {
	for x := from; x < to; x = (x/64 + 1) * 64 {
		p := part{^uint64(0) << (x % 64), uint32(x / 64)}
		if to < (x/64+1)*64 {
			p.bits &= 1<<(to%64) - 1
		}
		dst = append(dst, p)
	}
	return dst
}

// load writes parts to their places.
func load(words []uint64, set []part) {
	for _, p := range set {
		words[p.at] = p.bits
	}
}

// unload appends the parts of words at the places of within, and clears them
// there.
func unload(dst []part, words []uint64, within []part) []part {
	for _, p := range within {
		if w := words[p.at]; w != 0 {
			dst = append(dst, part{w, p.at})
			words[p.at] = 0
		}
	}
	return dst
}

// meets reports whether a set has a member in words.
func meets(set []part, words []uint64) bool {
	for _, p := range set {
		if p.bits&words[p.at] != 0 {
			return true
		}
	}
	return false
}

// common returns the number of members of a set in words.
func common(set []part, words []uint64) int {
	n := 0
	for _, p := range set {
		n += bits.OnesCount64(p.bits & words[p.at])
	}
	return n
}

// rows is a table of sets in one run of memory: set i is
// parts[from[i]:from[i+1]]. Its memory is linear in the number of members.
type rows struct {
	parts []part
	from  []uint32
}

func (r *rows) row(i uint32) []part { return r.parts[r.from[i]:r.from[i+1]] }

// newRows makes the table of these sets, which it sorts.
func newRows(sets [][]uint32) rows {
	r := rows{from: make([]uint32, 1, len(sets)+1)}
	for _, set := range sets {
		slices.Sort(set)
		r.parts = appendParts(r.parts, set)
		r.from = append(r.from, uint32(len(r.parts)))
	}
	return r
}
