package config

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
)

// digest hashes a catalog as a sequence of length-prefixed texts and numbers,
// so that no two catalogs share an encoding. It begins with a version.
func digest(c *Catalog) [32]byte {
	h := hasher{}
	h.text("confspace catalog 1")
	h.text(c.product)
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
	return sha256.Sum256(h.buf.Bytes())
}

type hasher struct{ buf bytes.Buffer }

func (h *hasher) number(n uint64) {
	var b [8]byte
	binary.BigEndian.PutUint64(b[:], n)
	h.buf.Write(b[:])
}

func (h *hasher) text(s string) {
	h.number(uint64(len(s)))
	h.buf.WriteString(s)
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
