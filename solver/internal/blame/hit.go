package blame

import (
	"cmp"
	"errors"
	"slices"
)

// maxBranches bounds the branches of a search for the cheapest hitting set, and maxRepairBranches for
// repairs, for which there is another way.
const (
	maxBranches       = 100_000
	maxRepairBranches = 10_000
)

// ErrBranches is the error of a search that has passed its bound.
var ErrBranches = errors.New("blame: too many sets of demands to compare")

// hitting looks for the cheapest set of items that has one of each of some sets, by branch and
// bound: a set that is not hit is hit by each of its items in turn, without the items tried before.
type hitting struct {
	sets   [][]int
	barred [][]int // sets of which the result contains none
	cost   func(item int) int64
	most   int // branches
	// more bounds from below what a conflict costs in addition to some items if it has these and
	// others; nil: nothing.
	more func(items []int) int64

	bound  int64 // sets of this cost are too dear
	left   int   // of most
	chosen []int
	spent  int64 // cost of chosen
	banned map[int]bool
	best   []int
}

// cheapest returns a cheapest such set, ascending, if it is cheaper than a bound; nil if there is
// none. It reports false if it cannot tell within its branches.
func (h *hitting) cheapest(bound int64) (best []int, known bool) {
	h.bound, h.left, h.chosen, h.spent, h.banned, h.best = bound, h.most, h.chosen[:0], 0, make(map[int]bool), nil
	h.search()
	if h.left < 0 {
		return nil, false
	}
	slices.Sort(h.best)
	return h.best, true
}

func (h *hitting) search() {
	if h.left -= 1 + len(h.sets)/8; h.left < 0 || h.spent >= h.bound {
		return
	}
	if slices.ContainsFunc(h.barred, h.contains) {
		return
	}
	// Sets without a common item need an item each.
	least := h.spent
	var open []int
	var apart [][]int
	for _, set := range h.sets {
		if slices.ContainsFunc(set, func(i int) bool { return slices.Contains(h.chosen, i) }) {
			continue
		}
		var items []int
		for _, i := range set {
			if !h.banned[i] {
				items = append(items, i)
			}
		}
		if len(items) == 0 {
			return
		}
		if open == nil || len(items) < len(open) {
			open = items
		}
		if !slices.ContainsFunc(apart, func(other []int) bool { return meet(items, other) }) {
			apart = append(apart, items)
			cheapest := h.cost(items[0])
			for _, i := range items[1:] {
				cheapest = min(cheapest, h.cost(i))
			}
			least += cheapest
		}
	}
	if least >= h.bound {
		return
	}
	if open == nil {
		if h.more != nil {
			least += h.more(h.chosen)
		}
		if least < h.bound {
			h.best, h.bound = append([]int{}, h.chosen...), least
		}
		return
	}
	hits := make(map[int]int, len(open))
	for _, i := range open {
		hits[i] = h.hits(i)
	}
	slices.SortStableFunc(open, func(a, b int) int { return cmp.Compare(hits[b], hits[a]) })
	for _, i := range open {
		h.chosen, h.spent = append(h.chosen, i), h.spent+h.cost(i)
		h.search()
		h.chosen, h.spent = h.chosen[:len(h.chosen)-1], h.spent-h.cost(i)
		h.banned[i] = true
	}
	for _, i := range open {
		delete(h.banned, i)
	}
}

// contains reports whether all items of a set are chosen.
func (h *hitting) contains(set []int) bool {
	return !slices.ContainsFunc(set, func(i int) bool { return !slices.Contains(h.chosen, i) })
}

// hits returns the number of sets that have an item.
func (h *hitting) hits(item int) int {
	n := 0
	for _, set := range h.sets {
		if _, found := slices.BinarySearch(set, item); found {
			n++
		}
	}
	return n
}

// meet reports whether two ascending sets have a common item.
func meet[T cmp.Ordered](a, b []T) bool {
	for len(a) > 0 && len(b) > 0 {
		switch cmp.Compare(a[0], b[0]) {
		case 0:
			return true
		case -1:
			a = a[1:]
		default:
			b = b[1:]
		}
	}
	return false
}
