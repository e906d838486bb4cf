package bom

import (
	"errors"
	"fmt"
	"iter"
	"slices"

	"github.com/confspace/confspace/config"
)

// ErrPartial is wrapped by the error of exploding a selection that leaves
// options open: only a complete order can be built.
var ErrPartial = errors.New("the order is not complete")

// Bill is the exact bill of material of one order: the items that the order
// takes, each with its path and its conditions. Explode and ExplodeTo write
// it; otherwise it is read only. A value that is not being written is safe for
// concurrent use.
//
// Its JSON is that of [Bill.AppendJSON], examples/schema/bill.schema.json.
type Bill struct {
	structure *Structure
	sel       *config.Selection // a copy, whose memory is kept
	exploded  bool              // false if Explode failed or was not called
	asOf      config.Point
	ids       []ItemID
}

// Structure returns the structure that was exploded.
func (x *Bill) Structure() *Structure { return x.structure }

// Selection returns the selection that was exploded, nil if there was an error.
// It belongs to the Bill: do not change it; it is overwritten when the Bill is
// used again.
func (x *Bill) Selection() *config.Selection {
	if !x.exploded {
		return nil
	}
	return x.sel
}

// AsOf returns the point at which effectivities were asked.
func (x *Bill) AsOf() config.Point { return x.asOf }

// Len returns the number of items, phantoms and assemblies included.
func (x *Bill) Len() int { return len(x.ids) }

// IDs returns the items taken, in ascending order. The slice is the Bill's.
func (x *Bill) IDs() []ItemID { return x.ids }

// Items yields the items taken in document order: each before those below it.
// With Item.Level that is the indented bill of material.
func (x *Bill) Items() iter.Seq[Item] {
	return func(yield func(Item) bool) {
		for _, id := range x.ids {
			if !yield(x.structure.items[id]) {
				return
			}
		}
	}
}

// Has reports whether an item is taken. O(log n).
func (x *Bill) Has(id ItemID) bool {
	_, ok := slices.BinarySearch(x.ids, id)
	return ok
}

// Explode returns the exact bill of material of a complete selection at a
// point: from the product down, the variants whose position and usage
// conditions hold and whose effectivity covers asOf, as that of their position.
//
// Every position that the selection reaches must find the number of variants that it selects:
// exactly one, at most one, any number, or at least one. Otherwise the error is PositionErrors with
// every position that does not, and there is no Bill. Explode does not check a position below a
// variant that is not taken, nor a position whose own condition or effectivity does not hold. It
// does not check the rules; a Resolver does.
//
// The error wraps ErrPartial if the selection leaves options open, and is a
// *config.PlantError for a plant that the catalog does not declare. Explode
// panics if sel is nil or of another catalog than the structure, and if the
// structure is the zero value. It takes
// O(positions and variants reached) and is safe for concurrent use.
func (s *Structure) Explode(sel *config.Selection, asOf config.Point) (*Bill, error) {
	needSelection("Explode", sel)
	x := new(Bill)
	if err := s.ExplodeTo(x, sel, asOf); err != nil {
		return nil, err
	}
	return x, nil
}

// ExplodeTo is Explode into a Bill that the caller owns, whose memory it
// uses again: it allocates nothing once that is large enough. After an error
// dst is empty. It panics as Explode does, and if dst is nil.
func (s *Structure) ExplodeTo(dst *Bill, sel *config.Selection, asOf config.Point) error {
	if dst == nil {
		panic("bom: ExplodeTo needs a Bill to write; it is nil")
	}
	needSelection("ExplodeTo", sel)
	dst.structure, dst.asOf, dst.ids, dst.exploded = s, asOf, dst.ids[:0], false
	if err := s.checkSelection(sel); err != nil {
		return err
	}
	if err := s.catalog.CheckPlant(asOf.Plant); err != nil {
		return err
	}
	e := explosion{s: s, sel: sel, asOf: asOf, taken: dst.ids}
	if len(s.slots) > 0 {
		e.explode(0, SlotID(len(s.slots)))
	}
	if e.failed != nil {
		return e.failures()
	}
	dst.ids, dst.exploded = e.taken, true
	dst.keep(sel)
	return nil
}

// keep copies the selection, into the memory of an earlier one if it fits.
func (x *Bill) keep(sel *config.Selection) {
	if x.sel == nil || x.sel.Catalog() != sel.Catalog() {
		x.sel = sel.Clone()
		return
	}
	x.sel.CopyFrom(sel)
}

// needSelection panics on a nil selection: a mistake of who called the function of the name.
func needSelection(name string, sel *config.Selection) {
	if sel == nil {
		panic("bom: " + name + " needs a selection; it is nil")
	}
}

// checkSelection refuses open options, and panics on another catalog's.
func (s *Structure) checkSelection(sel *config.Selection) error {
	switch {
	case s.catalog == nil:
		panic("bom: the structure is the zero value; NewStructure and ReadStructure make one")
	case sel.Catalog() != s.catalog:
		panic("bom: exploding a selection of another catalog")
	}
	if sel.Complete() {
		return nil
	}
	first, open := config.NoOption, 0
	for o := range sel.Open() {
		if first == config.NoOption {
			first = o
		}
		open++
	}
	return fmt.Errorf("%w: %d of %d options are open, the first is %s", ErrPartial, open, sel.Len(), s.catalog.Code(first))
}

// An explosion is one walk through the structure.
type explosion struct {
	s      *Structure
	sel    *config.Selection
	asOf   config.Point
	taken  []ItemID
	failed []failure
}

// explode takes the items of the slots of one assembly and the items below
// them.
func (e *explosion) explode(first, end SlotID) {
	s := e.s
	for at := first; at < end; at = s.slots[at].Next {
		slot := &s.slots[at]
		want := &s.due[slot.Position]
		if !s.conditions.Holds(want.when, e.sel) {
			continue
		}
		if want.dated {
			switch exists, err := s.positions[slot.Position].Effectivity.Covers(e.asOf); {
			case err != nil:
				e.fail(at)
				continue
			case !exists:
				continue
			}
		}
		match, matches, unclear, several := NoItem, 0, false, want.sel.several()
		id := slot.First
		for v := want.first; v < want.end; v++ {
			if s.conditions.Holds(s.usage[v], e.sel) && (!s.dated[v] || e.effective(v, &unclear)) {
				matches++
				match = id
				if several {
					e.take(id)
				}
			}
			id = s.nodes[id].sibling
		}
		switch {
		case unclear:
			e.fail(at)
		case several:
			if matches == 0 && want.sel == Some {
				e.fail(at)
			}
		case matches == 1:
			e.take(match)
		case matches > 1 || want.sel == One:
			e.fail(at)
		}
	}
}

func (e *explosion) take(id ItemID) {
	e.taken = append(e.taken, id)
	if n := &e.s.nodes[id]; n.first < n.end {
		e.explode(n.first, n.end)
	}
}

// effective reports whether a variant's effectivity covers the point, and sets
// unclear if the point does not say enough to tell.
func (e *explosion) effective(v VariantID, unclear *bool) bool {
	covers, err := e.s.variants[v].Effectivity.Covers(e.asOf)
	if err != nil {
		*unclear = true
	}
	return covers
}
