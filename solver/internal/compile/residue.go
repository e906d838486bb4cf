package compile

import (
	"slices"

	"github.com/confspace/confspace/solver/internal/cnf"
)

// residues are the clauses that the search has met as what false literals leave of
// a long clause, each once. So clauses of which the same is left have the same
// residue, by number, and which one another false literal leaves of it is found
// in a table: a look-up costs what propagation costs.
//
// The first residues are the long clauses themselves, whole. Of a clause of more
// than maxResidue literals there is but one more, which stands for any part of
// it: the open variables of a component tell which.
type residues struct {
	lits    []cnf.Lit         // of all residues, one after the other, ascending
	next    []uint32          // by place in lits: what is left of the residue without that literal; 0 when not known
	from    []uint32          // residue r: lits[from[r]:from[r+1]]
	prints  []uint64          // by residue: a bit for each literal, which some share
	names   []uint64          // by residue: a clause that it is part of, by number, and how many residues of that clause are older; unlike any other's
	count   []uint32          // by long clause: names that speak of it
	table   []uint32          // open addressing: residues by content, 0 when empty; a power of two, at most half full
	shorter uint32            // residues below are whole clauses, others parts of them
	part    map[uint32]uint32 // by residue without literals, a whole clause of more than maxResidue: the one that stands for its parts

	pairs   [][]cnf.Lit // by literal: what stands in a binary clause with it
	least   [][]uint32  // by literal: whole residues of which it is the least literal
	marked  []bool      // by literal; all false between calls
	scratch []cnf.Lit
}

const (
	// gone is no residue: a clause that says nothing any more, since a clause with
	// all of its literals open is a part of it.
	gone = 1
	// firstResidue is the number of the first one.
	firstResidue = 2
	// maxResidue is the most literals of a clause whose residues are told apart: a
	// longer one has as many residues as literals at least, and as many literals
	// in each.
	maxResidue = 256
)

// newResidues returns the residues of these clauses, which are those that propagate
// and connect, ascending. The long ones among them, in order, are the residues
// from firstResidue on.
func newResidues(vars int, clauses [][]cnf.Lit) *residues {
	r := &residues{
		from: []uint32{0, 0, 0}, prints: make([]uint64, firstResidue), names: make([]uint64, firstResidue), table: make([]uint32, 1<<10),
		pairs: make([][]cnf.Lit, 2*vars+2), least: make([][]uint32, 2*vars+2), marked: make([]bool, 2*vars+2), part: map[uint32]uint32{},
	}
	var long []uint32
	for _, c := range clauses {
		if len(c) == 2 {
			r.pairs[c[0]], r.pairs[c[1]] = append(r.pairs[c[0]], c[1]), append(r.pairs[c[1]], c[0])
			continue
		}
		id := uint32(len(r.from) - 1)
		if len(c) > maxResidue {
			long, c = append(long, id), nil
		} else {
			r.least[c[0]] = append(r.least[c[0]], id)
		}
		r.count = append(r.count, 0)
		r.add(c, id-firstResidue)
	}
	r.shorter = uint32(len(r.from) - 1)
	for _, id := range long {
		r.part[id] = r.add(nil, id-firstResidue)
	}
	return r
}

// add adds a residue and returns its number.
func (r *residues) add(lits []cnf.Lit, clause uint32) uint32 {
	id := uint32(len(r.from) - 1)
	r.lits = append(r.lits, lits...)
	r.next = append(r.next, make([]uint32, len(lits))...)
	r.from = append(r.from, uint32(len(r.lits)))
	r.prints = append(r.prints, fingerprint(lits))
	r.names = append(r.names, uint64(clause)<<32|uint64(r.count[clause]))
	r.count[clause]++
	if len(lits) > 0 {
		r.place(id)
		if 2*len(r.from) > len(r.table) {
			r.table = make([]uint32, 2*len(r.table))
			for id := firstResidue; id < len(r.from)-1; id++ {
				r.place(uint32(id))
			}
		}
	}
	return id
}

// place enters a residue into the table.
func (r *residues) place(id uint32) {
	mask := uint32(len(r.table) - 1)
	slot := hashLits(r.of(id)) & mask
	for r.table[slot] != 0 {
		slot = (slot + 1) & mask
	}
	r.table[slot] = id
}

// of returns the literals of a residue; none of a part of a very long clause.
func (r *residues) of(id uint32) []cnf.Lit { return r.lits[r.from[id]:r.from[id+1]] }

// without returns what is left of a residue of a long clause, by number, when l,
// which it has, is false.
func (r *residues) without(id uint32, l cnf.Lit, clause uint32) uint32 {
	for i, last := r.from[id], r.from[id+1]; i < last; i++ {
		if r.lits[i] == l {
			if r.next[i] == 0 {
				r.next[i] = r.find(id, l, clause)
			}
			return r.next[i]
		}
	}
	if part := r.part[id]; part != 0 {
		return part
	}
	return id
}

// find makes what without returns.
func (r *residues) find(id uint32, l cnf.Lit, clause uint32) uint32 {
	rest := r.scratch[:0]
	for _, x := range r.of(id) {
		if x != l {
			rest = append(rest, x)
		}
	}
	r.scratch = rest
	mask := uint32(len(r.table) - 1)
	for slot := hashLits(rest) & mask; r.table[slot] != 0; slot = (slot + 1) & mask {
		if known := r.table[slot]; slices.Equal(r.of(known), rest) {
			if known < r.shorter {
				return gone // it is there itself
			}
			return known
		}
	}
	if r.weak(rest) {
		return gone
	}
	return r.add(rest, clause)
}

// weak reports whether a clause of two literals, or a whole one, is part of lits.
func (r *residues) weak(lits []cnf.Lit) bool {
	for _, l := range lits {
		r.marked[l] = true
	}
	defer func() {
		for _, l := range lits {
			r.marked[l] = false
		}
	}()
	bits := fingerprint(lits)
	for _, l := range lits {
		for _, x := range r.pairs[l] {
			if r.marked[x] {
				return true
			}
		}
		for _, id := range r.least[l] {
			if r.prints[id]&^bits == 0 && subset(r.of(id), lits) {
				return true
			}
		}
	}
	return false
}

// within reports whether residue a is part of b, or the same.
func (r *residues) within(a, b uint32) bool {
	return a == b || r.prints[a]&^r.prints[b] == 0 && subset(r.of(a), r.of(b))
}

// bytes returns the memory in use.
func (r *residues) bytes() int64 {
	return 8*int64(len(r.lits)) + 20*int64(len(r.from)) + 4*int64(len(r.table))
}

// fingerprint returns the bits of a clause: a part of it has no other bits.
func fingerprint(lits []cnf.Lit) (bits uint64) {
	for _, l := range lits {
		bits |= 1 << (uint32(l) * 0x9E3779B1 >> 26)
	}
	return bits
}

// subset reports whether b has all literals of a; both are ascending.
func subset(a, b []cnf.Lit) bool {
	k := 0
	for _, l := range b {
		if k < len(a) && a[k] == l {
			k++
		}
	}
	return k == len(a)
}

// hashLits mixes literals; every bit of the result depends on all of them.
func hashLits(lits []cnf.Lit) uint32 {
	const odd = 0x9E3779B97F4A7C15
	h := uint64(len(lits))
	for _, l := range lits {
		h = (h ^ uint64(l)) * odd
		h ^= h >> 29
	}
	return uint32(h >> 16)
}
