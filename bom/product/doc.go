// Package product reads a whole product directory, and resolves its orders: can
// an order be built, which parts does it need, and which operations at each
// station.
//
//	options.yaml rules.yaml bom.csv line.yaml ── Read ─▶ Product ──┐
//	                                solver.Compile ─▶ Space ───────┴─▶ Resolver ── Resolve ─▶ Resolution, or a Refusal
//
// Any of the files but options.yaml may be missing: without rules all is allowed, without
// a bill or a line there are no parts or no stations.
//
// Errors: of Read, source.Defects with all defects of the files; of NewResolver, that the
// product has no bill or the space is of other rules; of Resolve, a *Refusal for an order
// that cannot be built, bom.ErrPartial, bom.PositionErrors, and those of Space.Validate.
package product
