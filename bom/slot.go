package bom

import "github.com/confspace/confspace/config"

// SlotID numbers the slots of one Structure from 0, in document order of the
// unfolded structure.
type SlotID uint32

// A Slot is a position at one path. Slots stand in document order, those below
// its items between a slot and the next one of the same assembly. So a walk
// that jumps to Next passes over everything below:
//
//	for id := first; id < end; id = s.Slot(id).Next { ... s.Below(item) ... }
type Slot struct {
	Position PositionID `json:"position"`
	// Parent is the item in whose structure the position stands, or NoItem.
	Parent ItemID `json:"parent"`
	// First is the item of the position's first variant; Sibling leads on.
	First ItemID `json:"first"`
	// Next is the slot after this one and everything below it.
	Next SlotID `json:"next"`
}

// NumSlots returns the number of slots; ids are below it. The slots of the
// product itself begin at 0 and end there.
func (s *Structure) NumSlots() int { return len(s.slots) }

// Slot returns a slot by its id. It panics if there is none.
func (s *Structure) Slot(id SlotID) Slot { return s.slots[id] }

// Sibling returns the item of the position's next variant at the same path, or
// NoItem after the last. It panics if there is no such item.
func (s *Structure) Sibling(id ItemID) ItemID { return s.nodes[id].sibling }

// Below returns the range of slots below an item: first <= id < end. The range
// is empty for a part without structure. It panics if there is no such item.
func (s *Structure) Below(id ItemID) (first, end SlotID) {
	n := &s.nodes[id]
	return n.first, n.end
}

// Mismatch returns the error of Explode for a slot at which a selection finds no
// variant, or too many: its candidates, and the options that the selection has
// and lacks. It does not check that the selection reaches the slot. It panics if
// there is no such slot.
func (s *Structure) Mismatch(id SlotID, sel *config.Selection, asOf config.Point) *PositionError {
	e := explosion{s: s, sel: sel, asOf: asOf}
	e.fail(id)
	return e.failed[0].err
}
