// Package optimum finds the least sum of weights of literals that hold, over the
// models of clauses, by a SAT solver.
//
// It is core-guided: the literals with a cost are assumed not to hold, the heaviest first.
// Each time that this is contradictory, the blamed assumptions, a core, must be paid for.
// The cost of the core is added to a lower bound, and its assumptions are replaced by one
// on the number of them that fail, which a totalizer counts (Andres, Kaufmann, Matheis,
// Schaub, "Unsatisfiability-based optimization in clasp", 2012; Morgado, Dodaro,
// Marques-Silva, "Core-guided MaxSAT with soft cardinality constraints", 2014; Bailleux,
// Boufkhad, "Efficient CNF encoding of Boolean cardinality constraints", 2003). The cost
// of the first model under all assumptions is the bound: every step before is a proof by
// the solver that no model costs less, and the models under these assumptions are exactly
// the optimal ones.
//
// Literals of which at most one can hold and each of which earns something are the usual
// case of a family of options or of the variants of a position. Core by core they would
// take the square of their number; so they are one wish from the start (Ignatiev, Morgado,
// Marques-Silva, "RC2: an efficient MaxSAT solver", 2019).
//
// Tried and dropped: cores as the solver blames them, without shrinking small ones, and
// raising the count of a core until it can be met; both took longer on sums of a thousand
// conditions.
//
//	least.go      the search
//	core.go       cores, made smaller and confirmed
//	totalizer.go  how many of some literals hold
package optimum
