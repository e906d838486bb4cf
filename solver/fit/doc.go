// Package fit finds the mix of configurations that has given take rates: shares of options, also in
// a market or of a model, under the rules.
//
//	file ─ Read ─▶ targets ─┐
//	                        ├─ Find ─┬─▶ Mix ──────┬─ Shares, Sampler   of all options
//	                 space ─┘        │             ├─ Orders            an order book
//	                                 │             └─ Weights           for every query of the space, and package proof
//	                                 └─▶ Conflicts    or why no mix has these shares
//
//	mix, conflicts, err := fit.Find(ctx, space, targets)
//	if err == nil && mix != nil {
//		shares, err := mix.Shares(ctx, nil) // of every option, those without a target too
//	}
//
// Of all mixes that meet the targets, the one of greatest entropy is chosen: it is as even as the
// targets allow. Its weights are those of the options, and of conditions of targets, so that it takes no
// list of configurations: 10^200 are as good as ten.
//
// Targets are conditions and exact shares, from 0 to 1. A target with a Given is a share among the
// configurations that meet it. Targets of a family need not add up to 1: the other options share
// the rest. Where they do add up to 1, the mix has no other option.
//
// # How
//
// The mix of greatest entropy has the form of a log-linear model (Della Pietra, Della Pietra and
// Lafferty, "Inducing features of random fields", 1997), with an exponent for each target. They
// minimise a convex function, whose gradient is the shares that a model has, less those of the
// targets: a query of the circuit. Quasi-Newton steps, with the exact covariance now and then, take
// some hundred queries.
//
// Targets at the boundary of what is possible, such as 0, 1 or those of a whole family, have no such
// model: the exponents grow without bound. Then the face is found on which the targets lie, and what
// is off the face is excluded.
//
// Impossible targets are proved to be so. A linear program over all configurations asks how far towards
// the targets any mix can go; the exact optimiser of the space ([solver.View.Dearest]) finds the
// configurations that it needs. Its answer is a sum of shares that no configuration exceeds and the
// targets do: the [Conflict], which is made minimal, and whose numbers are exact.
//
// # Errors
//
//	source.Defects       targets that make no sense by themselves, with places if they were read from a file
//	solver.ErrVoid       nothing can be built
//	solver.ErrNoCircuit  wrapped: the space has no circuit
//	ErrUndecided         floats cannot tell whether the targets are possible
//
// # File map
//
//	target.go    Target
//	fit.go       Find
//	search.go    ... its steps; faces
//	model.go     targets as features; weights
//	descent.go   the minimum
//	polytope.go  how far mixes go towards targets
//	program.go   ... by linear programs
//	conflict.go  Conflict
//	words.go     ... in words
//	mix.go       Mix
//	book.go      Book: orders of a mix
//	read.go      files of targets
//	json.go      the forms for machines
package fit
