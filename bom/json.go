package bom

import (
	"slices"

	"github.com/confspace/confspace/bom/internal/condition"
	"github.com/confspace/confspace/config/source/jsonw"
	"github.com/confspace/confspace/bom/internal/tell"
)

// The JSON forms have names of their own, so that renaming a field in Go
// changes no interface. Decimals are strings: a number would be read as float.

// itemBytes is about how long an item and its part are in JSON.
const itemBytes = 320

// MarshalJSON returns AppendJSON.
func (x *Bill) MarshalJSON() ([]byte, error) { return x.AppendJSON(nil) }

// AppendJSON appends the point ("as_of"), the items in document order ("items":
// path, level, position, part, name, quantity for one parent, total, unit, when,
// usage, phantom, assembly, station, with) and the sums ("parts": part, name,
// quantity, unit, assembly, items). Decimals are strings; what is empty is left
// out, and a nil Bill is null.
//
// The error is nil. json.Marshal gives the same text at several times the
// price: it reads again what it is given, and escapes <, > and &. AppendJSON
// takes O(bytes + parts of the structure), with two allocations of its own.
func (x *Bill) AppendJSON(dst []byte) ([]byte, error) {
	if x == nil {
		return append(dst, "null"...), nil
	}
	dst = append(slices.Grow(dst, itemBytes*len(x.ids)), '{')
	dst = tell.AppendAsOf(dst, x.asOf)
	dst = append(jsonw.Key(dst, "items"), '[')
	for _, id := range x.ids {
		dst = x.structure.appendItem(jsonw.Comma(dst), &x.structure.items[id])
	}
	dst = append(dst, ']')
	dst = append(jsonw.Key(dst, "parts"), '[')
	for _, t := range x.AppendFlat(make([]PartTotal, 0, len(x.ids))) {
		dst = append(jsonw.Comma(dst), '{')
		dst = jsonw.String(dst, "part", t.Part)
		dst = jsonw.OptString(dst, "name", t.Name)
		dst = jsonw.Decimal(dst, "quantity", t.Quantity.Amount)
		dst = jsonw.String(dst, "unit", t.Quantity.Unit.String())
		dst = jsonw.OptBool(dst, "assembly", t.Assembly)
		dst = append(jsonw.Int(dst, "items", t.Items), '}')
	}
	return append(dst, "]}"...), nil
}

func (s *Structure) appendItem(dst []byte, item *Item) []byte {
	position := s.variants[item.Variant].Position
	dst = append(dst, '{')
	dst = jsonw.String(dst, "path", item.Path)
	dst = jsonw.Int(dst, "level", item.Level)
	dst = jsonw.String(dst, "position", item.Position)
	dst = jsonw.String(dst, "part", item.Part)
	dst = jsonw.OptString(dst, "name", item.Name)
	dst = jsonw.Decimal(dst, "quantity", item.Quantity.Amount)
	dst = jsonw.Decimal(dst, "total", item.Total.Amount)
	dst = jsonw.String(dst, "unit", item.Total.Unit.String())
	dst = jsonw.OptString(dst, "when", s.conditions.Key(s.due[position].when))
	dst = jsonw.OptString(dst, "usage", s.conditions.Key(s.usage[item.Variant]))
	dst = jsonw.OptBool(dst, "phantom", item.Phantom)
	dst = jsonw.OptBool(dst, "assembly", item.Assembly)
	dst = jsonw.OptString(dst, "station", item.Station)
	if with := item.CalledWith; with != item.ID && with != NoItem { // the assembly that the item arrives in
		dst = jsonw.String(dst, "with", s.items[with].Path)
	}
	return append(dst, '}')
}

// MarshalJSON writes position, path, assembly, select, when, effectivity,
// candidates, takes, lacks, as_of, missing and pos; what is empty is left out.
func (e *PositionError) MarshalJSON() ([]byte, error) {
	dst := append([]byte(nil), '{')
	dst = jsonw.String(dst, "position", e.Code)
	dst = jsonw.String(dst, "path", e.Path)
	dst = jsonw.OptString(dst, "assembly", e.Assembly)
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
	dst = jsonw.OptString(dst, "missing", e.Missing)
	return append(tell.AppendPlace(dst, e.Place), '}'), nil
}

// UnmarshalJSON returns an error: a Bill is an answer.
func (x *Bill) UnmarshalJSON([]byte) error {
	return tell.Unread("bom.Bill", "explode the order again")
}

// UnmarshalJSON returns an error: a PositionError is an answer.
func (e *PositionError) UnmarshalJSON([]byte) error {
	return tell.Unread("bom.PositionError", "explode the order again")
}
