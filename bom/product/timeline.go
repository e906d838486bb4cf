package product

import (
	"iter"
	"slices"

	"github.com/confspace/confspace/config"
)

// Effectivities yields every effectivity of the product: of options, rules,
// positions and variants, and operations. Like Timeline and Points it panics if the
// product is nil.
func (p *Product) Effectivities() iter.Seq[config.Effectivity] {
	return p.effectivitiesFor("Effectivities")
}

// effectivitiesFor is Effectivities for the method of the name, which panics without a
// product.
func (p *Product) effectivitiesFor(name string) iter.Seq[config.Effectivity] {
	if p == nil {
		panic("product: " + name + " needs a product; it is nil")
	}
	return func(yield func(config.Effectivity) bool) {
		if p.Catalog != nil {
			for e := range p.Catalog.Effectivities() {
				if !yield(e) {
					return
				}
			}
		}
		if p.Rules != nil {
			for _, r := range p.Rules.All() {
				if !yield(r.Effectivity) {
					return
				}
			}
		}
		if p.Structure != nil {
			for e := range p.Structure.Effectivities() {
				if !yield(e) {
					return
				}
			}
		}
		if p.Line != nil {
			for e := range p.Line.Effectivities() {
				if !yield(e) {
					return
				}
			}
		}
	}
}

// Stretches yields every stretch in which nothing of the product changes, in each plant;
// see [config.Stretches].
func (p *Product) Stretches() iter.Seq[config.Stretch] {
	return p.stretchesFor("Stretches")
}

func (p *Product) stretchesFor(name string) iter.Seq[config.Stretch] {
	return config.Stretches(p.effectivitiesFor(name), func(yield func(string) bool) {
		if p.Catalog != nil {
			slices.Values(slices.Sorted(slices.Values(p.Catalog.Plants())))(yield)
		}
	})
}

// Timeline returns the dates and the serial numbers at which something of the
// product changes: of options, rules, positions and variants, and operations.
// Both ascend, each once; see config.Segment. The caller owns the slices. Timeline
// panics if the product is nil.
func (p *Product) Timeline() (dates []config.Date, serials []uint64) {
	all := p.effectivitiesFor("Timeline")
	return config.Timeline(all), config.SerialTimeline(all)
}

// Points yields one point of each stretch of dates and serial numbers, in each plant,
// in which nothing of the product changes: a statement that holds at all of them holds
// at every point. Of several stretches with the same in force only the first gives a
// point. A point gives no date, serial number or plant if nothing depends on it.
// Points are sorted by date, then serial number, then plant.
//
// The first stretch is everything before the first change; the last has no
// end. Points panics if the product is nil.
func (p *Product) Points() iter.Seq[config.Point] { return p.pointsFor("Points", 0) }

// PointsFrom is Points from a date on: the stretch in which it lies is the first.
func (p *Product) PointsFrom(from config.Date) iter.Seq[config.Point] {
	return p.pointsFor("PointsFrom", from)
}

func (p *Product) pointsFor(name string, from config.Date) iter.Seq[config.Point] {
	all := p.stretchesFor(name)
	return func(yield func(config.Point) bool) {
		seen := make(map[string]bool)
		for s := range all {
			if s.Until != 0 && s.Until <= from || seen[s.InForce] {
				continue
			}
			seen[s.InForce] = true
			if !yield(s.Point()) {
				return
			}
		}
	}
}
