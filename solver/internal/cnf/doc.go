// Package cnf holds literals, clauses and formulas in conjunctive normal form.
//
// All parts of the solver use it: rules are encoded into a [Formula], the
// formula is compiled into a circuit, the circuit and the SAT solver answer
// in literals.
//
// # Names
//
//	Var v   1, 2, 3, ...; 0 is not a variable
//	Lit l   2v for "v", 2v+1 for "not v"; 0 and 1 are not literals
//	option  a variable of the catalog, 1..Options(); counts range over options
//	aux     a variable that an encoder added, Options()+1..Vars()
//
// # Layout
//
// A formula is two flat slices, so that a hundred thousand clauses are two
// allocations and a scan over all of them is one pass over memory:
//
//	lits    a b c | d e | | f ...
//	starts  0       3   5 5   ...
//
// Clause i is lits[starts[i]:starts[i+1]]. Clauses are kept as they were
// given: with duplicate literals, tautological, or empty. So a side table
// by clause number stays valid.
//
// # File map
//
//	lit.go      variables and literals
//	formula.go  formulas
//	sum.go      sums, native beside their clauses
//	file.go     ... written and read
//	part.go     clauses that are part of others
package cnf
