// Package circuit holds the models of a formula as a smooth decision d-DNNF in
// one flat array, and answers by folds over it.
//
// A d-DNNF is a graph of And and Or nodes over literals in which the children
// of an And share no variable (decomposable) and those of an Or no model
// (deterministic); it is smooth when the children of an Or have the same
// variables (Darwiche, "On the tractable counting of theory models", 2001).
// Then the sum over all models of the product of their literals' weights is
// one pass: multiply at And, add at Or. The weights may be numbers of any kind
// with these two operations, see Semiring; conditioning on a partial
// assignment is weighing the literals that it forbids with zero.
//
// # Layout
//
// Node numbers are 32 bits, children before parents. The first 3n+2 for n
// variables are not stored, their numbers say what they are:
//
//	0                False
//	1                True
//	2 .. 2n+1        literals; a literal's node is its own number
//	2n+2 .. 3n+1     variables left open: Or(v, not v) of variable number-2n-1
//	3n+2 ..          inner nodes
//
//	starts   0     3   5 ...      children of inner node i: edges[starts[i]:starts[i+1]]
//	edges    a b c d e ...        4 bytes each
//	decides  0     7   ...        decision variable of an Or, 0 for an And
//
// Smoothness is by nodes: where a variable becomes free under an And, the And
// has its open node as a child. That costs an edge, and no set of variables
// anywhere.
//
// # Files
//
//	circuit.go   the arena and its accessors
//	builder.go   hash-consing
//	fold.go      the one fold, over any semiring
//	count.go     counts, in all and by literal
//	assign.go    partial assignments
//	check.go     Verify: the properties below, proved from circuit and formula alone
//	scopes.go    decomposability, determinism, smoothness
//	sound.go     that every model of the circuit is one of the formula
//	complete.go  that no model is missing, and why that is a proof
//	facts.go     what was proved of nodes that are met again
//	project.go   the formula without the auxiliaries that the circuit lacks
//
// # Invariants
//
// Those that Verify proves, and: no child is True or False; a circuit that has
// no model is the node False; an auxiliary that nothing constrains is held
// true, so that models over all variables and over the options are as many.
package circuit
