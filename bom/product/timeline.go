package product

import (
	"iter"
	"slices"

	"github.com/confspace/confspace/config"
)

// Effectivities yields every effectivity of the product: of options, rules,
// positions and variants, and operations.
func (p *Product) Effectivities() iter.Seq[config.Effectivity] {
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

// Timeline returns the dates and the serial numbers at which something of the
// product changes: of options, rules, positions and variants, and operations.
// Both ascend, each once; see config.Segment. The caller owns the slices.
func (p *Product) Timeline() (dates []config.Date, serials []uint64) {
	limits := p.limits()
	return config.Timeline(slices.Values(limits)), serialChanges(limits)
}

// Points yields one point of each stretch of dates and serial numbers, in each
// plant, in which nothing of the product changes: what holds at all of them
// holds at every point. Stretches that have the same in force are told once, by
// their first point. Points give no date where nothing depends on one, and no
// serial number likewise; where nothing depends on the plant they give none. They come
// by date, then serial number, then plant.
//
// The first stretch is all that lies before the first change, the last has no
// end.
func (p *Product) Points() iter.Seq[config.Point] { return p.PointsFrom(0) }

// PointsFrom is Points from a date on: the stretch in which it lies is the first.
func (p *Product) PointsFrom(from config.Date) iter.Seq[config.Point] {
	return func(yield func(config.Point) bool) {
		seen := make(map[string]bool)
		for point, inForce := range p.Stretches(from) {
			if !seen[inForce] {
				seen[inForce] = true
				if !yield(point) {
					return
				}
			}
		}
	}
}

// Stretches yields what Points leaves out too: the first point of every stretch from
// that of a date on, with a key of what is in force there. Points of one key have the
// same options, rules, positions, variants and operations.
func (p *Product) Stretches(from config.Date) iter.Seq2[config.Point, string] {
	return func(yield func(config.Point, string) bool) {
		limits := p.limits()
		inForce := make([]byte, len(limits))
		for _, date := range dates(limits, from) {
			for _, serial := range serials(limits) {
				for _, plant := range p.plants(limits) {
					point := config.Point{Date: date, Serial: serial, Plant: plant}
					for i, e := range limits {
						inForce[i] = '0'
						if covers, err := e.Covers(point); covers && err == nil {
							inForce[i] = '1'
						}
					}
					if !yield(point, string(inForce)) {
						return
					}
				}
			}
		}
	}
}

// limits returns the different effectivities that limit something.
func (p *Product) limits() []config.Effectivity {
	var limits []config.Effectivity
	seen := make(map[string]bool)
	for e := range p.Effectivities() {
		if key := e.String(); !e.Always() && !seen[key] {
			seen[key] = true
			limits = append(limits, e)
		}
	}
	return limits
}

// dates returns a date of each stretch in which no effectivity begins or ends:
// the first day of each, and for the first stretch the day before it ends. Stretches that
// end before a date are left out.
func dates(limits []config.Effectivity, from config.Date) []config.Date {
	changes := config.Timeline(slices.Values(limits))
	if len(changes) == 0 {
		return []config.Date{0}
	}
	if before := changes[0] - 1; !before.IsZero() {
		changes = slices.Insert(changes, 0, before)
	}
	for len(changes) > 1 && changes[1] <= from {
		changes = changes[1:]
	}
	return changes
}

// serialChanges returns the serial numbers at which an effectivity begins or ends.
func serialChanges(limits []config.Effectivity) []uint64 {
	var changes []uint64
	for _, e := range limits {
		for _, n := range [...]uint64{e.FromSerial, e.UntilSerial} {
			if n != 0 {
				changes = append(changes, n)
			}
		}
	}
	slices.Sort(changes)
	return slices.Compact(changes)
}

// serials is dates for serial numbers, which begin at 1.
func serials(limits []config.Effectivity) []uint64 {
	changes := serialChanges(limits)
	if changes == nil {
		return []uint64{0}
	}
	if changes[0] > 1 {
		changes = slices.Insert(changes, 0, 1)
	}
	return changes
}

// plants returns the plants of the catalog if an effectivity names any, what is not
// named included: nothing of it may be in force there. Otherwise it returns no plant.
func (p *Product) plants(limits []config.Effectivity) []string {
	named := slices.ContainsFunc(limits, func(e config.Effectivity) bool { return len(e.Plants) > 0 })
	if !named {
		return []string{""}
	}
	return slices.Sorted(slices.Values(p.Catalog.Plants()))
}
