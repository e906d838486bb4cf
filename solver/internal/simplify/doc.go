// Package simplify rewrites a formula into one with fewer variables and
// clauses and the same models.
//
// Every step but one keeps the models over all variables, not their number
// alone: an option that is a fact, or equals another, is named in the result, so
// that whoever asks about it later gets an answer. A mere counter may eliminate
// any variable that others determine; here auxiliaries are, if the formula does
// not keep them. It rests on the contract of [cnf.Formula] that the options
// determine them, and keeps the models over the other variables.
//
// # Steps
//
//	backbone   simplify.go  facts: one model, then a proof or a second model for each literal of it
//	normalise  simplify.go  representatives in, facts and duplicates out
//	probe      probe.go     failed literals; literals that imply each other are one
//	shorten    shorten.go   literals that a clause does without
//	eliminate  eliminate.go auxiliaries, by resolution
//	thin       shorten.go   clauses that follow from the others, the longest first
//	sums       sums.go      sums over what is left
//
// probe, shorten and eliminate repeat while they gain, at most five times. What thin
// takes out is kept as Result.Implied: it connects no variables, yet lets
// propagation see farther.
//
// NOTES.md says what it gains, and what was tried and dropped.
//
// Names: a literal's root is its representative, the same for all that are
// known to equal it; a fact is a literal that holds in every model.
package simplify
