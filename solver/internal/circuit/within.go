package circuit

import "context"

// Within returns the circuit for queries that end with ctx. A query that finds
// ctx ended unwinds by a panic, from whatever depth; whoever asks must defer [Ended],
// which turns that into an error. A sequence ends with ctx, too; a Sampler, once made,
// does not. No scratch that queries share keeps the circuit that is returned.
func (c *Circuit) Within(ctx context.Context) Circuit {
	bound := *c
	bound.ctx = ctx
	return bound
}

// Ended sets err to the cause of the context that ended a query, if that is how it
// ended. It must be deferred.
func Ended(err *error) {
	switch why := recover().(type) {
	case nil:
	case unwound:
		*err = why.cause
	default:
		panic(why)
	}
}

// unwound is what a query panics with.
type unwound struct{ cause error }

// pollMask tells loops over nodes when to poll: once in so many nodes and one, some
// ten thousands of edges.
const pollMask = 1<<12 - 1

// poll ends the query if its context has ended.
func (c *Circuit) poll() {
	if c.ctx != nil && c.ctx.Err() != nil {
		panic(unwound{context.Cause(c.ctx)})
	}
}
