// Package circuit holds the models of a formula as a smooth decision d-DNNF in
// one flat array, and answers by folds over it.
//
// A d-DNNF is a graph of And and Or nodes over literals in which the children
// of an And share no variable (decomposable) and those of an Or no model
// (deterministic); it is smooth when the children of an Or have the same
// variables (Darwiche, "On the tractable counting of theory models", 2001).
// Then the sum over all models of the product of their literals' weights is
// one pass: multiply at And, add at Or. The weights may be any numbers with
// these two operations, see Semiring; a partial assignment gives the literals
// that it forbids the weight zero. A second pass hands the sum down again, see
// Flow, and leaves at each literal the part of the models that contain it: so
// it answers for all options at once.
//
// # Layout
//
// Node numbers are 32 bits, children before parents. The first 3n+2 for n
// variables are not stored; their numbers have a fixed meaning:
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
// has its open node as a child. That costs an edge, but no sets of variables.
//
// # Bundles
//
// Most children of an And are literals and open variables, and the lists of them recur thousands
// of times. So each such list, without the literal that an Or decides, is an And of its own, a
// bundle. Common parts of lists are bundles within bundles if that saves memory. The bundles come
// first:
//
//	3n+2 ..     bundles     Ands of literals, open variables and other bundles
//	.. last     the others  Or, And(decided literal, bundle, parts...)
//
// They are ordinary Ands for folds, proofs and files. Counts see them as powers of two.
// Queries that fix options one by one see their leaves in their place; see
// [Arena.Bundles].
//
// # Files
//
//	circuit.go  Circuit: nodes, kinds, children
//	arena.go    Arena: the same as plain data, for other packages to read
//	within.go   queries that end with a context
//	builder.go  hash-consing, and a bundle for each branch
//	finish.go   circuits of builders: the nodes that the root reaches, and bundles that save memory
//	fold.go     the one fold, over any semiring
//	flow.go     the one way down, to every literal
//	count.go    counts, in all, by literal and by node
//	words.go    ... in machine words, when there are few models
//	natural.go  ... arithmetic on numbers of a few words
//	possible.go which literals some model has
//	measure.go  weighted counts, and shares by literal
//	wide.go     reals that do not overflow
//	spread.go   counts by the sum of costs, polynomials
//	scratch.go  the scratch that queries leave for the next
//	assign.go   partial assignments
//	model.go    models over the options, and their canonical order
//	file.go     circuits, written and read
//	proof.go    ... and proved smooth, decomposable and deterministic while they are read, in linear time
//
// Package query below asks for models one by one; package check proves that a
// circuit and a formula have the same models. Both read the [Arena]; nothing here
// depends on them. Tests of all three take their circuits from circuittest.
//
// # Cost
//
// A car line has 3 or 4 edges for each inner node; without bundles it would have 6 to 40,
// most of them to a literal or an open variable. A pass calls through its type parameter
// once for a node and never for an edge; values of literals and bundles are logarithms,
// not big integers; and the pass down hands on flows, which need no multiplication at an
// And, not derivatives. Shares use floats with wide exponents; plain float64 would hardly
// be faster. benchmarks/RESULTS.md has the figures.
//
// # Invariants
//
// Those that package check proves, and: no child is True or False; a circuit
// without a model is the node False; an unconstrained auxiliary is true, so that
// the models over all variables and over the options are equally many. Every
// option and every kept auxiliary of the formula occurs; other auxiliaries may be
// absent if the proof does not need them.
package circuit
