package rules

import (
	"crypto/sha256"
	"encoding/binary"

	"github.com/confspace/confspace/config"
)

// digest hashes a set as a sequence of length-prefixed texts and numbers, so
// that no two sets share an encoding. It begins with a version.
func digest(s *Set) [32]byte {
	var h encoding
	h.text("confspace rules 1")
	catalog := s.cat.Digest()
	h = append(h, catalog[:]...)
	h.number(uint64(len(s.rules)))
	for _, r := range s.rules {
		h.text(r.ID)
		h.text(r.Reason)
		h.effectivity(r.Effectivity)
		h.number(uint64(len(r.Expr.code)))
		for _, c := range r.Expr.code {
			h.number(uint64(c.op)<<40 | uint64(c.rel)<<32 | uint64(c.n))
			h.number(uint64(c.v))
		}
		h.table(r.Table)
	}
	return sha256.Sum256(h)
}

// encoding is the bytes that are hashed.
type encoding []byte

func (h *encoding) number(n uint64) { *h = binary.BigEndian.AppendUint64(*h, n) }

func (h *encoding) text(s string) {
	h.number(uint64(len(s)))
	*h = append(*h, s...)
}

func (h *encoding) effectivity(e config.Effectivity) {
	h.number(uint64(e.From))
	h.number(uint64(e.Until))
	h.number(e.FromSerial)
	h.number(e.UntilSerial)
	h.number(uint64(len(e.Plants)))
	for _, p := range e.Plants {
		h.text(p)
	}
}

// table adds what the expression of a table does not tell: its columns. The
// rows follow from both.
func (h *encoding) table(t *Table) {
	if t == nil {
		h.number(0)
		return
	}
	h.number(1 + uint64(len(t.Families)))
	for _, f := range t.Families {
		h.number(uint64(f))
	}
}
