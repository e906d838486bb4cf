package compile

import (
	"cmp"
	"math"
	"math/bits"
	"slices"

	"github.com/confspace/confspace/solver/internal/cnf"
)

// component is a set of open variables and the long clauses over them that are
// not satisfied yet, as ranges of the splitter's stack:
//
//	stack[from:mid] variables, stack[mid:to] clauses
//
// Its binary clauses are those between any two of its variables. But for the
// one that a search begins with, it is connected.
type component struct{ from, mid, to int }

// splitter finds the connected components of the rest of a component after
// literals became true.
//
// A connected set falls apart only where something was removed. So every new
// component has a goal: an open variable that shared a binary clause with one
// that was assigned, or a long clause that was satisfied; or a long clause from
// which a variable was taken. A breadth-first search from each goal in turn,
// the least connected ones first, closes the small components. As soon as one
// search takes long, its members are the large component, and later searches
// end where they meet it. When every goal is closed or in the large component,
// all unseen members belong to that one: mostly three fifths of it.
type splitter struct {
	*problem
	stack []part

	// Sets by 64 members, all empty between calls. A variable is in rest until
	// it is reached, then in found until its search ends, which closes a
	// component or moves it to large.
	rest, found, large             []uint64
	restLong, foundLong, largeLong []uint64 // the same of long clauses
	goal, goalLong                 []uint64 // to be reached; only those in rest count
	next                           []uint64 // of found: not visited

	top         int      // goals in rest are in parts of the component before this one
	reached     span     // places of found that may have members
	reachedLong span     // the same of foundLong
	goals       int      // variables in goal and rest
	low         uint32   // no place of next before this has a member
	satisfied   []uint32 // long clauses that the literals satisfied

	// The rests of the long clauses.
	left    []uint32 // by long clause that is in the component being split: its residue
	reduced []uint64 // those of which left is not the whole
	undo    []change // of left, since the search began
	names   []uint64 // scratch of shortened
	changed []uint32 // long clauses of which a literal turned false in this split
}

// change is the old value of left for a long clause.
type change struct{ clause, left uint32 }

// patience is the number of variables that a search visits before its
// members are the large component. From 4 to 32 the figures are the same.
const patience = 8

func newSplitter(p *problem) *splitter {
	set := func(n int) []uint64 { return make([]uint64, n/64+1) }
	v, k := p.vars, p.long
	left := make([]uint32, p.first)
	for i := range left {
		left[i] = firstResidue + uint32(i)
	}
	return &splitter{
		left: left, reduced: set(k),
		problem: p,
		rest:    set(v), found: set(v), large: set(v), goal: set(v), next: set(v),
		restLong: set(k), foundLong: set(k), largeLong: set(k), goalLong: set(k),
	}
}

// span is a run of places; empty when last is less than first.
type span struct{ first, last uint32 }

var nothing = span{first: math.MaxUint32}

func (s *span) add(at uint32) { s.first, s.last = min(s.first, at), max(s.last, at) }

// of returns the parts of set in s.
func (s span) of(set []part) []part {
	place := func(p part, at uint32) int { return cmp.Compare(p.at, at) }
	if len(set) > 32 {
		i, _ := slices.BinarySearchFunc(set, s.first, place)
		set = set[i:]
		if i, ok := slices.BinarySearchFunc(set, s.last, place); ok {
			set = set[:i+1]
		}
	}
	return set
}

// whole returns the component of everything, which need not be connected.
func (s *splitter) whole() component {
	s.stack = appendRange(s.stack[:0], 1, s.vars+1)
	mid := len(s.stack)
	s.stack = appendRange(s.stack, 0, s.long)
	return component{0, mid, len(s.stack)}
}

// least returns the least variable of c.
func (s *splitter) least(c component) uint32 { return s.stack[c.from].least() }

// pieces are the results of a split.
type pieces struct {
	comps []component // in the order of their least variables, on the stack above its former length
	lits  []cnf.Lit   // those of the new literals that are the component's
	free  []cnf.Var   // variables that no clause holds any more, ascending
}

// split appends to out the rest of c after these literals, at least one of them
// c's, became true. Unless c is the whole problem, it is connected. It is
// linear in the clauses of c at worst, and mostly far below.
func (s *splitter) split(c component, trail []cnf.Lit, whole bool, out *pieces) {
	vars, clauses := s.stack[c.from:c.mid], s.stack[c.mid:c.to]
	comps, lits, free := len(out.comps), len(out.lits), len(out.free)
	load(s.rest, vars)
	load(s.restLong, clauses)
	out.lits = s.remove(trail, out.lits)
	s.shorten(out.lits[lits:])
	s.count(out.lits[lits:])
	s.aim(out.lits[lits:])
	s.goals = 0
	for _, p := range vars {
		if whole {
			s.goal[p.at] = s.rest[p.at]
		}
		s.goals += bits.OnesCount64(s.goal[p.at])
	}
	s.top = len(vars)
	large := false // whether there is a large component
	for s.goals > 0 || s.aimLong(clauses) {
		v := s.start(vars)
		switch {
		case s.alone(v):
			out.free = append(out.free, cnf.Var(v))
		case s.explore(v, large):
			out.comps = append(out.comps, s.lay(s.reached.of(vars), s.reachedLong.of(clauses)))
		default:
			large = true
			s.enlarge(vars, clauses)
		}
	}
	if large {
		for _, p := range vars {
			s.found[p.at] = s.large[p.at] | s.rest[p.at]
		}
		for _, p := range clauses {
			s.foundLong[p.at] = s.largeLong[p.at] | s.restLong[p.at]
		}
		out.comps = append(out.comps, s.lay(vars, clauses))
	}
	for _, p := range vars {
		s.rest[p.at], s.large[p.at], s.goal[p.at] = 0, 0, 0
	}
	for _, p := range clauses {
		s.restLong[p.at], s.largeLong[p.at], s.goalLong[p.at] = 0, 0, 0
	}
	slices.SortFunc(out.comps[comps:], func(a, b component) int { return int(s.least(a)) - int(s.least(b)) })
	slices.Sort(out.free[free:])
}

// remove takes the variables of true literals out of rest, and the clauses that
// they satisfy out of restLong.
func (s *splitter) remove(trail, lits []cnf.Lit) []cnf.Lit {
	s.satisfied = s.satisfied[:0]
	for _, l := range trail {
		v := l.Var()
		if s.rest[v/64]>>(v%64)&1 == 0 {
			continue // of another component
		}
		s.rest[v/64] &^= 1 << (v % 64)
		lits = append(lits, l)
		for _, p := range s.holds.row(uint32(l)) {
			gone := s.restLong[p.at] & p.bits
			s.restLong[p.at] &^= gone
			for ; gone != 0; gone &= gone - 1 {
				s.satisfied = append(s.satisfied, part{gone, p.at}.least())
			}
		}
	}
	return lits
}

// shorten removes the negations of true literals from the rests of their clauses.
// Clauses that another clause makes redundant are removed as if they were
// satisfied.
func (s *splitter) shorten(lits []cnf.Lit) {
	s.changed = s.changed[:0]
	for _, l := range lits {
		for _, p := range s.holds.row(uint32(l.Not())) {
			for w := p.bits & s.restLong[p.at]; w != 0; w &= w - 1 {
				bit := w & -w
				k := part{bit, p.at}.least()
				s.undo = append(s.undo, change{k, s.left[k]})
				s.left[k] = s.res.without(s.left[k], l.Not(), k)
				s.reduced[p.at] |= bit
				if s.left[k] == gone {
					s.restLong[p.at] &^= bit
					s.satisfied = append(s.satisfied, k)
				} else {
					s.changed = append(s.changed, k)
				}
			}
		}
	}
	for _, k := range s.changed {
		if s.restLong[k/64]>>(k%64)&1 != 0 {
			s.absorb(k)
		}
	}
}

// absorb removes the other clauses whose rest contains the rest of clause k.
// They have all of its literals.
func (s *splitter) absorb(k uint32) {
	lits := s.res.of(s.left[k])
	if len(lits) == 0 {
		return
	}
	row := s.holds.row(uint32(lits[0]))
	for _, l := range lits[1:] {
		if r := s.holds.row(uint32(l)); len(r) < len(row) {
			row = r
		}
	}
	for _, p := range row {
		for w := p.bits & s.restLong[p.at]; w != 0; w &= w - 1 {
			bit := w & -w
			if o := (part{bit, p.at}).least(); o != k && s.res.within(s.left[k], s.left[o]) {
				s.restLong[p.at] &^= bit
				s.satisfied = append(s.satisfied, o)
			}
		}
	}
}

// lengthen undoes the changes of shorten since undo had length n.
func (s *splitter) lengthen(mark int) {
	for i := len(s.undo) - 1; i >= mark; i-- {
		c := s.undo[i]
		s.left[c.clause] = c.left
		if c.left < s.res.shorter {
			s.reduced[c.clause/64] &^= 1 << (c.clause % 64)
		}
	}
	s.undo = s.undo[:mark]
}

// aim sets the goals after these literals became true.
func (s *splitter) aim(lits []cnf.Lit) {
	for _, l := range lits {
		v := uint32(l.Var())
		for _, p := range s.near.row(v) {
			s.goal[p.at] |= p.bits & s.rest[p.at]
		}
		for _, p := range s.with.row(v) {
			s.goalLong[p.at] |= p.bits & s.restLong[p.at]
		}
	}
	for _, k := range s.satisfied {
		for _, p := range s.over.row(k) {
			s.goal[p.at] |= p.bits & s.rest[p.at]
		}
	}
}

// aimLong makes a variable of each clause that is a goal and not reached a
// goal, too, and reports whether there are any.
func (s *splitter) aimLong(clauses []part) bool {
	for _, c := range clauses {
		for w := s.goalLong[c.at] & s.restLong[c.at]; w != 0; w &= w - 1 {
			over := s.over.row(part{w, c.at}.least())
			if meets(over, s.large) {
				continue
			}
			for _, p := range over {
				if open := s.rest[p.at] & p.bits; open != 0 {
					if open &= -open; s.goal[p.at]&open == 0 {
						s.goal[p.at] |= open
						s.goals++
						s.top = math.MaxInt
					}
					break
				}
			}
		}
	}
	return s.goals > 0
}

// start takes the greatest goal out of rest: variables are numbered from the
// centre of the decomposition, and those far from it are in small components.
func (s *splitter) start(vars []part) uint32 {
	for s.top = min(s.top, len(vars)); ; s.top-- {
		at := vars[s.top-1].at
		if w := s.goal[at] & s.rest[at]; w != 0 {
			k := uint32(bits.Len64(w)) - 1
			s.rest[at] &^= 1 << k
			s.goals--
			return 64*at + k
		}
	}
}

// alone reports whether no open clause connects v to another variable.
func (s *splitter) alone(v uint32) bool {
	for _, p := range s.near.row(v) {
		if p.bits&(s.rest[p.at]|s.large[p.at]) != 0 {
			return false
		}
	}
	for _, p := range s.with.row(v) {
		if p.bits&(s.restLong[p.at]|s.largeLong[p.at]) != 0 {
			return false
		}
	}
	return true
}

// explore moves what v reaches from rest to found, and reports whether that is
// a component. If not, it is part of the large one, which exists when large is
// set.
func (s *splitter) explore(v uint32, large bool) bool {
	s.found[v/64] |= 1 << (v % 64)
	s.reached, s.reachedLong = span{v / 64, v / 64}, nothing
	for looked := 0; ; looked++ {
		if !large && (looked == patience || s.goals == 0) {
			return false
		}
		for _, p := range s.with.row(v) {
			if p.bits&s.largeLong[p.at] != 0 {
				return false
			}
			w := s.restLong[p.at] & p.bits
			if w == 0 {
				continue
			}
			s.restLong[p.at] &^= w
			s.foundLong[p.at] |= w
			s.reachedLong.add(p.at)
			for ; w != 0; w &= w - 1 {
				if !s.reach(s.over.row(part{w, p.at}.least())) {
					return false
				}
			}
		}
		if !s.reach(s.near.row(v)) {
			return false
		}
		// The least one next: it probably has the most connections.
		for s.next[s.low] == 0 {
			if s.low++; int(s.low) == len(s.next) {
				s.low = 0
				return true
			}
		}
		w := s.next[s.low]
		s.next[s.low] = w & (w - 1)
		v = part{w, s.low}.least()
	}
}

// reach moves the variables of row from rest to found; it returns false when
// one of row is in the large component.
func (s *splitter) reach(row []part) bool {
	for _, p := range row {
		if p.bits&s.large[p.at] != 0 {
			return false
		}
		w := s.rest[p.at] & p.bits
		if w == 0 {
			continue
		}
		s.rest[p.at] &^= w
		s.found[p.at] |= w
		s.next[p.at] |= w
		s.low = min(s.low, p.at)
		s.reached.add(p.at)
		s.goals -= bits.OnesCount64(w & s.goal[p.at])
	}
	return true
}

// enlarge moves found to the large component.
func (s *splitter) enlarge(vars, clauses []part) {
	for _, p := range vars {
		s.large[p.at] |= s.found[p.at]
		s.found[p.at], s.next[p.at] = 0, 0
	}
	for _, p := range clauses {
		s.largeLong[p.at] |= s.foundLong[p.at]
		s.foundLong[p.at] = 0
	}
}

// lay moves found to the stack.
func (s *splitter) lay(vars, clauses []part) component {
	c := component{from: len(s.stack)}
	s.stack = unload(s.stack, s.found, vars)
	c.mid = len(s.stack)
	s.stack = unload(s.stack, s.foundLong, clauses)
	c.to = len(s.stack)
	return c
}

// shortened returns the names of the residues of c that are not whole clauses, ascending, and two
// for each sum that is not whole, from the halves of its room. The variables of c determine its
// whole clauses: all those over these variables.
func (s *splitter) shortened(c component) []uint64 {
	names := s.names[:0]
	for _, p := range s.stack[c.mid:c.to] {
		for w := p.bits & s.reduced[p.at]; w != 0; w &= w - 1 {
			k := part{w, p.at}.least()
			if k >= s.first { // a sum: all others come before
				room := uint64(s.rests[k-s.first].room)
				names = append(names, uint64(k)<<32|room>>32, uint64(k)<<32|room&math.MaxUint32)
				continue
			}
			name := s.res.names[s.left[k]]
			// Mostly that of this very clause, or of one that is near.
			i := len(names)
			for names = append(names, name); i > 0 && names[i-1] > name; i-- {
				names[i] = names[i-1]
			}
			names[i] = name
		}
	}
	s.names = names
	return names
}
