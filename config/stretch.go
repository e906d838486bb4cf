package config

import (
	"iter"
	"slices"
)

// A Stretch is a range of dates and of serial numbers, in one plant, in which nothing
// begins or ends: what is in force at one of its points is in force at all of them.
type Stretch struct {
	// From is the first day, Until the first that is out again. Zero means that the
	// stretch has no such end.
	From, Until Date
	// FromSerial and UntilSerial are the same for serial numbers, which begin at 1.
	FromSerial, UntilSerial uint64
	// Plant is empty where nothing depends on the plant.
	Plant string
	// InForce says what is in force: stretches with the same key have the same. Keys are
	// comparable within one call of [Stretches].
	InForce string
}

// Point returns a point of the stretch: its first day, or the last one where it has no
// first, and its first serial number. The point gives no date if nothing depends on one,
// and no serial number likewise.
func (s Stretch) Point() Point {
	p := Point{Date: s.From, Serial: s.FromSerial, Plant: s.Plant}
	if s.From == 0 && s.Until != 0 {
		p.Date = s.Until - 1
	}
	return p
}

// Stretches yields every stretch of what effectivities limit, by date, then serial
// number, then plant, so that each point lies in exactly one. The plants are those
// given, in their order, if an effectivity names one: what names none may be limited by
// those that do. O(effectivities) for each stretch, of which there are as many as
// changes of dates, of serial numbers and plants multiplied.
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

// ranges yields the ranges between changes, which ascend. The one before the first change
// begins at start, and is left out if the change is at 1, the least that there is.
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

// SerialTimeline is [Timeline] for serial numbers: those from or until which something is
// in force, sorted, each once. The caller owns the slice.
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
