// Package change says what a new release of a product changes for its orders: any of options,
// rules, bill and line may be another one.
//
//	old Product, Space ─┬─ Compare ─▶ Change        what changes for all orders
//	new Product, Space ─┴─ Order ───▶ OrderChange   what changes for an open order
//
// A Change has the configurations that are gained, lost and kept (package difference); how
// many of those kept take other parts or have another routing; the parts that are needed or
// freed, with the intervals of their quantities; and the positions and stations that are
// newly at fault.
//
// # How
//
// In each release the quantity of a part is a sum over items, each under a condition. The
// conditions of the old release become conditions on the new catalog, and equal ones cancel
// out. What is left says when the sums differ: a condition, which the space of kept
// configurations counts. No configuration is enumerated.
//
// # Errors
//
// The errors are those of package difference, of [proof.NewStudy] and [proof.Audit], so that a release
// that can build nothing is [solver.ErrVoid], and the context's. A space of other rules than
// its release is an error that says so.
//
// # File map
//
//	change.go     Compare
//	ledger.go     what one release takes more of than the other one, and when
//	zero.go       when a sum of amounts, each under a condition, is 0
//	answers.go    ... by the combinations of conditions that there are, or by its bounds
//	parts.go      parts, by ledgers
//	positions.go  positions newly at fault
//	stations.go   stations newly exceeded
//	orders.go     open orders
//	json.go       the forms for machines
package change
