// Package change says what a new release of a product changes for its orders: any of options,
// rules, bill and line may be another one.
//
//	old Product, Space ─┬─ Compare ─▶ Change   configurations gained, lost and kept; of those kept how many have
//	new Product, Space ─┤                      another bill or routing; parts needed and freed; positions and
//	                    │                      stations at fault that were not
//	                    └─ Order ─▶ OrderChange   an open order: whether it breaks, which parts change, by station
//
// Everything is said of all configurations at once, exactly; nothing is enumerated. What a
// kept configuration takes of a part is in each release a sum over items, each under a
// condition. The conditions of the old release become conditions on the catalog of the new
// one (see package difference), equal ones cancel out, and what is left says when the sums
// differ: a condition, which the space of kept configurations counts.
//
// # File map
//
//	change.go     Compare
//	ledger.go     what one release takes more of than the other one, and when
//	zero.go       when a sum of amounts, each under a condition, is 0
//	answers.go    ... by the combinations of conditions that there are
//	parts.go      parts, by ledgers
//	positions.go  positions newly at fault
//	stations.go   stations newly exceeded
//	orders.go     open orders
//	json.go       the forms for machines
package change
