package line

import (
	"io"
	"strconv"

	"github.com/confspace/confspace/config"
	"github.com/confspace/confspace/config/source/document"
)

// Spec returns the description of the line, for a program that changes a line: New
// makes an equal line of it. The caller owns it, except for the memory of plants
// and conditions. O(operations).
func (l *Line) Spec() Spec {
	spec := Spec{Name: l.name, Takt: l.Takt(), Stations: make([]StationSpec, len(l.stations))}
	for i := range l.stations {
		s := &l.stations[i]
		station := StationSpec{Code: s.Code, Name: s.Name, Operators: s.Operators, Teams: s.Teams, Rides: append([]string(nil), s.Rides...), Tools: append([]string(nil), s.Tools...), Place: s.Place}
		for id := s.First; id < s.End; id++ {
			station.Operations = append(station.Operations, l.operationSpec(id))
		}
		spec.Stations[i] = station
	}
	return spec
}

func (l *Line) operationSpec(id OperationID) OperationSpec {
	o := &l.operations[id]
	spec := OperationSpec{
		Code: o.Code, Name: o.Name, When: o.When, Duration: o.Duration,
		Parts: append([]string(nil), o.Parts...), Needs: append([]string(nil), o.Needs...), Effectivity: o.Effectivity, Place: o.Place,
	}
	for _, before := range o.After {
		spec.After = append(spec.After, l.operations[before].Code)
	}
	return spec
}

// WriteYAML writes the line as line.yaml, from which Read reads an equal one;
// conditions stand in their canonical text. The bytes depend on nothing but the line.
// The only errors are those of w. It panics if w is nil.
func (l *Line) WriteYAML(w io.Writer) error {
	if w == nil {
		panic("line: WriteYAML needs a writer; it is nil")
	}
	spec := l.Spec()
	doc := document.New()
	doc.Text("line", spec.Name)
	doc.OptText("takt", spec.Takt.String())
	var stations document.List
	for _, s := range spec.Stations {
		var m document.Map
		m.Text("station", s.Code)
		m.OptText("name", s.Name)
		m.OptLiteral("operators", several(s.Operators))
		m.OptLiteral("teams", several(s.Teams))
		m.OptFlow("tools", s.Tools)
		m.OptFlow("rides", s.Rides)
		var operations document.List
		for _, o := range s.Operations {
			operations = append(operations, o.document())
		}
		if operations != nil {
			m.List("operations", operations)
		}
		stations = append(stations, m)
	}
	doc.List("stations", stations)
	return doc.WriteYAML(w)
}

// several returns a number above one as text.
func several(n int) string {
	if n <= 1 {
		return ""
	}
	return strconv.Itoa(n)
}

func (o *OperationSpec) document() document.Map {
	var m document.Map
	m.Text("operation", o.Code)
	m.OptText("name", o.Name)
	if !o.When.IsZero() {
		m.Text("when", o.When.String())
	}
	m.OptText("duration", o.Duration.String())
	m.OptFlow("after", o.After)
	m.OptFlow("parts", o.Parts)
	m.OptFlow("needs", o.Needs)
	return append(m, config.EffectivityDocument(o.Effectivity)...)
}
