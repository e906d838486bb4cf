// Package blame finds out which demands contradict each other: one minimal conflict at once, a
// smallest one, or all minimal conflicts and corrections one by one.
//
//	engine.go    Engine: demands and lines as assumptions, hot and cold
//	shrink.go    a minimal part of a conflict, among its own clauses alone
//	smallest.go  a smallest conflict, by corrections
//	hit.go       ... and the smallest sets that hit these
//	repair.go    the cheapest lines or demands to leave out
//	all.go       all minimal conflicts and corrections
//
// # Hot and cold
//
// A rule base has ten thousand demands, and a conflict a handful. Each demand is a decision of its
// own, a selector that makes its clauses hold, so that the decisions behind a contradiction are
// the demands to blame. To decide all of them takes a millisecond; so they are decided once for a
// question, and stay. Only those that a contradiction has blamed become hot: they are taken out,
// and from then on are decided, or not, for each search. All sets that are asked of, corrections
// and hitting sets among them, are of hot items. That loses nothing: a demand that stays cold can
// hold beside each of these sets.
//
// # Determinism
//
// What a solver blames depends on what it has learnt. So each question begins with a Reset, after
// which the solver does what a new one would.
//
// Tried and dropped: gini, whose assumptions are propagated again for every search. It takes ten
// times as long.
package blame
