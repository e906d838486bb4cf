package bom

import (
	"slices"

	"github.com/confspace/confspace/bom/internal/condition"
	"github.com/confspace/confspace/bom/internal/tell"
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
		d.checkOverlap(p)
	}
}

// checkHead checks that later rows of a position do not contradict what its
// first row says of the position itself.
func (d *draft) checkHead(p *draftPosition) {
	head := &d.rows[p.rows[0]]
	for _, i := range p.rows[1:] {
		r := &d.rows[i]
		if head.bad != 0 || r.bad != 0 {
			continue
		}
		if r.selectGiven && r.Select != head.Select {
			d.report(int(i), columnSelect, "the first row of a position says how its variants are selected; leave it empty here",
				"position %s selects %s here and %s%s", p.code, r.Select, head.Select, tell.At(head.Pos))
		}
		if !r.PositionEffectivity.Always() && !r.PositionEffectivity.Equal(head.PositionEffectivity) {
			d.report(int(i), columnPositionFrom, "the first row of a position says when and where the position exists; leave it empty here",
				"position %s is effective %s here and %s%s", p.code, r.PositionEffectivity, head.PositionEffectivity, tell.At(head.Pos))
		}
		if r.whenGiven && !sameCondition(r.When, head.When) {
			d.report(int(i), columnWhen, "the first row of a position carries the position's condition; leave it empty here",
				"position %s has the condition %s here and %s%s", p.code, condition.Text(r.When), condition.Text(head.When), tell.At(head.Pos))
		}
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
	for _, i := range p.rows {
		r := &d.rows[i]
		if r.bad != 0 {
			continue
		}
		group := alike{usage: condition.Key(r.Usage)}
		if several {
			group.part = r.Part
		}
		for _, j := range groups[group] {
			if o := &d.rows[j]; overlap(head.PositionEffectivity, r.Effectivity, o.Effectivity) {
				d.reportOverlap(int(i), o)
				break
			}
		}
		groups[group] = append(groups[group], i)
	}
}

// overlap reports whether there is a point at which all of es are in force.
// Of intervals it is enough that each two overlap; a plant must be in all.
func overlap(es ...config.Effectivity) bool {
	var plants []string
	for i, e := range es {
		for _, f := range es[:i] {
			if !e.Overlaps(f) {
				return false
			}
		}
		switch {
		case len(e.Plants) == 0:
		case plants == nil:
			plants = e.Plants
		default:
			plants = common(plants, e.Plants)
			if len(plants) == 0 {
				return false
			}
		}
	}
	return true
}

// common returns what two sorted lists share.
func common(a, b []string) []string {
	var both []string
	for _, s := range a {
		if _, found := slices.BinarySearch(b, s); found {
			both = append(both, s)
		}
	}
	return both
}

func (d *draft) reportOverlap(row int, other *draftRow) {
	r := &d.rows[row]
	whose := "variant " + other.Part
	if other.Part == r.Part {
		whose = "the same part"
	}
	when := "always"
	if !r.Usage.IsZero() {
		when = "under " + condition.Text(r.Usage)
	}
	hint := "give the two different conditions, or effectivities that do not overlap"
	if r.Effectivity.Always() && other.Effectivity.Always() {
		d.report(row, columnUsage, hint, "variant %s of position %s is used %s, as is %s%s",
			r.Part, r.Position, when, whose, tell.At(other.Pos))
		return
	}
	d.report(row, columnUsage, hint, "variant %s (%s) of position %s is used %s, as is %s (%s)%s: their effectivities overlap",
		r.Part, r.Effectivity, r.Position, when, whose, other.Effectivity, tell.At(other.Pos))
}

func sameCondition(a, b rules.Expr) bool { return condition.Key(a) == condition.Key(b) }
