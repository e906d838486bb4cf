package bom

import (
	"github.com/confspace/confspace/bom/internal/condition"
	"github.com/confspace/confspace/bom/internal/exact"
	"github.com/confspace/confspace/config"
	"github.com/confspace/confspace/rules"
)

// number lays positions and variants out by id and unfolds them into items.
// Structures that were given again are left out: checkStructures found them
// equal to the first.
func (d *draft) number() *Structure {
	s := &Structure{catalog: d.catalog, file: d.file, parts: make([]partInfo, len(d.parts))}
	for i, part := range d.parts {
		s.parts[i] = partInfo{number: part.number, name: part.name, unit: part.unit, assembly: part.definition >= 0, definition: noVariant}
	}
	u := unfolder{draft: d, s: s, ids: make([]PositionID, len(d.positions)), sums: make([]exact.Sum, len(d.parts))}
	if d.file != nil && d.place[columnStation] == 0 {
		s.header = d.table.Header[0]
	}
	var conditions condition.Interner
	for i := range d.positions {
		p := &d.positions[i]
		if p.parent >= 0 && d.parts[d.rows[p.parent].part].definition != p.parent {
			continue
		}
		u.ids[i] = PositionID(len(s.positions))
		u.addPosition(p, &conditions)
	}
	s.conditions = conditions.Table()
	if d.product != nil {
		s.part, s.name, s.notes = d.product.Part, d.product.Name, d.product.Notes
	}
	u.unfold(d.below[top], place{parent: NoItem, call: NoItem, level: 1, times: config.NewDecimal(1)})
	return s
}

// names returns a structure of the names in a file, or nil if a position could be
// missing. The draft is of no further use.
func (d *draft) names() *Structure {
	if !d.finite || len(d.table.Gaps) > 0 || len(d.rows) == 0 {
		return nil
	}
	for i := range d.rows {
		r := &d.rows[i]
		if r.isBad(columnPosition, columnPart) {
			return nil
		}
		r.When, r.Usage, r.Quantity = rules.Expr{}, rules.Expr{}, config.Quantity{Amount: config.NewDecimal(1), Unit: pieces}
	}
	for i := range d.parts {
		d.parts[i].unit = pieces
	}
	reported := d.list.Len()
	d.catalog = nil
	s := d.number()
	if d.list.Len() > reported { // beyond a limit
		return nil
	}
	return s
}

// noVariant is the definition of a part without a structure.
const noVariant = ^VariantID(0)

// An unfolder walks the structure from the product down and writes an item for
// each variant at each path.
type unfolder struct {
	*draft
	s          *Structure
	ids        []PositionID // draft position -> id
	variantRow []int32      // VariantID -> row
	sums       []exact.Sum  // by part
	full       bool         // a limit was hit and reported
}

func (u *unfolder) addPosition(p *draftPosition, conditions *condition.Interner) {
	s, head := u.s, &u.rows[p.rows[0]]
	position := Position{
		Code: p.code, Select: head.Select, When: head.When, Effectivity: head.PositionEffectivity, Place: head.Place,
		First: VariantID(len(s.variants)),
		End:   VariantID(len(s.variants) + len(p.rows)),
	}
	if p.parent >= 0 {
		position.Assembly = u.rows[p.parent].Part
	}
	for _, row := range p.rows {
		r := &u.rows[row]
		name := r.Name
		if name == "" {
			name = s.parts[r.part].name
		}
		s.variants = append(s.variants, Variant{
			Position: PositionID(len(s.positions)), Part: r.Part, Name: name, Usage: r.Usage, Quantity: r.Quantity,
			Phantom: r.Phantom, Effectivity: r.Effectivity, Station: r.Station, Notes: r.Notes, Place: r.Place,
		})
		if u.file != nil {
			s.stations = append(s.stations, u.cell(int(row), columnStation))
		}
		if u.parts[r.part].definition == row {
			s.parts[r.part].definition = VariantID(len(s.variants) - 1)
		}
		u.variantRow = append(u.variantRow, row)
		s.partOf = append(s.partOf, r.part)
		s.usage = append(s.usage, conditions.Add(r.Usage))
		s.dated = append(s.dated, !r.Effectivity.Always())
	}
	s.positions = append(s.positions, position)
	s.due = append(s.due, due{
		when: conditions.Add(head.When), first: position.First, end: position.End,
		sel: position.Select, dated: !position.Effectivity.Always(),
	})
}

// A place is where an assembly's positions are unfolded.
type place struct {
	parent, call ItemID // call: the item with which the parts below arrive, NoItem if they are delivered by themselves
	level        int
	times        config.Decimal // units of the parent in one product
	path         string
	station      string
}

// unfold writes the slots and items of an assembly's positions and of all
// positions below them, and returns the range of slots written.
func (u *unfolder) unfold(below []uint32, at place) (first, end SlotID) {
	s := u.s
	first = SlotID(len(s.slots))
	for _, index := range below {
		id := u.ids[index]
		position := &s.positions[id]
		mine := len(s.slots)
		s.slots = append(s.slots, Slot{Position: id, Parent: at.parent, First: ItemID(len(s.items))})
		inner := at
		inner.path = position.Code
		if at.path != "" {
			inner.path = at.path + "/" + position.Code
		}
		if len(inner.path) > maxPath {
			u.refuse(position.First, "the path %.40s... is longer than %d bytes", inner.path, maxPath)
		}
		before := NoItem
		for v := position.First; v < position.End && !u.full; v++ {
			item := u.item(v, inner)
			if before != NoItem {
				s.nodes[before].sibling = item
			}
			before = item
		}
		s.slots[mine].Next = SlotID(len(s.slots))
	}
	return first, SlotID(len(s.slots))
}

// item writes the item of a variant and the items below it.
func (u *unfolder) item(v VariantID, at place) ItemID {
	s := u.s
	variant := &s.variants[v]
	id := ItemID(len(s.items))
	if len(s.items) == maxItems {
		u.refuse(v, "the structure unfolds into more than %d items", maxItems)
		return id
	}
	part := &s.parts[s.partOf[v]]
	total := config.Quantity{Amount: variant.Quantity.Amount.Mul(at.times), Unit: variant.Quantity.Unit}
	if !isWhole(total) {
		u.fraction(v, at.path, total)
	}
	norm, err := total.In(part.unit)
	if err != nil {
		panic("bom: a quantity is not in the dimension of its part: " + err.Error())
	}
	if !u.sums[s.partOf[v]].Add(norm.Amount) {
		u.refuse(v, "the fractions of part %s have no common denominator of at most %d bits", variant.Part, exact.MaxDenominator)
	}
	item := Item{
		ID: id, Parent: at.parent, Variant: v, Level: at.level, Path: at.path,
		Position: s.positions[variant.Position].Code, Part: variant.Part, Name: variant.Name,
		Quantity: variant.Quantity, Total: total, When: s.positions[variant.Position].When, Usage: variant.Usage,
		Phantom: variant.Phantom, Assembly: part.assembly, Station: at.station, CalledWith: NoItem,
	}
	at.parent, at.level = id, at.level+1
	item.CalledWith, at = calledWith(variant, id, at)
	item.Station = at.station
	s.items = append(s.items, item)
	s.norms = append(s.norms, norm.Amount)
	s.nodes = append(s.nodes, node{sibling: NoItem})
	definition := u.parts[s.partOf[v]].definition
	if definition < 0 {
		return id
	}
	if at.level > maxLevels {
		u.refuse(v, "the structure unfolds to more than %d levels", maxLevels)
		return id
	}
	// The structure counts per unit of the row that carries it; this row may
	// count the part in another unit.
	times, err := total.In(u.rows[definition].Quantity.Unit)
	if err != nil {
		u.refuse(v, "%s of %s cannot be counted in the unit of its structure: %v", total, variant.Part, err)
		return id
	}
	at.times = times.Amount
	first, end := u.unfold(u.below[definition], at)
	s.nodes[id].first, s.nodes[id].end = first, end
	return id
}

// calledWith returns the item with which this one arrives, and the place of
// its children. A phantom is never delivered; its children get its own
// place, or the station that it names.
func calledWith(v *Variant, id ItemID, at place) (ItemID, place) {
	switch {
	case v.Station != "":
		at.station, at.call = v.Station, id
		if v.Phantom {
			at.call = NoItem
			return NoItem, at
		}
		return id, at
	case v.Phantom || at.station == "":
		return NoItem, at
	case at.call == NoItem:
		at.call = id
	}
	return at.call, at
}

// fraction reports a total of pieces that is not whole, once for each row.
func (u *unfolder) fraction(v VariantID, path string, total config.Quantity) {
	row := int(u.variantRow[v])
	if u.rows[row].isBad(columnQuantity) {
		return
	}
	u.report(row, columnQuantity, wholeHint, "one product takes %s of part %s at %s; pieces are whole", total, u.rows[row].Part, path)
}

// refuse reports a limit once and ends the unfolding.
func (u *unfolder) refuse(v VariantID, format string, args ...any) {
	if !u.full {
		u.full = true
		u.report(int(u.variantRow[v]), columnPart, "", format, args...)
	}
}
