package blame

import (
	"context"
	"iter"
	"math"
	"slices"

	"github.com/confspace/confspace/solver/internal/cnf"
)

// Repair is a set of items, ascending, without which the others can hold, and with any one of them
// again cannot.
type Repair struct {
	Items []int
	Cost  int64
}

// Repairs yields all such sets of soft items in order of cost, the sum of their weights; none if the
// others alone contradict each other. Weights are by item, and add up to less than 2^62; those of soft
// items are positive, the others 0. An error ends the sequence.
//
// A repair has a soft item of each conflict. So the cheapest set that hits the conflicts known so far
// costs no more than the cheapest repair: if the rest can hold, it is one; if not, the rest yields
// further conflicts, as many as one pass over the items meets (Davies, Bacchus, "Solving MAXSAT by
// solving a sequence of simpler SAT instances", CP 2011). The next repair is the cheapest one that
// contains none of those before. A soft demand that stays cold took part in no conflict.
func (e *Engine) Repairs(ctx context.Context, lines []cnf.Lit, weights []int64) iter.Seq2[Repair, error] {
	return func(yield func(Repair, error) bool) {
		e.begin(lines, nil, nil)
		r := repairing{Engine: e, weights: weights}
		h := hitting{cost: func(i int) int64 { return weights[i] }, most: maxRepairBranches}
		for {
			hit, known := h.cheapest(math.MaxInt64)
			if !known {
				yield(Repair{}, ErrBranches)
				return
			}
			if hit == nil {
				return
			}
			conflicts, err := r.pass(ctx, hit)
			if err != nil {
				yield(Repair{}, err)
				return
			}
			if len(conflicts) > 0 {
				if h.sets = append(h.sets, conflicts...); slices.ContainsFunc(conflicts, func(c []int) bool { return len(c) == 0 }) {
					return // what must hold cannot
				}
				continue
			}
			found := Repair{Items: hit}
			for _, i := range hit {
				found.Cost += weights[i]
			}
			h.barred = append(h.barred, hit)
			if !yield(found, nil) {
				return
			}
		}
	}
}

// repairing is a running search for repairs.
type repairing struct {
	*Engine
	weights []int64 // by item
	listed  int     // number of hot items that the next two list
	must    []int
	may     []int // soft
}

// pass decides all items but some, one after the other, and returns the conflicts that it meets, as
// sets of soft items; none if all can hold.
func (r *repairing) pass(ctx context.Context, but []int) (conflicts [][]int, err error) {
	var cores [][]int
	if !r.rest() {
		cores = append(cores, r.soft())
	} else {
		r.each(but, func(i int) bool {
			if !r.hold(i) {
				cores = append(cores, r.soft())
			}
			return r.weights[i] > 0 || len(cores) == 0 // else what must hold does not
		})
	}
	if len(cores) == 0 {
		found, err := r.possible(ctx)
		if err != nil || found {
			return nil, err
		}
		cores = append(cores, r.soft())
	}
	for _, core := range cores {
		if core, err = r.narrow(ctx, core); err != nil {
			return nil, err
		}
		if !slices.ContainsFunc(conflicts, func(c []int) bool { return slices.Equal(c, core) }) {
			conflicts = append(conflicts, core)
		}
	}
	return conflicts, nil
}

// each calls do for the hot items but some: those that must hold before the soft ones. It ends when do
// reports false.
func (r *repairing) each(but []int, do func(item int) bool) {
	r.list()
	for _, items := range [][]int{r.must, r.may} {
		for _, i := range items {
			if _, out := slices.BinarySearch(but, i); !out && !do(i) {
				return
			}
		}
	}
}

// list lists the hot items anew if there are more.
func (r *repairing) list() {
	if r.listed == r.heated {
		return
	}
	r.listed, r.must, r.may = r.heated, r.must[:0], r.may[:0]
	for i, hot := range r.hot {
		switch {
		case hot && r.weights[i] > 0:
			r.may = append(r.may, i)
		case hot:
			r.must = append(r.must, i)
		}
	}
}

// soft returns the soft items of the core, and makes them hot.
func (r *repairing) soft() []int {
	items := slices.DeleteFunc(slices.Clone(r.core), func(i int) bool { return r.weights[i] == 0 })
	r.heat(items)
	return items
}

// narrow leaves out items of a conflict as long as the others are one, beside what must hold and what
// is cold.
func (r *repairing) narrow(ctx context.Context, core []int) ([]int, error) {
	for k := 0; k < len(core); {
		less := slices.Delete(slices.Clone(core), k, k+1)
		fine, err := r.beside(ctx, less)
		switch {
		case err != nil:
			return nil, err
		case fine:
			k++
		default:
			core = r.soft()
			k = min(k, len(core))
		}
	}
	return core, nil
}

// beside reports whether some soft items can hold beside all that must hold and all that are cold. If
// not, the core is a conflict.
func (r *repairing) beside(ctx context.Context, items []int) (bool, error) {
	if !r.rest() {
		return false, nil
	}
	r.list()
	for _, part := range [][]int{r.must, items} {
		for _, i := range part {
			if !r.hold(i) {
				return false, nil
			}
		}
	}
	return r.possible(ctx)
}
