// Package compile turns a formula into a circuit: an exhaustive search for
// models, with memory, whose trace is a decision d-DNNF (Huang and Darwiche,
// "DPLL with a trace", 2005).
//
// # Pipeline
//
//	cnf.Formula
//	   │  simplify      facts, equal literals, shorter clauses, fewer clauses
//	   │  absent.go     auxiliaries that the circuit can do without
//	   ▼
//	simplify.Result
//	   │  order.go      primal graph ─ decomp ─▶ distance of each variable from the centre
//	   │  bottomup.go   ... or, if there is little but one sum, its layers from below
//	   │  core.go       dense numbering in that order, and the way back
//	   ▼
//	core, problem
//	   │  search.go     decide ─▶ propagate (cdcl) ─▶ split.go ─▶ cache.go ─▶ circuit.Builder
//	   ▼
//	circuit.Circuit
//
// # Files
//
//	compile.go  Compile, Options, Stats
//	absent.go   simplification, and which auxiliaries are left out
//	order.go    which variables to decide first
//	bottomup.go which ones when a formula is the diagram of one sum
//	core.go     the simplified formula with dense variables; lifting its literals back
//	problem.go  clauses as splitting wants them
//	split.go    connected components, by union-find over the clauses in memory order
//	cache.go    components met, by their full encoding
//	search.go   the recursion
//
// # The search
//
// A component is a set of open variables that its open clauses connect. To
// solve one: look it up; else decide a variable, and for either value
// propagate, split what is left, solve the parts, and take the And of the
// literals that became true, the variables that became free and the parts. The
// Or of the two is the component's node. Every branch of an Or accounts for
// every variable of the component, so the circuit is smooth as it is built;
// nothing has to be filled in.
//
// # Names
//
//	l, v        literal, variable; of the core, from order.go on
//	c           a component, or a clause by number
//	level       the number of decisions below a point of the trail
//	open        neither true nor false; of a clause, not satisfied
//	free        of a variable: open and in no open clause
//	long        of a clause: three literals or more
//
// # Why an answer from the cache is right
//
// A component's key is the list of its variables and of its long clauses, in
// full; 60 to 250 bytes on car lines, bitmaps mostly. It determines the
// residual formula: a long clause of the component has exactly its literals
// over the component's variables left, all others being false; a binary clause
// is left exactly when both its variables are. Nothing rests on a hash.
//
// Clauses that were learnt, or found redundant, propagate but do not connect.
// What that does across sibling components, and how it is kept out of the
// circuit and the cache, is told at type search.
//
// # What decides the time
//
// The number of components met, which is the order's doing. On the car lines
// of the benchmark, of 240 to 690 variables after simplification, splitting is
// half of the time and propagation 5 %, as conflicts are all but absent: a few
// hundred at most on a line. Decisions for one of them, C129_FR:
//
//	no simplification, no decomposition    over 1,000,000 in 25 s
//	decomposition alone                    over 1,800,000 in 25 s
//	simplification and decomposition       67,895 in 2.5 s
//
// # Tried and dropped
//
//   - A satisfiability check for every branch, as d4 has it (Lagniez and
//     Marquis, 2017): on car lines it cost as much as all the rest (C163_FW
//     1.6 s instead of 0.9 s) for hardly a dead end. It is on where dead ends
//     are frequent.
//   - Weighing tree distance against the variables' scores by 100·exp(n/w)/n
//     as sharpSAT-TD does: C168_FW, of width 109, takes 2,051,000 decisions
//     instead of 602,000 with distance first. Letting variables one to eight
//     levels deeper compete: 64,000 to 516,000 decisions on C129_FR.
//   - Other centres: the largest bag, the middle of the longest path, the root
//     of the elimination tree: 1.5, 1.6 and more than 6 times the nodes.
//   - Sixty elimination orders instead of ten: the same widths.
//   - Keys by the literals that are left of each clause instead of clause
//     numbers, with duplicates and clauses subsumed by binary ones left out:
//     0 to 5 % fewer decisions, 30 % on two lines, twice the time for a key.
//   - All clauses in the primal graph: one clause of 243 literals makes a
//     width of 243, and C638_FKA take 225,000 decisions instead of 27,000.
//     Cutting at 50 literals instead of 128: C638_FKA 18,000, but C168_FW over
//     4,100,000 instead of 602,000. At 24: C208_FA 346,000 instead of 268,000.
//   - Occurrences weighed by clause length, or binary clauses thrice: within
//     10 % either way; long clauses not counted: twice the nodes.
package compile
