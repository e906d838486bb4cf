// Package optimum finds the least sum of weights of literals that hold, over the
// models of clauses, by a SAT solver.
//
// It is core-guided: the literals that cost are assumed not to hold, the heaviest
// first, and each time that this is contradictory the assumptions to blame, a core, say
// what must be paid. What a core costs is added to a lower bound, and the assumptions
// are replaced by one on how many of them may fail, which a totalizer counts (Andres,
// Kaufmann, Matheis, Schaub, "Unsatisfiability-based optimization in clasp", 2012; Morgado,
// Dodaro, Marques-Silva, "Core-guided MaxSAT with soft cardinality constraints", 2014;
// Bailleux, Boufkhad, "Efficient CNF encoding of Boolean cardinality constraints", 2003).
// The first model under all assumptions costs what the bound says: every step up to there
// is a proof by the solver that nothing costs less, and the models under these
// assumptions are the optimal ones, all of them.
//
// Literals of which at most one can hold and each of which earns something are the usual
// case of a family of options or of the variants of a position. Core by core they would
// take the square of their number; so they are one wish from the start (Ignatiev, Morgado,
// Marques-Silva, "RC2: an efficient MaxSAT solver", 2019).
//
// Tried and dropped: cores as the solver blames them, without trying each wish of a small
// one, and raising the count of a core until it can be met; both took longer on sums of
// a thousand conditions.
//
//	least.go      the search
//	core.go       cores, made smaller and confirmed
//	totalizer.go  how many of some literals hold
package optimum
