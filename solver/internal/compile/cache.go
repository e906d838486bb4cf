package compile

import (
	"bytes"
	"encoding/binary"
	"math/bits"
	"slices"

	"github.com/confspace/confspace/solver/internal/circuit"
)

// cache remembers the node of each component met. A component is remembered
// by its full packed encoding, not by a hash alone, so that an answer is never
// taken for another's.
//
// When it is full the half that was used least recently goes.
type cache struct {
	keys    []byte // the encodings, one after the other
	entries []entry
	table   []uint32 // open addressing: 1 + index of an entry; a power of two, at most half full
	limit   int64    // bytes
	clock   uint32

	key  []byte // the encoding of the component last asked for
	hash uint64

	hits, misses, evictions int64 // evictions of entries
	rounds                  int64 // calls of evict
}

type entry struct {
	hash uint64
	at   uint64 // keys[at:at+size]
	size uint32
	born uint32 // clock when stored; entries are in this order
	used uint32 // clock of the last use
	node circuit.Node
}

const entryBytes = 32 // of an entry

func newCache(limit int64) *cache { return &cache{table: make([]uint32, 1<<12), limit: limit} }

// bytes returns the memory in use. By length, not capacity: eviction makes
// room in the slices and does not shrink them.
func (c *cache) bytes() int64 {
	return int64(len(c.keys)) + entryBytes*int64(len(c.entries)) + 4*int64(len(c.table))
}

// find looks a component up and keeps its key for store.
func (c *cache) find(vars, clauses []uint32) (circuit.Node, bool) {
	c.key = appendSet(appendSet(c.key[:0], vars), clauses)
	c.hash = hashBytes(c.key)
	mask := uint64(len(c.table) - 1)
	for slot := c.hash & mask; c.table[slot] != 0; slot = (slot + 1) & mask {
		e := &c.entries[c.table[slot]-1]
		if e.hash == c.hash && bytes.Equal(c.key, c.keys[e.at:e.at+uint64(e.size)]) {
			c.clock++
			e.used = c.clock
			c.hits++
			return e.node, true
		}
	}
	c.misses++
	return 0, false
}

// store remembers the node of the component with this key, which find has
// missed, and its hash.
func (c *cache) store(key []byte, hash uint64, node circuit.Node) {
	c.clock++
	c.entries = append(c.entries, entry{hash, uint64(len(c.keys)), uint32(len(key)), c.clock, c.clock, node})
	c.keys = append(c.keys, key...)
	c.place(uint32(len(c.entries)))
	if 2*len(c.entries) > len(c.table) {
		c.rebuild(2 * len(c.table))
	}
	if c.bytes() > c.limit {
		c.evict()
	}
}

func (c *cache) place(ref uint32) {
	mask := uint64(len(c.table) - 1)
	slot := c.entries[ref-1].hash & mask
	for c.table[slot] != 0 {
		slot = (slot + 1) & mask
	}
	c.table[slot] = ref
}

func (c *cache) rebuild(size int) {
	if size != len(c.table) {
		c.table = make([]uint32, size)
	} else {
		clear(c.table)
	}
	for i := range c.entries {
		c.place(uint32(i) + 1)
	}
}

// forget drops the entries that were stored after the clock showed mark.
func (c *cache) forget(mark uint32) {
	n := len(c.entries)
	for ; n > 0 && c.entries[n-1].born > mark; n-- {
		c.unplace(uint32(n))
	}
	if n < len(c.entries) {
		c.keys = c.keys[:c.entries[n].at]
		c.entries = c.entries[:n]
	}
}

// unplace takes an entry out of the table and moves those after it up, so that
// no probe ends before its entry (Knuth, TAOCP 3, 6.4, algorithm R).
func (c *cache) unplace(ref uint32) {
	mask := uint64(len(c.table) - 1)
	hole := c.entries[ref-1].hash & mask
	for c.table[hole] != ref {
		hole = (hole + 1) & mask
	}
	c.table[hole] = 0
	for slot := (hole + 1) & mask; c.table[slot] != 0; slot = (slot + 1) & mask {
		home := c.entries[c.table[slot]-1].hash & mask
		if (slot-home)&mask >= (slot-hole)&mask {
			c.table[hole], c.table[slot] = c.table[slot], 0
			hole = slot
		}
	}
}

// evict drops the half of the entries that was used least recently.
func (c *cache) evict() {
	c.rounds++
	used := make([]uint32, len(c.entries))
	for i, e := range c.entries {
		used[i] = e.used
	}
	slices.Sort(used)
	bar := used[len(used)/2]
	kept, at := 0, uint64(0)
	for _, e := range c.entries {
		if e.used < bar {
			c.evictions++
			continue
		}
		copy(c.keys[at:], c.keys[e.at:e.at+uint64(e.size)])
		e.at = at
		at += uint64(e.size)
		c.entries[kept] = e
		kept++
	}
	c.entries, c.keys = c.entries[:kept], c.keys[:at]
	c.rebuild(len(c.table))
}

// appendSet appends an encoding of an ascending set: its size, and then either
// the differences or a bitmap from the first member to the last, whichever is
// shorter. Equal sets have equal encodings, different ones different ones, and
// no encoding begins another.
func appendSet(dst []byte, set []uint32) []byte {
	dst = binary.AppendUvarint(dst, uint64(len(set)))
	if len(set) == 0 {
		return dst
	}
	first, last := set[0], set[len(set)-1]
	dst = binary.AppendUvarint(dst, uint64(first))
	width := int(last-first)/8 + 1
	if width < len(set) {
		dst = append(dst, 0)
		dst = binary.AppendUvarint(dst, uint64(width))
		at := len(dst)
		dst = append(dst, make([]byte, width)...)
		for _, x := range set {
			dst[at+int(x-first)/8] |= 1 << ((x - first) % 8)
		}
		return dst
	}
	dst = append(dst, 1)
	for i, x := range set[1:] {
		d := x - set[i]
		for d >= 0x80 {
			dst = append(dst, byte(d)|0x80)
			d >>= 7
		}
		dst = append(dst, byte(d))
	}
	return dst
}

// hashBytes is a multiplicative hash over eight bytes at a time.
func hashBytes(b []byte) uint64 {
	const k0, k1 = 0x9E3779B97F4A7C15, 0xD6E8FEB86659FD93
	h := uint64(len(b)) * k0
	for len(b) >= 8 {
		hi, lo := bits.Mul64(h^binary.LittleEndian.Uint64(b), k1)
		h = hi ^ lo ^ k0
		b = b[8:]
	}
	var tail uint64
	for i, x := range b {
		tail |= uint64(x) << (8 * i)
	}
	hi, lo := bits.Mul64(h^tail, k1)
	h = hi ^ lo
	return h ^ h>>32
}
