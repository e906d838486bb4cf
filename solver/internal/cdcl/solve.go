package cdcl

import (
	"context"

	"github.com/confspace/confspace/solver/internal/cnf"
)

// Solve decides whether the clauses have a model in which all assumptions
// hold. It is called at level 0 and leaves the solver there; Phase returns
// the model that it found. The error is ctx's, or ErrFull; then the answer
// has no meaning.
func (s *Solver) Solve(ctx context.Context, assumptions ...cnf.Lit) (bool, error) {
	if s.unsat || !s.Propagate() {
		s.unsat = true
		return false, ctx.Err()
	}
	if s.short {
		return false, ErrFull
	}
	defer s.Pop(0)
	restart, conflicts := luby(0), int64(0)
	for round := 0; ; {
		if !s.Propagate() {
			if conflicts++; conflicts%256 == 0 && ctx.Err() != nil {
				return false, ctx.Err()
			}
			if s.Full() {
				return false, ErrFull
			}
			clause, level := s.Analyze()
			if len(clause) == 0 {
				return false, nil
			}
			s.Pop(level)
			s.Imply(clause[0], s.Learn(clause))
			continue
		}
		if conflicts >= restart {
			round++
			restart, conflicts = luby(round), 0
			s.Pop(0)
			s.Reduce()
			continue
		}
		l := cnf.Lit(0)
		for l == 0 && len(s.limits) < len(assumptions) {
			switch a := assumptions[len(s.limits)]; s.vals[a] {
			case 1:
				s.limits = append(s.limits, int32(len(s.trail)))
			case -1:
				return false, nil
			default:
				l = a
			}
		}
		if l == 0 {
			if l = s.next(); l == 0 {
				return true, nil
			}
		}
		s.Push(l)
	}
}

// next returns the most active open variable's literal as it last was, false
// at first; 0 when all are assigned.
func (s *Solver) next() cnf.Lit {
	for {
		v := s.heap.pop()
		if v == 0 {
			return 0
		}
		if s.vals[cnf.Pos(v)] == 0 {
			if s.phase[cnf.Pos(v)] > 0 {
				return cnf.Pos(v)
			}
			return cnf.Neg(v)
		}
	}
}

// luby returns the number of conflicts allowed in the given round of
// search: 100 times the sequence 1 1 2 1 1 2 4 ... (Luby, Sinclair,
// Zuckerman, 1993).
func luby(round int) int64 {
	size, seq := 1, 0
	for size < round+1 {
		seq++
		size = 2*size + 1
	}
	for size-1 != round {
		size = (size - 1) / 2
		seq--
		round %= size
	}
	return 100 << seq
}
