package circuit

import "context"

// Within returns the circuit for queries that end with ctx. A query that finds ctx
// ended unwinds by a panic, since it may be many calls deep; the caller must recover
// and turn that into an error by [Ended]. A sequence ends with ctx, too; a Sampler,
// once made, does not. Shared scratch does not keep the returned circuit.
func (c *Circuit) Within(ctx context.Context) Circuit {
	bound := *c
	bound.ctx = ctx
	return bound
}

// Ended returns the cause of the context that ended a query, given the recovered
// value; nil for nil. It panics again with any other value.
func Ended(recovered any) error {
	switch why := recovered.(type) {
	case nil:
		return nil
	case unwound:
		return why.cause
	default:
		panic(why)
	}
}

// unwound is the panic value of a query.
type unwound struct{ cause error }

// pollEvery is the number of nodes, a few thousand edges, between two polls
// of a query.
const pollEvery = 256

// Poll ends the query if its context has ended. A loop over nodes calls it with a
// counter; it looks once in 256 of them, a few thousand edges.
func (c *Circuit) Poll(i int) {
	if i%pollEvery == 0 {
		c.stop()
	}
}

// stop ends the query if its context has ended.
func (c *Circuit) stop() {
	if c.ctx != nil && c.ctx.Err() != nil {
		panic(unwound{context.Cause(c.ctx)})
	}
}
