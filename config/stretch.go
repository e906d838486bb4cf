package config

import (
	"iter"
	"slices"
)

// A Stretch is a range of dates and of serial numbers, in one plant, in which no
// effectivity begins or ends: the same things are in force at all its points.
type Stretch struct {
	// From is the first day, Until the first day after it. Zero means that the
	// stretch has no such end.
	From  Date `json:"from,omitzero"`
	Until Date `json:"until,omitzero"`
	// FromSerial and UntilSerial are the same for serial numbers, which begin at 1.
	FromSerial  uint64 `json:"from_serial,omitzero"`
	UntilSerial uint64 `json:"until_serial,omitzero"`
	// Plant is empty if nothing depends on the plant.
	Plant string `json:"plant,omitzero"`
	// InForce is a key of what is in force: stretches with equal keys have the same in
	// force. Keys are comparable within one call of [Stretches].
	InForce string `json:"in_force,omitzero"`
}

// Point returns a point of the stretch: its first day, or the last one where it has no
// first, and its first serial number. It gives no date if nothing depends on the date,
// and no serial number if nothing depends on that.
func (s Stretch) Point() Point {
	p := Point{Date: s.From, Serial: s.FromSerial, Plant: s.Plant}
	if s.From == 0 && s.Until != 0 {
		p.Date = s.Until - 1
	}
	return p
}

// Stretches yields every stretch of some effectivities, by date, then serial number,
// then plant. Each point lies in exactly one. If an effectivity names a plant, there is
// a stretch for each of the given plants, in their order. O(effectivities) for each
// stretch; the number of stretches is the product of the changes of dates, the changes
// of serial numbers and the plants.
func Stretches(es iter.Seq[Effectivity], plants iter.Seq[string]) iter.Seq[Stretch] {
	return func(yield func(Stretch) bool) {
		if es == nil {
			es = func(func(Effectivity) bool) {}
		}
		limits := limitsOf(es)
		dates, serials := Timeline(slices.Values(limits)), SerialTimeline(slices.Values(limits))
		in := []string{""}
		if plants != nil && slices.ContainsFunc(limits, func(e Effectivity) bool { return len(e.Plants) > 0 }) {
			in = slices.Collect(plants)
		}
		inForce := make([]byte, len(limits))
		for from, until := range ranges(dates, 0) {
			for fromSerial, untilSerial := range ranges(serials, 1) {
				for _, plant := range in {
					s := Stretch{from, until, fromSerial, untilSerial, plant, ""}
					for i, e := range limits {
						inForce[i] = '0'
						if covers, err := e.Covers(s.Point()); covers && err == nil {
							inForce[i] = '1'
						}
					}
					s.InForce = string(inForce)
					if !yield(s) {
						return
					}
				}
			}
		}
	}
}

// ranges yields the ranges between changes, which ascend. The range before the first
// change begins at start. It is left out if that change is at 1, the least value.
func ranges[T Date | uint64](changes []T, start T) iter.Seq2[T, T] {
	return func(yield func(from, until T) bool) {
		if len(changes) == 0 {
			yield(0, 0)
			return
		}
		from := start
		for _, until := range changes {
			if until > 1 && !yield(from, until) {
				return
			}
			from = until
		}
		yield(from, 0)
	}
}

// limitsOf returns the different effectivities that limit something.
func limitsOf(es iter.Seq[Effectivity]) []Effectivity {
	var limits []Effectivity
	seen := make(map[string]bool)
	for e := range es {
		if key := e.String(); !e.Always() && !seen[key] {
			seen[key] = true
			limits = append(limits, e)
		}
	}
	return limits
}

// SerialTimeline returns every FromSerial and UntilSerial, sorted, each once. The caller
// owns the slice.
func SerialTimeline(es iter.Seq[Effectivity]) []uint64 {
	if es == nil {
		return nil
	}
	var changes []uint64
	for e := range es {
		for _, n := range [...]uint64{e.FromSerial, e.UntilSerial} {
			if n != 0 {
				changes = append(changes, n)
			}
		}
	}
	slices.Sort(changes)
	return slices.Compact(changes)
}
