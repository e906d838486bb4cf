package line

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/confspace/confspace/bom"
	"github.com/confspace/confspace/config/source"
)

// maxLinks bounds the number of items that all operations consume, and of the
// items visited below them.
const maxLinks = 1 << 22

// consumers are the operations that fit an item, at its station.
type consumers struct {
	operations []OperationID
	// inherited: they fit an assembly around the item that is delivered to
	// the same station and is in each bill that has the item.
	inherited bool
	// rides: the item is delivered and needs no operation.
	rides bool
}

// A claim is the owner of a name: an operation, or the list rides of a
// station.
type claim struct {
	station   StationID
	operation OperationID // of rides: the end of all operations
	node      *source.Node
	place     source.Place
}

// A fitting finds the claims that fit each item. The slices of an item hold the
// claims that name the item itself and mean it or an item below it.
type fitting struct {
	*lineDraft
	operations [][]OperationID // bom.ItemID -> in document order, so that those of a station are neighbours
	rides      map[bom.ItemID][]StationID
	elsewhere  map[bom.ItemID]claim // named, but no part there is delivered to the claim's station
	unknown    map[string]*unknownPosition
	named      map[string]bool // the names of all claims
	links      int
}

// An unknownPosition is a name that no position has.
type unknownPosition struct {
	claim
	beside []string // the names of the claim
	more   int      // the number of other claims that name it
}

// bindParts finds the operations that consume each item.
func (d *lineDraft) bindParts() {
	s, l := d.structure, d.l
	f := &fitting{
		lineDraft: d, operations: make([][]OperationID, s.NumItems()),
		rides: make(map[bom.ItemID][]StationID), elsewhere: make(map[bom.ItemID]claim), unknown: make(map[string]*unknownPosition), named: make(map[string]bool),
	}
	for i, entry := range d.entries {
		o := &l.operations[i]
		c := claim{station: o.Station, operation: OperationID(i), place: entry.Place}
		o.Parts = f.claims(c, entry.Parts, entry.parts, entry.node)
	}
	for i := range d.spec.stations {
		entry := &d.spec.stations[i]
		c := claim{station: StationID(i), operation: OperationID(len(l.operations)), place: entry.Place}
		l.stations[i].Rides = f.claims(c, entry.Rides, entry.rides, entry.node)
	}
	if f.links > maxLinks {
		return
	}
	f.reportUnknown()
	f.resolve()
	f.reportElsewhere()
}

// claims binds the positions that one claim names and returns those that mean
// a part.
func (f *fitting) claims(c claim, names []string, nodes []*source.Node, node *source.Node) []string {
	var bound []string
	seen := make(map[string]bool)
	for i, name := range names {
		c.node = node
		if i < len(nodes) {
			c.node = nodes[i]
		}
		if seen[name] {
			f.report(c.node, c.place, "", "%s names position %s twice", f.claimant(c), name)
			continue
		}
		seen[name] = true
		f.named[name] = true
		before := f.links
		if f.bind(c, name, names) {
			bound = append(bound, name)
		}
		if f.links > maxLinks {
			if before <= maxLinks {
				f.report(c.node, c.place, "", "the operations consume more than %d parts", maxLinks)
			}
			break
		}
	}
	return bound
}

// claimant names the owner of a claim for messages.
func (f *fitting) claimant(c claim) string {
	if f.isRides(c) {
		return "rides of " + f.stationLabel(c.station)
	}
	return f.label(c.operation)
}

// isRides reports whether a claim is the list rides of a station.
func (f *fitting) isRides(c claim) bool { return int(c.operation) == len(f.l.operations) }

// bind binds one position that a claim names, of those beside it. It reports
// whether a part there is delivered to the claim's station.
func (f *fitting) bind(c claim, name string, beside []string) (here bool) {
	items := f.l.structure.ItemsAt(name)
	if len(items) == 0 {
		if u := f.unknown[name]; u != nil {
			u.more++
		} else {
			f.unknown[name] = &unknownPosition{claim: c, beside: beside}
		}
		return false
	}
	called := NoStation
	var others []bom.ItemID
	for _, id := range items {
		switch at := f.calledBelow(id, c.station); {
		case at == c.station:
			f.add(c, id, name, !here)
			here = true
		case at != NoStation:
			called = at
			others = append(others, id)
		}
	}
	switch {
	case here:
		for _, id := range others {
			f.elsewhere[id] = c
		}
	case f.lost(items):
	case f.isRides(c):
		f.report(c.node, c.place, fmt.Sprintf("write it below rides of %s, or change the station in the structure", f.stationLabel(called)),
			"%s names position %s, whose parts are delivered to %s", f.claimant(c), name, f.stationCode(called))
	default:
		f.report(c.node, c.place, "move the operation, or change the station in the structure",
			"%s (at %s) names position %s, whose parts are delivered to %s",
			f.claimant(c), f.stationCode(c.station), name, f.stationCode(called))
	}
	return here
}

// calledBelow returns a station if an item or one below it is delivered to it,
// or else another station to which one is delivered, or NoStation.
func (f *fitting) calledBelow(id bom.ItemID, station StationID) StationID {
	found := NoStation
	for below := id; below < f.end[id]; below++ {
		f.links++
		switch at := f.l.callAt[below]; {
		case at == station:
			return station
		case found == NoStation:
			found = at
		}
	}
	return found
}

// lost reports whether one of items, or a part below them, has no station on the
// line, which was reported.
func (f *fitting) lost(items []bom.ItemID) bool {
	for _, id := range items {
		for below := id; below < f.end[id]; below++ {
			if f.l.callAt[below] == NoStation && !f.structure.Item(below).Phantom {
				return true
			}
		}
	}
	return false
}

// add notes that a claim names an item. An item that rides along and is
// consumed is a defect, reported for the first item of the name.
func (f *fitting) add(c claim, id bom.ItemID, name string, first bool) {
	if !f.isRides(c) {
		f.operations[id] = append(f.operations[id], c.operation)
		return
	}
	if ops := f.at(id, c.station); len(ops) > 0 && first {
		f.report(c.node, c.place, "take it away here, or there",
			"position %s rides along at %s, where %s consumes it", name, f.stationCode(c.station), f.label(ops[0]))
	}
	f.rides[id] = append(f.rides[id], c.station)
}

// at returns the operations of a station that name an item itself.
func (f *fitting) at(id bom.ItemID, station StationID) []OperationID {
	ops, s := f.operations[id], &f.l.stations[station]
	first, _ := slices.BinarySearch(ops, s.First)
	end, _ := slices.BinarySearch(ops, s.End)
	return ops[first:end:end]
}

// reportUnknown reports each name that no position has, once, at its first
// place.
func (f *fitting) reportUnknown() {
	if len(f.unknown) == 0 {
		return
	}
	known := f.l.structure.Names()
	for _, name := range slices.Sorted(maps.Keys(f.unknown)) {
		u := f.unknown[name]
		may := func(other string) bool { return !slices.Contains(u.beside, other) }
		hint := f.meant(name, known, may, func(other string) bool {
			return !f.named[other] && slices.ContainsFunc(f.l.structure.ItemsAt(other), func(id bom.ItemID) bool {
				f.hints += int(f.end[id] - id)
				return f.calledBelow(id, u.station) == u.station
			})
		})
		if u.more > 0 {
			f.report(u.node, u.place, hint, "%s names the unknown position %q; %d more do", f.claimant(u.claim), name, u.more)
			continue
		}
		f.report(u.node, u.place, hint, "%s names the unknown position %q", f.claimant(u.claim), name)
	}
}

// resolve finds the claims that fit each item: those at the item's station
// that name the item itself, or else the nearest item above it.
func (f *fitting) resolve() {
	s, l := f.structure, f.l
	l.consumers = make([]consumers, s.NumItems())
	nearest := make([]bom.ItemID, s.NumItems()) // the item itself or the nearest named item above it
	for id := range bom.ItemID(s.NumItems()) {
		up := s.Item(id).Parent
		switch {
		case len(f.operations[id]) > 0 || len(f.rides[id]) > 0:
			nearest[id] = id
		case up == bom.NoItem:
			nearest[id] = bom.NoItem
		default:
			nearest[id] = nearest[up]
		}
		station := l.callAt[id]
		if station == NoStation {
			continue
		}
		for at := nearest[id]; at != bom.NoItem; {
			ops := f.at(at, station)
			if len(ops) > 0 || slices.Contains(f.rides[at], station) {
				l.consumers[id] = consumers{operations: ops, inherited: f.comesWith(id, at), rides: len(ops) == 0}
				break
			}
			if at = s.Item(at).Parent; at != bom.NoItem {
				at = nearest[at]
			}
		}
	}
}

// comesWith reports whether a part around an item, at or below the named one,
// is delivered to the same station: then the same operations fit it.
func (f *fitting) comesWith(id, named bom.ItemID) bool {
	station := f.l.callAt[id]
	for id > named {
		id = f.structure.Item(id).Parent
		if f.l.callAt[id] == station {
			return true
		}
	}
	return false
}

// reportElsewhere reports items whose position is named, but not at the
// station to which they are delivered.
func (f *fitting) reportElsewhere() {
	s, l := f.structure, f.l
	reported := make(map[bom.VariantID]bool)
	for _, id := range slices.Sorted(maps.Keys(f.elsewhere)) {
		item, c := s.Item(id), &l.consumers[id]
		if item.Phantom || reported[item.Variant] || len(c.operations) > 0 || c.rides || l.callAt[id] == NoStation {
			continue
		}
		reported[item.Variant] = true
		by := f.elsewhere[id]
		msg := "part " + item.Part + " (position " + item.Path + ") is delivered to " + item.Station
		if f.isRides(by) {
			msg += ", but it rides along at " + f.stationCode(by.station)
		} else {
			msg += ", but the operation that uses it, " + strings.TrimPrefix(f.label(by.operation), "operation ") + ", is at " + f.stationCode(by.station)
		}
		f.list.Add(s.StationDefect(item.Variant, msg,
			"change one of the stations; an operation that means another position names it by its path"))
	}
}
