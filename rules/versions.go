package rules

import (
	"cmp"
	"slices"

	"github.com/confspace/confspace/config"
)

// Versions of one rule must not overlap. Two overlap if their dates, their
// serial numbers and their plants all do. So it is enough to compare the pairs
// that overlap in one of the three, and the one with the fewest pairs is
// chosen. A rule with a version for each date, each number or each plant takes
// O(n log n), one with a version for each of d dates and s numbers O(d*s*min(d,
// s)).

// overlaps returns, for each version of one rule that overlaps an earlier one,
// such an earlier one. Compared counts the pairs compared.
func overlaps(versions []config.Effectivity) (earlier map[int]int, compared int) {
	earlier = make(map[int]int)
	if len(versions) < 2 {
		return earlier, 0
	}
	meet := func(i, j int) bool {
		compared++
		if !versions[i].Overlaps(versions[j]) {
			return false
		}
		first, later := min(i, j), max(i, j)
		if before, ok := earlier[later]; !ok || first < before {
			earlier[later] = first
		}
		return true
	}
	dates := make([]span, len(versions))
	serials := make([]span, len(versions))
	for i, e := range versions {
		// Until 0 means no end, and gives the greatest number.
		dates[i] = span{i, uint64(e.From), uint64(e.Until) - 1}
		serials[i] = span{i, e.FromSerial, e.UntilSerial - 1}
	}
	inDates, inSerials := overlappingSpans(dates), overlappingSpans(serials)
	switch inPlants := samePlants(versions); {
	case inPlants < min(inDates, inSerials):
		meetPlants(versions, meet)
	case inSerials < inDates:
		meetSpans(serials, meet)
	default:
		meetSpans(dates, meet)
	}
	return earlier, compared
}

// span is a version's range in one dimension, both ends inclusive.
type span struct {
	version    int
	from, last uint64
}

// overlappingSpans returns how many pairs overlap. It sorts the spans by their
// start. O(n log n).
func overlappingSpans(spans []span) int {
	slices.SortFunc(spans, func(a, b span) int { return cmp.Or(cmp.Compare(a.from, b.from), cmp.Compare(a.version, b.version)) })
	ends := make([]uint64, len(spans))
	for i, s := range spans {
		ends[i] = s.last
	}
	slices.Sort(ends)
	pairs, ended := 0, 0
	for i, s := range spans {
		for ended < len(ends) && ends[ended] < s.from {
			ended++
		}
		pairs += max(i-ended, 0)
	}
	return pairs
}

// meetSpans calls meet for the pairs of sorted spans that overlap, for each
// span until meet returns true.
func meetSpans(spans []span, meet func(i, j int) bool) {
	var open []span // those that may reach the next start, in order of their own
	for _, s := range spans {
		kept, met := open[:0], false
		for _, o := range open {
			if o.last >= s.from {
				kept = append(kept, o)
				met = met || meet(s.version, o.version)
			}
		}
		open = append(kept, s)
	}
}

// samePlants returns how many pairs meetPlants has.
func samePlants(versions []config.Effectivity) int {
	of, everywhere := byPlant(versions)
	pairs := len(everywhere) * len(versions)
	for _, group := range of {
		pairs += len(group) * len(group) / 2
	}
	return pairs
}

// byPlant returns the versions that name each plant, and those that name none.
func byPlant(versions []config.Effectivity) (of map[string][]int, everywhere []int) {
	of = make(map[string][]int)
	for i, e := range versions {
		for _, p := range e.Plants {
			of[p] = append(of[p], i)
		}
		if len(e.Plants) == 0 {
			everywhere = append(everywhere, i)
		}
	}
	return of, everywhere
}

// meetPlants calls meet for the pairs that have a plant in common, for each
// version until meet returns true.
func meetPlants(versions []config.Effectivity, meet func(i, j int) bool) {
	of, everywhere := byPlant(versions)
	before := func(i int, group []int) bool {
		for _, j := range group {
			if j >= i {
				return false
			}
			if meet(i, j) {
				return true
			}
		}
		return false
	}
	for i, e := range versions {
		met := before(i, everywhere)
		if len(e.Plants) == 0 {
			for j := 0; j < i && !met; j++ {
				met = meet(i, j)
			}
		}
		for _, p := range e.Plants {
			met = met || before(i, of[p])
		}
	}
}
