package bom

import (
	"iter"

	"github.com/confspace/confspace/bom/internal/condition"
	"github.com/confspace/confspace/bom/internal/tell"
	"github.com/confspace/confspace/config"
	"github.com/confspace/confspace/config/source"
	"github.com/confspace/confspace/rules"
)

// PositionID numbers the positions of one Structure from 0, in document order.
type PositionID uint32

// VariantID numbers the variants of one Structure from 0: by position, and in
// document order within one.
type VariantID uint32

// ItemID numbers the items of one Structure from 0, in document order of the
// unfolded structure: an item stands before the items below it.
type ItemID uint32

// NoItem is the parent of the items that stand directly in the product.
const NoItem = ^ItemID(0)

// A Position is a place in an assembly that one of its variants fills.
type Position struct {
	// Code is unique among the positions of the same assembly.
	Code string `json:"code"`
	// Assembly is the part whose structure the position belongs to; empty for
	// the product itself.
	Assembly string `json:"assembly"`
	Select   Select `json:"select"`
	// When is the position's own condition; the zero expression means always.
	When rules.Expr `json:"when,omitzero"`
	// Effectivity says at which dates, serial numbers and plants the position
	// exists. Outside it the position takes nothing.
	Effectivity config.Effectivity `json:"effectivity,omitzero"`
	// First and End delimit the position's variants: First <= id < End.
	First VariantID `json:"first"`
	End   VariantID `json:"end"`
	// Place is where the position's first row was read.
	Place source.Place `json:"place,omitzero"`
}

// A Variant is one candidate for a position (a position variant): a part with
// the condition under which it is taken.
type Variant struct {
	Position PositionID `json:"position"`
	Part     string     `json:"part"`
	Name     string     `json:"name"`
	// Usage is the variant's condition; the zero expression means always.
	Usage rules.Expr `json:"usage,omitzero"`
	// Quantity is the amount for one unit of the parent; it is divided by
	// the base quantity.
	Quantity    config.Quantity    `json:"quantity,omitzero"`
	Phantom     bool               `json:"phantom"`
	Effectivity config.Effectivity `json:"effectivity,omitzero"`
	// Station is the row's own station; empty if it gives none.
	Station string `json:"station"`
	// Notes are the notes of the row, by name; see [Row]. Do not change them.
	Notes []Note `json:"notes,omitempty"`
	// Place is where the row was read.
	Place source.Place `json:"place,omitzero"`
}

// An Item is a variant at one path through the structure: a variant of a
// shared assembly is one item for each place where the assembly is used.
type Item struct {
	ID ItemID
	// Parent is the item in whose structure this one stands, or NoItem.
	Parent ItemID
	// Variant is the variant, and so the row, of the item.
	Variant VariantID
	// Level is the depth in the unfolded structure, 1 at the top.
	Level int
	// Path is the position codes from the product down to the item's own,
	// joined by slashes; Position is the last of them.
	Path, Position string
	Part, Name     string
	// Quantity is the amount for one unit of the parent, Total the amount for
	// one product by this path: the product of the quantities along it. Both
	// are in the row's unit.
	Quantity, Total config.Quantity
	// When is the position's condition and Usage the variant's; the zero
	// expression means always.
	When, Usage rules.Expr
	// Phantom items are never delivered; Assembly items have a structure.
	Phantom, Assembly bool
	// Station is the station to which the part is delivered: its own or
	// that of its nearest ancestor that has one; empty if none has.
	Station string
	// CalledWith is the item with which this one is delivered: itself, or
	// the assembly in which it arrives. NoItem for a phantom, and without a
	// station.
	CalledWith ItemID
}

// A Structure is a 150 % bill of material: every part of every product that
// the line builds, with the conditions under which each is taken. It is
// immutable and safe for concurrent use.
//
// It is kept twice: as positions and variants, as the file has them, and
// unfolded into items, one for each path. So an explosion neither follows
// references nor multiplies quantities.
type Structure struct {
	catalog   *config.Catalog
	file      *source.File // for excerpts in later defects; nil if not read
	part      string       // of the product, from the row of level 0, as are name and notes
	name      string
	notes     []Note
	positions []Position
	variants  []Variant
	stations  []source.Cell // VariantID -> where its station was read; empty if it was not
	header    source.Cell   // the first of a file without a column for stations
	parts     []partInfo
	partOf    []uint32 // VariantID -> index in parts

	conditions condition.Table
	due        []due          // PositionID -> the data that an explosion needs
	usage      []condition.ID // VariantID -> its condition
	dated      []bool         // VariantID -> its effectivity limits it

	slots []Slot
	nodes []node           // ItemID -> links
	items []Item           // ItemID -> the item
	norms []config.Decimal // ItemID -> Total in the part's unit

	index index
}

// due holds the data that an explosion needs of each position it reaches,
// apart from data that only messages need: the less a walk reads, the faster
// it is.
type due struct {
	when       condition.ID
	first, end VariantID
	sel        Select
	dated      bool // the position's effectivity limits it
}

// partInfo holds the data that the rows of one part number share.
type partInfo struct {
	number, name string
	unit         config.Unit // the smallest that a row uses
	assembly     bool        // has a structure
	definition   VariantID   // whose row it stands below, if it has one
}

// A node links an item: the item of the position's next variant, and the slots
// below it, which are slots[first] and those that next leads to, before end.
type node struct {
	sibling    ItemID
	first, end SlotID
}

// Catalog returns the catalog that the conditions are bound to, nil for the
// zero Structure.
func (s *Structure) Catalog() *config.Catalog { return s.catalog }

// Product returns the part number and the name of the product itself, which the
// row of level 0 gives; they are empty if there is no such row.
func (s *Structure) Product() (part, name string) { return s.part, s.name }

// NumPositions returns the number of positions; ids are below it.
func (s *Structure) NumPositions() int { return len(s.positions) }

// NumVariants returns the number of variants; ids are below it.
func (s *Structure) NumVariants() int { return len(s.variants) }

// NumItems returns the number of items, one for each path through the
// structure; ids are below it.
func (s *Structure) NumItems() int { return len(s.items) }

// NumParts returns the number of distinct part numbers.
func (s *Structure) NumParts() int { return len(s.parts) }

// Levels returns the depth of the unfolded structure.
func (s *Structure) Levels() int {
	deepest := 0
	for i := range s.items {
		deepest = max(deepest, s.items[i].Level)
	}
	return deepest
}

// Position returns a position by its id. It panics if there is none.
func (s *Structure) Position(id PositionID) Position { return s.positions[id] }

// Variant returns a variant by its id. It panics if there is none.
func (s *Structure) Variant(id VariantID) Variant { return s.variants[id] }

// Item returns an item by its id. It panics if there is none.
func (s *Structure) Item(id ItemID) Item { return s.items[id] }

// Positions yields every position in document order.
func (s *Structure) Positions() iter.Seq2[PositionID, Position] {
	return func(yield func(PositionID, Position) bool) {
		for i, p := range s.positions {
			if !yield(PositionID(i), p) {
				return
			}
		}
	}
}

// Variants yields the variants of a position in document order. It panics if
// there is no such position.
func (s *Structure) Variants(id PositionID) iter.Seq2[VariantID, Variant] {
	p := s.positions[id]
	return func(yield func(VariantID, Variant) bool) {
		for v := p.First; v < p.End; v++ {
			if !yield(v, s.variants[v]) {
				return
			}
		}
	}
}

// Items yields every item, that is the whole structure unfolded, in document
// order.
func (s *Structure) Items() iter.Seq[Item] {
	return func(yield func(Item) bool) {
		for i := range s.items {
			if !yield(s.items[i]) {
				return
			}
		}
	}
}

// Effectivities yields the effectivities that limit positions or variants, in
// document order, a position's before those of its variants: the argument of
// [config.Timeline].
func (s *Structure) Effectivities() iter.Seq[config.Effectivity] {
	return func(yield func(config.Effectivity) bool) {
		for id := range s.positions {
			p := &s.positions[id]
			if s.due[id].dated && !yield(p.Effectivity) {
				return
			}
			for v := p.First; v < p.End; v++ {
				if s.dated[v] && !yield(s.variants[v].Effectivity) {
					return
				}
			}
		}
	}
}

// StationDefect returns a defect at the cell of a variant's station, at its row
// if the row gives none, or at the header if the file has no column for it: for
// a line that cannot use the structure. If no place is known the message names
// position and part. It panics if there is no such variant.
func (s *Structure) StationDefect(v VariantID, msg, hint string) source.Defect {
	place := s.variants[v].Place
	msg = tell.Visible(msg)
	if s.file == nil {
		if !place.IsValid() {
			msg = withSubject(s.positions[s.variants[v].Position].Code, s.variants[v].Part, msg)
		}
		return source.Defect{Place: place, Msg: msg, Hint: hint}
	}
	for _, cell := range []source.Cell{s.stations[v], s.header} {
		if cell.Text != "" {
			return cell.Defect(msg, hint)
		}
	}
	return s.file.Defect(s.file.Offset(place.Line, place.Column), 1, msg, hint)
}
