package compile

import (
	"bytes"
	"context"
	"encoding/binary"
	"math"
	"math/bits"

	"github.com/confspace/confspace/solver/internal/circuit"
)

// cache remembers the node of each component met. A component is remembered
// by its full key, not by a hash alone, so that two components are never
// confused.
//
// When it is full the half that was used least recently goes.
type cache struct {
	chunks  [][]byte // the keys, one after the other; a key lies in one chunk
	spare   [][]byte // chunks without keys
	chunked int64    // bytes of chunks and spare
	entries []entry
	table   []uint32 // open addressing: 1 + index of an entry; a power of two, at most half full
	held    int64    // bytes of all keys
	limit   int64    // bytes
	most    uint32   // entries
	size    int      // bytes of a chunk, or a key that is longer
	clock   uint64   // stores and hits

	ctx    context.Context // ends evictions: the cache is empty then
	memory *memory

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
	chunkBytes = 1 << 19 // of a chunk
	firstShare = 32      // by so much smaller is the first one, which small formulas do not fill
)

func newCache(ctx context.Context, limit int64, m *memory) *cache {
	return &cache{ctx: ctx, memory: m, table: make([]uint32, 1<<12), limit: limit, most: math.MaxUint32, size: chunkBytes} // 1 + index, in a table of 32 bits
}

// bytes returns the memory in use. It counts lengths, not capacities:
// eviction makes room in the slices and does not shrink them.
func (c *cache) bytes() int64 {
	return c.held + entryBytes*int64(len(c.entries)) + 4*int64(len(c.table))
}

// room returns the memory that the cache takes, in use or not.
func (c *cache) room() int64 {
	return c.chunked + entryBytes*int64(cap(c.entries)) + 4*int64(len(c.table))
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
// missed, and its hash. Without room for it even after an eviction it does not.
func (c *cache) store(key []byte, hash uint64, node circuit.Node) {
	c.clock++
	if !c.extend(len(key)) {
		if c.evict(); !c.extend(len(key)) {
			return
		}
	}
	c.append(entry{hash: hash, born: c.clock, used: c.clock, node: node}, key)
	if c.bytes() > c.limit || uint64(len(c.entries)) == uint64(c.most) {
		c.evict()
	}
}

// extend makes room for an entry and its key, as far as the memory allows.
func (c *cache) extend(size int) bool {
	if n := len(c.entries) + 1; n > cap(c.entries) {
		n += n/4 + 64
		if !c.memory.lend(entryBytes * int64(n)) {
			return false
		}
		c.memory.loose += entryBytes * int64(cap(c.entries))
		c.entries = append(make([]entry, 0, n), c.entries...)
	}
	if n := 2 * len(c.table); 2*len(c.entries)+2 > len(c.table) {
		if !c.memory.lend(4 * int64(n)) {
			return false
		}
		c.resize(n)
	}
	last := len(c.chunks) - 1
	if last >= 0 && len(c.chunks[last])+size <= cap(c.chunks[last]) {
		return true
	}
	if n := len(c.spare) - 1; n >= 0 && cap(c.spare[n]) >= size {
		c.chunks, c.spare = append(c.chunks, c.spare[n]), c.spare[:n]
		return true
	}
	chunk := c.size
	if c.chunked == 0 {
		chunk /= firstShare
	}
	if size = max(chunk, size); !c.memory.lend(int64(size)) {
		return false
	}
	c.chunked += int64(size)
	c.chunks = append(c.chunks, make([]byte, 0, size))
	return true
}

// append adds an entry, for which there is room, and its key behind all others.
func (c *cache) append(e entry, key []byte) {
	last := len(c.chunks) - 1
	e.chunk, e.at, e.size = uint32(last), uint32(len(c.chunks[last])), uint32(len(key))
	c.chunks[last] = append(c.chunks[last], key...)
	c.entries = append(c.entries, e)
	c.held += int64(len(key))
	c.place(uint32(len(c.entries)))
}

func (c *cache) place(ref uint32) {
	mask := uint64(len(c.table) - 1)
	slot := c.entries[ref-1].hash & mask
	for c.table[slot] != 0 {
		slot = (slot + 1) & mask
	}
	c.table[slot] = ref
}

// resize gives the table another size.
func (c *cache) resize(size int) {
	c.memory.loose += 4 * int64(len(c.table))
	c.table = make([]uint32, size)
	c.rebuild()
}

// rebuild enters all entries into the table, which is empty.
func (c *cache) rebuild() {
	for i := range c.entries {
		if c.ended(i) {
			return
		}
		c.place(uint32(i) + 1)
	}
}

// ended reports whether the context has ended, and empties the cache then. A loop over
// entries calls it with a counter.
func (c *cache) ended(i int) bool {
	if i%(1<<16) != 0 || c.ctx.Err() == nil {
		return false
	}
	c.entries, c.held = c.entries[:0], 0
	c.drop(0)
	clear(c.table)
	return true
}

// drop makes the chunks after the first n spare.
func (c *cache) drop(n int) {
	for _, chunk := range c.chunks[n:] {
		c.spare = append(c.spare, chunk[:0])
	}
	clear(c.chunks[n:])
	c.chunks = c.chunks[:n]
}

// forget drops the entries that were stored after the clock showed mark.
func (c *cache) forget(mark uint64) {
	n := len(c.entries)
	for ; n > 0 && c.entries[n-1].born > mark; n-- {
		c.unplace(uint32(n))
		e := &c.entries[n-1]
		if n := int(e.chunk) + 1; n < len(c.chunks) {
			c.drop(n)
		}
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

// evict drops the half of the entries that was used least recently. The others move
// towards the first chunk: each has room where it is, or before that.
func (c *cache) evict() {
	if len(c.entries) == 0 {
		return
	}
	c.rounds++
	bar := c.median()
	kept, last, end := 0, 0, 0 // the next key may stand in chunk last, from end on
	c.held = 0
	for i, e := range c.entries {
		if c.ended(i) {
			return
		}
		if e.used < bar {
			c.evictions++
			continue
		}
		size := int(e.size)
		for end+size > cap(c.chunks[last]) {
			c.chunks[last] = c.chunks[last][:end]
			last, end = last+1, 0
		}
		key := c.chunks[e.chunk][e.at : int(e.at)+size]
		copy(c.chunks[last][end:end+size:cap(c.chunks[last])], key) // over what it has passed
		e.chunk, e.at = uint32(last), uint32(end)
		end += size
		c.held += int64(size)
		c.entries[kept] = e
		kept++
	}
	c.entries = c.entries[:kept]
	c.chunks[last] = c.chunks[last][:end]
	c.drop(last + 1)
	clear(c.table)
	c.rebuild()
}

// median returns the clock of the last use than which half of the entries are older: the
// digits of 12 bits one after the other, the highest first, by counting.
func (c *cache) median() (bar uint64) {
	const digit = 12
	older := len(c.entries) / 2
	for shift := (bits.Len64(c.clock) + digit - 1) / digit * digit; shift > 0; {
		var counts [1 << digit]int
		shift -= digit
		for _, e := range c.entries {
			if e.used>>(shift+digit) == bar>>(shift+digit) {
				counts[e.used>>shift&(1<<digit-1)]++
			}
		}
		k := 0
		for ; counts[k] <= older; k++ {
			older -= counts[k]
		}
		bar |= uint64(k) << shift
	}
	return bar
}

// shrink evicts, and gives up the memory that is to spare then. It reports whether there
// was any.
func (c *cache) shrink() bool {
	before := c.room()
	c.evict()
	for _, chunk := range c.spare {
		c.chunked -= int64(cap(chunk))
		c.memory.loose += int64(cap(chunk))
	}
	c.spare = nil
	if n := len(c.entries) + len(c.entries)/4 + 64; 2*n <= cap(c.entries) {
		c.memory.loose += entryBytes * int64(cap(c.entries))
		c.entries = append(make([]entry, 0, n), c.entries...)
	}
	size := len(c.table)
	for size > 1<<12 && 4*len(c.entries) <= size {
		size /= 2
	}
	if size < len(c.table) {
		c.resize(size)
	}
	return c.room() < before
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
