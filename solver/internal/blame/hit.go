package blame

import (
	"cmp"
	"slices"
)

// maxBranches bounds the branches of a search for the smallest hitting set.
const maxBranches = 100_000

// cheapestHit returns a cheapest set that has an item of each of some sets, ascending, and is
// cheaper than a bound; nil if there is none. It reports false if it cannot tell within
// maxBranches.
func cheapestHit(sets [][]int, bound int, cost func(item int) int) ([]int, bool) {
	h := hitting{sets: sets, bound: bound, cost: cost, left: maxBranches, banned: make(map[int]bool)}
	h.search()
	if h.left < 0 {
		return nil, false
	}
	slices.Sort(h.best)
	return h.best, true
}

// hitting is a search by branch and bound: some set that is not hit is hit by each of its items in
// turn, without the items tried before.
type hitting struct {
	sets   [][]int
	bound  int // sets of this cost are too dear
	cost   func(item int) int
	left   int // branches
	chosen []int
	spent  int // cost of chosen
	banned map[int]bool
	best   []int
}

func (h *hitting) search() {
	if h.left--; h.left < 0 || h.spent >= h.bound {
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
		h.best, h.bound = append([]int{}, h.chosen...), h.spent
		return
	}
	slices.SortStableFunc(open, func(a, b int) int { return cmp.Compare(h.hits(b), h.hits(a)) })
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
func meet(a, b []int) bool {
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
