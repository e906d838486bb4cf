// Package encode turns a rule set into clauses, each with its origin.
//
// # Counts survive
//
// The models of the clauses are the configurations, one each: each
// auxiliary is a function of the options, defined by full equivalence. So a
// count over all variables, over the options, or over any set between is
// right.
//
//	condition                   clauses
//	and, or, =>, <=>, !         by distribution if that makes few, else a gate;
//	                            a <=> below another is a gate
//	between of few              one per subset too many or too few
//	between of many             a decision diagram with a gate per node
//	linear, arithmetic, table   a decision diagram over whole families: a clause per
//	                            way to false where these are few, else a gate per node
//	linear of a huge diagram    binary addition
//	table of a huge diagram     a gate per row
//	table of forbidden          one clause per row
//
// # Alone or together
//
// A weighted sum over families that take one option has few outcomes only
// because they take one. [Options].Standalone does not use that: then the
// clauses of each origin mean exactly that origin, and any subset of origins
// can be tested for a contradiction. Explanations need this; counts and
// searches of the whole do not.
//
// # File map
//
//	encode.go      the rule set, origin by origin
//	origin.go      the origin of a clause
//	clauses.go     conditions as clauses
//	encoder.go     conditions as literals
//	sum.go         weighted sums and cardinalities: layers of choices
//	sums.go        ... as decision diagrams
//	adder.go       ... by binary addition
//	relaxed.go     ... over families, without relying on them
//	arithmetic.go  other arithmetic as a decision diagram
//	table.go       tables of allowed combinations as decision diagrams
//	diagram.go     decision diagrams, and a gate per node of them
//	paths.go       ... and a clause per way to an end
//	gates.go       auxiliaries
//	tracked.go     literals of conditions that are tracked
//	file.go        encodings, written and read
//	poll.go        the context, within long constructions
package encode
