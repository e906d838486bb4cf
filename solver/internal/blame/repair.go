package blame

import (
	"context"
	"iter"
	"math"
	"slices"

	"github.com/confspace/confspace/solver/internal/cnf"
)

// Repair is a set of lines, by place and ascending, without which the others and all demands can
// hold, and with any one of them again cannot.
type Repair struct {
	Lines []int
	Cost  int64
}

// Repairs yields all such sets in order of cost, the sum of the weights of their lines; none if the
// demands alone contradict each other. Weights are 1 or more and add up to less than 2^62. An error
// ends the sequence.
//
// A repair has a line of each conflict. So the cheapest set that hits the conflicts known so far
// costs no more than the cheapest repair: if the rest can hold, it is one; if not, the rest yields
// further conflicts, as many as one pass over the lines meets (Davies, Bacchus, "Solving MAXSAT by
// solving a sequence of simpler SAT instances", CP 2011). The next repair is the cheapest one that
// contains none of those before.
func (e *Engine) Repairs(ctx context.Context, lines []cnf.Lit, weights []int64) iter.Seq2[Repair, error] {
	return func(yield func(Repair, error) bool) {
		if e.begin(lines, nil); !e.rest() {
			return
		}
		h := hitting{cost: func(i int) int64 { return weights[i] }}
		for {
			hit, known := h.cheapest(math.MaxInt64)
			if !known {
				yield(Repair{}, ErrBranches)
				return
			}
			if hit == nil {
				return
			}
			conflicts, err := e.pass(ctx, hit)
			if err != nil {
				yield(Repair{}, err)
				return
			}
			if len(conflicts) > 0 {
				h.sets = append(h.sets, conflicts...)
				continue
			}
			r := Repair{Lines: hit}
			for _, i := range hit {
				r.Cost += weights[i]
			}
			h.barred = append(h.barred, hit)
			if !yield(r, nil) {
				return
			}
		}
	}
}

// pass decides all lines but some, one after the other, and returns the conflicts that it meets;
// none if they can hold.
func (e *Engine) pass(ctx context.Context, but []int) (conflicts [][]int, err error) {
	e.solver.Pop(e.base)
	var cores [][]int
	for i := range len(e.lits) - e.problem.Demands {
		if _, left := slices.BinarySearch(but, i); !left && !e.hold(e.problem.Demands+i) {
			cores = append(cores, e.blamed())
		}
	}
	if len(cores) == 0 {
		found, err := e.possible(ctx)
		if err != nil || found {
			return nil, err
		}
		cores = append(cores, e.blamed())
	}
	for _, core := range cores {
		if core, err = e.narrow(ctx, core); err != nil {
			return nil, err
		}
		if !slices.ContainsFunc(conflicts, func(c []int) bool { return slices.Equal(c, core) }) {
			conflicts = append(conflicts, core)
		}
	}
	return conflicts, nil
}

// blamed returns the lines of the core, by place.
func (e *Engine) blamed() (lines []int) {
	for _, i := range e.core {
		if i >= e.problem.Demands {
			lines = append(lines, i-e.problem.Demands)
		}
	}
	return lines
}

// narrow leaves out lines of a conflict as long as the others are one.
func (e *Engine) narrow(ctx context.Context, core []int) ([]int, error) {
	for k := 0; k < len(core); {
		e.solver.Pop(e.base)
		less := slices.Delete(slices.Clone(core), k, k+1)
		fine := true
		for _, i := range less {
			if fine = e.hold(e.problem.Demands + i); !fine {
				break
			}
		}
		if fine {
			var err error
			if fine, err = e.possible(ctx); err != nil {
				return nil, err
			}
		}
		if fine {
			k++
		} else {
			core = e.blamed()
			k = min(k, len(core))
		}
	}
	return core, nil
}
