// Package cover finds test vehicles: few orders that together have every combination of t options
// that any vehicle can have.
//
//	suite, err := cover.Build(ctx, space, 2, cover.Config{}, rand.New(rand.NewPCG(1, 2)))
//	err = suite.Verify(ctx)
//	fmt.Println(len(suite.Vehicles), "vehicles cover all pairs; no set has fewer than", suite.Bound)
//	err = config.WriteOrders(w, suite.Vehicles)
//
// # Interactions
//
// An interaction is a set of at most t options that some vehicle has together: for t = 1 each
// option that can be chosen, for t = 2 also each pair, for t = 3 also each triple. Options of one
// family count where a vehicle can have several of them. The literature of feature models counts options that
// a vehicle lacks, too: [Config].Rejected does. In a family that takes one option that is
// hardly more than its options say; in families of extras it also asks for vehicles without them.
//
// Conditions, such as the usages of parts and the conditions of operations, are covered each by itself. All else
// that the rules demand holds for each vehicle, also where [Config].Options asks for the interactions of
// some options alone.
//
// # How
//
// One question to [solver.Domains] for each valid set of t-1 options tells which options can join it. If
// all vehicles with one option have another one, the interactions of the latter are covered with
// those of the former, and need not be looked at. A vehicle is built choice by choice, without dead
// ends, each time the option that brings most that is not covered yet. Then random vehicles are
// taken out and replaced by fewer, or by as many others, again and again.
//
// The lower bound is a set of interactions of which no vehicle has two, found as a clique in the graph of
// those that exclude each other. If the set has as many vehicles it is a smallest one. Interactions
// that exclude each other only in fours or more are not seen, and a clique may be missed: the bound is right, not the
// best.
//
// Nothing depends on the number of processors: the same space, Config and source of random bits give the same vehicles.
//
// # Errors
//
//	StrengthError     t is less than 1, or more than any order has
//	SizeError         the tables of interactions would take too much memory
//	source.Defects    given vehicles that cannot be built, all of them, each with its place
//	solver.VoidError  nothing can be built
//	UncoveredError    of Suite.Verify: what is not so
//
// and the context's.
//
// # File map
//
//	cover.go     Build
//	strength.go  which t make sense, and fit
//	given.go     given vehicles
//	universe.go  the items of interactions
//	table.go     sets of t items, as bits
//	valid.go     which interactions some vehicle has, and which of them suffice
//	build.go     one vehicle after another
//	fleet.go     all of them, and fewer
//	bound.go     the lower bound
//	check.go     Check and Verify, which share nothing with the search
//	write.go     vehicles as orders, and as a table
package cover
