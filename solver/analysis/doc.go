// Package analysis is for the owners of rules: it finds what is wrong with a set of rules, what
// could be simpler, and what nobody has written down and yet holds.
//
//	report, err := analysis.Rules(ctx, set, asOf, analysis.Config{})
//	for _, f := range report.Findings {
//		fmt.Println(f) // redundant_rule-1: rules.yaml:9:9: rule R-3 follows from
//	}
//
// A [Finding] has a [Kind], which documents it, rules or options with their place, and the demands
// from which it follows. A [Report] also says how many configurations each rule alone removes, see
// [Effect], and which questions stayed open: these are not fine. [Timeline] also says when and where
// each finding holds.
//
// # How
//
// The set is compiled in several ways, all on its catalog with a further option for some rules, a
// switch. Each answers one sort of question. None but the last needs a circuit.
//
//	base      all rules                              dead, core, equivalent; their causes
//	tree      no rules                               ... what the catalog alone says of these
//	relaxed   a rule holds if its switch is on       what the other rules say of a rule
//	breaches  all rules, and a switch for some says  ... and which of them say so
//	          that the rule is broken
//	near      a switch is on if its rule holds, and  how much each rule alone removes
//	          at most one is off
//
// So nothing is compiled for each rule. A selection of switches is a set of rules, and a
// [solver.View] answers for it.
//
// # Errors
//
// For errors.Is and errors.As; other errors are for people.
//
//	config.PointError  wrapped: an effectivity depends on a field that the point does not give
//
// # File map
//
//	analysis.go       Rules: the questions in order
//	report.go         what it returns
//	kind.go           kinds of findings
//	timeline.go       when and where what was found holds
//	contradiction.go  why nothing can be built
//	options.go        dead and core options, false-optional families
//	equivalent.go     options that come only together
//	redundant.go      redundant and idle rules
//	breaches.go       ... and what implies them
//	long.go           conditions that can be shorter
//	together.go       what only several rules together force
//	chain.go          ... and what two of them do, by an option between
//	count.go          what each rule alone removes
//	relax.go          catalogs with switches, and the rules on them
//	json.go           the forms for machines
package analysis
