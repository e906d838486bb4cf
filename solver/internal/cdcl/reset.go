package cdcl

import "github.com/confspace/confspace/solver/internal/cnf"

// origin is the state to which Reset returns.
type origin struct {
	arena []cnf.Lit
	trail int     // its length
	facts int     // their number
	bins  []int32 // by literal: the length of its list
	hold  int
	unsat bool
	short bool
}

// Mark notes the present state, at decision level 0, for Reset. No clause may be added after it. It
// panics above level 0.
func (s *Solver) Mark() {
	if len(s.limits) != 0 {
		panic("cdcl: Mark above level 0")
	}
	s.origin = &origin{
		arena: append([]cnf.Lit(nil), s.arena...), trail: len(s.trail), facts: len(s.facts), bins: make([]int32, len(s.bins)),
		hold: s.MaxHold, unsat: s.unsat, short: s.short,
	}
	for l, list := range s.bins {
		s.origin.bins[l] = int32(len(list))
	}
	s.restart()
}

// Reset forgets all that was learnt and decided since Mark: the solver then does what it would have
// done right after Mark, step by step. So an answer that depends on its steps, such as a core,
// depends on the question alone. It takes a pass over the clauses, which is far less than adding
// them again. It panics without a Mark.
func (s *Solver) Reset() {
	if s.origin == nil {
		panic("cdcl: Reset without a Mark")
	}
	s.Pop(0)
	s.uncount(s.origin.trail)
	for _, l := range s.trail[s.origin.trail:] {
		s.vals[l], s.vals[l^1] = 0, 0
	}
	s.trail, s.facts = s.trail[:s.origin.trail], s.facts[:s.origin.facts]
	s.head = len(s.trail)
	s.arena, s.learnts, s.wasted = append(s.arena[:0], s.origin.arena...), s.learnts[:0], 0
	for l, n := range s.origin.bins {
		s.bins[l] = s.bins[l][:n]
	}
	s.unsat, s.short, s.MaxHold = s.origin.unsat, s.origin.short, s.origin.hold
	s.restart()
}

// restart makes the order of watches, activities and phases those of a new solver.
func (s *Solver) restart() {
	for l := range s.watches {
		s.watches[l] = s.watches[l][:0]
	}
	for r := ref(1); int(r) < len(s.arena); r += ref(s.arena[r]) + 2 {
		s.attach(r)
	}
	clear(s.activity)
	clear(s.phase)
	for _, l := range s.trail {
		s.phase[l], s.phase[l^1] = 1, -1
	}
	s.step = 1
	s.heap.init(s.activity)
	s.Stats = Stats{}
}
