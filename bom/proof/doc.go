// Package proof proves what holds for the bill and the station sequence of every
// order that a space allows, and returns every exception with an order that
// shows it.
//
//	bom.Structure ──┬─ CheckBill   positions with no variant, or with two
//	solver.Space ───┤
//	line.Line ──────┴─ CheckLine   parts with no operation, or with two
//
// A proof asks the space's SAT solver, once for each position or part that is
// sound. Over rules that allow no order it is an error, [ErrVoid]: whatever is
// said of all of none would be true.
//
// # File map
//
//	prove.go   what both proofs ask the space
//	bill.go    CheckBill
//	line.go    CheckLine
//	json.go    the forms for machines
package proof
