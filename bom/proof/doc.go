// Package proof proves what holds for the bill and the station sequence of every
// order that a space allows, and returns every exception with an order that
// shows it.
//
//	bom.Structure ──┬─ CheckBill   positions with no variant, or with two
//	solver.Space ───┤
//	line.Line ──────┴─ CheckLine   parts with no operation, or with two;
//	                               operations that come before each other
//
// A [Coverage] collects over the spaces of a product's whole timeline which parts some
// order takes; the others are dead.
//
// A part of which some orders have no operation is a gap; one that no operation
// fits at all is unfitted, unless its station says that it rides along. Each
// finding has a witness: an order with an ID that says what it shows, such as
// unfitted-9075, so that config.WriteOrders writes it as it is.
//
// A proof asks the space's SAT solver, once for each position or part that is
// sound. Over rules that allow no order it is an error, [solver.ErrVoid]: every statement
// about all orders would hold.
//
// # Figures
//
// A [Study] is of the same three, prepared for figures about the orders that the space
// allows:
//
//	Study ─┬─ Worst       the least and the greatest work at each station, with the vehicle;
//	       │              how many vehicles, and which share by take rates, come to which work
//	       ├─ Outlook     what all, some and no completions of a partial order have
//	       ├─ Quantities  the least and the greatest quantity of each part in them
//	       ├─ Expected    the mean quantity, by take rates
//	       ├─ WhereUsed   the condition in which a vehicle has a part; how many have it
//	       ├─ DependOn    the parts and operations whose conditions name an option
//	       └─ Work, Bill, Quantity, Parts   sums, as a solver.Objective
//
// Bounds and vehicles come from a circuit that tracks the conditions they are of, or
// from a search by the SAT solver; both have the same answers. Counts, shares and means
// need the circuit: where the space does not track the conditions, the study compiles
// a space that does, once. Truths of partial orders need none.
//
// # File map
//
//	prove.go       what both proofs ask the space
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
