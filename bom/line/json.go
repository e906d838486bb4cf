package line

import (
	"slices"
	"strconv"

	"github.com/confspace/confspace/bom"
	"github.com/confspace/confspace/bom/internal/condition"
	"github.com/confspace/confspace/bom/internal/tell"
	"github.com/confspace/confspace/config/source/jsonw"
)

// About the lengths of a station or operation, and of a part delivered there,
// in JSON.
const (
	visitBytes = 128
	callBytes  = 128
)

// MarshalJSON returns AppendJSON.
func (r Routing) MarshalJSON() ([]byte, error) { return r.AppendJSON(nil) }

// AppendJSON appends a document, examples/schema/routing.schema.json, with all times
// as exact numbers, which are strings, in "unit":
//
//	format    confspace/1
//	line      its name
//	unit      of all times
//	takt      the time of each station for one product
//	workload  at all stations together
//	stations  the stations in line order, of each
//	            station, name
//	            operations  in their order: operation, name, when, duration, parts
//	            parts       delivered here: path, part, name, quantity, unit, and "with",
//	                        the path of the assembly that it arrives in
//	            workload
//	            capacity    of the station, if it is not the takt
//	            overload    the workload exceeds the capacity
//
// Empty members are left out. The zero Routing and nil are null.
//
// The error is nil. json.Marshal gives the same text at several times the
// cost: it reads the text again, and escapes <, > and &. AppendJSON takes
// O(bytes) and allocates nothing where dst has room.
func (r *Routing) AppendJSON(dst []byte) ([]byte, error) {
	if r == nil || r.line == nil {
		return append(dst, "null"...), nil
	}
	return append(r.AppendMembers(jsonw.Document(dst)), '}'), nil
}

// AppendMembers appends line, unit, takt, workload and stations to an object that is
// begun, for documents with more members. The zero Routing and nil have none of
// them. It panics if dst is empty.
func (r *Routing) AppendMembers(dst []byte) []byte {
	if r == nil || r.line == nil {
		return dst
	}
	l := r.line
	dst = slices.Grow(dst, visitBytes*(len(r.Visits)+len(r.steps))+callBytes*len(r.parts))
	dst = jsonw.String(dst, "line", l.name)
	dst = jsonw.String(dst, "unit", l.unit.String())
	dst = jsonw.Text(dst, "takt", l.taktAmount)
	dst = jsonw.Text(dst, "workload", r.Workload.Amount)
	dst = append(jsonw.Key(dst, "stations"), '[')
	for i := range r.Visits {
		dst = l.appendVisit(jsonw.Comma(dst), &r.Visits[i])
	}
	return append(dst, ']')
}

// MarshalJSON returns AppendJSON.
func (v Visit) MarshalJSON() ([]byte, error) { return v.AppendJSON(nil) }

// AppendJSON appends the visit as an element of [Routing.AppendJSON], in the line's unit
// of time. The zero Visit is null. The error is nil.
func (v Visit) AppendJSON(dst []byte) ([]byte, error) {
	if v.line == nil {
		return append(dst, "null"...), nil
	}
	return v.line.appendVisit(dst, &v), nil
}

func (l *Line) appendVisit(dst []byte, visit *Visit) []byte {
	station := &l.stations[visit.Station]
	dst = append(dst, '{')
	dst = jsonw.String(dst, "station", station.Code)
	dst = jsonw.OptString(dst, "name", station.Name)
	dst = append(jsonw.Key(dst, "operations"), '[')
	for _, step := range visit.Steps {
		o := &l.operations[step.Operation]
		dst = append(jsonw.Comma(dst), '{')
		dst = jsonw.String(dst, "operation", o.Code)
		dst = jsonw.OptString(dst, "name", o.Name)
		dst = jsonw.OptString(dst, "when", l.conditions.Key(l.when[step.Operation]))
		dst = jsonw.Text(dst, "duration", l.durations[step.Operation])
		if len(step.Parts) > 0 {
			dst = appendCalls(dst, l.structure, step.Parts)
		}
		dst = append(dst, '}')
	}
	dst = append(dst, ']')
	dst = appendCalls(dst, l.structure, visit.Parts)
	if station.Operators > 1 || station.Teams > 1 {
		dst = jsonw.Text(dst, "capacity", l.capacities[visit.Station])
	}
	dst = jsonw.Text(dst, "workload", visit.Workload.Amount)
	return append(jsonw.OptBool(dst, "overload", visit.Overload), '}')
}

// appendCalls appends the parts delivered to a station or consumed by an
// operation.
func appendCalls(dst []byte, s *bom.Structure, ids []bom.ItemID) []byte {
	dst = append(jsonw.Key(dst, "parts"), '[')
	for _, id := range ids {
		item := s.Item(id)
		dst = append(jsonw.Comma(dst), '{')
		dst = jsonw.String(dst, "path", item.Path)
		dst = jsonw.String(dst, "part", item.Part)
		dst = jsonw.OptString(dst, "name", item.Name)
		dst = jsonw.Text(dst, "quantity", item.Total.Amount)
		dst = jsonw.String(dst, "unit", item.Total.Unit.String())
		if with := item.CalledWith; with != id && with != bom.NoItem {
			dst = jsonw.String(dst, "with", s.Item(with).Path)
		}
		dst = append(dst, '}')
	}
	return append(dst, ']')
}

// MarshalJSON returns AppendJSON.
func (e CallError) MarshalJSON() ([]byte, error) { return e.AppendJSON(nil) }

// AppendJSON appends an object without its empty members. The error is nil.
//
//	part, path, station  the part, the positions that lead to it, its station
//	consumers            of each operation there that consumes the position:
//	                     operation, name, when, effectivity, place, and whether it is
//	                     "done", so that the order has it
//	takes, lacks         the codes that decide it: those of the order, and others
//	place                file:line:column
func (e *CallError) AppendJSON(dst []byte) ([]byte, error) {
	dst = append(dst, '{')
	dst = jsonw.String(dst, "part", e.Part)
	dst = jsonw.String(dst, "path", e.Path)
	dst = jsonw.String(dst, "station", e.Station)
	dst = append(jsonw.Key(dst, "consumers"), '[')
	for _, c := range e.Consumers {
		dst = append(jsonw.Comma(dst), '{')
		dst = jsonw.String(dst, "operation", c.Code)
		dst = jsonw.OptString(dst, "name", c.Name)
		dst = jsonw.OptString(dst, "when", condition.Key(c.When))
		dst = tell.AppendEffectivity(dst, c.Effectivity)
		dst = jsonw.Bool(dst, "done", c.Done)
		dst = append(tell.AppendPlace(dst, c.Place), '}')
	}
	dst = append(dst, ']')
	dst = jsonw.OptStrings(dst, "takes", e.Takes)
	dst = jsonw.OptStrings(dst, "lacks", e.Lacks)
	return append(tell.AppendPlace(dst, e.Place), '}'), nil
}

// UnmarshalJSON returns an error: a Routing is an answer.
func (r *Routing) UnmarshalJSON([]byte) error {
	return jsonw.Unread("line.Routing", "route the order's bill again")
}

// UnmarshalJSON returns an error: a Visit is a part of an answer.
func (v *Visit) UnmarshalJSON([]byte) error {
	return jsonw.Unread("line.Visit", "route the order's bill again")
}

// MarshalJSON returns AppendJSON.
func (e CycleError) MarshalJSON() ([]byte, error) { return e.AppendJSON(nil) }

// AppendJSON appends the code of the "station", that of a "later" one if there is any, the codes
// of the "operations" in the order of the cycle, and which of them are "done", so that the order
// has them. The error is nil.
func (e *CycleError) AppendJSON(dst []byte) ([]byte, error) {
	dst = append(dst, '{')
	dst = jsonw.String(dst, "station", e.Station)
	dst = jsonw.OptString(dst, "later", e.Later)
	dst = jsonw.Strings(dst, "operations", e.Codes)
	dst = append(jsonw.Key(dst, "done"), '[')
	for _, done := range e.Done {
		dst = strconv.AppendBool(jsonw.Comma(dst), done)
	}
	return append(dst, "]}"...), nil
}

// UnmarshalJSON returns an error: a CycleError is an answer.
func (e *CycleError) UnmarshalJSON([]byte) error {
	return jsonw.Unread("line.CycleError", "route the order's bill again")
}

// UnmarshalJSON returns an error: a CallError is an answer.
func (e *CallError) UnmarshalJSON([]byte) error {
	return jsonw.Unread("line.CallError", "route the order's bill again")
}
