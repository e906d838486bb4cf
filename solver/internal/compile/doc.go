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
//	problem.go  clauses and sums as splitting wants them
//	parts.go    sets of variables and clauses, by 64 members
//	residue.go  what false literals leave of long clauses, each once
//	tally.go    what is left of sums
//	split.go    connected components, searched from where something was taken out
//	cache.go    components met, by their full encoding
//	search.go   the recursion
//	project.go  ... for what the options can be, whatever the auxiliaries are
//
// # The search
//
// A component is a set of open variables that its open clauses connect. To
// solve one: look it up; else decide a variable, and for either value
// propagate, split what is left, solve the parts, and take the And of the
// literals that became true, the variables that became free and the parts; all but the
// decision and the parts is a bundle, which many branches have in common. The
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
// A component's key is the set of its variables, the residues of its shortened long
// clauses and the room of its sums, in full: 200 bytes on car lines. A residue is
// what false literals leave of a clause; equal ones have one number, so that it does
// not matter which clause one comes from, and one of which another is part is left
// out. The key determines the residual formula, up to what follows from the rest of
// it: a clause that has lost nothing is there exactly when all its variables are, and
// the open terms of a sum are those over the variables. Nothing rests on a hash.
//
// Clauses that were learnt, or found redundant, propagate but do not connect.
// What that does across sibling components, and how it is kept out of the
// circuit and the cache, is told at type search.
//
// # What decides the time
//
// The number of components met, which is the order's doing, and what it takes
// to split one. Conflicts and propagation hardly matter on car lines. Figures,
// and what was tried and dropped with its date and command, are in NOTES.md.
package compile
