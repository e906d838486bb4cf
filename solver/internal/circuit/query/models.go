package query

import (
	"context"
	"sync"
	"sync/atomic"

	"github.com/confspace/confspace/solver/internal/circuit"
)

// Models gives access to the single models of a circuit over the options: by number,
// in canonical order, in order of cost, at random. It is immutable; any number of
// goroutines may query it.
type Models struct {
	c     circuit.Circuit // ends queries, see Within
	arena circuit.Arena   // of c
	inner circuit.Node    // the first inner node
	*shared
}

// shared holds data that queries compute once, and their scratch between
// them.
type shared struct {
	upper func() circuit.Node // found by the first query that needs it; see bundles.go
	links func() *links       // made by the first query that walks
	held  atomic.Int64        // bytes of links
	walks sync.Pool           // *walk
	costs sync.Pool           // *costing
}

// Bytes returns the memory of what queries have computed for later ones, without their scratch.
func (ms *Models) Bytes() int64 { return ms.held.Load() }

// New returns the models of a circuit. It does no work.
func New(c *circuit.Circuit) *Models {
	ms := &Models{c: *c, arena: c.Arena(), shared: new(shared)}
	ms.inner = ms.arena.Inner()
	ms.upper = sync.OnceValue(ms.findUpper)
	ms.links = sync.OnceValue(func() *links {
		k := newLinks(ms)
		ms.held.Store(k.bytes())
		return k
	})
	ms.walks.New = func() any { return ms.newWalk() }
	ms.costs.New = func() any { return new(costing) }
	return ms
}

// Within returns the models for queries that end with ctx, as [circuit.Circuit.Within]
// does. Shared scratch does not keep the result.
func (ms *Models) Within(ctx context.Context) Models {
	bound := *ms
	bound.c = ms.c.Within(ctx)
	return bound
}
