package bom

import (
	"slices"
	"strings"

	"github.com/confspace/confspace/bom/internal/condition"
	"github.com/confspace/confspace/bom/internal/tell"
	"github.com/confspace/confspace/config/source/jsonw"
)

// The JSON forms have names of their own, so that renaming a field in Go
// changes no interface. Decimals are strings: a number would be read as float.

// itemBytes is about the length of an item and its part in JSON.
const itemBytes = 320

// MarshalJSON returns AppendJSON.
func (x Bill) MarshalJSON() ([]byte, error) { return x.AppendJSON(nil) }

// AppendJSON appends a document, examples/schema/bill.schema.json:
//
//	format  confspace/1
//	as_of   the point at which effectivities were asked: date, serial, plant
//	items   the items in document order, of each
//	          path, level, position, part, name
//	          quantity, total  for one parent and for one product, in unit
//	          unit
//	          when, usage      the conditions of its position and of its variant
//	          phantom, assembly, station
//	          with             the path of the assembly that it arrives in
//	parts   the sums by part, of each part, name, quantity, unit, assembly, and in
//	        how many items it is
//
// Exact numbers are strings; empty members are left out, and a nil Bill is
// null.
//
// The error is nil. json.Marshal gives the same text at several times the
// cost: it reads the text again, and escapes <, > and &. AppendJSON takes
// O(bytes + parts of the structure), with two allocations of its own.
func (x *Bill) AppendJSON(dst []byte) ([]byte, error) {
	if x == nil {
		return append(dst, "null"...), nil
	}
	return append(x.AppendMembers(jsonw.Document(dst)), '}'), nil
}

// AppendMembers appends as_of, items and parts to an object that is begun, for
// documents with more members. A nil Bill has no items. It panics if dst is
// empty.
func (x *Bill) AppendMembers(dst []byte) []byte {
	if x == nil {
		x = new(Bill)
	}
	dst = tell.AppendAsOf(slices.Grow(dst, itemBytes*len(x.ids)), x.asOf)
	dst = append(jsonw.Key(dst, "items"), '[')
	for _, id := range x.ids {
		dst = x.structure.appendItem(jsonw.Comma(dst), &x.structure.items[id])
	}
	dst = append(dst, ']')
	dst = append(jsonw.Key(dst, "parts"), '[')
	for _, t := range x.AppendFlat(make([]PartTotal, 0, len(x.ids))) {
		dst, _ = t.AppendJSON(jsonw.Comma(dst)) // never fails
	}
	return append(dst, ']')
}

// appendItem appends an item of the structure, whose conditions have their text.
func (s *Structure) appendItem(dst []byte, item *Item) []byte {
	position := s.variants[item.Variant].Position
	dst = item.appendMembers(dst, s.conditions.Key(s.due[position].when), s.conditions.Key(s.usage[item.Variant]))
	if with := item.CalledWith; with != item.ID && with != NoItem { // the assembly that the item arrives in
		dst = jsonw.String(dst, "with", s.items[with].Path)
	}
	return append(dst, '}')
}

// MarshalJSON returns AppendJSON.
func (i Item) MarshalJSON() ([]byte, error) { return i.AppendJSON(nil) }

// AppendJSON appends the item as an element of [Bill.AppendJSON], without "with": only
// the structure knows the path of the assembly that it arrives in. The error is nil.
func (i Item) AppendJSON(dst []byte) ([]byte, error) {
	return append(i.appendMembers(dst, condition.Key(i.When), condition.Key(i.Usage)), '}'), nil
}

func (i *Item) appendMembers(dst []byte, when, usage string) []byte {
	dst = jsonw.String(append(dst, '{'), "path", i.Path)
	dst = jsonw.Int(dst, "level", i.Level)
	dst = jsonw.String(dst, "position", i.Position)
	dst = jsonw.String(dst, "part", i.Part)
	dst = jsonw.OptString(dst, "name", i.Name)
	dst = jsonw.Text(dst, "quantity", i.Quantity.Amount)
	dst = jsonw.Text(dst, "total", i.Total.Amount)
	dst = jsonw.String(dst, "unit", i.Total.Unit.String())
	dst = jsonw.OptString(dst, "when", when)
	dst = jsonw.OptString(dst, "usage", usage)
	dst = jsonw.OptBool(dst, "phantom", i.Phantom)
	dst = jsonw.OptBool(dst, "assembly", i.Assembly)
	return jsonw.OptString(dst, "station", i.Station)
}

// MarshalJSON returns AppendJSON.
func (t PartTotal) MarshalJSON() ([]byte, error) { return t.AppendJSON(nil) }

// AppendJSON appends the sum as an element of [Bill.AppendJSON]. The error is nil.
func (t PartTotal) AppendJSON(dst []byte) ([]byte, error) {
	dst = jsonw.String(append(dst, '{'), "part", t.Part)
	dst = jsonw.OptString(dst, "name", t.Name)
	dst = jsonw.Text(dst, "quantity", t.Quantity.Amount)
	dst = jsonw.String(dst, "unit", t.Quantity.Unit.String())
	dst = jsonw.OptBool(dst, "assembly", t.Assembly)
	return append(jsonw.Int(dst, "items", t.Items), '}'), nil
}

// MarshalJSON returns AppendJSON.
func (es PositionErrors) MarshalJSON() ([]byte, error) { return es.AppendJSON(nil) }

// AppendJSON appends a document, examples/schema/errors.schema.json. The error is nil.
//
//	format  confspace/1
//	errors  each as [PositionError.AppendJSON]
func (es PositionErrors) AppendJSON(dst []byte) ([]byte, error) {
	return tell.Errors(es.Unwrap()).AppendJSON(dst)
}

// MarshalJSON returns AppendJSON.
func (e PositionError) MarshalJSON() ([]byte, error) { return e.AppendJSON(nil) }

// AppendJSON appends an object without its empty members. The error is nil.
//
//	position, path     the position's code, and the codes from the product down to it
//	within             the part that it belongs to; absent for the product itself
//	select             the number of variants it takes: one, optional, all, some
//	when, effectivity  when it exists: from, until, from_serial, until_serial, plants
//	candidates         of each variant part, name, usage, effectivity, place, and
//	                   whether it "matches"
//	takes, lacks       the codes that decide it: those of the order, and others
//	as_of              the point at which effectivities were asked
//	missing            the key of as_of that must be given: date, serial, plant
//	place              file:line:column
func (e *PositionError) AppendJSON(dst []byte) ([]byte, error) {
	dst = append(dst, '{')
	dst = jsonw.String(dst, "position", e.Code)
	dst = jsonw.String(dst, "path", e.Path)
	dst = jsonw.OptString(dst, "within", e.Assembly)
	dst = jsonw.String(dst, "select", e.Select.String())
	dst = jsonw.OptString(dst, "when", condition.Key(e.When))
	dst = tell.AppendEffectivity(dst, e.Effectivity)
	dst = append(jsonw.Key(dst, "candidates"), '[')
	for _, c := range e.Candidates {
		dst = append(jsonw.Comma(dst), '{')
		dst = jsonw.String(dst, "part", c.Part)
		dst = jsonw.OptString(dst, "name", c.Name)
		dst = jsonw.OptString(dst, "usage", condition.Key(c.Usage))
		dst = tell.AppendEffectivity(dst, c.Effectivity)
		dst = jsonw.Bool(dst, "matches", c.Matches())
		dst = append(tell.AppendPlace(dst, c.Place), '}')
	}
	dst = append(dst, ']')
	dst = jsonw.OptStrings(dst, "takes", e.Takes)
	dst = jsonw.OptStrings(dst, "lacks", e.Lacks)
	dst = tell.AppendAsOf(dst, e.AsOf)
	missing, _, _ := strings.Cut(e.Missing, " ") // of "serial number"
	dst = jsonw.OptString(dst, "missing", missing)
	return append(tell.AppendPlace(dst, e.Place), '}'), nil
}

// UnmarshalJSON returns an error: a Bill is an answer.
func (x *Bill) UnmarshalJSON([]byte) error {
	return jsonw.Unread("bom.Bill", "explode the order again")
}

// UnmarshalJSON returns an error: an Item is a structure's.
func (i *Item) UnmarshalJSON([]byte) error {
	return jsonw.Unread("bom.Item", "read the bill of material")
}

// UnmarshalJSON returns an error: a PartTotal is an answer.
func (t *PartTotal) UnmarshalJSON([]byte) error {
	return jsonw.Unread("bom.PartTotal", "explode the order again")
}

// UnmarshalJSON returns an error: PositionErrors are an answer.
func (es *PositionErrors) UnmarshalJSON([]byte) error {
	return jsonw.Unread("bom.PositionError", "explode the order again")
}

// UnmarshalJSON returns an error: a PositionError is an answer.
func (e *PositionError) UnmarshalJSON([]byte) error {
	return jsonw.Unread("bom.PositionError", "explode the order again")
}
