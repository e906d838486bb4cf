package cnf

import (
	"fmt"
	"maps"
	"math"
	"slices"
)

// Formula is a conjunction of clauses, and of sums that stand for some of them, over variables 1..Vars(), of which
// 1..Options() are the options, the universe of a count. The others are auxiliaries: the options determine each of
// them, so that a count over the options never multiplies by an auxiliary. The formula does not check that; the
// encoders' tests do. So a circuit may lack an auxiliary, unless it is kept.
//
// A Formula is mutable and belongs to one goroutine until it is complete;
// from then on any number may read it.
type Formula struct {
	lits    []Lit
	starts  []uint32 // clause i is lits[starts[i]:starts[i+1]]
	options int
	vars    int
	kept    map[Var]struct{} // auxiliaries
	sums    []Sum
}

// NewFormula returns a formula without clauses over the given number of
// variables, the first of which are options. It panics unless
// 0 <= options <= vars <= MaxVar.
func NewFormula(options, vars int) *Formula {
	if options < 0 || vars < options || vars > int(MaxVar) {
		panic(fmt.Sprintf("cnf: NewFormula(%d, %d): want 0 <= options <= vars", options, vars))
	}
	return &Formula{starts: []uint32{0}, options: options, vars: vars}
}

// NewAux adds an auxiliary variable and returns it.
func (f *Formula) NewAux() Var {
	if f.vars == int(MaxVar) {
		panic("cnf: too many variables")
	}
	f.vars++
	return Var(f.vars)
}

// Keep marks auxiliary v as asked for: simplification must not eliminate it. It
// panics when v is not among 1..Vars(). Options are kept anyway.
func (f *Formula) Keep(v Var) {
	if v == 0 || int(v) > f.vars {
		panic(fmt.Sprintf("cnf: Keep(%d) in a formula of %d variables", v, f.vars))
	}
	if int(v) <= f.options {
		return
	}
	if f.kept == nil {
		f.kept = map[Var]struct{}{}
	}
	f.kept[v] = struct{}{}
}

// Kept reports whether v is an option or an auxiliary that is kept.
func (f *Formula) Kept(v Var) bool {
	_, ok := f.kept[v]
	return ok || v > 0 && int(v) <= f.options
}

// AddClause adds the disjunction of lits, which it copies, as clause number
// NumClauses(). It normalises nothing: without literals it is the empty,
// false clause, and duplicates and tautologies stay. It panics when a
// literal's variable is not among 1..Vars(), or the formula passes 2^32
// literals. Amortised O(len(lits)).
func (f *Formula) AddClause(lits ...Lit) {
	for _, l := range lits {
		if v := l.Var(); v == 0 || int(v) > f.vars {
			panic(fmt.Sprintf("cnf: literal %d in a formula of %d variables", l.Dimacs(), f.vars))
		}
	}
	if uint64(len(f.lits))+uint64(len(lits)) > math.MaxUint32 {
		panic("cnf: too many literals")
	}
	f.lits = append(f.lits, lits...)
	f.starts = append(f.starts, uint32(len(f.lits)))
}

// NumClauses returns the number of clauses.
func (f *Formula) NumClauses() int { return len(f.starts) - 1 }

// Clause returns clause i, 0 <= i < NumClauses(), as it was added. The slice
// belongs to the formula and must not be changed; adding clauses leaves it
// valid.
func (f *Formula) Clause(i int) []Lit {
	from, to := f.starts[i], f.starts[i+1]
	return f.lits[from:to:to]
}

// Options returns the number of options: counts range over variables
// 1..Options().
func (f *Formula) Options() int { return f.options }

// Vars returns the number of variables, options and auxiliaries together.
func (f *Formula) Vars() int { return f.vars }

// NumLiterals returns the number of literal occurrences in all clauses.
func (f *Formula) NumLiterals() int { return len(f.lits) }

// Bytes returns the memory of what is stored.
func (f *Formula) Bytes() int64 {
	n := 4 * int64(len(f.lits)+len(f.starts)+len(f.kept))
	for _, s := range f.sums {
		n += s.Bytes()
	}
	return n
}

// Equal reports whether f and g have the same variables, kept ones among them,
// and the same clauses and sums in the same order.
func (f *Formula) Equal(g *Formula) bool {
	return f.options == g.options && f.vars == g.vars && maps.Equal(f.kept, g.kept) &&
		slices.Equal(f.starts, g.starts) && slices.Equal(f.lits, g.lits) && slices.EqualFunc(f.sums, g.sums, Sum.equal)
}
