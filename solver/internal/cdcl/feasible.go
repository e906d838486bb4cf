package cdcl

import (
	"context"

	"github.com/confspace/confspace/solver/internal/cnf"
)

// Feasible decides whether the present assignment extends to all vars without
// a conflict of propagation, and returns to the present level, at which it may
// have learnt more implied literals. If no unsatisfied clause has a variable
// of vars and an open one outside, this decides whether their part of the
// problem has a model.
//
// When it returns false the conflict is ready for Analyze. The error is ctx's,
// polled every 256 conflicts, or ErrFull; then there is no answer.
func (s *Solver) Feasible(ctx context.Context, vars []cnf.Var) (bool, error) {
	base := len(s.limits)
	for i, conflicts := 0, 0; ; {
		if !s.Propagate() {
			if !s.involves(base) {
				return false, nil
			}
			if s.Full() {
				s.Pop(base)
				return false, ErrFull
			}
			if conflicts++; conflicts%256 == 0 && ctx.Err() != nil {
				s.Pop(base)
				return false, ctx.Err()
			}
			clause, level := s.Analyze()
			s.Pop(max(base, level))
			s.Imply(clause[0], s.Learn(clause))
			i = 0
			continue
		}
		for i < len(vars) && s.vals[cnf.Pos(vars[i])] != 0 {
			i++
		}
		if i == len(vars) {
			s.Pop(base)
			return true, nil
		}
		l := cnf.Neg(vars[i])
		if s.phase[l] < 0 {
			l = l.Not()
		}
		s.Push(l)
	}
}

// involves reports whether the last conflict has a literal above the level.
func (s *Solver) involves(level int) bool {
	for _, l := range s.conflict {
		if int(s.level[l.Var()]) > level {
			return true
		}
	}
	return false
}
