package bom

import (
	"encoding/json"

	"github.com/confspace/confspace/config"
	"github.com/confspace/confspace/config/source"
	"github.com/confspace/confspace/rules"
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
		When: key(item.When), Usage: key(item.Usage), Phantom: item.Phantom, Assembly: item.Assembly,
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

type pointJSON struct {
	Date   string `json:"date,omitempty"`
	Serial uint64 `json:"serial,omitempty"`
	Plant  string `json:"plant,omitempty"`
}

func pointOf(p config.Point) pointJSON { return pointJSON{p.Date.String(), p.Serial, p.Plant} }

// MarshalJSON writes the point, the items in document order ("items": path,
// level, position, part, name, quantity for one parent, total, unit, when,
// usage, phantom, assembly, station, with) and the sums ("parts"). Decimals
// are strings; what is empty is left out.
func (x *Exact) MarshalJSON() ([]byte, error) {
	out := struct {
		AsOf  pointJSON   `json:"as_of,omitzero"`
		Items []itemJSON  `json:"items"`
		Parts []totalJSON `json:"parts"`
	}{AsOf: pointOf(x.asOf), Items: []itemJSON{}, Parts: []totalJSON{}}
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

type visitJSON struct {
	Station    string     `json:"station"`
	Name       string     `json:"name,omitempty"`
	Operations []stepJSON `json:"operations"`
	Parts      []callJSON `json:"parts"`
	Workload   string     `json:"workload"`
	Overload   bool       `json:"overload,omitempty"`
}

type stepJSON struct {
	Operation string     `json:"operation"`
	Name      string     `json:"name,omitempty"`
	When      string     `json:"when,omitempty"`
	Duration  string     `json:"duration"`
	Parts     []callJSON `json:"parts,omitempty"`
}

type callJSON struct {
	Path     string `json:"path"`
	Part     string `json:"part"`
	Name     string `json:"name,omitempty"`
	Quantity string `json:"quantity"`
	Unit     string `json:"unit"`
	With     string `json:"with,omitempty"`
}

func (s *Structure) callsJSON(ids []ItemID) []callJSON {
	calls := make([]callJSON, len(ids))
	for i, id := range ids {
		item := s.itemJSON(&s.items[id])
		calls[i] = callJSON{item.Path, item.Part, item.Name, item.Total, item.Unit, item.With}
	}
	return calls
}

// MarshalJSON writes the line, its takt and the workload, all times as
// decimal strings in "unit", and the stations in line order with their
// operations in order, parts, workload and overload.
func (r *Routing) MarshalJSON() ([]byte, error) {
	l := r.line
	if l == nil {
		return []byte("null"), nil // the zero Routing
	}
	out := struct {
		Line     string      `json:"line"`
		Unit     string      `json:"unit"`
		Takt     string      `json:"takt"`
		Workload string      `json:"workload"`
		Stations []visitJSON `json:"stations"`
	}{l.name, l.unit.String(), l.taktAmount.String(), r.Workload.Amount.String(), make([]visitJSON, len(r.Visits))}
	for i := range r.Visits {
		visit := &r.Visits[i]
		station := &l.stations[visit.Station]
		steps := make([]stepJSON, len(visit.Steps))
		for j, step := range visit.Steps {
			o := &l.operations[step.Operation]
			steps[j] = stepJSON{
				o.Code, o.Name, key(o.When), l.durations[step.Operation].String(), l.structure.callsJSON(step.Parts),
			}
		}
		out.Stations[i] = visitJSON{
			station.Code, station.Name, steps, l.structure.callsJSON(visit.Parts), visit.Workload.Amount.String(), visit.Overload,
		}
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

// MarshalJSON writes position, path, assembly, select, when, candidates, takes,
// lacks, as_of, missing and pos; what is empty is left out.
func (e *PositionError) MarshalJSON() ([]byte, error) {
	out := struct {
		Position   string          `json:"position"`
		Path       string          `json:"path"`
		Assembly   string          `json:"assembly,omitempty"`
		Select     Select          `json:"select"`
		When       string          `json:"when,omitempty"`
		Candidates []candidateJSON `json:"candidates"`
		Takes      []string        `json:"takes,omitempty"`
		Lacks      []string        `json:"lacks,omitempty"`
		AsOf       pointJSON       `json:"as_of,omitzero"`
		Missing    string          `json:"missing,omitempty"`
		Pos        string          `json:"pos,omitempty"`
	}{
		Position: e.Code, Path: e.Path, Assembly: e.Assembly, Select: e.Select, When: key(e.When),
		Takes: e.Takes, Lacks: e.Lacks, AsOf: pointOf(e.AsOf), Missing: e.Missing, Pos: posText(e.Pos),
	}
	for _, c := range e.Candidates {
		out.Candidates = append(out.Candidates, candidateJSON{
			c.Part, c.Name, key(c.Usage), effectivityText(c.Effectivity), c.Matches(), posText(c.Pos),
		})
	}
	return json.Marshal(out)
}

type consumerJSON struct {
	Operation   string `json:"operation"`
	Name        string `json:"name,omitempty"`
	When        string `json:"when,omitempty"`
	Effectivity string `json:"effectivity,omitempty"`
	Done        bool   `json:"done"`
	Pos         string `json:"pos,omitempty"`
}

// MarshalJSON writes part, path, station, consumers, takes, lacks and pos; what
// is empty is left out.
func (e *CallError) MarshalJSON() ([]byte, error) {
	out := struct {
		Part      string         `json:"part"`
		Path      string         `json:"path"`
		Station   string         `json:"station"`
		Consumers []consumerJSON `json:"consumers"`
		Takes     []string       `json:"takes,omitempty"`
		Lacks     []string       `json:"lacks,omitempty"`
		Pos       string         `json:"pos,omitempty"`
	}{Part: e.Part, Path: e.Path, Station: e.Station, Takes: e.Takes, Lacks: e.Lacks, Pos: posText(e.Pos)}
	for _, c := range e.Consumers {
		out.Consumers = append(out.Consumers, consumerJSON{
			c.Code, c.Name, key(c.When), effectivityText(c.Effectivity), c.Done, posText(c.Pos),
		})
	}
	return json.Marshal(out)
}

func posText(pos source.Position) string {
	if !pos.IsValid() {
		return ""
	}
	return pos.String()
}

func effectivityText(e config.Effectivity) string {
	if e.Always() {
		return ""
	}
	return e.String()
}

// key returns text that equals that of another condition if and only if the
// two are the same: empty for the one that always holds.
func key(e rules.Expr) string {
	if e.IsZero() {
		return ""
	}
	return e.String()
}
