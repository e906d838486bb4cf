package entail

import (
	"github.com/confspace/confspace/solver/internal/cnf"
)

// Prover holds clauses and a path: decisions and the literals that unit
// propagation derives from them. It belongs to one goroutine.
type Prover struct {
	vals   []int8 // by literal: 1 true, -1 false, 0 open
	vars   []known
	trail  []cnf.Lit
	levels []int // length of the trail before each decision
	head   int   // trail[:head] is propagated
	fixed  int   // trail[:fixed] needs no decision

	arena []cnf.Lit // clauses, each after its length
	bins  [][]watch // by literal: the binary clauses that contain it
	longs [][]watch // by literal: the longer clauses that watch it
	given int       // arena[:given] has no lemmas
	most  int       // literals that lemmas may have

	sums     []sum
	addends  [][]addend // by literal: what it counts in sums; nil when there are none
	counted  int        // trail[:counted] is in the sums
	asserts  []bool     // by literal of a sum: the caller asserted it
	demands  []demand   // by sum, scratch of Explain, zero between calls
	demanded []uint32   // sums with a demand
	causes   []cnf.Lit  // scratch of because

	seen     []bool // by variable, scratch of Explain and analyze
	lemma    []cnf.Lit
	activity []float64 // by variable: how much in recent conflicts
	bump     float64
	sign     []cnf.Lit // by variable: 1 when it was last false

	// Work counts what was done, the same on every machine.
	Work Work
}

// Work counts the work of a prover.
type Work struct {
	Decisions int64 // of the caller
	Searched  int64 // decisions of searches for refutations
	Refuted   int64 // literals that propagation alone did not show
	Lemmas    int64
}

// clause is the place of a clause in the arena, or none.
type clause uint32

const none clause = 0

// watch is a clause with one of its other literals: while that is true the
// clause needs no look.
type watch struct {
	other cnf.Lit
	c     clause
}

// known describes a variable that is not open.
type known struct {
	place  uint32 // on the trail
	level  uint32
	reason clause // none for a decision; see ofSum
}

// New returns a prover of these clauses and sums over variables 1..vars, which it
// copies, with an empty path. No clause may have a literal twice or with its
// negation. It returns false when propagation refutes them. The error is
// ErrClauses.
func New(vars int, clauses [][]cnf.Lit, sums []cnf.Sum) (*Prover, bool, error) {
	size := int64(1 + len(sums))
	for _, lits := range clauses {
		size += 1 + int64(len(lits))
	}
	if size > maxClauses {
		return nil, false, ErrClauses
	}
	p := &Prover{
		vals: make([]int8, 2*vars+2), vars: make([]known, vars+1),
		arena: make([]cnf.Lit, 1), bins: make([][]watch, 2*vars+2), longs: make([][]watch, 2*vars+2),
		seen: make([]bool, vars+1), activity: make([]float64, vars+1), bump: 1, most: maxLemmas, sign: make([]cnf.Lit, vars+1),
	}
	for v := range p.sign {
		p.sign[v] = 1
	}
	ok := true
	for _, lits := range clauses {
		c := p.add(lits)
		switch {
		case len(lits) == 0 || len(lits) == 1 && p.vals[lits[0]] < 0:
			ok = false
		case len(lits) == 1 && p.vals[lits[0]] == 0:
			p.set(lits[0], c)
		}
	}
	p.given = len(p.arena)
	for j, s := range sums {
		p.addSum(s)
		ok = ok && p.limit(uint32(j))
	}
	ok = ok && p.propagate() == none
	p.fixed = len(p.trail)
	return p, ok, nil
}

// maxClauses bounds the clauses given, in literals of 4 bytes: with all lemmas
// they have places of 32 bits.
const maxClauses = 1<<32 - 1 - maxLemmas

// add stores a clause and, from two literals on, watches the first two.
func (p *Prover) add(lits []cnf.Lit) clause {
	p.arena = append(p.arena, cnf.Lit(len(lits)))
	c := clause(len(p.arena))
	p.arena = append(p.arena, lits...)
	if len(lits) > 1 {
		table := p.longs
		if len(lits) == 2 {
			table = p.bins
		}
		table[lits[0]] = append(table[lits[0]], watch{lits[1], c})
		table[lits[1]] = append(table[lits[1]], watch{lits[0], c})
	}
	return c
}

// lits returns the literals of a clause, in the prover's memory.
func (p *Prover) lits(c clause) []cnf.Lit { return p.arena[c : int(c)+int(p.arena[c-1])] }

// Holds reports whether l is on the trail.
func (p *Prover) Holds(l cnf.Lit) bool { return p.vals[l] > 0 }

// Trail returns the literals of the path, those that need no decision first,
// in the prover's memory.
func (p *Prover) Trail() []cnf.Lit { return p.trail }

// Decide opens a level in which l, an open literal, holds, and propagates. When
// l is not open it opens none and returns false. When propagation refutes l it
// returns false as well; then the caller must close the level.
func (p *Prover) Decide(l cnf.Lit) bool {
	p.Work.Decisions++
	return p.vals[l] == 0 && p.push(l) == none
}

func (p *Prover) push(l cnf.Lit) clause {
	p.levels = append(p.levels, len(p.trail))
	p.set(l, none)
	return p.propagate()
}

// Undo closes the last level.
func (p *Prover) Undo() { p.undoTo(len(p.levels) - 1) }

// undoTo leaves the given number of levels.
func (p *Prover) undoTo(levels int) {
	if levels == len(p.levels) {
		return
	}
	from := p.levels[levels]
	p.discount(from)
	for _, l := range p.trail[from:] {
		p.vals[l], p.vals[l^1] = 0, 0
	}
	p.trail, p.levels = p.trail[:from], p.levels[:levels]
	p.head = from
}

func (p *Prover) set(l cnf.Lit, reason clause) {
	p.vals[l], p.vals[l^1] = 1, -1
	p.vars[l.Var()] = known{uint32(len(p.trail)), uint32(len(p.levels)), reason}
	p.trail = append(p.trail, l)
}

// propagate derives what follows by unit propagation, binary clauses first and
// sums last. It returns a clause or sum that has become false, or none.
func (p *Prover) propagate() clause {
	for p.head < len(p.trail) {
		wrong := p.trail[p.head].Not()
		p.head++
		for _, w := range p.bins[wrong] {
			switch p.vals[w.other] {
			case 0:
				p.set(w.other, w.c)
			case -1:
				return w.c
			}
		}
		if c := p.visit(wrong); c != none {
			return c
		}
		if p.addends != nil {
			if c := p.sumUp(); c != none {
				return c
			}
		}
	}
	return none
}

// visit looks at the long clauses that watch a literal which has become false.
func (p *Prover) visit(wrong cnf.Lit) clause {
	list := p.longs[wrong]
	kept := 0
	for i, w := range list {
		if p.vals[w.other] > 0 {
			list[kept] = w
			kept++
			continue
		}
		lits := p.lits(w.c)
		if lits[0] == wrong {
			lits[0], lits[1] = lits[1], wrong
		}
		first := lits[0]
		if p.vals[first] <= 0 {
			if k := p.notFalse(lits); k > 0 {
				lits[1], lits[k] = lits[k], wrong
				p.longs[lits[1]] = append(p.longs[lits[1]], watch{first, w.c})
				continue
			}
		}
		list[kept] = watch{first, w.c}
		kept++
		if p.vals[first] < 0 {
			kept += copy(list[kept:], list[i+1:])
			p.longs[wrong] = list[:kept]
			return w.c
		}
		if p.vals[first] == 0 {
			p.set(first, w.c)
		}
	}
	p.longs[wrong] = list[:kept]
	return none
}

// notFalse returns the place of a literal after the second that is not false,
// or 0.
func (p *Prover) notFalse(lits []cnf.Lit) int {
	for k := 2; k < len(lits); k++ {
		if p.vals[lits[k]] >= 0 {
			return k
		}
	}
	return 0
}
