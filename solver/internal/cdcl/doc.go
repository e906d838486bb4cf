// Package cdcl is a conflict-driven clause-learning solver whose trail is open
// to another search: the compiler pushes decisions, propagates and pops for
// its exhaustive search, and lets the solver turn conflicts into clauses.
//
//	solver.go     Solver: values, trail, levels
//	clause.go     the arena of long clauses, watches, reasons
//	propagate.go  unit propagation
//	sum.go        ... by sums
//	analyze.go    conflict analysis, learning, forgetting
//	heap.go       variables by activity
//	solve.go      an answer under assumptions, with restarts
//	feasible.go   an answer for some of the variables, above the present level
//	blame.go      the decisions from which a conflict follows
//	reset.go      back to the clauses that were added, as if nothing had been asked
//
// # As a state machine
//
//	level 0:   AddClause* AddSum*  Solve*
//	any level: Push Propagate (true: go on | false: Analyze, Learn, Pop, Imply) Pop Feasible
//
// Binary clauses are lists of implied literals; long ones lie in one arena
// under 32-bit references with two watched literals in front. Reduce drops
// learnt clauses and moves the arena, at any level.
//
// Learnt clauses follow from the clauses added, never from decisions, so they
// stay true during the whole search.
package cdcl
