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

// checkHead checks that later rows of a position do not contradict what its
// first row says of the position itself. Each contradiction is reported once.
func (d *draft) checkHead(p *draftPosition) {
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
	here := d.at(p.rows[0])
	if row, others := differ(columnSelect, func(r *draftRow) bool { return r.selectGiven && r.Select != head.Select }); row > 0 {
		d.report(row, columnSelect, "the first row of a position says how its variants are selected; leave it empty here",
			"position %s selects %s here%s and %s%s", p.code, d.rows[row].Select, others, head.Select, here)
	}
	if row, others := differ(columnPositionFrom, func(r *draftRow) bool {
		return !r.PositionEffectivity.Always() && !r.PositionEffectivity.Equal(head.PositionEffectivity)
	}); row > 0 {
		d.report(row, columnPositionFrom, "the first row of a position says when and where the position exists; leave it empty here",
			"position %s is effective %s here%s and %s%s", p.code, d.rows[row].PositionEffectivity, others, head.PositionEffectivity, here)
	}
	if d.catalog == nil {
		return
	}
	if row, others := differ(columnWhen, func(r *draftRow) bool { return r.whenGiven && !sameCondition(r.When, head.When) }); row > 0 {
		d.report(row, columnWhen, "the first row of a position carries the position's condition; leave it empty here",
			"position %s has the condition %s here%s and %s%s", p.code, condition.Text(d.rows[row].When), others, condition.Text(head.When), here)
	}
}

// checkOverlap finds variants whose usage is the same text and whose
// effectivity overlaps while the position exists: both match whenever one does. Where all that match are
// taken that is a fault only if the part is the same one twice. Overlaps that
// need the rules to be seen are found by package proof.
func (d *draft) checkOverlap(p *draftPosition) {
	head := &d.rows[p.rows[0]]
	several := head.Select.several()
	type alike struct{ usage, part string }
	groups := make(map[alike][]int32)
	type fault struct {
		row, other int32
		others     int
	}
	var faults []fault
	faultOf := make(map[alike]int) // index in faults, from 1
	for _, i := range p.rows {
		r := &d.rows[i]
		if r.isBad(columnUsage, columnFrom, columnPart) || head.isBad(columnSelect, columnPositionFrom) {
			continue
		}
		group := alike{usage: condition.Key(r.Usage)}
		if several {
			group.part = r.Part
		}
		for _, j := range groups[group] {
			if o := &d.rows[j]; overlap(head.PositionEffectivity, r.Effectivity, o.Effectivity) {
				if at := faultOf[group]; at > 0 {
					faults[at-1].others++
				} else {
					faults = append(faults, fault{row: i, other: j})
					faultOf[group] = len(faults)
				}
				break
			}
		}
		groups[group] = append(groups[group], i)
	}
	for _, f := range faults {
		d.reportOverlap(int(f.row), f.other, f.others)
	}
}

// overlap reports whether there is a point at which all of es are in force.
// Of intervals it is enough that each two overlap; a plant must be in all.
// O(plants).
func overlap(es ...config.Effectivity) bool {
	var plants []string
	for i, e := range es {
		here := e.Plants
		e.Plants = nil // else Overlaps compares each with each
		for _, f := range es[:i] {
			if !e.Overlaps(f) {
				return false
			}
		}
		switch {
		case len(here) == 0:
		case plants == nil:
			plants = here
		default:
			if plants = common(plants, here); plants == nil {
				return false
			}
		}
	}
	return true
}

// common returns what two sorted lists share.
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
