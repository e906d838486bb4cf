package optimum

import (
	"slices"

	"github.com/confspace/confspace/solver/internal/cnf"
)

// maxShrunk is the largest core from which each wish is tried to be removed. The
// totalizer of a core has the square of its size in clauses, and the cost of a search
// without a wish is unknown before.
const maxShrunk = 40

// core returns wishes that cannot all be granted under the hard assumptions, after a
// search that failed under some and those; false when even the hard ones cannot hold. The
// last failed search was under this core alone: the assumptions that the solver blames
// are not trusted.
func (q *search) core(tried []cnf.Lit) (core []cnf.Lit, feasible bool, err error) {
	core = tried
	for {
		less := q.blamed()
		if len(less) >= len(core) {
			break
		}
		found, err := q.Solve(q.ctx, q.with(less)...)
		if err != nil {
			return nil, false, err
		}
		if found { // the blame was too narrow
			break
		}
		core = less
	}
	if len(core) > maxShrunk {
		return core, true, nil
	}
	return q.shrink(core)
}

// shrink drops wishes of a core as long as the others are one.
func (q *search) shrink(core []cnf.Lit) ([]cnf.Lit, bool, error) {
	for i := 0; i < len(core); {
		rest := slices.Delete(slices.Clone(core), i, i+1)
		found, err := q.Solve(q.ctx, q.with(rest)...)
		if err != nil {
			return nil, false, err
		}
		if found {
			i++
			continue
		}
		core = rest
	}
	return core, len(core) > 0, nil
}

// with returns the hard assumptions and wishes.
func (q *search) with(wishes []cnf.Lit) []cnf.Lit { return append(slices.Clone(q.hard), wishes...) }

// blamed returns the wishes that the solver blames.
func (q *search) blamed() []cnf.Lit {
	return slices.DeleteFunc(q.AppendFailed(nil), func(l cnf.Lit) bool {
		i, ok := q.of[l]
		return !ok || q.wishes[i].weight == 0
	})
}
