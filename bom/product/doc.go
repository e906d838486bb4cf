// Package product reads a product directory whole, and resolves orders of it: can
// an order be built, which parts does it need, and what happens to it at each
// station.
//
//	options.yaml rules.yaml bom.csv line.yaml ── Read ─▶ Product ──┐
//	                                solver.Compile ─▶ Space ───────┴─▶ Resolver ── Resolve ─▶ Resolution, or a Refusal
package product
