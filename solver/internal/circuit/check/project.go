package check

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"github.com/confspace/confspace/solver/internal/cnf"
)

// premises returns the clauses that the circuit, with these variables, must have
// beside the sums: those of f that encode no sum, without tautologies and
// repetition; a unit clause for each auxiliary of the circuit that no clause
// mentions; and no auxiliaries that the circuit lacks: these are settled, and then
// removed by resolution.
func premises(ctx context.Context, f *cnf.Formula, scope []uint64) ([][]cnf.Lit, error) {
	p, err := newProjection(ctx, f, func(v cnf.Var) bool { return scope[v/64]>>(v%64)&1 != 0 })
	if err != nil {
		return nil, err
	}
	if err := p.project(ctx); err != nil {
		return nil, err
	}
	if len(p.hidden) > 0 {
		return nil, fmt.Errorf("circuit: it lacks auxiliaries that resolution does not remove within %d literals and %d pairs of clauses", p.limit, maxPairs)
	}
	return slices.DeleteFunc(p.clauses, func(lits []cnf.Lit) bool { return lits == nil }), nil
}

// Removable returns those of some auxiliaries of f, ascending, without which a
// circuit can be verified within the bounds of project. A compiler may leave out
// exactly these; if it leaves out fewer, it must ask again. The error is the
// context's cause.
//
// Those that stay make what is left easier or harder, so it asks about the others anew until
// none stays. It need not resolve again when the clauses to start from are the same: resolution
// would take the same steps but those that were in vain.
func Removable(ctx context.Context, f *cnf.Formula, absent []cnf.Var) ([]cnf.Var, error) {
	var before [][]cnf.Lit
	for {
		p, err := newProjection(ctx, f, func(v cnf.Var) bool {
			_, ok := slices.BinarySearch(absent, v)
			return !ok
		})
		if err != nil {
			return nil, err
		}
		if before != nil && slices.EqualFunc(before, p.clauses, slices.Equal) {
			return absent, nil
		}
		before = slices.Clone(p.clauses)
		if err := p.project(ctx); err != nil {
			return nil, err
		}
		if len(p.hidden) == 0 {
			return absent, nil
		}
		absent = slices.DeleteFunc(slices.Clone(absent), func(v cnf.Var) bool {
			_, ok := slices.BinarySearch(p.hidden, v)
			return ok
		})
	}
}

// newProjection returns the clauses of f as they are before resolution.
func newProjection(ctx context.Context, f *cnf.Formula, has func(cnf.Var) bool) (*projection, error) {
	var clauses [][]cnf.Lit
	for _, c := range f.Others() {
		if lits := tidy(c); lits != nil {
			clauses = append(clauses, lits)
		}
	}
	mentioned, lacks := make([]bool, f.Vars()+1), make([]bool, f.Vars()+1)
	for _, lits := range clauses {
		for _, l := range lits {
			mentioned[l.Var()] = true
		}
	}
	hides := false
	for v := cnf.Var(f.Options() + 1); int(v) <= f.Vars(); v++ {
		lacks[v] = !has(v)
		hides = hides || lacks[v] && mentioned[v]
		if !lacks[v] && !mentioned[v] {
			clauses = append(clauses, []cnf.Lit{cnf.Pos(v)})
		}
	}
	if hides {
		var err error
		if clauses, err = settle(ctx, f.Vars(), clauses, lacks); err != nil {
			return nil, err
		}
	}
	n := 2*f.Vars() + 2
	p := &projection{where: make([][]uint32, n), under: make([][]print, n), marks: make([]uint32, n)}
	for _, lits := range distinct(clauses) {
		if !hides || !p.subsumed(lits) {
			p.add(lits)
		}
	}
	for v := cnf.Var(1); int(v) <= f.Vars(); v++ {
		if lacks[v] && len(p.where[cnf.Pos(v)])+len(p.where[cnf.Neg(v)]) > 0 {
			p.hidden = append(p.hidden, v)
		}
	}
	return p, nil
}

// distinct sorts clauses, the shortest first, and drops repetition.
func distinct(clauses [][]cnf.Lit) [][]cnf.Lit {
	slices.SortFunc(clauses, func(a, b []cnf.Lit) int {
		return cmp.Or(len(a)-len(b), slices.Compare(a, b))
	})
	return slices.CompactFunc(clauses, slices.Equal)
}

// tidy returns a copy of a clause, ascending and without repetition, or nil
// when it is a tautology.
func tidy(lits []cnf.Lit) []cnf.Lit {
	lits = append(make([]cnf.Lit, 0, len(lits)), lits...)
	slices.Sort(lits)
	lits = slices.Compact(lits)
	for k := 1; k < len(lits); k++ {
		if lits[k] == lits[k-1].Not() {
			return nil
		}
	}
	return lits
}

// projection removes variables from clauses. A removed clause is nil.
type projection struct {
	clauses [][]cnf.Lit
	where   [][]uint32 // by literal: the clauses that contain it, and some removed ones
	under   [][]print  // by literal: clauses of which each is under the one of its literals that was in the fewest
	prints  []uint64   // by clause: a bit for each literal, shared by some literals; all bits when it is removed
	hidden  []cnf.Var  // still to be removed, ascending
	pairs   []int      // by variable: resolvents when it is removed, tautologies included; -1 when it may have changed
	size    int        // literals in clauses
	dropped []dropped  // while a variable is resolved
	lits    []cnf.Lit  // of resolvent
	marks   []uint32   // by literal: mark says that it is in a clause
	mark    uint32
	limit   int
}

// print is a clause with its fingerprint. The clause may have been removed.
type print struct {
	bits uint64
	i    uint32
}

// dropped is a clause that a resolvent subsumes.
type dropped struct {
	i    uint32
	lits []cnf.Lit
}

// project removes the hidden variables by resolution (Davis and Putnam, 1960). The
// clauses without y and all resolvents of a clause with y and one with its
// negation say exactly that some value of y satisfies the clauses. Tautologies and
// subsumed clauses are dropped. The variable with the fewest pairs to resolve goes
// first, the lower of two. It is exponential at worst. So a variable stays hidden
// if the clauses would grow to more than eight times their literals, and 65,536,
// or if it has more than maxPairs; after maxStuck such variables all others stay
// too.
func (p *projection) project(ctx context.Context) error {
	p.limit = 8*p.size + 1<<16
	p.pairs = slices.Repeat([]int{-1}, len(p.where)/2)
	var stuck []cnf.Var
	defer func() {
		p.hidden = append(p.hidden, stuck...)
		slices.Sort(p.hidden)
	}()
	for len(p.hidden) > 0 && len(stuck) < maxStuck {
		if ctx.Err() != nil {
			return context.Cause(ctx)
		}
		best := 0
		for i, v := range p.hidden {
			if p.pairs[v] < 0 {
				p.prune(cnf.Pos(v))
				p.prune(cnf.Neg(v))
				p.pairs[v] = len(p.where[cnf.Pos(v)]) * len(p.where[cnf.Neg(v)])
			}
			if p.pairs[v] < p.pairs[p.hidden[best]] {
				best = i
			}
		}
		v := p.hidden[best]
		p.hidden = slices.Delete(p.hidden, best, best+1)
		if p.pairs[v] > maxPairs || !p.resolve(ctx, v) {
			stuck = append(stuck, v)
		}
	}
	if ctx.Err() != nil {
		return context.Cause(ctx)
	}
	return nil
}

const (
	maxPairs = 1 << 20 // of clauses to resolve for a variable
	maxStuck = 16      // variables that are tried in vain
)

// add adds a clause, ascending.
func (p *projection) add(lits []cnf.Lit) {
	p.clauses = append(p.clauses, lits)
	p.note(len(p.clauses)-1, lits)
}

// note enters clause i, the next, into the tables.
func (p *projection) note(i int, lits []cnf.Lit) {
	bits := fingerprint(lits)
	p.size += len(lits)
	p.prints = append(p.prints, bits)
	if len(lits) == 0 {
		return
	}
	l := p.rarest(lits)
	p.under[l] = append(p.under[l], print{bits, uint32(i)})
	for _, l := range lits {
		p.where[l] = append(p.where[l], uint32(i))
	}
}

// rarest returns the literal that is in the fewest clauses, the first of several.
func (p *projection) rarest(lits []cnf.Lit) cnf.Lit {
	rarest := lits[0]
	for _, l := range lits {
		if len(p.where[l]) < len(p.where[rarest]) {
			rarest = l
		}
	}
	return rarest
}

// prune forgets the removed clauses among those with l.
func (p *projection) prune(l cnf.Lit) {
	p.where[l] = slices.DeleteFunc(p.where[l], func(i uint32) bool { return p.clauses[i] == nil })
}

// resolve replaces the clauses of v by their resolvents. It reports false, and
// leaves the clauses as they were, when that makes too many literals or ctx ends, at
// which it looks every 256 pairs.
func (p *projection) resolve(ctx context.Context, v cnf.Var) bool {
	first, tried := len(p.clauses), 0
	p.dropped = p.dropped[:0]
	for _, i := range p.where[cnf.Pos(v)] {
		p.markAll(p.clauses[i])
		for _, j := range p.where[cnf.Neg(v)] {
			if p.clauses[i] == nil || p.clauses[j] == nil {
				continue // a resolvent said more
			}
			if tried++; tried%256 == 0 && ctx.Err() != nil {
				p.restore(first)
				return false
			}
			if p.denied(p.clauses[j]) > 1 {
				continue // the resolvent is a tautology
			}
			lits := p.resolvent(p.clauses[i], p.clauses[j], v)
			if p.subsumed(lits) {
				continue
			}
			p.drop(lits)
			if p.add(slices.Clone(lits)); p.size > p.limit {
				p.restore(first)
				return false
			}
			for _, l := range lits {
				p.pairs[l.Var()] = -1
			}
		}
	}
	for _, l := range [2]cnf.Lit{cnf.Pos(v), cnf.Neg(v)} {
		for _, i := range p.where[l] {
			if p.clauses[i] != nil {
				p.remove(i)
			}
		}
		p.where[l] = nil
	}
	return true
}

// markAll marks the literals of a clause and no others.
func (p *projection) markAll(lits []cnf.Lit) {
	p.mark++
	for _, l := range lits {
		p.marks[l] = p.mark
	}
}

// denied returns how many literals of a clause have their negation marked.
func (p *projection) denied(lits []cnf.Lit) (n int) {
	for _, l := range lits {
		if p.marks[l.Not()] == p.mark {
			n++
		}
	}
	return n
}

// resolvent returns the resolvent on v of two clauses that no other variable tells
// apart, in the projection's memory.
func (p *projection) resolvent(a, b []cnf.Lit, v cnf.Var) []cnf.Lit {
	lits := p.lits[:0]
	for i, k := 0, 0; i < len(a) || k < len(b); {
		var l cnf.Lit
		if k == len(b) || i < len(a) && a[i] < b[k] {
			l = a[i]
			i++
		} else {
			l = b[k]
			k++
		}
		if n := len(lits); l.Var() != v && (n == 0 || lits[n-1] != l) {
			lits = append(lits, l)
		}
	}
	p.lits = lits
	return lits
}

// restore undoes all changes since there were n clauses.
func (p *projection) restore(first int) {
	for i := first; i < len(p.clauses); i++ {
		if p.clauses[i] != nil {
			p.remove(uint32(i))
		}
	}
	for _, d := range p.dropped {
		if int(d.i) < first {
			p.clauses[d.i], p.prints[d.i] = d.lits, fingerprint(d.lits)
			p.size += len(d.lits)
		}
	}
}

// drop removes the clauses that have all of these literals and more.
func (p *projection) drop(lits []cnf.Lit) {
	if len(lits) == 0 {
		return // a contradiction: the others do not matter
	}
	bits := fingerprint(lits)
	for _, i := range p.where[p.rarest(lits)] {
		if c := p.clauses[i]; c != nil && bits&^p.prints[i] == 0 && subset(lits, c) {
			p.dropped = append(p.dropped, dropped{i, c})
			p.remove(i)
		}
	}
}

// remove removes clause i.
func (p *projection) remove(i uint32) {
	p.size -= len(p.clauses[i])
	for _, x := range p.clauses[i] {
		p.pairs[x.Var()] = -1
	}
	p.clauses[i], p.prints[i] = nil, ^uint64(0)
}

// fingerprint returns the bits of a clause: a part of it has no other bits.
// Package cnf has this and subset too, but the checker shares no code with
// it.
func fingerprint(lits []cnf.Lit) (bits uint64) {
	for _, l := range lits {
		bits |= 1 << (uint32(l) * 0x9E3779B1 >> 26)
	}
	return bits
}

// subsumed reports whether a clause has no other literals than these.
func (p *projection) subsumed(lits []cnf.Lit) bool {
	bits := fingerprint(lits)
	for _, l := range lits {
		for _, c := range p.under[l] {
			if c.bits&^bits == 0 && p.clauses[c.i] != nil && subset(p.clauses[c.i], lits) {
				return true
			}
		}
	}
	return false
}

// subset reports whether b has all literals of a; both are ascending.
func subset(a, b []cnf.Lit) bool {
	k := 0
	for _, l := range b {
		if k == len(a) || l > a[k] {
			break
		}
		if l == a[k] {
			k++
		}
	}
	return k == len(a)
}
