package config

import "slices"

// Spans joins spans that go on each other: by date in the same serial numbers, then by serial number in the
// same dates, and last by plant. Those of all of the given plants have no limit of the plant. Spans are in
// the order of [Stretches], and do not overlap. The result is the caller's. O(spans squared).
func Spans(spans []Effectivity, plants []string) []Effectivity {
	var out []Effectivity
	for _, s := range spans {
		out = joined(out, s)
	}
	var all []Effectivity
	for _, span := range out {
		i := slices.IndexFunc(all, func(other Effectivity) bool {
			here := span
			here.Plants = other.Plants
			return here.Equal(other)
		})
		if i < 0 {
			all = append(all, span)
			continue
		}
		all[i].Plants = append(slices.Clone(all[i].Plants), span.Plants...)
	}
	for i := range all {
		slices.Sort(all[i].Plants)
		if len(all[i].Plants) == len(plants) {
			all[i].Plants = nil
		}
	}
	return all
}

// Span returns the limits of a stretch.
func (s Stretch) Span() Effectivity {
	e := Effectivity{From: s.From, Until: s.Until, FromSerial: s.FromSerial, UntilSerial: s.UntilSerial}
	if s.FromSerial == 1 {
		e.FromSerial = 0 // there is none before
	}
	if s.Plant != "" {
		e.Plants = []string{s.Plant}
	}
	return e
}

// joined appends a span, or extends one of the same plant that it goes on: by date in the
// same serial numbers, then by serial number in the same dates.
func joined(spans []Effectivity, b Effectivity) []Effectivity {
	for i := range spans {
		a := &spans[i]
		switch {
		case !slices.Equal(a.Plants, b.Plants):
		case a.FromSerial == b.FromSerial && a.UntilSerial == b.UntilSerial && a.Until == b.From && a.Until != 0:
			a.Until = b.Until
			return spans
		case a.From == b.From && a.Until == b.Until && a.UntilSerial == b.FromSerial && a.UntilSerial != 0:
			a.UntilSerial = b.UntilSerial
			return spans
		}
	}
	return append(spans, b)
}
