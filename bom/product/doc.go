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
// # Errors
//
// For errors.As and errors.Is; other errors are for people.
//
//	source.Defects        of Read: all defects of all files
//	ErrNoBill             of NewResolver: the product has no bill
//	solver.SetMismatch    of NewResolver: the space is of other rules than the product, or of another catalog
//	Refusal               of Resolve: the order cannot be built
//	bom.ErrPartial        wrapped by Resolve: the order leaves options open
//	bom.PositionErrors    wrapped by Resolve: positions do not find the variants that they select
//	line.CallError, line.CycleError
//	                      wrapped by Resolve: the line cannot build what the order takes
//
// Other errors of Resolve are those of [solver.Space.Validate].
package product
