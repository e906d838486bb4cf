package cdcl

import (
	"slices"

	"github.com/confspace/confspace/solver/internal/cnf"
)

// Solver is a trail of assigned literals and the clauses that extend it. It
// belongs to one goroutine.
//
// Invariant, whenever Propagate has returned true: no clause has all literals
// false. Every clause with all but one literal false has its last one true,
// except for a learnt clause that became unit below the level at which it was
// learnt, see Learn.
type Solver struct {
	vals   []int8   // by literal: +1 true, -1 false, 0 open
	level  []int32  // by variable, while assigned: the number of decisions below it
	reason []reason // by variable, while assigned: the clause that implied it
	trail  []cnf.Lit
	limits []int32 // limits[i]: length of the trail when decision level i+1 began
	head   int     // trail[:head] is propagated

	bins    [][]cnf.Lit // bins[l]: what l implies by a binary clause
	watches [][]watch   // watches[l]: long clauses that watch l, visited when l turns false
	arena   []cnf.Lit   // the long clauses, see clause.go
	learnts []ref       // the learnt ones among them, oldest first
	unsat   bool        // a conflict at level 0 was met
	short   bool        // a clause was left out for want of room
	facts   []cnf.Lit   // learnt unit clauses; above level 0 a Pop can undo them, see Recall

	sums    []sum
	summing [][]sumTerm // by literal: what it counts in sums; nil when there are no sums
	counted int         // trail[:counted] is in the sums
	place   []int32     // by variable, while assigned and there are sums: where it stands on the trail

	conflict []cnf.Lit // the clause that Propagate found false

	activity []float64 // by variable, see bump
	step     float64   // what a bump adds
	phase    []int8    // by literal: +1 when its variable was last assigned so
	heap     heap

	seen   []bool // by variable, all false between calls
	marked []cnf.Var
	clause []cnf.Lit // the clause that Analyze made
	stack  []cnf.Lit
	lbd    []uint32 // by level, stamps of lbdStamp
	stamp  uint32
	wasted int // words of the arena in dropped clauses
	origin *origin

	MaxHold  int // learnt clauses to hold before Reduce drops the worst half
	MaxWords int // bounds the arena, in words of 4 bytes; no more than New sets
	Stats    Stats
}

// Stats counts a solver's work.
type Stats struct {
	Decisions    int64 // levels opened
	Propagations int64 // literals taken from the trail
	Conflicts    int64 // false clauses met
	Learnt       int64 // clauses learnt
	Reduced      int64 // learnt clauses dropped again
}

// New returns a solver over variables 1..vars without clauses.
func New(vars int) *Solver {
	s := &Solver{
		vals: make([]int8, 2*vars+2), level: make([]int32, vars+1), reason: make([]reason, vars+1),
		bins: make([][]cnf.Lit, 2*vars+2), watches: make([][]watch, 2*vars+2),
		arena: make([]cnf.Lit, 1), activity: make([]float64, vars+1), step: 1,
		phase: make([]int8, 2*vars+2), seen: make([]bool, vars+1), lbd: make([]uint32, vars+2), MaxHold: 4000, MaxWords: 1 << 30,
	}
	s.heap.init(s.activity)
	return s
}

// Bytes returns about the memory of the clauses and of what is kept for each variable.
func (s *Solver) Bytes() int64 { return 8*int64(len(s.arena)) + 100*int64(len(s.vals)) }

// Vars returns the number of variables.
func (s *Solver) Vars() int { return len(s.level) - 1 }

// Value returns +1 when l is true, -1 when it is false, 0 when it is open.
func (s *Solver) Value(l cnf.Lit) int8 { return s.vals[l] }

// Values returns the table behind Value. It belongs to the solver; do not
// change it.
func (s *Solver) Values() []int8 { return s.vals }

// Level returns the number of open decisions.
func (s *Solver) Level() int { return len(s.limits) }

// Trail returns the true literals in the order in which they became so. The
// slice is the solver's and valid until the next change.
func (s *Solver) Trail() []cnf.Lit { return s.trail }

// Activity returns how much v took part in recent conflicts, relative to
// other variables.
func (s *Solver) Activity(v cnf.Var) float64 { return s.activity[v] / s.step }

// Phase returns +1 when l held when its variable was last assigned, -1 when
// its negation held, 0 when it was never assigned.
func (s *Solver) Phase(l cnf.Lit) int8 { return s.phase[l] }

// Prefer makes l the literal of its variable that Solve and Feasible try first.
func (s *Solver) Prefer(l cnf.Lit) { s.phase[l], s.phase[l^1] = 1, -1 }

// AddClause adds a clause of the problem, at decision level 0. It returns
// false when the clauses are contradictory by propagation. A clause without
// room is left out, and the solver is Full from then on.
func (s *Solver) AddClause(lits ...cnf.Lit) bool {
	if s.unsat {
		return false
	}
	if len(s.limits) != 0 {
		panic("cdcl: AddClause above level 0")
	}
	open := s.stack[:0]
	for _, l := range lits {
		if s.vals[l] > 0 {
			return true
		}
		if s.vals[l] == 0 && !contains(open, l) {
			if contains(open, l.Not()) {
				return true
			}
			open = append(open, l)
		}
	}
	s.stack = open
	switch len(open) {
	case 0:
		s.unsat = true
		return false
	case 1:
		s.assign(open[0], 0)
		if !s.Propagate() {
			s.unsat = true
			return false
		}
	case 2:
		s.addBinary(open[0], open[1])
	default:
		if s.short = s.short || !s.fits(len(open)); !s.short {
			s.attach(s.allocate(open, 0))
		}
	}
	return true
}

func contains(lits []cnf.Lit, l cnf.Lit) bool {
	return slices.Contains(lits, l)
}

// Push opens a decision level at which l, which must be open, is true.
// Nothing is propagated yet.
func (s *Solver) Push(l cnf.Lit) {
	s.Stats.Decisions++
	s.limits = append(s.limits, int32(len(s.trail)))
	s.assign(l, 0)
}

// Imply makes l, which must be open, true at the present level by the clause
// that Learn returned.
//
// A fact counts as assigned at level 0 at any place of the trail, so that
// Analyze leaves it out.
func (s *Solver) Imply(l cnf.Lit, why Reason) {
	s.assign(l, reason(why))
	if why == 0 {
		s.level[l.Var()] = 0
	}
}

// Recall assigns the learnt facts that a Pop has undone. It returns false,
// with the conflict for Analyze, when one of them is false.
func (s *Solver) Recall() bool {
	for _, l := range s.facts {
		switch s.vals[l] {
		case 0:
			s.Imply(l, 0)
		case -1:
			s.conflict = append(s.conflict[:0], l)
			return false
		}
	}
	return true
}

func (s *Solver) assign(l cnf.Lit, why reason) {
	v := l.Var()
	s.vals[l], s.vals[l^1] = 1, -1
	s.phase[l], s.phase[l^1] = 1, -1
	s.level[v] = int32(len(s.limits))
	s.reason[v] = why
	if s.summing != nil {
		s.place[v] = int32(len(s.trail))
	}
	s.trail = append(s.trail, l)
}

// Pop undoes everything above the given level.
func (s *Solver) Pop(level int) {
	if len(s.limits) <= level {
		return
	}
	from := s.limits[level]
	s.uncount(int(from))
	for _, l := range s.trail[from:] {
		s.vals[l], s.vals[l^1] = 0, 0
		s.heap.insert(l.Var())
	}
	s.trail = s.trail[:from]
	s.limits = s.limits[:level]
	s.head = int(from)
}
