package compile

import (
	"bytes"
	"encoding/binary"
	"math"
	"math/bits"
	"slices"

	"github.com/confspace/confspace/solver/internal/circuit"
)

// cache remembers the node of each component met. A component is remembered
// by its full key, not by a hash alone, so that two components are never
// confused.
//
// When it is full the half that was used least recently goes.
type cache struct {
	chunks  [][]byte // the keys, one after the other; a key lies in one chunk
	entries []entry
	table   []uint32 // open addressing: 1 + index of an entry; a power of two, at most half full
	held    int64    // bytes of all keys
	limit   int64    // bytes
	most    uint32   // entries
	clock   uint64   // stores and hits

	key  []byte // of the last component looked up
	hash uint64

	hits, misses, evictions int64 // evictions of entries
	rounds                  int64 // calls of evict
}

// entry is a component remembered. Its clocks have 64 bits: 32 bits would
// overflow within hours, and forget would then keep wrong entries.
type entry struct {
	hash  uint64
	born  uint64 // clock when stored; entries are in this order
	used  uint64 // clock of the last use
	chunk uint32
	at    uint32 // the key is chunks[chunk][at:at+size]
	size  uint32
	node  circuit.Node
}

const (
	entryBytes = 40      // of an entry
	chunkBytes = 1 << 19 // of a chunk, or a key that is longer
)

func newCache(limit int64) *cache {
	return &cache{table: make([]uint32, 1<<12), limit: limit, most: math.MaxUint32} // 1 + index, in a table of 32 bits
}

// bytes returns the memory in use. It counts lengths, not capacities:
// eviction makes room in the slices and does not shrink them.
func (c *cache) bytes() int64 {
	return c.held + entryBytes*int64(len(c.entries)) + 4*int64(len(c.table))
}

// find looks a component up and keeps its key for store.
func (c *cache) find(vars []part, names []uint64) (circuit.Node, bool) {
	c.key = appendKey(c.key[:0], vars, names)
	c.hash = hashBytes(c.key)
	mask := uint64(len(c.table) - 1)
	for slot := c.hash & mask; c.table[slot] != 0; slot = (slot + 1) & mask {
		e := &c.entries[c.table[slot]-1]
		if e.hash == c.hash && bytes.Equal(c.key, c.chunks[e.chunk][e.at:e.at+e.size]) {
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
	e := entry{hash: hash, born: c.clock, used: c.clock, node: node}
	c.append(e, key)
	c.place(uint32(len(c.entries)))
	if 2*len(c.entries) > len(c.table) {
		c.rebuild(2 * len(c.table))
	}
	if c.bytes() > c.limit || uint64(len(c.entries)) == uint64(c.most) {
		c.evict()
	}
}

// append adds an entry and its key behind all others.
func (c *cache) append(e entry, key []byte) {
	last := len(c.chunks) - 1
	if last < 0 || len(c.chunks[last])+len(key) > cap(c.chunks[last]) {
		c.chunks = append(c.chunks, make([]byte, 0, max(chunkBytes, len(key))))
		last++
	}
	e.chunk, e.at, e.size = uint32(last), uint32(len(c.chunks[last])), uint32(len(key))
	c.chunks[last] = append(c.chunks[last], key...)
	c.entries = append(c.entries, e)
	c.held += int64(len(key))
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
func (c *cache) forget(mark uint64) {
	n := len(c.entries)
	for ; n > 0 && c.entries[n-1].born > mark; n-- {
		c.unplace(uint32(n))
		e := &c.entries[n-1]
		c.chunks = c.chunks[:e.chunk+1]
		c.chunks[e.chunk] = c.chunks[e.chunk][:e.at]
		c.held -= int64(e.size)
	}
	c.entries = c.entries[:n]
}

// unplace removes the last entry from the table. It was placed after all others,
// so no probe for another entry passes its slot.
func (c *cache) unplace(ref uint32) {
	mask := uint64(len(c.table) - 1)
	slot := c.entries[ref-1].hash & mask
	for c.table[slot] != ref {
		slot = (slot + 1) & mask
	}
	c.table[slot] = 0
}

// evict drops the half of the entries that was used least recently.
func (c *cache) evict() {
	c.rounds++
	used := make([]uint64, len(c.entries))
	for i, e := range c.entries {
		used[i] = e.used
	}
	slices.Sort(used)
	bar := used[len(used)/2]
	entries, chunks := c.entries, c.chunks
	c.entries, c.chunks, c.held = c.entries[:0], nil, 0
	last := uint32(0) // chunk of the previous entry, whose place may be reused
	for i := range entries {
		e := entries[i]
		if e.chunk != last {
			chunks[last] = nil // for the collector
			last = e.chunk
		}
		if e.used < bar {
			c.evictions++
			continue
		}
		c.append(e, chunks[e.chunk][e.at:e.at+e.size])
	}
	c.rebuild(len(c.table))
}

// appendKey appends an encoding of a set of variables and the names of residues,
// ascending. Two encodings are equal exactly if the sets are equal. An encoding
// has the number of parts, and for each part its distance from the one before and
// its bits; then for each name the distance of its clause from the one before, and
// the other half. All numbers but bits are varints, of one byte nearly always.
func appendKey(dst []byte, vars []part, names []uint64) []byte {
	dst = binary.AppendUvarint(dst, uint64(len(vars)))
	at := uint32(0)
	for _, p := range vars {
		dst = appendSmall(dst, p.at-at)
		dst = binary.LittleEndian.AppendUint64(dst, p.bits)
		at = p.at
	}
	clause := uint32(0)
	for _, n := range names {
		dst = appendSmall(appendSmall(dst, uint32(n>>32)-clause), uint32(n))
		clause = uint32(n >> 32)
	}
	return dst
}

// appendSmall appends a varint that is likely to be small.
func appendSmall(dst []byte, n uint32) []byte {
	if n < 0x80 {
		return append(dst, byte(n))
	}
	return binary.AppendUvarint(dst, uint64(n))
}

// hashBytes is a multiplicative hash.
func hashBytes(key []byte) uint64 {
	const k0, k1 = 0x9E3779B97F4A7C15, 0xD6E8FEB86659FD93
	h := uint64(len(key)) * k0
	for ; len(key) >= 8; key = key[8:] {
		hi, lo := bits.Mul64(h^binary.LittleEndian.Uint64(key), k1)
		h = hi ^ lo ^ k0
	}
	last := uint64(0)
	for _, b := range key {
		last = last<<8 | uint64(b)
	}
	hi, lo := bits.Mul64(h^last, k1)
	h = hi ^ lo ^ k0
	return h ^ h>>32
}
