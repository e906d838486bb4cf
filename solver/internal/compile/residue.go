package compile

import (
	"slices"

	"github.com/confspace/confspace/solver/internal/cnf"
)

// residues are the rests of long clauses without their false literals that the
// search has met, each once: clauses with equal rests have the same residue. A
// table gives the residue after one more false literal, so a look-up costs as much
// as propagation. A car line has some thousands.
//
// The first residues are the long clauses themselves, whole. A vague residue stands
// for any part of one clause: the open variables of a component tell which. A
// clause of more than maxResidue literals has only a vague residue, and so has
// every clause when there is no room.
type residues struct {
	lits    []cnf.Lit // of all residues, one after the other, ascending; none of a vague one
	next    []uint32  // by place in lits: the residue without that literal; 0 when not known
	from    []uint32  // residue r: lits[from[r]:from[r+1]]
	prints  []uint64  // by residue: a bit for each literal, shared by some literals
	names   []uint64  // by residue: the number of a clause that contains it, and the number of older residues with that clause
	table   []uint32  // open addressing: residues by content, 0 when empty; a power of two, at most half full
	shorter uint32    // residues below are whole clauses
	limit   int64     // bytes

	count   []uint32    // by long clause: residues with it in their names
	vague   []uint32    // by long clause: its vague residue, 0 when there is none
	pairs   [][]cnf.Lit // by literal: the literals in binary clauses with it
	least   [][]uint32  // by literal: whole residues of which it is the least literal
	marked  []bool      // by literal; all false between calls
	scratch []cnf.Lit
}

const (
	// gone is not a residue: it stands for a clause that is redundant, since it
	// contains another clause whose literals are all open.
	gone = 1
	// firstResidue is the number of the first one.
	firstResidue = 2
	// maxResidue is the greatest length of a clause with exact residues: a longer
	// one has at least as many residues as literals, and nearly as many literals
	// in each.
	maxResidue = 256
	// residueBytes is far beyond real use: the largest published car line takes 2
	// MB.
	residueBytes = 64 << 20
)

// newResidues returns the residues of these clauses, which are those that propagate
// and connect, ascending. The long ones among them, in order, are the residues
// from firstResidue on.
func newResidues(vars int, clauses [][]cnf.Lit) *residues {
	r := &residues{
		from: make([]uint32, firstResidue+1), prints: make([]uint64, firstResidue), names: make([]uint64, firstResidue),
		table: make([]uint32, 1<<10), limit: residueBytes,
		pairs: make([][]cnf.Lit, 2*vars+2), least: make([][]uint32, 2*vars+2), marked: make([]bool, 2*vars+2),
	}
	for _, c := range clauses {
		if len(c) == 2 {
			r.pairs[c[0]], r.pairs[c[1]] = append(r.pairs[c[0]], c[1]), append(r.pairs[c[1]], c[0])
			continue
		}
		k := uint32(len(r.count))
		r.count, r.vague = append(r.count, 0), append(r.vague, 0)
		if len(c) > maxResidue {
			c = nil
		} else {
			r.least[c[0]] = append(r.least[c[0]], uint32(len(r.names)))
		}
		r.add(c, k)
	}
	r.shorter = uint32(len(r.names))
	return r
}

// add adds a residue of a long clause and returns its number.
func (r *residues) add(lits []cnf.Lit, clause uint32) uint32 {
	id := uint32(len(r.names))
	r.lits = append(r.lits, lits...)
	r.next = append(r.next, make([]uint32, len(lits))...)
	r.from = append(r.from, uint32(len(r.lits)))
	r.prints = append(r.prints, cnf.Fingerprint(lits))
	r.names = append(r.names, uint64(clause)<<32|uint64(r.count[clause]))
	r.count[clause]++
	if len(lits) == 0 {
		return id
	}
	if 2*len(r.names) <= len(r.table) {
		r.place(id)
		return id
	}
	r.table = make([]uint32, 2*len(r.table))
	for id := range r.names {
		if len(r.of(uint32(id))) > 0 {
			r.place(uint32(id))
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

// of returns the literals of a residue, none of a vague one.
func (r *residues) of(id uint32) []cnf.Lit { return r.lits[r.from[id]:r.from[id+1]] }

// without returns the residue of a residue of a long clause, by number, when its
// literal l is false.
func (r *residues) without(id uint32, l cnf.Lit, clause uint32) uint32 {
	for i, last := r.from[id], r.from[id+1]; i < last; i++ {
		if r.lits[i] != l {
			continue
		}
		if r.next[i] != 0 {
			return r.next[i]
		}
		if rest := r.find(id, l); rest != 0 {
			r.next[i] = rest
			return rest
		}
		if rest := r.scratch; r.bytes() < r.limit {
			r.next[i] = r.add(rest, clause)
			return r.next[i]
		}
	}
	return r.unknown(clause)
}

// unknown returns the vague residue of a clause. It stands for parts of this
// clause only, so no residue that several clauses may have leads to it.
func (r *residues) unknown(clause uint32) uint32 {
	if r.vague[clause] == 0 {
		r.vague[clause] = r.add(nil, clause)
	}
	return r.vague[clause]
}

// find returns the residue of a residue without l; if it is not known, 0, and its
// literals are in scratch.
func (r *residues) find(id uint32, l cnf.Lit) uint32 {
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
				return gone // the other clause is present itself
			}
			return known
		}
	}
	if r.says(rest) {
		return gone
	}
	return 0
}

// says reports whether a clause of two literals, or a whole one, is part of lits.
func (r *residues) says(lits []cnf.Lit) bool {
	for _, l := range lits {
		r.marked[l] = true
	}
	defer func() {
		for _, l := range lits {
			r.marked[l] = false
		}
	}()
	bits := cnf.Fingerprint(lits)
	for _, l := range lits {
		for _, x := range r.pairs[l] {
			if r.marked[x] {
				return true
			}
		}
		for _, id := range r.least[l] {
			if r.prints[id]&^bits == 0 && cnf.Subset(r.of(id), lits) {
				return true
			}
		}
	}
	return false
}

// within reports whether residue a is part of b, or the same.
func (r *residues) within(a, b uint32) bool {
	return a == b || r.prints[a]&^r.prints[b] == 0 && cnf.Subset(r.of(a), r.of(b))
}

// bytes returns the memory in use.
func (r *residues) bytes() int64 {
	return 8*int64(len(r.lits)) + 20*int64(len(r.names)) + 4*int64(len(r.table))
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
