// Package cnf holds literals, clauses and formulas in conjunctive normal form.
//
// It is the language in which the rest of the solver speaks: rules are
// encoded into a [Formula], the formula is compiled into a circuit, the
// circuit and the SAT solver answer in literals.
//
// # Names
//
//	Var v   1, 2, 3, ...; 0 is no variable
//	Lit l   2v for "v", 2v+1 for "not v"; 0 and 1 are no literals
//	option  a variable of the catalog, 1..Options(); what a count ranges over
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
// given: with duplicate literals, tautological, or empty. Whoever keeps a
// side table of origins by clause number can rely on the numbers.
//
// # File map
//
//	lit.go      variables and literals
//	formula.go  formulas
//	sum.go      sums, native beside their clauses
//	file.go     ... written and read
package cnf
