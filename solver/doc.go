// Package solver compiles rules into a [Space] and answers questions about all
// that the rules allow.
//
//	rules.Set ── Compile ──▶ Space ─┬─ Validate       can this order be built?
//	                                ├─ Explain        if not, why: a minimal conflict
//	                                ├─ Count, Counts  how many vehicles, and with each option?
//	                                ├─ CountOf        in how many does this hold?
//	                                ├─ Shares         which share has each option, also with take rates?
//	                                ├─ Cheapest       which costs least? Dearest: most; ByCost: and then?
//	                                ├─ Rank, Unrank   which number has it, and what has that number?
//	                                ├─ Sampler        any, at random
//	                                ├─ Find           is there one in which this holds?
//	                                ├─ Combinations   which sales models are there?
//	                                ├─ Tally          how many with each tracked condition?
//	                                ├─ Project        a Space: how many different answers to conditions?
//	                                ├─ NNF            a graph, for other tools
//	                                ├─ Given          a View: all from Count on under a selection
//	                                └─ WriteTo        a file, for Read
//
// # Views
//
// A query sees all configurations, or those that agree with a selection, such as a
// partial order:
//
//	space.Count(ctx, nil)
//	space.Given(sel).Count(ctx, nil)
//
// It is a method of [View] in either case: a [Space] is the View of nothing. The
// context comes first and ends a query soon, however large the circuit is: passes look
// at it once in a few thousand edges. A nil context is a mistake of the caller, and
// panics in words, here and in the packages that ask a space. Then comes where the answer goes: z or dst, whose
// memory is used, or nil for a new one.
//
// # Two engines
//
// [Compile] encodes the rules that are in force at a point of time as clauses.
// A compiled circuit (a smooth d-DNNF) counts: each count is a pass over it,
// exact, however many configurations there are. A SAT solver does the rest. A
// space whose circuit was not wanted, or did not fit the budget, still does the
// rest; counting then gives an error that wraps [ErrNoCircuit] and, for the budget,
// [ErrBudget].
//
// # Tracked conditions
//
// Conditions in [Config].Track, the usages of a bill of material, say, become
// literals of the circuit, each defined as equivalent to its condition. So they
// restrict nothing, every count stays that of the options alone, and
// [View.Tally] has the counts of all options and all conditions from one pass up
// and one down. The price is a larger circuit: a literal for each condition on each
// path.
// What costs or counts by conditions asks a space that tracks them; [Space.Tracking] makes
// one of a space that does not.
//
// # Projections, and circuits of other tools
//
// [View.Project] makes the space of the answers that configurations give to conditions,
// and [FromNNF] that of a circuit which another tool compiled. No rules say what such a
// space allows, its circuit does: it has a catalog of its own, answers as any space,
// and gives one cause for what it does not have. [Adopt] proves another tool's circuit to be that
// of rules, and makes it theirs.
//
// # A space is a file
//
// [Space.WriteTo] writes a space and [Read] loads it in a small part of the time
// that compiling takes, for the same rules: the file names them by digests and
// holds the point of time, the clauses with what they come from, the tracked
// conditions as text, and the circuit. Same space, same bytes. What is damaged, cut
// off, of a newer format or of other rules is refused with an error that says so.
// The format is described in file.go, its blocks and checksums in
// solver/internal/wire.
//
// Loading is linear in the file. Children are stored by their distance from the node,
// a byte or two each, and an Or with the Ands that it decides, which makes the file a
// quarter of the circuit's memory on car lines of fifty thousand edges; decoding that takes about a third of the time of
// loading a circuit, and the proof that it is one (solver/internal/circuit, proof.go)
// and memory the rest.
//
// # Verdicts
//
// An order is [Valid] when it decides every family and breaks nothing, and
// [Extendable] when it is partial and a valid order contains it. That an order
// is [Invalid] is an answer, not an error. Errors are malformed orders, orders of
// another point of time, and contexts that ended: an ended context is never
// reported as a verdict, or as "there is none".
//
// # Causes
//
// What stands against an order is a set of [Cause] values, in the user's terms:
// a line of the order, a rule or the row of a table, how many options a family
// takes, the place of an option in the tree, an option that is not in force.
//
// # Machinery
//
// Each stage is a package below solver/internal with a guide of its own: layout,
// invariants, names, papers; what was tried and dropped is told there or in its NOTES.md.
//
//	rules.Set
//	   │  encode      clauses, each with its origin; sums and tables as decision diagrams
//	   ▼
//	cnf.Formula ──────────────────────────────▶ sat       gini: consistency, conflicts, witnesses
//	   │                                           └─ optimum   the least cost, core by core
//	   │  simplify    facts, equal literals, shorter and fewer clauses
//	   │  decomp      which variables separate the others best
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
//	view.go          View, and what each query of the circuit begins and ends with
//	count.go         exact counts
//	share.go         shares
//	weight.go        ... with weights: take rates
//	express.go       counts of conditions
//	cases.go         ... which mostly come down to few cases
//	objective.go     what a configuration costs
//	best.go          ... in order of it, by the circuit or by search
//	distribution.go  ... and how many cost as much
//	rank.go          numbers of configurations
//	enumerate.go     ... in order of them
//	sample.go        ... at random
//	config.go        budgets, statistics
//	point.go         what is in force at a point of time
//	report.go        Validate: verdict and violations
//	explain.go       Explain: which conflict is the answer
//	conflict.go      the search for a minimal conflict
//	confirm.go       its confirmation by a second search
//	verify.go        Verify: a proof that the circuit is right
//	search.go        Find, and the SAT solvers that queries share
//	combinations.go  Combinations
//	project.go       Project
//	nnf.go           NNF, FromNNF, Adopt
//	whole.go         spaces that have no rules, but a circuit
//	track.go         tracked conditions, Tally, Tracking
//	truths.go        conditions that hold in all, none or some configurations
//	reduce.go        the shortest form of a condition under the rules
//	bounds.go        the least and the greatest value alone; whether a condition can hold
//	exclusive.go     conditions of which at most one holds, for the search for the least value
//	file.go          the format of space files, and why one is refused
//	write.go         WriteTo
//	read.go          Read
//	cause.go         causes and their words
//	demands.go       all that a space demands, as causes and conditions
package solver
