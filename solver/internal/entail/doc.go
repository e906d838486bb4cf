// Package entail proves that clauses entail literals under a path of
// decisions, and says from which literals of the path each of them follows.
//
// The checker of circuits uses it, so it shares no code with the packages
// that compile.
//
//	trail   a b │ d  e f │ g  h        literals that hold, in the order found
//	        ────┴────────┴─────
//	 fixed ─┘    level 1   level 2     a level is a decision and what propagates from it
//
// # Files
//
//	prover.go   clauses, watches, unit propagation, levels
//	sum.go      sums: the literals they imply, and their asserted terms
//	explain.go  from which earlier literals a set of literals follows
//	refute.go   literals that propagation does not derive: search with learning
//
// # What is proved
//
// Every literal on the trail, except decisions, has a reason: a clause of which all
// other literals are false, by literals that are before it on the trail. A clause is
// one of those given or a lemma, and a lemma is resolved from clauses. A sum is a
// reason, too, which stands for the clause of the terms that held before. So what is
// given, with the decisions before it, entails each literal on the trail, and
// [Prover.Explain] only replaces literals by such reasons.
package entail
