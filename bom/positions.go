package bom

import (
	"strings"

	"github.com/confspace/confspace/bom/internal/condition"
	"github.com/confspace/confspace/config"
	"github.com/confspace/confspace/rules"
)

// checkPositions checks the variants of each position against each other.
func (d *draft) checkPositions() {
	for i := range d.positions {
		p := &d.positions[i]
		d.checkHead(p)
		if len(p.rows) > maxVariants {
			d.report(int(p.rows[maxVariants]), columnPosition, "",
				"position %s has %d variants; the limit is %d", p.code, len(p.rows), maxVariants)
			continue
		}
		if d.catalog != nil {
			d.checkOverlap(p)
		}
	}
}

// checkHead checks that later rows of a position do not contradict the
// position's cells in its first row. Each contradiction is reported once.
func (d *draft) checkHead(p *draftPosition) {
	if len(p.rows) == 1 {
		return
	}
	head := &d.rows[p.rows[0]]
	differ := func(col column, differs func(r *draftRow) bool) (row int, others string) {
		n := 0
		for _, i := range p.rows[1:] {
			if r := &d.rows[i]; !head.isBad(col) && !r.isBad(col) && differs(r) {
				if n == 0 {
					row = int(i)
				}
				n++
			}
		}
		return row, more(max(0, n-1))
	}
	if row, others := differ(columnSelect, func(r *draftRow) bool { return r.selectGiven && r.Select != head.Select }); row > 0 {
		d.report(row, columnSelect, "the first row of a position says how its variants are selected; leave it empty here",
			"position %s selects %s here%s and %s%s", p.code, d.rows[row].Select, others, head.Select, d.at(p.rows[0]))
	}
	if row, others := differ(columnPositionFrom, func(r *draftRow) bool {
		return !r.PositionEffectivity.Always() && !r.PositionEffectivity.Equal(head.PositionEffectivity)
	}); row > 0 {
		d.report(row, d.limit(row, columnPositionFrom, int(p.rows[0])), "the first row of a position says when and where the position exists; leave it empty here",
			"position %s is effective %s here%s and %s%s", p.code, d.rows[row].PositionEffectivity, others, head.PositionEffectivity, d.at(p.rows[0]))
	}
	if d.catalog == nil {
		return
	}
	if row, others := differ(columnWhen, func(r *draftRow) bool { return r.whenGiven && !sameCondition(r.When, head.When) }); row > 0 {
		d.report(row, columnWhen, "the first row of a position carries the position's condition; leave it empty here",
			"position %s has the condition %s here%s and %s%s", p.code, condition.Text(d.rows[row].When), others, condition.Text(head.When), d.at(p.rows[0]))
	}
}

// limit returns the first of the five columns of an effectivity in which a row
// has a limit that differs from another row, or else lacks the limit of that
// row; without another row, the first column with a limit. For rows that were
// not read it is the first column.
func (d *draft) limit(row int, from column, other int) column {
	for _, empty := range []bool{false, true} {
		for col := from; col <= from+columnPlants-columnFrom; col++ {
			text := d.cell(row, col).Text
			if (text == "") == empty && (other == row || text != d.cell(other, col).Text) {
				return col
			}
		}
	}
	return from
}

// checkOverlap finds variants whose usage is the same text and whose effectivity
// overlaps while the position exists: both match whenever one does. If the
// position takes all that match, that is a fault only for one part twice.
// Package proof finds the overlaps that depend on the rules. Those of one usage
// are one defect.
func (d *draft) checkOverlap(p *draftPosition) {
	head := &d.rows[p.rows[0]]
	if len(p.rows) == 1 || head.isBad(columnSelect, columnPositionFrom) {
		return
	}
	type alike struct{ usage, part string }
	known := make(map[alike]*peers)
	var groups []*peers // those with an overlap
	for _, i := range p.rows {
		r := &d.rows[i]
		if r.isBad(columnUsage, columnFrom, columnPart) {
			continue
		}
		kind := alike{usage: condition.Key(r.Usage)}
		if head.Select.several() {
			kind.part = r.Part
		}
		group := known[kind]
		if group == nil {
			group = new(peers)
			known[kind] = group
		}
		plants, ever := within(r.Effectivity, head.PositionEffectivity)
		if !ever {
			continue
		}
		if j, found := d.overlapping(group, r.Effectivity, plants); found {
			if group.faults == 0 {
				group.row, group.other = i, j
				groups = append(groups, group)
			}
			group.faults++
		}
		group.add(i, plants)
	}
	for _, g := range groups {
		d.reportOverlap(int(g.row), g.other, g.faults-1)
	}
}

// peers are the variants of a position that are used under one condition. They
// are kept by plant, and only those that share a plant are compared, so that
// the time stays linear in the file.
type peers struct {
	all, everywhere []int32
	in              map[string][]int32

	faults     int
	row, other int32 // of the first fault
}

func (g *peers) add(row int32, plants []string) {
	g.all = append(g.all, row)
	if len(plants) == 0 {
		g.everywhere = append(g.everywhere, row)
	}
	if len(plants) > 0 && g.in == nil {
		g.in = make(map[string][]int32)
	}
	for _, p := range plants {
		g.in[p] = append(g.in[p], row)
	}
}

// overlapping returns one of the peers that is in force at a point at which e is
// in one of the plants. Both are known to be in force while the position exists,
// and three intervals have a common point if each two of them overlap.
func (d *draft) overlapping(g *peers, e config.Effectivity, plants []string) (int32, bool) {
	e.Plants = nil
	first := func(rows []int32) (int32, bool) {
		for _, j := range rows {
			other := d.rows[j].Effectivity
			other.Plants = nil
			if e.Overlaps(other) {
				return j, true
			}
		}
		return 0, false
	}
	if len(plants) == 0 {
		return first(g.all)
	}
	j, found := first(g.everywhere)
	for i := 0; i < len(plants) && !found; i++ {
		j, found = first(g.in[plants[i]])
	}
	return j, found
}

// within reports whether a variant is ever in force while its position exists,
// and in which plants; no plants means that it names none.
func within(variant, position config.Effectivity) (plants []string, ever bool) {
	plants = variant.Plants
	if len(plants) > 0 && len(position.Plants) > 0 {
		if plants = common(plants, position.Plants); plants == nil {
			return nil, false
		}
	}
	variant.Plants, position.Plants = nil, nil
	return plants, variant.Overlaps(position)
}

// common returns the words that two sorted lists share.
func common(a, b []string) []string {
	var both []string
	for len(a) > 0 && len(b) > 0 {
		switch order := strings.Compare(a[0], b[0]); {
		case order < 0:
			a = a[1:]
		case order > 0:
			b = b[1:]
		default:
			both = append(both, a[0])
			a, b = a[1:], b[1:]
		}
	}
	return both
}

func (d *draft) reportOverlap(row int, earlier int32, others int) {
	r, other := &d.rows[row], &d.rows[earlier]
	whose, hint := "variant "+other.Part, "give the two different conditions, or effectivities that do not overlap"
	if other.Part == r.Part {
		whose, hint = "the same part", "a part that is built in a second time needs a position of its own; else delete the row"
	}
	when := "always"
	if !r.Usage.IsZero() {
		when = "under " + condition.Text(r.Usage)
	}
	if r.Effectivity.Always() && other.Effectivity.Always() {
		d.report(row, columnUsage, hint, "variant %s of position %s is used %s%s, as is %s%s",
			r.Part, r.Position, when, more(others), whose, d.at(earlier))
		return
	}
	d.report(row, columnUsage, hint, "variant %s (%s) of position %s is used %s%s, as is %s (%s)%s: their effectivities overlap",
		r.Part, r.Effectivity, r.Position, when, more(others), whose, other.Effectivity, d.at(earlier))
}

func sameCondition(a, b rules.Expr) bool { return condition.Key(a) == condition.Key(b) }
