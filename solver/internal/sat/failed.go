package sat

import (
	"slices"

	"github.com/confspace/confspace/solver/internal/cnf"
	"github.com/go-air/gini/z"
)

// AppendFailed appends some of the assumptions of the last search, which found nothing,
// that the engine blames for that, each once and ascending. They are a hint: whoever
// builds on it searches under these alone, and believes that answer. It appends none
// where the clauses suffice, and means nothing after a search that found an assignment
// or ended with its context.
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
