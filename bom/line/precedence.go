package line

import (
	"fmt"
	"slices"

	"github.com/confspace/confspace/bom/internal/cycle"
	"github.com/confspace/confspace/config/source"
)

// linkPrecedence resolves the predecessors of each operation and finds those
// that cannot come before it.
func (d *lineDraft) linkPrecedence() {
	l := d.l
	d.codes, d.called, d.hinted = sorted(l.operationByCode), make(map[string]bool), make(map[string]bool)
	for _, entry := range d.entries {
		for _, code := range entry.After {
			d.called[code] = true
		}
	}
	namedBy := make([]int, len(l.operations)) // the last operation, from 1, that names it
	for i := range l.operations {
		o, entry := &l.operations[i], d.entries[i]
		for j, code := range entry.After {
			node := entry.node
			if j < len(entry.after) {
				node = entry.after[j]
			}
			before, known := d.l.operationByCode[code]
			switch {
			case !known && d.lostOperations:
				continue
			case !known:
				d.reportUnknownOperation(OperationID(i), node, code)
				continue
			case namedBy[before] == i+1:
				d.report(node, entry.Place, "", "%s names its predecessor %s twice", d.label(OperationID(i)), code)
				continue
			}
			namedBy[before] = i + 1
			o.After = append(o.After, before)
		}
	}
	d.checkReversals()
	d.checkPrecedenceCycles()
}

// An unknownOperation is a cause: a code that no operation has, for all
// operations that come after it.
type unknownOperation struct{ code string }

// reportUnknownOperation reports an operation that comes after one that the line
// lacks. The hint is for the first such operation.
func (d *lineDraft) reportUnknownOperation(id OperationID, node *source.Node, code string) {
	entry, o := d.entries[id], &d.l.operations[id]
	hint := ""
	if !d.hinted[code] {
		d.hinted[code] = true
		may := func(other string) bool {
			before := d.l.operationByCode[other]
			return before != id && d.l.operations[before].Station <= o.Station && !slices.Contains(entry.After, other)
		}
		hint = d.meant(code, d.codes, may, func(other string) bool {
			before := d.l.operationByCode[other]
			if before == id || d.called[other] || d.l.operations[before].Station != o.Station {
				return false
			}
			d.hints += len(d.entries[before].After)
			return !slices.Contains(d.entries[before].After, code)
		})
	}
	d.list.AddOnce(unknownOperation{code}, defect(node, entry.Place, hint, "%s comes after the unknown operation %q", d.label(id), code))
}

// checkPrecedenceCycles reports cycles of operations that are in one order for
// certain: each is done always, or under one and the same condition and
// effectivity. Package proof decides about the others.
func (d *lineDraft) checkPrecedenceCycles() {
	l := d.l
	next := make([][]uint32, len(l.operations)) // predecessor -> successors
	for i := range l.operations {
		for _, before := range l.operations[i].After {
			next[before] = append(next[before], uint32(i))
		}
	}
	if len(cycle.Find(len(next), func(i int) []uint32 { return next[i] })) == 0 {
		return
	}
	c := cycles{lineDraft: d, next: next, occasion: make([]string, len(next)), reported: make([]bool, len(next))}
	for o := range c.occasion {
		c.occasion[o] = d.occasion(OperationID(o))
	}
	c.report(always)
	tried := map[string]bool{always: true}
	for _, occasion := range c.occasion {
		if !tried[occasion] && c.affords(len(tried)) {
			tried[occasion] = true
			c.report(occasion)
		}
	}
}

// occasion returns the condition and the effectivity of an operation as a key.
func (d *lineDraft) occasion(o OperationID) string {
	unbound := d.entries[o].unbound
	if d.l.when[o] == 0 && !d.l.dated[o] && unbound == "" {
		return always
	}
	return fmt.Sprint(d.l.when[o], " ", d.l.operations[o].Effectivity, " ", unbound)
}

// maxCycleWork bounds the search for cycles that are certain, in occasions
// times operations.
const maxCycleWork = 1 << 24

// always is the occasion of an operation that each order has.
const always = ""

// cycles is a search for cycles of precedence.
type cycles struct {
	*lineDraft
	next     [][]uint32 // predecessor -> successors
	occasion []string   // operation -> its condition and effectivity, as a key
	reported []bool     // operation -> it is on a cycle that was reported
}

// affords reports whether another occasion may be tried after n of them.
func (c *cycles) affords(tried int) bool { return tried*len(c.next) < maxCycleWork }

// report reports the cycles of operations that are done always or on one
// occasion, and those of a single operation.
func (c *cycles) report(occasion string) {
	in := func(o uint32) bool { return c.occasion[o] == always || c.occasion[o] == occasion }
	certain := make([][]uint32, len(c.next))
	for o, successors := range c.next {
		for _, after := range successors {
			if in(uint32(o)) && in(after) || int(after) == o {
				certain[o] = append(certain[o], after)
			}
		}
	}
	for _, loop := range cycle.Find(len(certain), func(i int) []uint32 { return certain[i] }) {
		if slices.ContainsFunc(loop, func(o uint32) bool { return c.reported[o] }) {
			continue
		}
		names := make([]string, len(loop))
		for i, o := range loop {
			if names[i] = c.l.operations[o].Code; names[i] == "" {
				names[i] = c.label(OperationID(o))
			}
			c.reported[o] = true
		}
		entry := c.entries[loop[0]]
		c.lineDraft.report(entry.node, entry.Place, "each comes before the next; take one of them away",
			"%s comes before itself: %s", c.label(OperationID(loop[0])), cycle.Text(names))
	}
}

// closePrecedence computes, station by station, which operations come before
// others, directly or through others. So an operation that an order lacks
// still keeps its predecessors before its successors. Predecessors at other
// stations need no entry; for those at later ones see closeReversals. In a cycle of operations that exclude each other,
// each comes before all others.
func (d *lineDraft) closePrecedence() {
	l := d.l
	l.before = make([][]uint64, len(l.operations))
	for id, s := range l.stations {
		n := int(s.End - s.First)
		words := (n + 63) / 64
		arena := make([]uint64, words*n)
		for o := s.First; o < s.End; o++ {
			l.before[o], arena = arena[:words:words], arena[words:]
		}
		done := make([]bool, n)
		for o := s.First; o < s.End; o++ {
			l.closeBefore(o, s.First, s.End, done)
		}
		if l.isCyclic(s) {
			l.closeCycles(StationID(id))
		}
	}
	d.closeReversals()
}

// closeBefore closes an operation after its predecessors; the recursion is at
// most as deep as the number of operations of a station. On a cycle the
// relation is not yet complete.
func (l *Line) closeBefore(o, first, end OperationID, done []bool) {
	if done[o-first] {
		return
	}
	done[o-first] = true
	for _, p := range l.operations[o].After {
		if p < first || p >= end {
			continue
		}
		l.closeBefore(p, first, end, done)
		set(l.before[o], p-first)
		for w, more := range l.before[p] {
			l.before[o][w] |= more
		}
	}
}

// isCyclic reports whether an operation of a station comes before itself: of
// each cycle, one does, that at which the search closed it.
func (l *Line) isCyclic(s Station) bool {
	for o := s.First; o < s.End; o++ {
		for _, p := range l.operations[o].After {
			if p >= s.First && p < s.End && (p == o || has(l.before[p], o-s.First)) {
				return true
			}
		}
	}
	return false
}

// closeCycles closes the relation of a station that has cycles (Warshall), takes
// each operation out of those before itself, and notes the knots.
func (l *Line) closeCycles(id StationID) {
	s := &l.stations[id]
	for k := s.First; k < s.End; k++ {
		for o := s.First; o < s.End; o++ {
			if has(l.before[o], k-s.First) {
				for w, more := range l.before[k] {
					l.before[o][w] |= more
				}
			}
		}
	}
	seen := make([]bool, s.End-s.First)
	for o := s.First; o < s.End; o++ {
		l.before[o][(o-s.First)/64] &^= 1 << ((o - s.First) % 64)
		if seen[o-s.First] {
			continue
		}
		knot := []OperationID{o}
		for p := o + 1; p < s.End; p++ {
			if has(l.before[o], p-s.First) && has(l.before[p], o-s.First) {
				seen[p-s.First] = true
				knot = append(knot, p)
			}
		}
		if len(knot) > 1 {
			l.knots = append(l.knots, knot)
		}
	}
}

func has(set []uint64, place OperationID) bool { return set[place/64]>>(place%64)&1 != 0 }

func set(set []uint64, place OperationID) { set[place/64] |= 1 << (place % 64) }
