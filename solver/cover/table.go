package cover

import (
	"math/bits"
	"slices"
)

// A table holds sets of t items, t > 1, in rows: the row of t-1 items is the set of the items that
// make a set with them. So each set stands in t rows. The row of x_0 < x_1 < ... has the number
// C(x_0, 1) + C(x_1, 2) + ..., which numbers the sets of t-1 items without gaps.
type table struct {
	t, words int     // words of a row
	below    [][]int // below[k][x] is C(x, k+1)
	bits     []uint64
}

// newTable returns an empty table for sets of t of n items.
func newTable(t, n int) *table {
	x := &table{t: t, words: (n + 63) / 64, below: make([][]int, t-1)}
	for k := range x.below {
		x.below[k] = make([]int, n+1)
		for i := range n {
			x.below[k][i+1] = x.below[k][i] + 1
			if k > 0 {
				x.below[k][i+1] = x.below[k][i] + x.below[k-1][i]
			}
		}
	}
	x.bits = make([]uint64, x.below[t-2][n]*x.words)
	return x
}

// like returns an empty table of the same size.
func (x *table) like() *table {
	y := *x
	y.bits = make([]uint64, len(x.bits))
	return &y
}

// numRows returns the number of rows.
func (x *table) numRows() int { return len(x.bits) / x.words }

// row returns a row by its number.
func (x *table) row(i int) set { return x.bits[i*x.words : (i+1)*x.words] }

// number returns the number of the row of t-1 items, which are in ascending order.
func (x *table) number(items []int) int {
	i := 0
	for k, item := range items {
		i += x.below[k][item]
	}
	return i
}

// appendItems appends the t-1 items of a row, in ascending order.
func (x *table) appendItems(dst []int, row int) []int {
	first := len(dst)
	for k := x.t - 2; k >= 0; k-- {
		item, found := slices.BinarySearch(x.below[k], row)
		if found { // the last of those with equal numbers
			for item+1 < len(x.below[k]) && x.below[k][item+1] == row {
				item++
			}
		} else {
			item--
		}
		dst = append(dst, item)
		row -= x.below[k][item]
	}
	slices.Reverse(dst[first:])
	return dst
}

// each calls f with the number of each row of t-1 of some items, which are in ascending order.
func (x *table) each(items []int, f func(row int)) { x.eachFrom(items, x.t-2, 0, f) }

// eachFrom adds k+1 of the items to the number of a row.
func (x *table) eachFrom(items []int, k, number int, f func(row int)) {
	if k < 0 {
		f(number)
		return
	}
	for i := k; i < len(items); i++ {
		x.eachFrom(items[:i], k-1, number+x.below[k][items[i]], f)
	}
}

// eachWith calls f with the number of each row of an item and t-2 of some others, which are in
// ascending order and may have that item, too.
func (x *table) eachWith(item int, items []int, f func(row int)) {
	x.eachWithFrom(item, items, x.t-2, 0, f)
}

// eachWithFrom lets the item be number k of the row, or a lower one.
func (x *table) eachWithFrom(item int, items []int, k, number int, f func(row int)) {
	at, found := slices.BinarySearch(items, item)
	x.eachFrom(items[:at], k-1, number+x.below[k][item], f)
	if k == 0 {
		return
	}
	if found {
		at++
	}
	for i := at; i < len(items); i++ {
		x.eachWithFrom(item, items[:i], k-1, number+x.below[k][items[i]], f)
	}
}

// place calls f with the t rows of a set of t items in ascending order, and the item that is the
// set's in each.
func (x *table) place(items []int, f func(row set, item int)) {
	for i, item := range items {
		number := 0
		for k, other := range items {
			switch {
			case k < i:
				number += x.below[k][other]
			case k > i:
				number += x.below[k-1][other]
			}
		}
		f(x.row(number), item)
	}
}

// add adds a set of t items, which are in ascending order.
func (x *table) add(items []int) { x.place(items, set.add) }

// remove removes such a set.
func (x *table) remove(items []int) { x.place(items, set.remove) }

// has reports whether it has a set of t items, which are in ascending order.
func (x *table) has(items []int) bool {
	last := len(items) - 1
	return x.row(x.number(items[:last])).has(items[last])
}

// together returns how many items make a set with each t-1 of t items.
func (x *table) together(items []int) (n int) {
	var all set
	x.place(items, func(row set, _ int) {
		if all == nil {
			all = slices.Clone(row)
		}
		all.intersect(row)
	})
	return all.size()
}

// removeAll removes all sets of t of some items, and returns how many there were. members has these
// items in ascending order.
func (x *table) removeAll(of set, members []int) int {
	n := 0
	x.each(members, func(i int) {
		row := x.row(i)
		for w := range row {
			n += bits.OnesCount64(row[w] & of[w])
			row[w] &^= of[w]
		}
	})
	return n / x.t
}

// common returns how many sets of t of some items there are.
func (x *table) common(of set, members []int) int {
	n := 0
	x.each(members, func(i int) { n += x.row(i).common(of) })
	return n / x.t
}

// size returns the number of sets.
func (x *table) size() int { return set(x.bits).size() / x.t }

// A set is a set of items: bit i of the words.
type set []uint64

func newSet(n int) set       { return make(set, (n+63)/64) }
func (s set) add(i int)      { s[i/64] |= 1 << (i % 64) }
func (s set) remove(i int)   { s[i/64] &^= 1 << (i % 64) }
func (s set) has(i int) bool { return s[i/64]>>(i%64)&1 != 0 }

// union adds the items of t.
func (s set) union(t set) {
	for w, b := range t {
		s[w] |= b
	}
}

// intersect removes the items that are not in t.
func (s set) intersect(t set) {
	for w, b := range t {
		s[w] &= b
	}
}

// subtract removes the items of t.
func (s set) subtract(t set) {
	for w, b := range t {
		s[w] &^= b
	}
}

// common returns the number of items that are in t, too.
func (s set) common(t set) (n int) {
	for w, b := range s {
		n += bits.OnesCount64(b & t[w])
	}
	return n
}

// size returns the number of items.
func (s set) size() (n int) {
	for _, b := range s {
		n += bits.OnesCount64(b)
	}
	return n
}

// appendItems appends the items from one on, in ascending order.
func (s set) appendItems(dst []int, from int) []int {
	for w := from / 64; w < len(s); w++ {
		b := s[w]
		if w == from/64 {
			b &= ^uint64(0) << (from % 64)
		}
		for ; b != 0; b &= b - 1 {
			dst = append(dst, 64*w+bits.TrailingZeros64(b))
		}
	}
	return dst
}

// keep removes the items below one and from another one on.
func (s set) keep(from, until int) {
	for w := range s {
		lo, hi := min(max(from-64*w, 0), 64), min(max(until-64*w, 0), 64)
		s[w] &= (1<<hi - 1) &^ (1<<lo - 1) // a shift by 64 leaves 0
	}
}

// insert inserts an item into ascending ones.
func insert(items []int, item int) []int {
	at, _ := slices.BinarySearch(items, item)
	return slices.Insert(items, at, item)
}

// hasAll reports whether a set has all of some items.
func (s set) hasAll(items []int) bool {
	for _, i := range items {
		if !s.has(i) {
			return false
		}
	}
	return true
}
