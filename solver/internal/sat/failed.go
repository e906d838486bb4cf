package sat

import (
	"slices"

	"github.com/confspace/confspace/solver/internal/cnf"
	"github.com/go-air/gini/z"
)

// AppendFailed appends the assumptions that the engine blames for the failure of the
// last search, each once and ascending. They are a hint: confirm them by a search under
// these alone. It appends none if the clauses alone are contradictory. The result is
// undefined after a search that found an assignment or ended with its context.
func (s *Solver) AppendFailed(dst []cnf.Lit) []cnf.Lit {
	from := len(dst)
	for _, l := range s.engine.Why(nil) {
		if inner := cnf.Lit(l - 2*reserved); l != guard.Not() && l >= z.Lit(2*(reserved+1)) {
			dst = append(dst, inner)
		}
	}
	slices.Sort(dst[from:])
	return append(dst[:from], slices.Compact(dst[from:])...)
}
