package dimacs

import (
	"fmt"
	"slices"
	"strings"

	"github.com/confspace/confspace/config/source"
)

// Formula is a conjunction of clauses over variables 1..NumVars(). [Read] makes
// one from a file, [New] an empty one to add clauses to.
//
// While a Formula does not change, any number of goroutines may read it. Methods
// panic for a clause or a variable that the formula does not have.
type Formula struct {
	file   string
	vars   int
	names  []string // of variable i+1; "" or missing: none
	lits   []int32
	starts []uint32 // clause i is lits[starts[i]:starts[i+1]]
	places []place  // of clause i in file; missing: unknown
	asked  []int    // the variables of the projection, ascending
	some   bool     // whether there is a projection
}

// place is where a clause begins, 1-based.
type place struct{ line, column int32 }

// New returns a formula of the given number of variables, 0..[MaxVars], without
// clauses. It panics on any other number.
func New(vars int) *Formula {
	if vars < 0 || vars > MaxVars {
		panic(fmt.Sprintf("dimacs: New(%d): want 0..%d variables", vars, MaxVars))
	}
	return &Formula{vars: vars, starts: []uint32{0}}
}

// Add adds the disjunction of the literals, which it copies: v for variable v,
// -v for its negation. Without literals it adds the empty clause, which is
// false. It panics on a literal whose variable is not in 1..NumVars().
func (f *Formula) Add(literals ...int32) {
	for _, l := range literals {
		if l == 0 || int(l) > f.vars || int(l) < -f.vars {
			panic(fmt.Sprintf("dimacs: literal %d in a formula of %d variables", l, f.vars))
		}
	}
	f.lits = append(f.lits, literals...)
	f.starts = append(f.starts, uint32(len(f.lits)))
}

// Project makes f ask for a projection, or adds variables to it: models that agree on
// these variables count once. A projection to no variables asks whether there is a
// model. It panics for a variable that is not in 1..NumVars().
func (f *Formula) Project(vars ...int) {
	for _, v := range vars {
		if v < 1 || v > f.vars {
			panic(fmt.Sprintf("dimacs: variable %d in a formula of %d", v, f.vars))
		}
	}
	f.some = true
	f.asked = append(f.asked, vars...)
	slices.Sort(f.asked)
	f.asked = slices.Compact(f.asked)
}

// Projection returns the variables of the projection, ascending; false when all
// variables count. [Formula.Set] ignores it: solver.View.Project projects. The slice is
// the caller's.
func (f *Formula) Projection() (vars []int, ok bool) { return slices.Clone(f.asked), f.some }

// NumVars returns the number of variables, those that no clause mentions
// included.
func (f *Formula) NumVars() int { return f.vars }

// NumClauses returns the number of clauses.
func (f *Formula) NumClauses() int { return len(f.starts) - 1 }

// Clause returns the literals of clause i, 0 <= i < NumClauses(), as they were
// given. The slice is the formula's and must not be changed.
func (f *Formula) Clause(i int) []int32 {
	return f.lits[f.starts[i]:f.starts[i+1]:f.starts[i+1]]
}

// Position returns where clause i begins in the file that the formula was read
// from; its line is zero when it was not read from one.
func (f *Formula) Position(i int) source.Place {
	if i >= len(f.places) {
		return source.Place{File: f.file}
	}
	p := f.places[i]
	return source.Place{File: f.file, Line: int(p.line), Column: int(p.column)}
}

// Name returns the name of variable v, "" when it has none. Two variables may
// have one name.
func (f *Formula) Name(v int) string {
	if v < 1 || v > len(f.names) {
		return ""
	}
	return f.names[v-1]
}

// SetName names variable v, which must be one of 1..NumVars(). White space around
// the name is cut off, and "" takes the name away. [Write] refuses a name with a
// line break in it, or that is not UTF-8.
func (f *Formula) SetName(v int, name string) {
	if v < 1 || v > f.vars {
		panic(fmt.Sprintf("dimacs: variable %d in a formula of %d", v, f.vars))
	}
	for len(f.names) < v {
		f.names = append(f.names, "")
	}
	f.names[v-1] = strings.TrimSpace(name)
}
