package circuit

import "github.com/confspace/confspace/solver/internal/cnf"

// Value is the state of a variable in an assignment.
type Value uint8

// The values of a variable.
const (
	Open Value = iota
	FixedTrue
	FixedFalse
)

// Assignment fixes some variables. It is indexed by variable, entry 0 is not
// used, and variables past its end are open; nil leaves everything open.
type Assignment []Value

// NewAssignment returns an assignment for variables 1..vars, all open.
func NewAssignment(vars int) Assignment { return make(Assignment, vars+1) }

// Set fixes the variable of l so that l holds.
func (a Assignment) Set(l cnf.Lit) { a[l.Var()] = FixedTrue + Value(l&1) }

// Value returns the state of variable v.
func (a Assignment) Value(v cnf.Var) Value {
	if int(v) < len(a) {
		return a[v]
	}
	return Open
}

// Forbids reports whether a makes l false.
func (a Assignment) Forbids(l cnf.Lit) bool {
	v := l.Var()
	return int(v) < len(a) && a[v] == FixedFalse-Value(l&1)
}

// Option returns the option of a leaf, and its value there under an assignment: 0 and
// FixedFalse for an auxiliary. It is small enough to be inlined, since queries call
// it for edges.
func (a *Arena) Option(n Node, assign Assignment) (cnf.Var, Value) {
	switch v := cnf.Lit(n).Var(); {
	case !a.Leaf(n):
		v = a.FreeVar(n)
		return v, assign.Value(v)
	case n > True && int(v) <= a.Options:
		return v, FixedTrue + Value(n&1)
	}
	return 0, FixedFalse
}
