// Package query asks a circuit for single models: by number, in canonical order, in
// order of cost, at random.
//
// The canonical order is that of circuit.Model.Differ: of two models the one comes
// first that has the first option in which they differ. It depends on the models
// alone; so another circuit of the same models gives the same answers.
//
// # Three machines
//
//	walk      a circuit under a growing list of fixed options: which nodes are left, and how many
//	          models each has. Fixing an option costs only its changes, and can be undone.
//	list      the models of a node in order of cost, as far as they are needed.
//	Sampler   a program from the root down, in which all certain steps are already done.
//
// # Files
//
//	models.go     Models: the data shared by all queries of a circuit
//	bundles.go    ... and how they see an And: with the leaves of its bundles
//	links.go      the edges the other way round
//	walk.go       ... for fixing one option after the other
//	rank.go       numbers of models
//	enumerate.go  models in canonical order
//	best.go       models in order of cost, and the lists that they come from
//	cost.go       ... the least cost of each node
//	marginal.go   ... the least cost of a model with each option
//	first.go      ... the first of them, however many cost the same, by a walk
//	kbest.go      ... the entries of lists, as far as they are asked for
//	sample.go     models at random, by a program
//	assemble.go   ... that is made of a fold
//
// # Names
//
//	ms        the models that are asked
//	n, kid    in links and walks an inner node's place, from 0; elsewhere a node of the circuit
//	l, v      literal, variable
//
// # Cost
//
// Links take two passes over the circuit, and as much memory as it would have without bundles, at
// the first query that walks. A rank counts only where a run of lacked options begins and ends: far
// fewer counts than options. Models of equal cost are compared only where they differ, and open
// options get a list only when one is turned. The first model of the least cost is found without
// comparing any two. benchmarks/RESULTS.md has the figures.
package query
