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
// # Bundles
//
// Most of what an And has are literals and open variables, and the lists of them recur
// thousands of times. So each such list, but for the literal that an Or decides, is an And of its
// own, a bundle, and what lists have in common is a bundle in these, where that takes less
// memory than it saves. The bundles come first:
//
//	3n+2 ..     bundles     Ands of literals, open variables and other bundles
//	.. last     the others  Or, And(decided literal, bundle, parts...)
//
// They are Ands as any other: folds, proofs and files do not tell them apart. Counts see
// them as powers of two, and what fixes options one by one has their leaves in their
// place, so that nothing stands between; see [Arena.Bundles].
//
// # Files
//
//	circuit.go  Circuit: nodes, kinds, children
//	arena.go    Arena: the same as plain data, for other packages to read
//	within.go   queries that end with a context
//	builder.go  hash-consing, and a bundle for each branch
//	finish.go   circuits of builders: what the root reaches, and bundles that pay
//	fold.go     the one fold, over any semiring
//	flow.go     the one way down, to every literal
//	count.go    counts, in all, by literal and by node
//	words.go    ... in machine words, when there are few models
//	natural.go  ... arithmetic on numbers of a few words
//	measure.go  weighted counts, and shares by literal
//	wide.go     reals that do not overflow
//	spread.go   counts by the sum of costs, polynomials
//	scratch.go  what queries leave for the next
//	assign.go   partial assignments
//	model.go    models over the options, and their canonical order
//	file.go     circuits, written and read
//	proof.go    ... and proved smooth, decomposable and deterministic while they are read, in linear time
//
// What asks for models one by one is package query below, the proof that a circuit
// and a formula have the same models package check. Both read the [Arena]; nothing
// here knows of them. Tests of all three take their circuits from circuittest.
//
// # Cost
//
// A car line has 3 or 4 edges for each inner node; without bundles it would have 6 to
// 40, most of them to a literal or an open variable. A pass calls through its type
// parameter once for a node and never for an edge; values of literals and bundles are
// logarithms, not big integers; and what goes down are flows, which nothing multiplies at
// an And, not derivatives. Shares have exponents of their own: plain float64, which
// the number of models must allow, is hardly faster. benchmarks/RESULTS.md has the
// figures.
//
// # Invariants
//
// Those that package check proves, and: no child is True or False; a circuit that
// has no model is the node False; an auxiliary that nothing constrains is held
// true, so that models over all variables and over the options are as many.
// Every option and every auxiliary that the formula keeps occurs; any other
// auxiliary may be absent, as long as the proof can do without it.
package circuit
