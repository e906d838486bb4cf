package mates

import (
	"fmt"
	"maps"
	"slices"

	"github.com/confspace/confspace/bom"
	"github.com/confspace/confspace/bom/internal/tell"
	"github.com/confspace/confspace/config"
	"github.com/confspace/confspace/config/source"
)

// A Mate says that a bill with one part of a set must have one of another set.
type Mate struct {
	// ID is unique among the mates.
	ID string `json:"id"`
	// If and Then are part numbers, at least one each.
	If     []string     `json:"if"`
	Then   []string     `json:"then"`
	Reason string       `json:"reason"`
	Place  source.Place `json:"place"`
}

// A Limit bounds the quantity of a part in a bill, or a sum of values over a bill.
type Limit struct {
	// ID is unique among the limits.
	ID string `json:"id"`
	// Part is a part number; or Sum names a Value. One of them is empty.
	Part string `json:"part"`
	Sum  string `json:"sum"`
	// AtLeast and AtMost are the bounds, of which one may be nil.
	AtLeast *config.Quantity `json:"at_least"`
	AtMost  *config.Quantity `json:"at_most"`
	Reason  string           `json:"reason"`
	Place   source.Place     `json:"place"`
}

// A Value is a quantity of one unit of each part, such as its mass or its cost.
type Value struct {
	// Name is unique among the values.
	Name string      `json:"name"`
	Unit config.Unit `json:"unit"`
	// Parts has the amounts by part number; a part that is not there has none.
	Parts map[string]config.Decimal `json:"parts"`
	Place source.Place              `json:"place"`
}

// A Spec describes Mates to New.
type Spec struct {
	Mates  []Mate
	Limits []Limit
	Values []Value
}

// Mates are what every bill of a structure must meet. They are immutable and safe for concurrent
// use. The zero Mates demand nothing.
type Mates struct {
	structure *bom.Structure
	spec      Spec
}

// Structure returns the structure whose part numbers the mates name; nil for the zero Mates.
func (m *Mates) Structure() *bom.Structure { return m.structure }

// Spec returns the description, for a program that changes it. The caller owns the slices, not
// what the elements refer to.
func (m *Mates) Spec() Spec {
	return Spec{slices.Clone(m.spec.Mates), slices.Clone(m.spec.Limits), slices.Clone(m.spec.Values)}
}

// Value returns a value by its name. O(values).
func (m *Mates) Value(name string) (Value, bool) {
	for _, v := range m.spec.Values {
		if v.Name == name {
			return v, true
		}
	}
	return Value{}, false
}

// New checks a description against a structure. The error is source.Defects with all defects:
// ids that are missing or used twice, unknown part numbers and values with the nearest known
// one, phantoms in values and limits, sets without a part, limits without a bound, with crossed bounds or in a unit that is not
// that of the part or the value. New panics if the structure is nil.
func New(s *bom.Structure, spec Spec) (*Mates, error) {
	if s == nil {
		panic("mates: New without a structure")
	}
	d := draft{structure: s, spec: spec, places: make(map[*string]*source.Node), amounts: make(map[amount]*source.Node)}
	return d.mates()
}

// A draft is a description that is checked. A structure that could not be read is nil: then
// names are not looked up.
type draft struct {
	structure *bom.Structure
	spec      Spec
	list      source.List
	places    map[*string]*source.Node // of texts in the description that were read from a file
	amounts   map[amount]*source.Node  // of the part numbers of its values
}

// An amount is that of one part in a value.
type amount struct {
	value int
	part  string
}

// report adds a defect at a text, or at a place.
func (d *draft) report(at *string, place source.Place, hint, format string, args ...any) {
	msg := fmt.Sprintf(format, args...)
	if node := d.places[at]; node != nil {
		d.list.Add(node.Defect(msg, hint))
		return
	}
	d.list.Add(source.Defect{Place: place, Msg: tell.Visible(msg), Hint: hint})
}

func (d *draft) mates() (*Mates, error) {
	ids := make(map[string]bool)
	once := func(kind string, id *string, place source.Place) {
		if fault := tell.CodeFault("id", *id); fault != "" {
			d.report(id, place, "", "%s: %s", kind, fault)
		} else if ids[kind+*id] {
			d.report(id, place, "", "%s %s is there twice", kind, *id)
		}
		ids[kind+*id] = true
	}
	for i := range d.spec.Values {
		v := &d.spec.Values[i]
		once("value", &v.Name, v.Place)
		for _, part := range slices.Sorted(maps.Keys(v.Parts)) {
			d.places[&part] = d.amounts[amount{i, part}]
			d.summed(&part, v.Place, "value "+v.Name)
		}
	}
	for i := range d.spec.Mates {
		m := &d.spec.Mates[i]
		once("mate", &m.ID, m.Place)
		for _, set := range []struct {
			name  string
			parts []string
		}{{"if", m.If}, {"then", m.Then}} {
			if len(set.parts) == 0 {
				d.report(&m.ID, m.Place, "", "mate %s: %s names no part", m.ID, set.name)
			}
			for j := range set.parts {
				d.known(&set.parts[j], m.Place, "mate "+m.ID)
			}
		}
	}
	for i := range d.spec.Limits {
		once("limit", &d.spec.Limits[i].ID, d.spec.Limits[i].Place)
		d.limit(&d.spec.Limits[i])
	}
	if err := d.list.Err(); err != nil || d.structure == nil {
		return nil, err
	}
	return &Mates{d.structure, d.spec}, nil
}

// known checks that a part number is one of the structure.
func (d *draft) known(part *string, place source.Place, what string) bool {
	if d.structure == nil || d.structure.ItemsOf(*part) != nil {
		return true
	}
	hint := source.DidYouMean(*part, func(yield func(string) bool) {
		for item := range d.structure.Items() {
			if !yield(item.Part) {
				return
			}
		}
	})
	d.report(part, place, hint, "%s: the bill has no part %s", what, *part)
	return false
}

// summed checks that a part number is one of the structure that is in its sums, and returns an item of
// it; bom.NoItem if it is not, or there is no structure.
func (d *draft) summed(part *string, place source.Place, what string) bom.ItemID {
	if !d.known(part, place, what) || d.structure == nil {
		return bom.NoItem
	}
	items := d.structure.ItemsOf(*part)
	i := slices.IndexFunc(items, func(id bom.ItemID) bool { return !d.structure.Item(id).Phantom })
	if i < 0 {
		d.report(part, place, "write its parts", "%s: part %s is a phantom, which has no quantity", what, *part)
		return bom.NoItem
	}
	return items[i]
}

// limit checks a limit.
func (d *draft) limit(l *Limit) {
	if (l.Part == "") == (l.Sum == "") {
		d.report(&l.ID, l.Place, "", "limit %s must name a part or a sum, and not both", l.ID)
		return
	}
	if l.AtLeast == nil && l.AtMost == nil {
		d.report(&l.ID, l.Place, "", "limit %s has no bound; write at_least or at_most", l.ID)
		return
	}
	if l.AtLeast != nil && l.AtMost != nil {
		if order, err := l.AtLeast.Cmp(*l.AtMost); err == nil && order > 0 {
			d.report(&l.ID, l.Place, "", "limit %s: at least %s is more than at most %s", l.ID, l.AtLeast, l.AtMost)
		}
	}
	var unit config.Unit
	if l.Part != "" {
		item := d.summed(&l.Part, l.Place, "limit "+l.ID)
		if item == bom.NoItem {
			return
		}
		unit = d.structure.Summed(item).Unit
	} else {
		i := slices.IndexFunc(d.spec.Values, func(v Value) bool { return v.Name == l.Sum })
		if i < 0 {
			hint := source.DidYouMean(l.Sum, func(yield func(string) bool) {
				for _, v := range d.spec.Values {
					if !yield(v.Name) {
						return
					}
				}
			})
			d.report(&l.Sum, l.Place, hint, "limit %s: there is no value %s", l.ID, l.Sum)
			return
		}
		unit = d.spec.Values[i].Unit
	}
	for _, bound := range []*config.Quantity{l.AtLeast, l.AtMost} {
		if bound == nil {
			continue
		}
		if _, err := bound.In(unit); err != nil {
			d.report(&l.ID, l.Place, "", "limit %s: %s is not in %s", l.ID, bound, unit)
			return
		}
	}
}
