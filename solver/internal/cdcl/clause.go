package cdcl

import (
	"errors"

	"github.com/confspace/confspace/solver/internal/cnf"
)

// ErrFull is the error of a search without room: the arena would have passed
// MaxWords.
var ErrFull = errors.New("cdcl: the clause arena is full")

// ref is the place of a long clause in the arena:
//
//	arena[r]    number of literals
//	arena[r+1]  0 for a clause of the problem; for a learnt one its LBD, the
//	            number of levels that met in it; dropped when it is garbage
//	arena[r+2:] the literals, of which the first two are watched
//
// Zero means no clause.
type ref uint32

const dropped = ^cnf.Lit(0)

// watch is an entry in the list of a watched literal. When blocker is true the
// clause is satisfied and not visited.
type watch struct {
	clause  ref
	blocker cnf.Lit
}

// reason is why a literal holds: 0 a decision or a fact, 2r the long clause
// r, 2l+1 the binary clause with the false literal l, summed+j the sum j.
type reason uint64

// summed and above are sums. Other reasons take 33 bits at most.
const summed reason = 1 << 40

// long reports whether the reason is a long clause.
func (r reason) long() bool { return r != 0 && r&1 == 0 && r < summed }

// Reason is a clause handed from Learn to Imply.
type Reason reason

func (s *Solver) lits(r ref) []cnf.Lit {
	n := ref(s.arena[r])
	return s.arena[r+2 : r+2+n]
}

func (s *Solver) allocate(lits []cnf.Lit, lbd int) ref {
	if !s.fits(len(lits)) {
		panic(ErrFull)
	}
	r := ref(len(s.arena))
	s.arena = append(s.arena, cnf.Lit(len(lits)), cnf.Lit(lbd))
	s.arena = append(s.arena, lits...)
	return r
}

// fits reports whether the arena has room for a clause of n literals.
func (s *Solver) fits(n int) bool { return len(s.arena) <= s.MaxWords-n-2 }

// Full reports whether a clause was left out for want of room, or there is none
// for a clause of all variables. A full solver must not Learn.
func (s *Solver) Full() bool { return s.short || !s.fits(s.Vars()) }

func (s *Solver) attach(r ref) {
	c := s.lits(r)
	s.watches[c[0]] = append(s.watches[c[0]], watch{r, c[1]})
	s.watches[c[1]] = append(s.watches[c[1]], watch{r, c[0]})
}

func (s *Solver) addBinary(a, b cnf.Lit) {
	s.bins[a.Not()] = append(s.bins[a.Not()], b)
	s.bins[b.Not()] = append(s.bins[b.Not()], a)
}
