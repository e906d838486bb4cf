// Package simplify rewrites a formula into one with fewer variables and
// clauses and the same models.
//
// Every step keeps the models over all variables, not their number alone: an
// option that is a fact, or equals another, is named in the result, so that
// whoever asks about it later gets an answer. That rules out what a mere
// counter may do, to eliminate a variable that others determine.
//
// # Steps
//
//	backbone   simplify.go  facts: one model, then a proof or a second model for each literal of it
//	normalise  simplify.go  representatives in, facts and duplicates out
//	probe      probe.go     failed literals; literals that imply each other are one
//	shorten    shorten.go   literals that a clause does without
//	thin       shorten.go   clauses that follow from the others, the longest first
//
// probe and shorten repeat while they gain, at most five times. What thin
// takes out is kept as Result.Implied: it connects no variables, yet lets
// propagation see farther.
//
// # What it gains
//
// C129_FR of the car lines: 1,888 variables in 7,404 clauses become 563 in
// 2,734, a tree decomposition of width 62 one of 54, a search of over 1.8
// million decisions one of 67,895. It takes 0.15 s. Propagation sees nearly
// all there is to see in such rules, which are Horn clauses for the most part.
//
// Names: a literal's root is its representative, the same for all that are
// known to equal it; a fact is a literal that holds in every model.
package simplify
