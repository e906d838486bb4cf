// Package solver compiles rules into a [Space] and answers questions about all
// that the rules allow.
//
//	rules.Set ── Compile ──▶ Space ─┬─ Validate       can this order be built?
//	                                ├─ Explain        if not, why: a minimal conflict
//	                                ├─ Count, Counts  how many vehicles, and with each option?
//	                                ├─ Find           is there one in which this holds?
//	                                └─ Combinations   which sales models are there?
//
// # Two engines
//
// [Compile] encodes the rules that are in force at a point of time as clauses.
// A compiled circuit (a smooth d-DNNF) counts: each count is a pass over it,
// exact, however many configurations there are. A SAT solver does the rest. A
// space whose circuit was not wanted, or did not fit the budget, still does the
// rest; counting then gives an error that wraps [ErrNoCircuit].
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
// # File map
//
//	space.go         Compile, Space, counting
//	config.go        budgets, statistics
//	point.go         what is in force at a point of time
//	report.go        Validate: verdict and violations
//	explain.go       Explain: which conflict is the answer
//	conflict.go      the search for a minimal conflict
//	confirm.go       its confirmation by a second search
//	verify.go        Verify: a proof that the circuit is right
//	search.go        Find, and the SAT solvers that queries share
//	combinations.go  Combinations
//	cause.go         causes and their words
package solver
