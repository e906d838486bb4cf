package line

import (
	"fmt"
	"maps"
	"strings"

	"github.com/confspace/confspace/bom"
)

// bindStations finds the station to which each item is delivered.
func (d *lineDraft) bindStations() {
	s, l := d.structure, d.l
	d.checkStations()
	l.callAt = make([]StationID, s.NumItems())
	d.end = make([]bom.ItemID, s.NumItems())
	for i := range s.NumItems() {
		item := s.Item(bom.ItemID(i))
		l.callAt[i] = NoStation
		if station, known := d.l.stationByCode[item.Station]; known && !item.Phantom {
			l.callAt[i] = station
		}
	}
	for i := s.NumItems() - 1; i >= 0; i-- {
		d.end[i] = max(d.end[i], bom.ItemID(i)+1)
		if up := s.Item(bom.ItemID(i)).Parent; up != bom.NoItem {
			d.end[up] = max(d.end[up], d.end[i])
		}
	}
	if s.Catalog() != nil { // else a cell or a column of stations may be wrong
		d.checkStationless()
	}
}

// checkStations reports each station that the structure names and the line
// lacks, once, at the first row that names it: a renamed station would
// otherwise be reported at every row.
func (d *lineDraft) checkStations() {
	if d.lostStations {
		return
	}
	s := d.structure
	type unknown struct {
		first bom.VariantID
		rows  int
	}
	var order []string
	found, idle := make(map[string]*unknown), maps.Clone(d.l.stationByCode)
	for v := range s.NumVariants() {
		code := s.Variant(bom.VariantID(v)).Station
		delete(idle, code)
		if _, known := d.l.stationByCode[code]; code == "" || known {
			continue
		}
		if found[code] == nil {
			order = append(order, code)
			found[code] = &unknown{first: bom.VariantID(v)}
		}
		found[code].rows++
	}
	known, small := sorted(d.l.stationByCode), make(map[string]bool)
	for _, code := range known {
		small[strings.ToLower(code)] = true
	}
	for _, code := range order {
		u := found[code]
		msg := fmt.Sprintf("%s has no station %s", d.name(), code)
		if u.rows > 1 {
			msg += fmt.Sprintf("; %d rows%s deliver parts there", u.rows, of(s.Variant(u.first).Place.File))
		}
		hint := d.meant(code, known, func(string) bool { return true }, func(other string) bool {
			_, renamed := idle[other] // no row delivers parts there
			return renamed
		})
		defect := s.StationDefect(u.first, msg, hint)
		if small[strings.ToLower(code)] {
			d.list.AddOnce(otherCase{}, defect)
			continue
		}
		d.list.Add(defect)
	}
}

// otherCase is the cause of stations whose names differ only in case between
// structure and line.
type otherCase struct{}

// of names the file of the rows, if it is known.
func of(file string) string {
	if file == "" {
		return ""
	}
	return " of " + file
}

// checkStationless reports the parts without a station, of their own or above
// them: once for an assembly and all parts in it, and at a phantom if none of
// the parts below it has one.
func (d *lineDraft) checkStationless() {
	s := d.structure
	n := bom.ItemID(s.NumItems())
	lacks, has := make([]int, n), make([]int, n) // item -> the parts of its structure without and with a station, itself included
	for id := n; id > 0; {
		id--
		item := s.Item(id)
		switch {
		case item.Phantom:
		case item.Station == "":
			lacks[id]++
		default:
			has[id]++
		}
		if item.Parent != bom.NoItem {
			lacks[item.Parent] += lacks[id]
			has[item.Parent] += has[id]
		}
	}
	if n > 0 && d.reportNoStations() {
		return
	}
	reported := make([]bool, s.NumVariants())
	for id := bom.ItemID(0); id < n; {
		item := s.Item(id)
		if lacks[id] == 0 || item.Phantom && has[id] > 0 {
			id++
			if lacks[id-1] == 0 {
				id = d.end[id-1]
			}
			continue
		}
		if !reported[item.Variant] {
			reported[item.Variant] = true
			d.list.Add(s.StationDefect(item.Variant, stationless(item, lacks[id]), "give it the station to which it is delivered"))
		}
		id = d.end[id]
	}
}

// reportNoStations reports that no row of the structure gives a station, if none
// does: the column is missing.
func (d *lineDraft) reportNoStations() bool {
	s := d.structure
	for v := range s.NumVariants() {
		if s.Variant(bom.VariantID(v)).Station != "" {
			return false
		}
	}
	const msg = "no part has a station"
	defect := s.StationDefect(0, msg, "write the station of each part, or of the assembly in which it arrives, in column station")
	defect.Msg, defect.Follows = msg, s.NumVariants()-1
	d.list.Add(defect)
	return true
}

// stationless says that a part has no station, with the number of parts of
// its structure that have none.
func stationless(item bom.Item, lacks int) string {
	msg := fmt.Sprintf("part %s (position %s) has no station", item.Part, item.Path)
	if item.Phantom {
		msg = fmt.Sprintf("phantom %s (position %s) has no station", item.Part, item.Path)
		lacks++
	}
	switch lacks {
	case 1:
		return msg
	case 2:
		return msg + "; nor has the part below it"
	}
	return fmt.Sprintf("%s; nor have the %d parts below it", msg, lacks-1)
}
