package bom

import (
	"slices"

	"github.com/confspace/confspace/config"
)

// A PartTotal is the total of one part in one order, over all paths.
type PartTotal struct {
	Part, Name string
	// Quantity is the exact sum. Its unit is the smallest in which the
	// structure counts the part, the same for every order.
	Quantity config.Quantity
	// Assembly: the part has a structure, whose parts are listed as well.
	Assembly bool
	// Items is the number of items in the sum.
	Items int
}

// Summed returns what an item adds to the sum of its part, see [Bill.Flat]: its total in the
// unit of the sum. Phantoms are not summed up. It panics if there is no such item.
func (s *Structure) Summed(id ItemID) config.Quantity {
	return config.Quantity{Amount: s.norms[id], Unit: s.parts[s.partOf[s.items[id].Variant]].unit}
}

// Flat returns the exact bill of material grouped by part: each part once, in
// document order of its first item, phantoms left out. The caller owns it.
func (x *Bill) Flat() []PartTotal { return x.AppendFlat(nil) }

// AppendFlat appends Flat to dst. It takes O(items + parts of the structure).
func (x *Bill) AppendFlat(dst []PartTotal) []PartTotal {
	s := x.structure
	if s == nil {
		return dst
	}
	start := len(dst)
	row := make([]int32, len(s.parts)) // part -> its place after start, from 1
	for _, id := range x.ids {
		item := &s.items[id]
		if item.Phantom {
			continue
		}
		index := s.partOf[item.Variant]
		if row[index] > 0 {
			t := &dst[start+int(row[index])-1]
			t.Quantity.Amount = t.Quantity.Amount.Add(s.norms[id])
			t.Items++
			continue
		}
		part := &s.parts[index]
		dst = slices.Grow(dst, 1)[:len(dst)+1]
		t := &dst[len(dst)-1] // field by field: a literal would be copied
		t.Part, t.Name, t.Assembly, t.Items = part.number, part.name, part.assembly, 1
		t.Quantity.Amount, t.Quantity.Unit = s.norms[id], part.unit
		row[index] = int32(len(dst) - start)
	}
	return dst
}
