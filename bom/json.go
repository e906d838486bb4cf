package bom

import (
	"encoding/json"

	"github.com/confspace/confspace/bom/internal/condition"
	"github.com/confspace/confspace/bom/internal/tell"
)

// The JSON forms have names of their own, so that renaming a field in Go
// changes no interface. Decimals are strings: a number would be read as float.

type itemJSON struct {
	Path     string `json:"path"`
	Level    int    `json:"level"`
	Position string `json:"position"`
	Part     string `json:"part"`
	Name     string `json:"name,omitempty"`
	Quantity string `json:"quantity"`
	Total    string `json:"total"`
	Unit     string `json:"unit"`
	When     string `json:"when,omitempty"`
	Usage    string `json:"usage,omitempty"`
	Phantom  bool   `json:"phantom,omitempty"`
	Assembly bool   `json:"assembly,omitempty"`
	Station  string `json:"station,omitempty"`
	// With is the path of the assembly that the item arrives in.
	With string `json:"with,omitempty"`
}

func (s *Structure) itemJSON(item *Item) itemJSON {
	out := itemJSON{
		Path: item.Path, Level: item.Level, Position: item.Position, Part: item.Part, Name: item.Name,
		Quantity: item.Quantity.Amount.String(), Total: item.Total.Amount.String(), Unit: item.Total.Unit.String(),
		When: condition.Key(item.When), Usage: condition.Key(item.Usage), Phantom: item.Phantom, Assembly: item.Assembly,
		Station: item.Station,
	}
	if item.CalledWith != item.ID && item.CalledWith != NoItem {
		out.With = s.items[item.CalledWith].Path
	}
	return out
}

type totalJSON struct {
	Part     string `json:"part"`
	Name     string `json:"name,omitempty"`
	Quantity string `json:"quantity"`
	Unit     string `json:"unit"`
	Assembly bool   `json:"assembly,omitempty"`
	Items    int    `json:"items"`
}

// MarshalJSON writes the point, the items in document order ("items": path,
// level, position, part, name, quantity for one parent, total, unit, when,
// usage, phantom, assembly, station, with) and the sums ("parts"). Decimals
// are strings; what is empty is left out.
func (x *Bill) MarshalJSON() ([]byte, error) {
	out := struct {
		AsOf  tell.PointJSON `json:"as_of,omitzero"`
		Items []itemJSON     `json:"items"`
		Parts []totalJSON    `json:"parts"`
	}{AsOf: tell.PointOf(x.asOf), Items: []itemJSON{}, Parts: []totalJSON{}}
	for _, id := range x.ids {
		out.Items = append(out.Items, x.structure.itemJSON(&x.structure.items[id]))
	}
	for _, t := range x.Flat() {
		out.Parts = append(out.Parts, totalJSON{
			t.Part, t.Name, t.Quantity.Amount.String(), t.Quantity.Unit.String(), t.Assembly, t.Items,
		})
	}
	return json.Marshal(out)
}

type candidateJSON struct {
	Part        string `json:"part"`
	Name        string `json:"name,omitempty"`
	Usage       string `json:"usage,omitempty"`
	Effectivity string `json:"effectivity,omitempty"`
	Matches     bool   `json:"matches"`
	Pos         string `json:"pos,omitempty"`
}

// MarshalJSON writes position, path, assembly, select, when, effectivity,
// candidates, takes, lacks, as_of, missing and pos; what is empty is left out.
func (e *PositionError) MarshalJSON() ([]byte, error) {
	out := struct {
		Position   string          `json:"position"`
		Path       string          `json:"path"`
		Assembly   string          `json:"assembly,omitempty"`
		Select     Select          `json:"select"`
		When       string          `json:"when,omitempty"`
		Effective  string          `json:"effectivity,omitempty"`
		Candidates []candidateJSON `json:"candidates"`
		Takes      []string        `json:"takes,omitempty"`
		Lacks      []string        `json:"lacks,omitempty"`
		AsOf       tell.PointJSON  `json:"as_of,omitzero"`
		Missing    string          `json:"missing,omitempty"`
		Pos        string          `json:"pos,omitempty"`
	}{
		Position: e.Code, Path: e.Path, Assembly: e.Assembly, Select: e.Select, When: condition.Key(e.When),
		Effective: tell.EffectivityText(e.Effectivity), Takes: e.Takes, Lacks: e.Lacks, AsOf: tell.PointOf(e.AsOf), Missing: e.Missing, Pos: tell.PlaceText(e.Pos),
	}
	for _, c := range e.Candidates {
		out.Candidates = append(out.Candidates, candidateJSON{
			c.Part, c.Name, condition.Key(c.Usage), tell.EffectivityText(c.Effectivity), c.Matches(), tell.PlaceText(c.Pos),
		})
	}
	return json.Marshal(out)
}
