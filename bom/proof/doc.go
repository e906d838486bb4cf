// Package proof proves that every order that a space allows has a complete bill
// and station sequence, and returns every exception with an order that shows it.
//
//	bom.Structure ──┬─ CheckBill   positions with no variant, or with two
//	solver.Space ───┤
//	line.Line ──────┴─ CheckLine   parts with no operation, or with two;
//	                               operations that come before each other
//
// A [Coverage] collects over the spaces of a product's whole timeline which parts some
// order takes; the others are dead.
//
// A part for which some order has no operation is a gap; a part that no
// operation fits is unfitted, unless it rides along at its station. Each
// finding has a witness: an order whose ID names the finding, such as
// unfitted-9075, and which config.WriteOrders writes as it is.
//
// A proof asks the space's SAT solver, once for each position or part that is sound. If
// the rules allow no order, the error is [solver.ErrVoid], since every statement about
// all orders would hold.
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
//	       ├─ WhereUsed   the condition in which a vehicle has a part; how many have it
//	       ├─ DependOn    the parts and operations whose conditions name an option
//	       └─ Work, Bill, Quantity, Parts   sums, as a solver.Objective
//
// Bounds and vehicles come from a circuit that tracks the conditions in question, or
// from a search by the SAT solver; both give the same answers. Counts, shares and means
// need the circuit: if the space does not track the conditions, the study compiles a
// space that does, once. Outlook needs no circuit.
//
// # File map
//
//	prove.go       the queries of both proofs
//	bill.go        CheckBill
//	coverage.go    Coverage
//	line.go        CheckLine
//	json.go        the forms for machines
//	study.go       NewStudy: conditions of items, parts and operations
//	objectives.go  sums over the bill and the line
//	worst.go       Worst
//	outlook.go     Outlook
//	quantities.go  Quantities, Expected
//	whereused.go   WhereUsed, DependOn
//	studyjson.go   the forms for machines
package proof
