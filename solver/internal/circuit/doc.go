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
// assignment is weighing the literals that it forbids with zero. A second pass
// hands the sum down again, see Flow, and leaves at each literal the part of
// the models that contain it: all options are answered at once.
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
//	within.go    queries that end with a context
//	builder.go   hash-consing
//	fold.go      the one fold, over any semiring
//	flow.go      the one way down, to every literal
//	count.go     counts, in all and by literal
//	words.go     ... in machine words, when there are few models
//	measure.go   weighted counts, and shares by literal
//	wide.go      reals that do not overflow
//	assign.go    partial assignments
//	model.go     models over the options, and their canonical order
//	links.go     the edges the other way round
//	walk.go      ... for fixing one option after the other
//	rank.go      numbers of models
//	enumerate.go models in canonical order
//	sample.go    models at random, by a program
//	assemble.go  ... that is made of a fold
//	best.go      models in order of cost
//	first.go     ... the first of them, however many cost the same
//	kbest.go     ... each node's, as far as they are asked for
//	check.go     Verify: the properties below, proved from circuit and formula alone
//	scopes.go    decomposability, determinism, smoothness
//	sound.go     that every model of the circuit is one of the formula
//	complete.go  that no model is missing, and why that is a proof
//	facts.go     what was proved of nodes that are met again
//	project.go   the formula without the auxiliaries that the circuit lacks
//	settle.go    ... those of them that are facts or equal another variable
//	file.go      circuits, written and read
//	proof.go     proof of the same properties while reading, in linear time
//
// # Cost
//
// A car line has 6 to 14 edges for each inner node, and most of them lead from
// an And to a literal or an open variable. Nanoseconds of processor time for an
// edge of C171_FR (11,017 inner nodes, 124,757 edges, 10^116 models), both passes
// together where there are two: Count 5, Counts 27, Measure 2.1, Shares 3.7. With
// a call through the type parameter for each edge, the values of literals as
// big integers, and derivatives by prefix and suffix products instead of flows,
// Count took 21 and Counts 98. Shares in plain float64, which the number of
// models must allow, took 3.3 and were dropped: exponents of their own cost
// less than a second way to do it.
//
// Milliseconds on the same circuit for what is no pass: Rank 3, Unrank 11,
// NewSampler 4; the best of all models 0.4, a hundred 0.8, when every option has
// a cost, 0.6 and 4 when one in twenty has, 1.3 and 14 when one in a hundred has, 1
// and 29 when none has and all is ties. (The best by the lists that make the others
// took 2, 12 and 14 with these ties, and some 25 counts on larger lines, too.) A
// random model takes 1.3 microseconds, the next in canonical order as long. What
// made them so: a rank counts only where a run of lacked options begins and ends
// (three times fewer counts than options decided); tied models are compared where
// they differ, and options left open are no list before one is turned (some 15
// times as fast for 10,000 models, 12 for a hundred).
//
// # Invariants
//
// Those that Verify proves, and: no child is True or False; a circuit that has
// no model is the node False; an auxiliary that nothing constrains is held
// true, so that models over all variables and over the options are as many.
// Every option and every auxiliary that the formula keeps occurs; any other
// auxiliary may be absent, as long as Verify can do without it, see Removable.
package circuit
