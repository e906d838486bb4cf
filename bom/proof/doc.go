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
// sound. Over rules that allow no order it is an error, [solver.ErrVoid]: whatever is
// said of all of none would be true.
//
// # File map
//
//	prove.go   what both proofs ask the space
//	bill.go    CheckBill
//	coverage.go  Coverage
//	line.go    CheckLine
//	json.go    the forms for machines
package proof
