package circuit

import "context"

// Within returns the circuit for queries that end with ctx. A query that finds ctx
// ended unwinds by a panic, as it may be many calls deep; whoever asks must recover and
// turn that into an error by [Ended]. A sequence ends with ctx, too; a Sampler, once
// made, does not. No scratch that queries share keeps the circuit that is returned.
func (c *Circuit) Within(ctx context.Context) Circuit {
	bound := *c
	bound.ctx = ctx
	return bound
}

// Ended returns the cause of the context that ended a query, given what was recovered
// from it, and nil for nil. What else was recovered it panics with again.
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

// unwound is what a query panics with.
type unwound struct{ cause error }

// pollEvery is after how many nodes, a few thousand edges, a query polls.
const pollEvery = 256

// Poll ends the query if its context has ended. A loop over nodes calls it with a
// counter; it looks once in 256 of them, a few thousand edges.
func (c *Circuit) Poll(i int) {
	if i%pollEvery == 0 {
		c.poll()
	}
}

func (c *Circuit) poll() {
	if c.ctx != nil && c.ctx.Err() != nil {
		panic(unwound{context.Cause(c.ctx)})
	}
}
