package line

import "github.com/confspace/confspace/bom/internal/cycle"

// linkPrecedence resolves the predecessors of each operation and finds those
// that cannot come before it.
func (d *lineDraft) linkPrecedence() {
	l := d.l
	namedBy := make([]int, len(l.operations)) // the last operation, from 1, that names it
	for i := range l.operations {
		o, entry := &l.operations[i], d.entries[i]
		for j, code := range entry.After {
			node := entry.node
			if j < len(entry.after) {
				node = entry.after[j]
			}
			before, known := d.operationByCode[code]
			switch {
			case !known && d.spec.node.Lost(): // it may stand in lines that could not be read
				continue
			case !known:
				d.report(node, entry.Pos, nearest(d, code, d.operationByCode),
					"operation %s comes after the unknown operation %q", o.Code, code)
				continue
			case namedBy[before] == i+1:
				d.report(node, entry.Pos, "", "operation %s names its predecessor %s twice", o.Code, code)
				continue
			case l.operations[before].Station > o.Station:
				d.report(node, entry.Pos, "the line does not run backwards: move one of the two",
					"operation %s at station %s comes after %s, which is done later, at station %s", o.Code,
					l.stations[o.Station].Code, code, l.stations[l.operations[before].Station].Code)
			}
			namedBy[before] = i + 1
			o.After = append(o.After, before)
		}
	}
	d.checkPrecedenceCycles()
}

func (d *lineDraft) checkPrecedenceCycles() {
	l := d.l
	next := make([][]uint32, len(l.operations)) // predecessor -> successors
	for i := range l.operations {
		for _, before := range l.operations[i].After {
			next[before] = append(next[before], uint32(i))
		}
	}
	for _, loop := range cycle.Find(len(l.operations), func(i int) []uint32 { return next[i] }) {
		names := make([]string, len(loop))
		for i, o := range loop {
			names[i] = l.operations[o].Code
		}
		entry := d.entries[loop[0]]
		d.report(entry.node, entry.Pos, "each comes before the next; take one of them away",
			"operation %s comes before itself: %s", names[0], cycle.Text(names))
	}
}

// closePrecedence computes, station by station, which operations come before
// which directly or through others, so that an operation that an order does
// not have still keeps its predecessors before its successors. Predecessors at
// earlier stations need no keeping.
func (d *lineDraft) closePrecedence() {
	l := d.l
	l.before = make([][]uint64, len(l.operations))
	for _, s := range l.stations {
		words := int(s.End-s.First+63) / 64
		arena := make([]uint64, words*int(s.End-s.First))
		for o := s.First; o < s.End; o++ {
			l.before[o], arena = arena[:words:words], arena[words:]
		}
		done := make([]bool, s.End-s.First)
		for o := s.First; o < s.End; o++ {
			l.closeBefore(o, s.First, done)
		}
	}
}

// closeBefore closes an operation after its predecessors; the recursion is at
// most as deep as a station has operations.
func (l *Line) closeBefore(o, first OperationID, done []bool) {
	if done[o-first] {
		return
	}
	done[o-first] = true
	for _, p := range l.operations[o].After {
		if p < first {
			continue
		}
		l.closeBefore(p, first, done)
		l.before[o][(p-first)/64] |= 1 << ((p - first) % 64)
		for w, set := range l.before[p] {
			l.before[o][w] |= set
		}
	}
}
