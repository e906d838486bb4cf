package config

import (
	"iter"

	"github.com/confspace/confspace/config/source"
)

// OptionID, FamilyID and AttributeID number the options, families and numeric
// attributes of one catalog from 0 without gaps; they index slices.
type (
	OptionID    uint32
	FamilyID    uint32
	AttributeID uint32
)

// No option, family or attribute.
const (
	NoOption    = ^OptionID(0)
	NoFamily    = ^FamilyID(0)
	NoAttribute = ^AttributeID(0)
)

// Option is one thing to choose, known by its code.
type Option struct {
	Code string `json:"code"`
	// Name is for people; it may be empty.
	Name   string   `json:"name"`
	Family FamilyID `json:"family"`
	// Effectivity says when the option can be chosen.
	Effectivity Effectivity `json:"effectivity,omitzero"`
	// Defaults say when it is preferred where a customer leaves its family open. The slice is the
	// catalog's; do not modify it.
	Defaults []Default `json:"defaults,omitempty"`
	// Place is where the option is defined; zero if it was built in code.
	Place source.Place `json:"place,omitzero"`
}

// String returns the code, and the name if there is one: "BEV (Electric drive 170 kW)".
func (o Option) String() string {
	if o.Name == "" || o.Name == o.Code {
		return o.Code
	}
	return o.Code + " (" + o.Name + ")"
}

// Family is a group of options; its cardinality says how many are chosen.
type Family struct {
	Code string `json:"code"`
	Name string `json:"name"`
	// Parent is the option below which the family stands: the family is asked
	// for only when that option is chosen. It is NoOption for a root family,
	// which is always asked for.
	Parent OptionID `json:"parent"`
	// Select says how many options hold when the parent holds.
	Select Cardinality `json:"select"`
	// Options are consecutive ids in the order of the document. The slice is
	// the catalog's; do not modify it.
	Options []OptionID   `json:"options,omitempty"`
	Place   source.Place `json:"place,omitzero"`
}

// Attribute is a numeric property that options may have a value of.
type Attribute struct {
	Name  string       `json:"name"`
	Unit  Unit         `json:"unit"`
	Place source.Place `json:"place,omitzero"`
}

// Catalog holds everything that can be chosen for one product: a tree of
// families and options. It is immutable and safe for concurrent use. A
// [Builder] or [ReadCatalog] makes it.
//
// Families are numbered in the order of the document: a family, then the
// families below its first option, and so on (pre-order). The options of a
// family are numbered one after the other, and after those of every family
// with a lower number. Parents have lower numbers than the families and
// options below them. Methods panic for a number that the catalog does not
// have.
type Catalog struct {
	product    string
	plants     []string // as declared
	units      unitTable
	options    []Option
	families   []Family
	attributes []Attribute
	children   [][]FamilyID // by option
	roots      []FamilyID
	values     [][]uint32 // by attribute and option: 1 + index in amounts, 0 = no value
	amounts    []Decimal
	index      map[string]entry
	attribute  map[string]AttributeID
	conditions map[OptionID][]*source.Node // of defaults, by place
	digest     [32]byte
	text       [32]byte // digest of the names
}

// entry is the meaning of a code. Exactly one of the two is set.
type entry struct {
	option OptionID
	family FamilyID
}

// Product returns the name of the product.
func (c *Catalog) Product() string { return c.product }

// NumOptions returns the number of options; ids are below it.
func (c *Catalog) NumOptions() int { return len(c.options) }

// NumFamilies returns the number of families; ids are below it.
func (c *Catalog) NumFamilies() int { return len(c.families) }

// NumAttributes returns the number of attributes; ids are below it.
func (c *Catalog) NumAttributes() int { return len(c.attributes) }

// Option returns an option. It panics if there is none with that id.
func (c *Catalog) Option(o OptionID) Option { return c.options[o] }

// Family returns a family. It panics if there is none with that id.
func (c *Catalog) Family(f FamilyID) Family { return c.families[f] }

// Attribute returns an attribute. It panics if there is none with that id.
func (c *Catalog) Attribute(a AttributeID) Attribute { return c.attributes[a] }

// Code returns the code of an option.
func (c *Catalog) Code(o OptionID) string { return c.options[o].Code }

// Parent returns the option that o stands below, or NoOption if o is an option
// of a root family.
func (c *Catalog) Parent(o OptionID) OptionID { return c.families[c.options[o].Family].Parent }

// Children returns the families directly below an option, or the root families
// for NoOption, in ascending order. The slice is the catalog's.
func (c *Catalog) Children(o OptionID) []FamilyID {
	if o == NoOption {
		return c.roots
	}
	return c.children[o]
}

// LookupOption returns the option with a code.
func (c *Catalog) LookupOption(code string) (OptionID, bool) {
	e, ok := c.index[code]
	if !ok || e.option == NoOption {
		return NoOption, false
	}
	return e.option, true
}

// LookupFamily returns the family with a code.
func (c *Catalog) LookupFamily(code string) (FamilyID, bool) {
	e, ok := c.index[code]
	if !ok || e.family == NoFamily {
		return NoFamily, false
	}
	return e.family, true
}

// LookupAttribute returns the attribute with a name.
func (c *Catalog) LookupAttribute(name string) (AttributeID, bool) {
	a, ok := c.attribute[name]
	if !ok {
		return NoAttribute, false
	}
	return a, true
}

// Value returns the value of an option's attribute in the attribute's unit,
// and whether it has one. O(1).
func (c *Catalog) Value(o OptionID, a AttributeID) (Decimal, bool) {
	i := c.values[a][o]
	if i == 0 {
		return Decimal{}, false
	}
	return c.amounts[i-1], true
}

// Codes returns the codes of all options by id, then of all families by id.
func (c *Catalog) Codes() iter.Seq[string] {
	return func(yield func(string) bool) {
		for i := range c.options {
			if !yield(c.options[i].Code) {
				return
			}
		}
		for i := range c.families {
			if !yield(c.families[i].Code) {
				return
			}
		}
	}
}

// AttributeNames returns the names of all attributes by id.
func (c *Catalog) AttributeNames() iter.Seq[string] {
	return func(yield func(string) bool) {
		for i := range c.attributes {
			if !yield(c.attributes[i].Name) {
				return
			}
		}
	}
}

// Effectivities returns the effectivity of each option by id.
func (c *Catalog) Effectivities() iter.Seq[Effectivity] {
	return func(yield func(Effectivity) bool) {
		for i := range c.options {
			if !yield(c.options[i].Effectivity) {
				return
			}
		}
	}
}

// Nearest returns the option or family code nearest to an unknown one, as
// [source.Nearest] does.
func (c *Catalog) Nearest(code string) (string, bool) { return source.Nearest(code, c.Codes()) }

// Digest returns a SHA-256 of everything that decides answers: plants, attributes,
// codes, the tree, values and effectivities, in their order. Catalogs that differ
// in names and places alone have equal digests on every machine, other catalogs
// different ones.
func (c *Catalog) Digest() [32]byte { return c.digest }

// TextDigest returns a SHA-256 of what decides nothing about an order and Digest does not
// hash: the names of the product, the families and the options, and the defaults.
func (c *Catalog) TextDigest() [32]byte { return c.text }
