package config

import (
	"crypto/sha256"
	"encoding/binary"
	"hash"
)

// digest hashes a catalog as a sequence of length-prefixed texts and numbers,
// so that no two catalogs share an encoding. It begins with a version: that of
// catalogs with or without units of their own.
func digest(c *Catalog) [32]byte {
	h := hasher{hash: sha256.New()}
	if len(c.units) == 0 {
		h.text("confspace catalog 2")
	} else {
		h.text("confspace catalog 3")
		h.number(uint64(len(c.units)))
		for s, u := range c.Units() {
			h.text(s)
			h.text(u.String())
			h.text(u.meaning())
		}
	}
	h.text(c.product)
	h.number(uint64(len(c.plants)))
	for _, p := range c.plants {
		h.text(p)
	}
	h.number(uint64(len(c.attributes)))
	for _, a := range c.attributes {
		h.text(a.Name)
		h.text(a.Unit.String())
	}
	h.number(uint64(len(c.families)))
	for _, f := range c.families {
		h.text(f.Code)
		h.text(f.Name)
		h.number(uint64(f.Parent))
		h.number(uint64(f.Select.Min))
		h.number(uint64(f.Select.Max))
		h.number(uint64(len(f.Options)))
		for _, o := range f.Options {
			h.option(c, o)
		}
	}
	h.flush()
	return [32]byte(h.hash.Sum(nil))
}

// hasher hashes what it is given in blocks, so that a large catalog needs no
// text of its own size.
type hasher struct {
	hash hash.Hash
	buf  []byte
}

const hashBlock = 1 << 16

func (h *hasher) flush() {
	h.hash.Write(h.buf)
	h.buf = h.buf[:0]
}

func (h *hasher) number(n uint64) {
	if len(h.buf) >= hashBlock {
		h.flush()
	}
	h.buf = binary.BigEndian.AppendUint64(h.buf, n)
}

func (h *hasher) text(s string) {
	h.number(uint64(len(s)))
	h.buf = append(h.buf, s...)
}

func (h *hasher) option(c *Catalog, id OptionID) {
	o := c.options[id]
	h.text(o.Code)
	h.text(o.Name)
	h.number(uint64(o.Effectivity.From))
	h.number(uint64(o.Effectivity.Until))
	h.number(o.Effectivity.FromSerial)
	h.number(o.Effectivity.UntilSerial)
	h.number(uint64(len(o.Effectivity.Plants)))
	for _, p := range o.Effectivity.Plants {
		h.text(p)
	}
	for a := range c.attributes {
		v, ok := c.Value(id, AttributeID(a))
		if !ok {
			h.text("")
			continue
		}
		h.text(v.String())
	}
}
