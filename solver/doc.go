// Package solver compiles rules into a [Space] and answers questions about all
// configurations that the rules allow.
//
//	rules.Set ── Compile ──▶ Space ─┬─ Validate       can this order be built?
//	                                ├─ Explain        if not, why: a smallest conflict
//	                                ├─ Explainer      ... by a smallest one, or by all
//	                                ├─ Count, Counts  how many vehicles, and with each option?
//	                                ├─ CountOf        in how many does this hold?
//	                                ├─ Shares         which share has each option, also with take rates?
//	                                ├─ Cheapest       which costs least? Dearest: most; ByCost: in order
//	                                ├─ Ranges         from what to what, with each option
//	                                ├─ Rank, Unrank   the number of a vehicle, the vehicle of a number
//	                                ├─ Sampler        random vehicles
//	                                ├─ Find           a vehicle in which this holds
//	                                ├─ Combinations   the sales models
//	                                ├─ Domains        what can each option still become?
//	                                ├─ Tally          how many with each tracked condition?
//	                                ├─ Project        a Space: how many different answers to conditions?
//	                                ├─ NNF            a graph, for other tools
//	                                ├─ Given          a View: all from Count on under a selection
//	                                └─ WriteTo        a file, for Read
//
//	space, err := solver.Compile(ctx, set, asOf, solver.Config{}) // once
//	n, err := space.Count(ctx, nil)
//	report, err := space.Validate(ctx, order)
//
// # Views
//
// A query sees all configurations, or those that agree with a selection, such as a
// partial order:
//
//	space.Count(ctx, nil)
//	space.Given(sel).Count(ctx, nil)
//
// It is a method of [View] in either case: a [Space] is a View without a selection. The context
// comes first and ends a query soon, whatever the size of the circuit: passes poll it every few
// thousand edges. A nil context is a mistake of the caller, and panics in words, here and in the
// packages that ask a space. The destination of the answer follows: z or dst, whose memory is used,
// or nil for a new one.
//
// # Two engines
//
// [Compile] encodes the rules that are in force at a point of time as clauses. A
// compiled circuit (a smooth d-DNNF) counts: each count is a pass over it, exact,
// whatever the number of configurations. A SAT solver does the rest. A space
// without a circuit, by choice or for its budget, still does the rest; counting
// then returns an error that wraps [ErrNoCircuit] and, for the budget, [ErrBudget].
//
// # Tracked conditions
//
// Conditions in [Config].Track, such as the usages of a bill of material, become literals
// of the circuit, each equivalent to its condition. So they change no count, and
// [View.Tally] returns the counts of all options and all conditions from one pass up and
// one down. The price is a larger circuit: a literal for each condition on each path.
// Costs and counts by conditions need a space that tracks them; [Space.Tracking] makes one
// of a space that does not.
//
// # Projections, and circuits of other tools
//
// [View.Project] makes the space of the answers that configurations give to conditions, and
// [FromNNF] that of a circuit that another tool compiled. Such a space has no rules, only a
// circuit and its own catalog. It answers like any space, with a single cause for everything that
// it refuses. [Adopt] proves that another tool's circuit is that of given rules, and returns
// their space.
//
// # A space is a file
//
// [Space.WriteTo] or [Space.WriteFile] writes a space and [Read] loads it for the same rules, much
// faster than compiling. The file names the rules by digests and holds the point of
// time, the clauses with their origins, the tracked conditions as text, and the
// circuit. Equal spaces give equal bytes. A file that is damaged, cut off, of a
// newer format or of other rules is refused with an error that says so. The format
// is described in file.go, its blocks and checksums in solver/internal/wire.
//
// Loading is linear in the file. Children are stored by their distance from the node, a byte or two
// each, and an Or with the Ands that it decides, which makes the file much smaller than the
// circuit's memory. Loading also proves that the circuit is well-formed (solver/internal/circuit,
// proof.go).
//
// # Verdicts
//
// An order is [Valid] when it decides every family and breaks nothing, and
// [Extendable] when it is partial and a valid order contains it. [Invalid] is an
// answer, not an error. Errors are malformed orders, orders of another point of
// time, and contexts that ended: an ended context is never reported as a verdict
// or as a missing configuration.
//
// # Errors
//
// For errors.As and errors.Is; other errors are for people. Defects of orders are
// [source.Defects], fields that a point lacks a *config.PointError.
//
//	VoidError      of Space.Buildable: nothing can be built, and why
//	ErrVoid        nothing can be built; a VoidError is one
//	PointMismatch  of Validate and its kin: at the order's point other rules or options are in force
//	SetMismatch    of Read and package product: the space is of other rules, or of another catalog
//	ErrNotSpace    of Read: not a space file
//	ErrNewer       of Read: a later version wrote the file
//	ErrTruncated   of Read: the file ends too early
//	ErrCorrupt     of Read: a checksum does not match, or the contents make no sense
//	ErrNoCircuit   wrapped by queries that count: the space has no circuit
//	ErrBudget      wrapped beside it: the circuit would have passed MaxNodes or MaxBytes
//	ErrUntracked   wrapped by queries about a condition that the space does not track
//	ErrNumber      wrapped by View.Unrank and View.Configurations: no configuration has that number
//
// # Causes
//
// The reasons against an order are a set of [Cause] values, in the user's
// terms: a line of the order, a rule or the row of a table, the number of
// options of a family, the place of an option in the tree, an option that is
// not in force.
//
// # Machinery
//
// Each stage is a package below solver/internal with a guide of its own: layout,
// invariants, names, papers, and the ideas that were tried and dropped, there or in its
// NOTES.md.
//
//	rules.Set
//	   │  encode      clauses, each with its origin; sums and tables as decision diagrams
//	   ▼
//	cnf.Formula ──────────────────────────────▶ sat       gini: consistency, conflicts, witnesses
//	   │                                        │  └─ optimum   the least cost, core by core
//	   │                                        ├─ blame   smallest conflicts, all conflicts and corrections
//	   │                                        └─ domain  what each option can still become, with kept witnesses
//	   │  simplify    facts, equal literals, shorter and fewer clauses
//	   │  decomp      the variables that separate the others best
//	   │  compile     exhaustive search with learning (cdcl), components and a cache
//	   │  smooth      ... or another tool's circuit
//	   ▼
//	circuit.Circuit   a smooth decision-d-DNNF in one array, children before parents
//	   │
//	   ├─ Fold, Descend    counts, shares: a semiring each
//	   ├─ query            ranks and enumeration by walks, k best by lists, samples by programs
//	   ├─ check, entail    the proof that it has the models of the clauses
//	   └─ wire             the file
//
// # File map
//
//	space.go         Compile, Space
//	view.go          View, and the beginning and end of each query of the circuit
//	count.go         exact counts
//	share.go         shares
//	weight.go        ... with weights: take rates
//	express.go       counts of conditions
//	cases.go         ... by cases, which are mostly few
//	objective.go     the cost of a configuration
//	lexicographic.go ... of several goals, the first one first
//	best.go          ... in order of it, by the circuit or by search
//	distribution.go  ... and the number of configurations of each cost
//	rank.go          numbers of configurations
//	enumerate.go     ... in order of them
//	sample.go        ... at random
//	config.go        budgets, statistics
//	point.go         the rules and options in force at a point of time
//	report.go        Validate: verdict and violations
//	conflict.go      ... what contradicts a partial order
//	explain.go       Explain, ExplainCondition
//	explainer.go     Explainer: smallest conflicts, and all of them
//	confirm.go       their confirmation by a second search
//	repair.go        ... and the nearest selections without one
//	relax.go         ... and the fewest rules to relax
//	verify.go        Verify: a proof that the circuit is right
//	near.go          Nearest: a configuration with little beside a condition
//	search.go        Find, and the SAT solvers that queries share
//	combinations.go  Combinations
//	domains.go       Domains: what selections decide of all options
//	project.go       Project
//	nnf.go           NNF, FromNNF, Adopt
//	whole.go         spaces that have no rules, but a circuit
//	track.go         tracked conditions, Tally, Tracking
//	truths.go        conditions that hold in all, none or some configurations
//	reduce.go        the shortest form of a condition under the rules
//	bounds.go        the least and the greatest value alone; whether a condition can hold
//	ranges.go        ... with each option
//	exclusive.go     conditions of which at most one holds, for the search for the least value
//	file.go          the format of space files, and the errors of refused ones
//	write.go         WriteTo
//	read.go          Read
//	cause.go         causes and their words
//	demands.go       the demands of a space, as causes and conditions
package solver
