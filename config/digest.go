package config

import "github.com/confspace/confspace/config/source"

// digest hashes everything that decides answers: codes, the tree, values and
// effectivities.
func digest(c *Catalog) [32]byte {
	h := source.NewHasher("confspace catalog 3")
	h.Texts(c.plants)
	h.Number(uint64(len(c.units)))
	for s, u := range c.Units() {
		h.Text(s)
		h.Text(u.String())
		h.Text(u.meaning())
	}
	h.Number(uint64(len(c.attributes)))
	for _, a := range c.attributes {
		h.Text(a.Name)
		h.Text(a.Unit.String())
	}
	h.Number(uint64(len(c.families)))
	for _, f := range c.families {
		h.Text(f.Code)
		h.Number(uint64(f.Parent))
		h.Number(uint64(f.Select.Min))
		h.Number(uint64(f.Select.Max))
		h.Number(uint64(len(f.Options)))
		for _, id := range f.Options {
			o := &c.options[id]
			h.Text(o.Code)
			o.Effectivity.Hash(h)
			c.hashValues(h, id)
		}
	}
	return h.Sum()
}

// hashValues adds the values of an option's attributes, "" for one without.
func (c *Catalog) hashValues(h *source.Hasher, id OptionID) {
	for a := range c.attributes {
		text := ""
		if v, ok := c.Value(id, AttributeID(a)); ok {
			text = v.String()
		}
		h.Text(text)
	}
}

// textDigest hashes what decides nothing about an order: the names and the defaults.
func textDigest(c *Catalog) [32]byte {
	h := source.NewHasher("confspace catalog text 2")
	h.Text(c.product)
	h.Number(uint64(len(c.families)))
	for _, f := range c.families {
		h.Text(f.Name)
		h.Number(uint64(len(f.Options)))
		for _, id := range f.Options {
			h.Text(c.options[id].Name)
			h.Number(uint64(len(c.options[id].Defaults)))
			for _, d := range c.options[id].Defaults {
				h.Text(d.When)
				h.Number(uint64(d.Rank))
			}
		}
	}
	return h.Sum()
}

// Hash adds the limits to a digest, for packages that hash things with an
// effectivity. It panics if h is nil.
func (e Effectivity) Hash(h *source.Hasher) {
	if h == nil {
		panic("config: Hash needs a hasher; it is nil")
	}
	h.Number(uint64(e.From))
	h.Number(uint64(e.Until))
	h.Number(e.FromSerial)
	h.Number(e.UntilSerial)
	h.Texts(e.Plants)
}
