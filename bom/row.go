package bom

import (
	"github.com/confspace/confspace/config"
	"github.com/confspace/confspace/config/source"
	"github.com/confspace/confspace/rules"
)

// Select says how many of its variants a position takes in one order.
type Select uint8

const (
	// One: exactly one variant must match. The default.
	One Select = iota
	// Optional: at most one may match.
	Optional
	// All: every variant that matches is taken, also none.
	All
	// Some: every variant that matches is taken, at least one.
	Some
)

var selectWords = source.Words[Select]{What: "a way to select variants", Texts: []string{"one", "optional", "all", "some"}}

// several reports whether more than one variant may be taken.
func (s Select) several() bool { return s == All || s == Some }

// due returns the number of variants that a position needs, for messages.
func (s Select) due() string {
	switch s {
	case Optional:
		return "this position takes at most one"
	case All:
		return "this position takes any number"
	case Some:
		return "this position needs at least one"
	}
	return "this position needs exactly one"
}

// String returns the word that bom.csv uses: one, optional, all or some.
func (s Select) String() string { return selectWords.String(s) }

// MarshalText returns String; a number that is not one of them is an error.
func (s Select) MarshalText() ([]byte, error) { return selectWords.Append(nil, s) }

// UnmarshalText reads what MarshalText writes.
func (s *Select) UnmarshalText(text []byte) error { return selectWords.Set(s, text) }

// A Row is one line of a 150 % bill of material (an
// OperationsMaterialBillItem of ISA-95): one variant of a position. Rows are
// an indented list: a row belongs to the nearest row above it whose level is
// one less, and level 1 stands directly in the product.
type Row struct {
	// Level is the depth of the row, 1 for the product's own positions. The
	// first row may be the product itself, of level 0: it has a part number and a
	// name, a quantity of 1 or none, and nothing else.
	Level int `json:"level"`
	// Position is the code that the variants of a position below one parent
	// row share.
	Position string `json:"position"`
	// Select, When and PositionEffectivity belong to the position; they stand
	// on its first row. A later row of the position repeats them or leaves them
	// zero.
	Select Select `json:"select"`
	// When is the condition under which the position exists; the zero
	// expression means always.
	When rules.Expr `json:"when,omitzero"`
	// PositionEffectivity says at which dates, serial numbers and plants
	// the position exists. Outside it the position takes nothing.
	PositionEffectivity config.Effectivity `json:"position_effectivity,omitzero"`
	// Part is the part number (MaterialDefinition), Name its designation,
	// which only one of the rows of a part needs to give.
	Part string `json:"part"`
	Name string `json:"name"`
	// Quantity is the amount for Per units of the parent, above zero. The
	// zero unit means pieces, which are whole.
	Quantity config.Quantity `json:"quantity,omitzero"`
	// Per is the base quantity, counted in the unit of the parent's row;
	// zero means 1.
	Per config.Decimal `json:"per,omitzero"`
	// Usage is the condition under which this variant is taken; the zero
	// expression means always.
	Usage rules.Expr `json:"usage,omitzero"`
	// Phantom marks an assembly that exists in the structure only: it is never
	// delivered, and its children take its place.
	Phantom bool `json:"phantom"`
	// Effectivity says at which dates, serial numbers and plants the
	// variant is used.
	Effectivity config.Effectivity `json:"effectivity,omitzero"`
	// Station is the station to which the part is delivered. A part without
	// one comes with its nearest ancestor that has one.
	Station string `json:"station"`
	// Notes are the texts of the owner's notes: columns whose header stands in
	// parentheses. They have no meaning, and stay with the row.
	Notes []Note `json:"notes,omitempty"`
	// Place is where the row was read; zero if it was made by a program.
	Place source.Place `json:"place,omitzero"`
}
