// Package cover finds test vehicles: few orders that together have every combination of t options
// that can be built, and a lower bound of their number.
//
//	suite, err := cover.Build(ctx, space, 2, cover.Config{}, rand.New(rand.NewPCG(1, 2)))
//	err = suite.Verify(ctx)
//	fmt.Println(len(suite.Vehicles), "vehicles cover all pairs; no set has fewer than", suite.Bound)
//	err = config.WriteOrders(w, suite.Vehicles)
//
// # Interactions
//
// An interaction is a set of at most t options that a vehicle can have together: with t = 1 each
// option that can be chosen, with t = 2 also each pair, with t = 3 also each triple. They are of
// different families, or of one family that takes several options.
//
// With [Config].Rejected an interaction also consists of options that a vehicle lacks, as the
// literature of feature models counts. In families that take one option this asks for little more,
// for a vehicle that lacks an option has another one. In optional families and extras it also asks
// for the vehicles without them.
//
// [Config].Conditions are covered each by itself: usages of parts, conditions of operations.
// [Config].Options leaves out the interactions of other options; vehicles are complete orders all
// the same.
//
// # How
//
// One question to [solver.Domains] for each set of t-1 options that can be built tells which
// options can join it. What all vehicles with one interaction have as well needs no care, which
// leaves a fraction of the interactions. A vehicle is built choice by choice, without dead ends:
// each time the option that brings the most. Then some vehicles are taken out and others are built
// for what they alone had, again and again.
//
// Two things bound the number of vehicles from below. Interactions and conditions exclude each other if
// no vehicle has two of them: it takes a vehicle for each. A large set of these is a clique of a graph.
// What a condition excludes is found case by case: as few options as decide it. And
// options are independent if vehicles have any two of them together, each alone, and none: the
// fewest vehicles for that are known. The bound is proved, but a better one may exist. If the set
// has as many vehicles as the bound, it is a smallest one.
//
// [Check] and [Suite.Verify] prove all this in another way.
//
// # Errors
//
//	StrengthError     t is less than 1, or more than any order can have
//	SizeError         the tables of interactions would take too much memory
//	source.Defects    given vehicles that cannot be built, all of them, each with its place
//	solver.VoidError  nothing can be built
//	UncoveredError    of Suite.Verify: something is not covered, or the bound is not proved
//
// and the context's.
//
// # File map
//
//	cover.go        Config, Build, Suite
//	strength.go     which t make sense, and fit the memory
//	given.go        given vehicles
//	universe.go     the items of interactions: options and conditions
//	table.go        sets of t items, as bits
//	valid.go        the interactions that can be built; those that suffice, by what an option implies
//	refine.go       those that suffice, by what an interaction or a condition implies
//	build.go        a vehicle, choice by choice
//	fleet.go        vehicles until all is covered; fewer of them
//	bound.go        exclusive interactions: a clique
//	independent.go  independent options
//	check.go        Check and Verify, which share nothing with the search
//	write.go        vehicles as orders, and as a table
package cover
