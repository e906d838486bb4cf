package line

import "math/bits"

// A sequencer puts the operations of a station that an order has into their
// order. An operation that cannot be done yet waits for one of its
// predecessors, and looks for another only when that one is done: so it never
// goes back in its bitset. It waits for the last predecessor in document order,
// which is usually the last to be done.
//
// The slices are scratch, kept to be used again.
type sequencer struct {
	left    []uint64 // by place in the station: to be done
	free    []uint64 // those of left without a predecessor in left
	waiting []uint32 // place -> the first that waits for it, from 1; 0: none
	next    []uint32 // place -> the next that waits for the same, from 1; 0: none
}

// begin makes room for a station of n operations, none of which is to be done.
func (q *sequencer) begin(n int) {
	words := (n + 63) / 64
	q.left, q.free = zeroed(q.left, words), zeroed(q.free, words)
	q.waiting, q.next = zeroed(q.waiting, n), zeroed(q.next, n)
}

// add says that the operation at a place is to be done.
func (q *sequencer) add(place int) { q.left[place/64] |= 1 << (place % 64) }

// appendTo appends the operations that were added, of the station that begins
// with first: the next is always the first in document order without a
// predecessor left. It takes at most the square of the station's operations.
// Operations that come before each other stay left, and so do those after
// them.
func (q *sequencer) appendTo(dst []OperationID, first OperationID, before [][]uint64) []OperationID {
	for w, set := range q.left {
		for ; set != 0; set &= set - 1 {
			place := 64*w + bits.TrailingZeros64(set)
			q.wait(place, before[place], len(q.left)-1)
		}
	}
	for w := 0; w < len(q.free); {
		if q.free[w] == 0 {
			w++
			continue
		}
		place := 64*w + bits.TrailingZeros64(q.free[w])
		q.free[w] &^= 1 << (place % 64)
		q.left[w] &^= 1 << (place % 64)
		dst = append(dst, first+OperationID(place))
		for wake := q.waiting[place]; wake > 0; {
			waiter := int(wake) - 1
			wake = q.next[waiter]
			if q.wait(waiter, before[waiter], place/64) {
				w = min(w, waiter/64)
			}
		}
	}
	return dst
}

// appendLeft appends what appendTo left: operations that wait for each other.
func (q *sequencer) appendLeft(dst []OperationID, first OperationID) []OperationID {
	for w, set := range q.left {
		for ; set != 0; set &= set - 1 {
			dst = append(dst, first+OperationID(64*w+bits.TrailingZeros64(set)))
		}
	}
	return dst
}

// wait lets an operation wait for the last of its predecessors that is left,
// in words up to w. It reports whether there is none: then the operation is
// free.
func (q *sequencer) wait(place int, before []uint64, w int) (free bool) {
	for ; w >= 0; w-- {
		if set := before[w] & q.left[w]; set != 0 {
			last := 64*w + bits.Len64(set) - 1
			q.next[place], q.waiting[last] = q.waiting[last], uint32(place)+1
			return false
		}
	}
	q.free[place/64] |= 1 << (place % 64)
	return true
}
