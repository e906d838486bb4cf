package source

import (
	"crypto/sha256"
	"encoding/binary"
	"hash"
)

// A Hasher hashes a sequence of texts and numbers with SHA-256. Texts are
// prefixed by their length, so that no two sequences of one shape have the same
// bytes. It works in blocks, in constant memory.
type Hasher struct {
	hash hash.Hash
	buf  []byte
}

const hashBlock = 1 << 16

// NewHasher begins with a text that names the kind of digest and its
// version.
func NewHasher(what string) *Hasher {
	h := &Hasher{hash: sha256.New()}
	h.Text(what)
	return h
}

// Number adds a number.
func (h *Hasher) Number(n uint64) {
	if len(h.buf) >= hashBlock {
		h.flush()
	}
	h.buf = binary.BigEndian.AppendUint64(h.buf, n)
}

// Text adds a text.
func (h *Hasher) Text(s string) {
	h.Number(uint64(len(s)))
	h.buf = append(h.buf, s...)
}

// Texts adds a list of texts.
func (h *Hasher) Texts(list []string) {
	h.Number(uint64(len(list)))
	for _, s := range list {
		h.Text(s)
	}
}

// Digest adds another digest.
func (h *Hasher) Digest(d [32]byte) { h.buf = append(h.buf, d[:]...) }

// Sum returns the digest of everything added.
func (h *Hasher) Sum() [32]byte {
	h.flush()
	return [32]byte(h.hash.Sum(nil))
}

func (h *Hasher) flush() {
	h.hash.Write(h.buf)
	h.buf = h.buf[:0]
}
