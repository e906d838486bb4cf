// Package product reads a whole product directory, and resolves its orders: can
// an order be built, which parts does it need, and which operations at each
// station.
//
//	options.yaml rules.yaml bom.csv line.yaml ── Read ─▶ Product ──┐
//	                                solver.Compile ─▶ Space ───────┴─▶ Resolver ── Resolve ─▶ Resolution, or a Refusal
//
//	p, err := product.Read(os.DirFS("product"))
//	space, err := solver.Compile(ctx, p.Rules, asOf, solver.Config{})
//	resolver, err := product.NewResolver(space, p)
//	resolution, err := resolver.Resolve(ctx, order)
//
// A Resolver is of one space, and so of one point; Resolvers resolve orders of any date,
// serial number and plant, with the spaces of a calendar.
//
// Any of the files except options.yaml may be missing: without rules everything is
// allowed, without a bill there are no parts, without a line no stations.
//
// Errors: of Read, source.Defects with all defects of the files; of NewResolver, that the
// product has no bill or the space is of other rules; of Resolve, a *Refusal for an order
// that cannot be built, bom.ErrPartial, bom.PositionErrors, and those of Space.Validate.
package product
