// Package proof audits a product: over every order that a space allows it checks bill and line,
// and returns every exception with its number, its share and the smallest order that shows it.
//
//	product.Product ─┬─ Audit          all orders as of one point ───┐
//	solver.Space ────┘                                               ├─▶ Report: Findings,
//	product.Product ─── AuditTimeline  all dates, serials, plants ───┘   and open questions
//
// A [Finding] has a kind ([FindingKind] documents each), a severity, a subject with its place,
// and a witness: an order whose ID is that of the finding, such as gap-1, and which
// config.WriteOrders writes as it is. What an audit could not ask, or had no time for, is an
// [OpenQuestion]: not fine.
//
// # How
//
// Each possible finding is a condition on the options: the orders that meet it. A pass, the
// audit of one point, collects these conditions and asks for the truth of all of them
// together ([solver.Conditions]); equal ones are one question, and positions that are sound
// wherever they stand are asked about once. What holds in all orders at one point does so where
// more rules are in force, and is not asked again. There are two sorts of findings. Orders meet a Gap:
// one point with such an order is enough. A Dead part is a statement about all orders: it is a
// finding only if it holds at each point at which the part is in force. Only findings are then
// counted, at as few points as possible, by circuits that are compiled there.
//
// # Figures
//
// A [Study] prepares structure, line and space for figures about the orders that the
// space allows:
//
//	Study ─┬─ Worst       the least and the greatest work at each station, with the vehicle;
//	       │              how many vehicles have each amount of work, and their share by take rates
//	       ├─ Outlook     parts and operations of all, some and no completions of a partial order
//	       ├─ Quantities  the least and the greatest quantity of each part in them
//	       ├─ Expected    the mean quantity, by take rates
//	       ├─ Demand      of each part at each supply area, for vehicles of which some are ordered
//	       ├─ WhereUsed   the condition in which a vehicle has a part; how many have it
//	       ├─ DependOn    the parts and operations whose conditions name an option
//	       └─ Work, Bill, Quantity, Parts   sums, as a solver.Objective
//
// Bounds and vehicles come from a circuit that tracks the conditions in question, or
// from a search by the SAT solver; both give the same answers. Counts, shares and means
// need the circuit: if the space does not track the conditions, the study compiles a
// space that does, once. Outlook needs no circuit.
//
// # Errors
//
// For errors.As and errors.Is; other errors are for people.
//
//	solver.ErrVoid         the rules allow no order: every statement about all orders would hold
//	solver.PointMismatch   other rules or options are in force at the point than in the space
//	solver.ErrNoCircuit    wrapped by figures that count, if the circuit passes its budget
//	config.PointError      wrapped: an effectivity depends on a field that the point does not give
//
// # File map
//
//	audit.go       Audit: passes joined to findings, in order
//	timeline.go    AuditTimeline: points, spans
//	void.go        ... plants and times that can build nothing
//	kind.go        kinds and severities
//	finding.go     Finding, Report
//	pass.go        the audit of one point
//	ask.go         ... the questions to its space
//	answers.go     ... what the spaces of several points answer for each other
//	mark.go        ... what it says of a possible finding
//	positions.go   questions about positions and items
//	operations.go  ... stations, operations, and parts at their stations
//	conditions.go  ... conditions and options
//	mating.go      ... mates and limits
//	changeover.go  ... positions that change on different days
//	dead.go        what no order takes at any point
//	detail.go      numbers, witnesses and causes of findings
//	prove.go       conditions at a point
//	auditjson.go   the forms for machines
//	study.go       NewStudy: conditions of items, parts and operations
//	objectives.go  sums over the bill and the line
//	worst.go       Worst
//	outlook.go     Outlook
//	quantities.go  Quantities, Expected
//	demand.go      Demand
//	whereused.go   WhereUsed, DependOn
//	studyjson.go   the forms for machines
package proof
