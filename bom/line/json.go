package line

import (
	"encoding/json"

	"github.com/confspace/confspace/bom"
	"github.com/confspace/confspace/bom/internal/condition"
	"github.com/confspace/confspace/bom/internal/tell"
)

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

func callsJSON(s *bom.Structure, ids []bom.ItemID) []callJSON {
	calls := make([]callJSON, len(ids))
	for i, id := range ids {
		item := s.Item(id)
		calls[i] = callJSON{
			Path: item.Path, Part: item.Part, Name: item.Name,
			Quantity: item.Total.Amount.String(), Unit: item.Total.Unit.String(),
		}
		if item.CalledWith != id && item.CalledWith != bom.NoItem {
			calls[i].With = s.Item(item.CalledWith).Path
		}
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
				o.Code, o.Name, condition.Key(o.When), l.durations[step.Operation].String(), callsJSON(l.structure, step.Parts),
			}
		}
		out.Stations[i] = visitJSON{
			station.Code, station.Name, steps, callsJSON(l.structure, visit.Parts), visit.Workload.Amount.String(), visit.Overload,
		}
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
	}{Part: e.Part, Path: e.Path, Station: e.Station, Takes: e.Takes, Lacks: e.Lacks, Pos: tell.PlaceText(e.Pos)}
	for _, c := range e.Consumers {
		out.Consumers = append(out.Consumers, consumerJSON{
			c.Code, c.Name, condition.Key(c.When), tell.EffectivityText(c.Effectivity), c.Done, tell.PlaceText(c.Pos),
		})
	}
	return json.Marshal(out)
}
