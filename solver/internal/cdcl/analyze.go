package cdcl

import (
	"slices"

	"github.com/confspace/confspace/solver/internal/cnf"
)

// Analyze derives from the last conflict a clause of which the first literal
// is the only one at the highest level that the conflict involves, and which
// is false (first unique implication point; Marques-Silva and Sakallah,
// GRASP, 1996). It returns the clause, which is the solver's and valid until
// the next call, and the level below the highest at which the clause implies
// its first literal. An empty clause means that the problem is contradictory.
func (s *Solver) Analyze() (clause []cnf.Lit, level int) {
	s.Stats.Conflicts++
	top := int32(0)
	for _, l := range s.conflict {
		top = max(top, s.level[l.Var()])
	}
	if top == 0 {
		s.unsat = true
		return nil, 0
	}
	out := append(s.clause[:0], 0)
	count := 0
	note := func(l cnf.Lit) {
		v := l.Var()
		if s.seen[v] || s.level[v] == 0 {
			return
		}
		s.seen[v] = true
		s.marked = append(s.marked, v)
		s.bump(v)
		if s.level[v] == top {
			count++
		} else {
			out = append(out, l)
		}
	}
	for _, l := range s.conflict {
		note(l)
	}
	var p cnf.Lit
	for i := len(s.trail) - 1; ; i-- {
		p = s.trail[i]
		if !s.seen[p.Var()] || s.level[p.Var()] != top {
			continue
		}
		if count--; count == 0 {
			break
		}
		s.eachReason(p, note)
	}
	out[0] = p.Not()
	s.clause = s.minimise(out)
	for _, v := range s.marked {
		s.seen[v] = false
	}
	s.marked = s.marked[:0]
	s.decay()
	for k := 2; k < len(s.clause); k++ { // the highest of the rest goes second, to be watched
		if s.level[s.clause[k].Var()] > s.level[s.clause[1].Var()] {
			s.clause[1], s.clause[k] = s.clause[k], s.clause[1]
		}
	}
	if len(s.clause) > 1 {
		level = int(s.level[s.clause[1].Var()])
	}
	return s.clause, level
}

// minimise drops literals that the others imply (Sörensson and Biere,
// "Minimizing learned clauses", 2009).
func (s *Solver) minimise(out []cnf.Lit) []cnf.Lit {
	kept := 1
	for _, l := range out[1:] {
		if s.reason[l.Var()] == 0 || !s.redundant(l) {
			out[kept] = l
			kept++
		}
	}
	return out[:kept]
}

// redundant reports whether false literal l follows from seen literals, and
// marks the literals on the way as seen when it does.
func (s *Solver) redundant(l cnf.Lit) bool {
	stack := append(s.stack[:0], l)
	mark := len(s.marked)
	fail := false
	note := func(x cnf.Lit) {
		v := x.Var()
		if fail || s.seen[v] || s.level[v] == 0 {
			return
		}
		if s.reason[v] == 0 {
			fail = true
			return
		}
		s.seen[v] = true
		s.marked = append(s.marked, v)
		stack = append(stack, x)
	}
	for len(stack) > 0 && !fail {
		x := stack[len(stack)-1]
		stack = stack[:len(stack)-1]
		s.eachReason(x.Not(), note)
	}
	s.stack = stack[:0]
	if fail {
		for _, v := range s.marked[mark:] {
			s.seen[v] = false
		}
		s.marked = s.marked[:mark]
	}
	return !fail
}

// Learn keeps the clause that Analyze returned, and returns it as a reason for
// its first literal. The solver must not be Full. The caller pops to a level at
// which that literal is open and calls Imply. If that is higher than the
// clause's own level, a later Pop to a level between the two leaves the clause
// unit without propagation. That is harmless.
func (s *Solver) Learn(clause []cnf.Lit) Reason {
	s.Stats.Learnt++
	switch len(clause) {
	case 1:
		s.facts = append(s.facts, clause[0])
		return 0
	case 2:
		s.addBinary(clause[0], clause[1])
		return Reason(clause[1])<<1 | 1
	}
	r := s.allocate(clause, s.countLevels(clause))
	s.attach(r)
	s.learnts = append(s.learnts, r)
	return Reason(r) << 1
}

func (s *Solver) countLevels(clause []cnf.Lit) int {
	s.stamp++
	n := 0
	for _, l := range clause {
		if d := s.level[l.Var()]; s.lbd[d] != s.stamp {
			s.lbd[d] = s.stamp
			n++
		}
	}
	return n
}

// bump makes v more active: the sum over conflicts that involve v of a weight
// that grows by 1/0.95 with each conflict, so that old ones fade.
func (s *Solver) bump(v cnf.Var) {
	s.activity[v] += s.step
	if s.activity[v] > 1e100 {
		for i := range s.activity {
			s.activity[i] *= 1e-100
		}
		s.step *= 1e-100
	}
	s.heap.raise(v)
}

func (s *Solver) decay() { s.step /= 0.95 }

// Reduce drops the worse half of the learnt clauses when there are more than
// MaxHold, except those with an LBD of 2 and those that are reasons. It may
// be called at any level with nothing left to propagate.
func (s *Solver) Reduce() {
	if len(s.learnts) < s.MaxHold {
		return
	}
	locked := make(map[ref]bool)
	for _, l := range s.trail {
		if why := s.reason[l.Var()]; why.long() {
			locked[ref(why>>1)] = true
		}
	}
	order := slices.Clone(s.learnts)
	slices.SortStableFunc(order, func(a, b ref) int { // the worst first: high LBD, long, old
		if d := int(s.arena[b+1]) - int(s.arena[a+1]); d != 0 {
			return d
		}
		return int(s.arena[b]) - int(s.arena[a])
	})
	for _, r := range order[:len(order)/2] {
		if !locked[r] && s.arena[r+1] > 2 {
			s.wasted += int(s.arena[r]) + 2
			s.arena[r+1] = dropped
			s.Stats.Reduced++
		}
	}
	s.sweep()
	s.MaxHold += 500
}

// sweep moves the clauses that are left to a new arena.
func (s *Solver) sweep() {
	moved := make([]cnf.Lit, 1, len(s.arena)-s.wasted)
	for r := ref(1); int(r) < len(s.arena); r += ref(s.arena[r]) + 2 {
		if s.arena[r+1] != dropped {
			at := len(moved)
			moved = append(moved, s.arena[r:r+2+ref(s.arena[r])]...)
			s.arena[r+2] = cnf.Lit(at) // the old place tells the new one
		}
	}
	for l := range s.watches {
		kept := s.watches[l][:0]
		for _, w := range s.watches[l] {
			if s.arena[w.clause+1] != dropped {
				w.clause = ref(s.arena[w.clause+2])
				kept = append(kept, w)
			}
		}
		s.watches[l] = kept
	}
	kept := s.learnts[:0]
	for _, r := range s.learnts {
		if s.arena[r+1] != dropped {
			kept = append(kept, ref(s.arena[r+2]))
		}
	}
	s.learnts = kept
	for _, l := range s.trail {
		if why := s.reason[l.Var()]; why.long() {
			s.reason[l.Var()] = reason(s.arena[ref(why>>1)+2]) << 1
		}
	}
	s.arena, s.wasted = moved, 0
}

// eachReason yields the false literals from which propagation made p true. A decision has
// none, and must not be asked about.
func (s *Solver) eachReason(p cnf.Lit, yield func(cnf.Lit)) {
	switch why := s.reason[p.Var()]; {
	case why >= summed:
		s.eachCause(p, yield)
	case why&1 != 0:
		yield(cnf.Lit(why >> 1))
	default:
		for _, l := range s.lits(ref(why >> 1)) {
			if l != p {
				yield(l)
			}
		}
	}
}
