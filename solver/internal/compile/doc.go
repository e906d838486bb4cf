// Package compile turns a formula into a circuit: an exhaustive search for
// models, with memory, whose trace is a decision d-DNNF (Huang and Darwiche,
// "DPLL with a trace", 2005).
//
// # Pipeline
//
//	cnf.Formula
//	   │  modules.go    what the other clauses see as one variable, or not at all
//	   │  simplify      facts, equal literals, shorter clauses, fewer clauses
//	   │  absent.go     auxiliaries that the circuit does not need
//	   ▼
//	simplify.Result
//	   │  order.go      primal graph ─ decomp ─▶ distance of each variable from the centre
//	   │  bottomup.go   ... or, for little more than one sum, its layers from below
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
//	modules.go  modules: facts, leaves, equals
//	alike.go    ... and alike literals
//	lift.go     the nodes of modules
//	absent.go   simplification, and which auxiliaries are left out
//	order.go    which variables to decide first
//	bottomup.go ... when a formula is the diagram of one sum
//	core.go     the simplified formula with dense variables; lifting its literals back
//	problem.go  clauses and sums in the form for splitting
//	parts.go    sets of variables and clauses, by 64 members
//	residue.go  the rests of long clauses without false literals, each once
//	tally.go    the rests of sums
//	split.go    connected components, searched from the removed literals
//	cache.go    components met, by their full encoding
//	memory.go   the ledger of memory, and what gives way where it is short
//	search.go   the recursion
//	project.go  ... projected to the options
//
// # The search
//
// A component is a set of open variables that its open clauses connect. To solve one:
// look it up; else decide a variable, and for either value propagate, split what is
// left, solve the parts, and take the And of the literals that became true, the
// variables that became free and the parts; its literals and free variables without
// the decision are a bundle, which many branches share. The Or of the two is the
// component's node. Every branch of an Or accounts for every variable of the
// component, so the circuit is smooth as it is built.
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
// A component's key is the set of its variables, the residues of its shortened long
// clauses and the room of its sums, in full: 200 bytes on car lines. A residue is the
// rest of a clause without its false literals. Equal residues have one number,
// whatever their clauses, and a residue that contains another is left out. The key
// determines the residual formula, up to clauses that follow from its rest: a clause
// that has lost nothing is present exactly when all its variables are, and the open
// terms of a sum are those over the variables. Correctness does not depend on a hash.
//
// Clauses that were learnt, or found redundant, propagate but do not connect.
// Type search describes their effect across sibling components, and how the
// circuit and the cache are kept free of it.
//
// # What decides the time
//
// The number of components met, which depends on the order, and the time to
// split one. Conflicts and propagation hardly matter on car lines. NOTES.md
// has the figures, and the ideas that were tried and dropped, each with its
// date and command.
package compile
