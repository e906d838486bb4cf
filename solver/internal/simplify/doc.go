// Package simplify rewrites a formula into one with fewer variables and
// clauses and the same models.
//
// Every step but one keeps the models over all variables, not only their number:
// the result names options that are facts or equal another, so that later
// questions about them have an answer. A mere counter may eliminate any variable
// that others determine; here only auxiliaries are, if the formula does not keep
// them. It rests on the contract of [cnf.Formula] that the options determine
// them, and keeps the models over the other variables.
//
// # Steps
//
//	backbone   simplify.go  facts: one model, then a proof or a second model for each literal of it
//	normalise  simplify.go  representatives in, facts and duplicates out
//	probe      probe.go     failed literals; literals that imply each other are one
//	shorten    shorten.go   literals that a clause does not need
//	eliminate  eliminate.go auxiliaries, by resolution
//	thin       shorten.go   clauses that follow from the others, the longest first
//	sums       sums.go      sums over the remaining variables
//
// probe, shorten and eliminate repeat while they gain, at most five times. The
// clauses that thin removes are kept as Result.Implied: they connect no variables,
// but let propagation see farther.
//
// NOTES.md has the gains, and ideas that were tried and dropped.
//
// Names: a literal's root is its representative, the same for all that are
// known to equal it; a fact is a literal that holds in every model.
package simplify
