package blame

import (
	"context"
	"slices"

	"github.com/confspace/confspace/solver/internal/cnf"
)

// Set is a set of items, ascending.
type Set struct {
	// Items are the demands, by number, then the lines, by place after these.
	Items []int
	// Smallest says of a conflict that none costs less.
	Smallest bool
}

// Smallest returns a minimal conflict among the demands and some lines; false if all can hold. It
// is one with the lowest highest rank, and of these one that costs least, the sum of the positive costs of
// its items, if no more than a number of searches shows that; otherwise Smallest is not set. Costs and
// ranks are by item, ranks nil for none. The answer is the same every time, whatever was asked before.
//
// The items of every conflict hit each correction, a set of items without which the others can
// hold. So the smallest set that hits the corrections known so far has at most as many items as
// the smallest conflict: if it is a conflict, it is a smallest one; if not, it grows into a further
// correction (Ignatiev, Previti, Liffiton, Marques-Silva, "Smallest MUS extraction with minimal
// hitting set dualization", CP 2015). A minimal conflict is connected: its items cannot be parted into
// two groups without a common option. So a hitting set that is not, such as one of lines alone, counts
// for the cheapest demand more.
func (e *Engine) Smallest(ctx context.Context, lines []cnf.Lit, costs []int64, ranks []int, searches int64) (Set, bool, error) {
	e.begin(lines, costs, ranks)
	best, found, err := e.first(ctx)
	if err != nil || !found {
		return Set{}, false, err
	}
	last := e.Searches + searches
	h := hitting{cost: e.cost, most: maxBranches, more: e.missing()}
	for {
		hit, known := h.cheapest(e.price(best))
		if !known || e.Searches >= last {
			return Set{best, false}, true, nil
		}
		if hit == nil {
			return Set{best, true}, true, nil
		}
		fine, err := e.together(ctx, hit)
		switch {
		case err != nil:
			return Set{}, false, err
		case fine:
			correction, err := e.grow(ctx)
			if err != nil {
				return Set{}, false, err
			}
			h.sets = append(h.sets, correction)
			continue
		case within(e.core, hit):
			return Set{e.core, true}, true, nil // it is cheaper than best, and none is cheaper than hit
		}
		e.heat(e.core)
		other, err := e.shrink(ctx, slices.Clone(e.core))
		if err != nil {
			return Set{}, false, err
		}
		if e.price(other) < e.price(best) {
			best = other
		}
	}
}

// price returns the cost of some items.
func (e *Engine) price(items []int) (sum int64) {
	for _, i := range items {
		sum += e.cost(i)
	}
	return sum
}

// missing returns a function that returns 0 for items that are connected, and the cost of the cheapest
// demand for others.
func (e *Engine) missing() func(items []int) int64 {
	least := slices.Min(e.costs[:e.problem.Demands])
	return func(items []int) int64 {
		if e.connected(items) {
			return 0
		}
		return least
	}
}

// connected reports whether some items have a demand, and one leads to every other by common options.
func (e *Engine) connected(items []int) bool {
	at := slices.IndexFunc(items, func(i int) bool { return i < e.problem.Demands })
	if at < 0 {
		return false
	}
	reached := make([]bool, len(items))
	reached[at] = true
	waiting, n := []int{at}, 1
	for len(waiting) > 0 {
		options := e.options(items[waiting[0]])
		waiting = waiting[1:]
		for k, i := range items {
			if !reached[k] && meet(options, e.options(i)) {
				reached[k] = true
				waiting = append(waiting, k)
				n++
			}
		}
	}
	return n == len(items)
}

// options returns the options of an item, ascending: those in its clauses, and those by which the
// auxiliaries there are defined.
func (e *Engine) options(item int) []cnf.Var {
	x := e.indexed()
	if item >= e.problem.Demands {
		v := e.lits[item].Var()
		return e.vars[v-1 : v]
	}
	if x.options[item] != nil {
		return x.options[item]
	}
	seen := make(map[cnf.Var]bool)
	f := e.problem.Formula
	for waiting := slices.Clone(x.demand[item]); len(waiting) > 0; {
		clause := waiting[len(waiting)-1]
		waiting = waiting[:len(waiting)-1]
		for _, l := range f.Clause(int(clause)) {
			if v := l.Var(); !seen[v] {
				seen[v] = true
				waiting = append(waiting, x.definition[v]...)
			}
		}
	}
	options := make([]cnf.Var, 0, len(seen))
	for v := range seen {
		if int(v) <= f.Options() {
			options = append(options, v)
		}
	}
	slices.Sort(options)
	x.options[item] = options
	return options
}

// first returns a minimal conflict with the lowest highest rank, and leaves out all items of
// a higher one.
func (e *Engine) first(ctx context.Context) (conflict []int, found bool, err error) {
	levels := slices.Compact(slices.Sorted(slices.Values(e.ranks)))
	for i := 0; ; i++ {
		if i < len(levels) {
			e.limit, e.base = levels[i], -1
		}
		var lines []int
		for k := e.problem.Demands; k < len(e.lits); k++ {
			if e.rank(k) <= e.limit {
				lines = append(lines, k)
			}
		}
		fine, err := e.together(ctx, lines)
		if err != nil {
			return nil, false, err
		}
		if !fine {
			e.heat(e.core)
			conflict, err = e.shrink(ctx, slices.Clone(e.core))
			return conflict, err == nil, err
		}
		if i >= len(levels)-1 {
			return nil, false, nil
		}
	}
}

// within reports whether every item of a is in b, which is ascending.
func within(a, b []int) bool {
	return !slices.ContainsFunc(a, func(i int) bool { _, found := slices.BinarySearch(b, i); return !found })
}
