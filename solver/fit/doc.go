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
// Lafferty, "Inducing features of random fields", 1997). Its exponents minimise a convex function, whose gradient is
// the shares that a model has, less those of the targets: a query of the circuit. Quasi-Newton steps, with the exact
// covariance now and then, take some hundred queries.
//
// A target counts a condition, less a share of its Given. The exponents are not those of targets: one that
// counts nearly the same as another would need exponents beyond all weights. They are those of coordinates, each of which
// has a term that is in no other one: Gauss and Jordan make them of the targets, and find those that contradict each
// other as equations.
//
// Targets at the boundary of what is possible, such as 0, 1 or those of a whole family, have no such
// model: exponents grow without bound, until the tolerance hides the rest. Options that the mix hardly has are then
// proved to be in no mix at the targets, and excluded.
//
// Impossible targets are proved to be so. A linear program over all configurations asks how close to
// the targets any mix can come; the exact optimiser of the space ([solver.View.Dearest]) finds the
// configurations that it needs. It is in whole numbers, without rounding. Its answer is a sum of shares that no
// configuration exceeds and the targets do: the [Conflict], which is made minimal.
//
// # Tolerance
//
// Targets are rounded: three of 0.333333333333 leave a part of 10^-12 for nobody. So a mix meets targets if its shares are
// within [Tolerance] of them. Targets that are impossible by more than rounding explains, half of that, are a conflict,
// and so are those that mixes meet only without anything of a Given. A share of 0 or 1 is meant: no mix has what it excludes. One next to them
// is not: rare options have their shares with three digits at least, unless other targets are in their way.
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
//	target.go      Target
//	fit.go         Find
//	search.go      ... its steps
//	model.go       targets as features; weights
//	coordinate.go  what exponents stand for
//	descent.go     the minimum
//	border.go      when it is none; options at the boundary
//	dearest.go     exact optima over configurations
//	polytope.go    how close mixes come to targets
//	program.go     ... by linear programs
//	conflict.go    Conflict
//	words.go       ... in words
//	mix.go         Mix
//	book.go        Book: orders of a mix
//	read.go        files of targets
//	json.go        the forms for machines
package fit
