package line

import (
	"maps"
	"slices"

	"github.com/confspace/confspace/bom"
	"github.com/confspace/confspace/config/source"
)

// bindStations finds the station at which each item is called.
func (d *lineDraft) bindStations() {
	s, l := d.structure, d.l
	for v := range s.NumVariants() {
		code := s.Variant(bom.VariantID(v)).Station
		if _, known := d.stationByCode[code]; code != "" && !known && !d.spec.node.Lost() {
			d.list.Add(s.StationDefect(bom.VariantID(v), "line "+l.name+" has no station "+code, nearest(d, code, d.stationByCode)))
		}
	}
	reported := make([]bool, s.NumVariants())
	l.callAt = make([]StationID, s.NumItems())
	for i := range s.NumItems() {
		item := s.Item(bom.ItemID(i))
		l.callAt[i] = NoStation
		switch {
		case item.Phantom:
		case item.Station != "":
			if station, known := d.stationByCode[item.Station]; known {
				l.callAt[i] = station
			}
		case !reported[item.Variant]:
			reported[item.Variant] = true
			d.list.Add(s.StationDefect(item.Variant, "part "+item.Part+" at "+item.Path+" has no station, nor has any assembly above it",
				"give it the station where it is called"))
		}
	}
}

// bindParts finds the operations that consume each item: those at its station
// that name its position by path, or by a code that is no path.
func (d *lineDraft) bindParts() {
	s, l := d.structure, d.l
	named, byCode := make(map[string][]bom.ItemID), make(map[string][]bom.ItemID)
	for i := range s.NumItems() {
		item := s.Item(bom.ItemID(i))
		named[item.Path] = append(named[item.Path], item.ID)
		byCode[item.Position] = append(byCode[item.Position], item.ID)
	}
	for code, items := range byCode {
		if _, path := named[code]; !path {
			named[code] = items
		}
	}
	l.consumers = make([]consumers, s.NumItems())
	elsewhere := make(map[bom.ItemID]OperationID) // named, but only at other stations
	for i := range l.operations {
		seen := make(map[string]bool)
		for j, name := range d.entries[i].Parts {
			if seen[name] {
				d.report(d.partNode(i, j), d.entries[i].Pos, "", "operation %s names position %s twice", l.operations[i].Code, name)
				continue
			}
			seen[name] = true
			if d.links += len(named[name]); d.links > maxLinks {
				d.report(d.partNode(i, j), d.entries[i].Pos, "", "the operations consume more than %d parts", maxLinks)
				return
			}
			d.bindPart(OperationID(i), j, named, elsewhere)
		}
	}
	d.reportElsewhere(elsewhere)
	for i := range s.NumItems() {
		l.inheritConsumers(bom.ItemID(i))
	}
}

// maxLinks bounds how many parts all operations consume, each counted for each
// place where it is used.
const maxLinks = 1 << 22

// partNode is where part j of operation i was read.
func (d *lineDraft) partNode(i, j int) *source.Node {
	if entry := d.entries[i]; j < len(entry.parts) {
		return entry.parts[j]
	}
	return d.entries[i].node
}

// bindPart binds part j of an operation.
func (d *lineDraft) bindPart(o OperationID, j int, named map[string][]bom.ItemID, elsewhere map[bom.ItemID]OperationID) {
	l, entry := d.l, d.entries[o]
	name, node := entry.Parts[j], d.partNode(int(o), j)
	operation := &l.operations[o]
	items := named[name]
	if len(items) == 0 {
		d.report(node, entry.Pos, nearest(d, name, named), "operation %s consumes the unknown position %q", operation.Code, name)
		return
	}
	operation.Parts = append(operation.Parts, name)
	here, called, phantoms := false, NoStation, true
	for _, id := range items {
		phantoms = phantoms && d.structure.Item(id).Phantom
		switch l.callAt[id] {
		case NoStation:
		case operation.Station:
			here = true
			delete(elsewhere, id)
			if c := &l.consumers[id]; len(c.operations) == 0 || c.operations[len(c.operations)-1] != o {
				c.operations = append(c.operations, o)
			}
		default:
			called = l.callAt[id]
			if len(l.consumers[id].operations) == 0 {
				elsewhere[id] = o
			}
		}
	}
	switch {
	case here:
	case phantoms:
		d.report(node, entry.Pos, "name the positions below it",
			"operation %s consumes position %s, where only phantoms stand", operation.Code, name)
	case called != NoStation: // otherwise the stations were reported
		for _, id := range items {
			if elsewhere[id] == o {
				delete(elsewhere, id)
			}
		}
		d.report(node, entry.Pos, "move the operation, or change the station in the structure",
			"operation %s at station %s consumes position %s, whose parts are called at station %s",
			operation.Code, l.stations[operation.Station].Code, name, l.stations[called].Code)
	}
}

// reportElsewhere reports items whose position is consumed, but not at the
// station where they are called.
func (d *lineDraft) reportElsewhere(elsewhere map[bom.ItemID]OperationID) {
	s, l := d.structure, d.l
	reported := make(map[bom.VariantID]bool)
	for _, id := range slices.Sorted(maps.Keys(elsewhere)) {
		item := s.Item(id)
		if reported[item.Variant] {
			continue
		}
		reported[item.Variant] = true
		operation := &l.operations[elsewhere[id]]
		d.list.Add(s.StationDefect(item.Variant, "part "+item.Part+" at "+item.Path+" is called at station "+item.Station+
			", where no operation consumes it; "+operation.Code+" does at station "+l.stations[operation.Station].Code,
			"change one of the stations; an operation that means another position names it by its path"))
	}
}

// inheritConsumers gives an item that no operation names the operations of the
// assembly that it arrives in. Items above stand before it and have theirs.
func (l *Line) inheritConsumers(id bom.ItemID) {
	item := l.structure.Item(id)
	if len(l.consumers[id].operations) > 0 || item.CalledWith == id || item.CalledWith == bom.NoItem {
		return
	}
	up := item.Parent
	for l.structure.Item(up).Phantom {
		up = l.structure.Item(up).Parent
	}
	l.consumers[id] = consumers{operations: l.consumers[up].operations, inherited: true}
}
