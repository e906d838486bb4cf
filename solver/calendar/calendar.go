package calendar

import (
	"container/list"
	"context"
	"iter"
	"slices"
	"sync"

	"github.com/confspace/confspace/config"
	"github.com/confspace/confspace/config/source"
	"github.com/confspace/confspace/rules"
	"github.com/confspace/confspace/solver"
)

// A Config bounds a Calendar. The zero Config keeps every space.
type Config struct {
	// Compile bounds and watches each compilation. The goroutine that compiles calls
	// its Progress; two may do so at once.
	Compile solver.Config
	// MaxBytes bounds the sum of [solver.Space.Memory] of the spaces that are kept. The least
	// recently used space leaves first; the last one stays whatever its size. A space
	// that left stays valid for its holders. What a space has grown by since is counted when
	// the calendar is asked for it or makes another. 0 means no bound.
	MaxBytes int64
	// Workers is how many spaces Windows and Segments ask, and compile, at the same time; 0 means as
	// many as there are processors. The answers do not depend on it.
	Workers int
	// Folder keeps spaces as files, for the next start and for other processes;
	// it must exist. Empty means that no files are kept.
	Folder string
	// Warn, if it is not nil, gets the errors of reading and writing files: the space is
	// compiled, or kept in memory, and the answer does not fail. Several goroutines may
	// call it at once. If it is nil, [Calendar.At] returns these errors.
	Warn func(error)
}

// A Calendar gives the space of each point: one for each set of rules and options that
// are in force together, compiled when it is first asked for. It is safe for concurrent
// use. The zero Calendar has no rule set; its methods panic.
type Calendar struct {
	set    *rules.Set
	config Config
	limits []config.Effectivity // of rules and options, those that limit something, each once

	mu     sync.Mutex
	spaces map[string]*entry // by key of what is in force
	recent list.List         // of finished entries, the most recently used first
	bytes  int64             // that they hold, as counted last
}

// An entry is a space, or one on its way.
type entry struct {
	key   string
	ready chan struct{} // closed when space or err is set
	space *solver.Space
	err   error
	left  bool          // its maker gave up: the next goroutine tries
	at    *list.Element // in recent
	bytes int64         // that space held when it was counted last
}

// New returns the calendar of a rule set, without any space. It panics if set is nil.
func New(set *rules.Set, cfg Config) *Calendar {
	if set == nil {
		panic("calendar: New needs a set of rules; it is nil")
	}
	c := &Calendar{set: set, config: cfg, spaces: make(map[string]*entry)}
	seen := make(map[string]bool)
	for e := range c.effectivities() {
		if key := e.String(); !e.Always() && !seen[key] {
			seen[key] = true
			c.limits = append(c.limits, e)
		}
	}
	return c
}

// effectivities yields those of the options and of the rules.
func (c *Calendar) effectivities() iter.Seq[config.Effectivity] {
	return func(yield func(config.Effectivity) bool) {
		for e := range c.set.Catalog().Effectivities() {
			if !yield(e) {
				return
			}
		}
		for _, r := range c.set.All() {
			if !yield(r.Effectivity) {
				return
			}
		}
	}
}

// made panics for the zero Calendar.
func (c *Calendar) made() *Calendar {
	if c == nil || c.set == nil {
		panic("calendar: a Calendar without a rule set; New makes one")
	}
	return c
}

// Rules returns the rule set.
func (c *Calendar) Rules() *rules.Set { return c.made().set }

// Stretches yields the stretches of time, serial numbers and plants in which no rule and
// no option begins or ends. Stretches with the same rules and options in force share a
// space.
func (c *Calendar) Stretches() iter.Seq[config.Stretch] {
	plants := slices.Sorted(slices.Values(c.made().set.Catalog().Plants()))
	return config.Stretches(slices.Values(c.limits), slices.Values(plants))
}

// At returns the space of the rules and options that are in force at a point. The point
// of the space itself ([solver.Space.AsOf]) is that of the first call, or that of its
// file. So ask it with orders that give their date, serial number and plant, as
// [solver.Space.Validate] takes them.
//
// A space that is kept costs O(different effectivities). Another one is compiled, or
// read from the folder, by the first caller; other callers wait for it, or for their own
// context. A file that is damaged, of another release or of an older format is compiled
// again and written over.
//
// Errors are those of [solver.Compile] and of the folder: *config.PointError if an
// effectivity depends on a field that the point does not give, *config.PlantError, the
// context's. Errors are not kept: the next call tries again.
func (c *Calendar) At(ctx context.Context, p config.Point) (*solver.Space, error) {
	source.NeedContext("calendar", ctx)
	c.made()
	var buf [64]byte
	key, known := c.inForce(buf[:0], p)
	if !known { // the error names the missing field
		return solver.Compile(ctx, c.set, p, solver.Config{NoCircuit: true})
	}
	for {
		e, mine := c.find(key)
		if mine {
			c.fill(ctx, p, e)
			return e.space, e.err
		}
		select {
		case <-e.ready: // also if the context has ended: the space exists
		default:
			select {
			case <-e.ready:
			case <-ctx.Done():
				return nil, context.Cause(ctx)
			}
		}
		if !e.left {
			return e.space, e.err
		}
		if err := context.Cause(ctx); err != nil {
			return nil, err
		}
	}
}

// Put gives the calendar an existing space, such as one read from elsewhere, for all
// points at which the same rules and options are in force. It replaces a kept one. Put
// panics if the space is nil or of another rule set.
func (c *Calendar) Put(space *solver.Space) {
	c.made()
	if space == nil {
		panic("calendar: Put needs a space; it is nil")
	}
	if space.Rules() != c.set {
		panic("calendar: Put of a space of another rule set")
	}
	key, known := c.inForce(nil, space.AsOf())
	if !known {
		panic("calendar: Put of a space without a point")
	}
	e := &entry{key: string(key), ready: make(chan struct{}), space: space}
	close(e.ready)
	c.mu.Lock()
	if old := c.spaces[e.key]; old != nil && old.at != nil {
		c.forget(old)
	}
	c.spaces[e.key] = e
	c.mu.Unlock()
	c.keep(e)
}

// fill makes the space of an entry and wakes the waiting goroutines.
func (c *Calendar) fill(ctx context.Context, p config.Point, e *entry) {
	defer close(e.ready)
	defer c.keep(e)
	e.left = true // until it is made, should making it panic
	e.space, e.err = c.make(ctx, p, e.key)
	e.left = e.err != nil && ctx.Err() != nil
}

// inForce appends a byte for each eight limits: which of them cover the point. known is
// false if one depends on a field that the point does not give, or the plant is not
// declared.
func (c *Calendar) inForce(key []byte, p config.Point) (_ []byte, known bool) {
	if p.Plant != "" && c.set.Catalog().CheckPlant(p.Plant) != nil {
		return nil, false
	}
	for i, e := range c.limits {
		if i%8 == 0 {
			key = append(key, 0)
		}
		covers, err := e.Covers(p)
		if err != nil {
			return nil, false
		}
		if covers {
			key[i/8] |= 1 << (i % 8)
		}
	}
	return key, true
}

// find returns the entry of a key, or a new one, which the caller must then fill.
func (c *Calendar) find(key []byte) (e *entry, mine bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if e := c.spaces[string(key)]; e != nil {
		if e.at != nil {
			c.recent.MoveToFront(e.at)
			if c.weigh(e) {
				c.evict()
			}
		}
		return e, false
	}
	e = &entry{key: string(key), ready: make(chan struct{})}
	c.spaces[e.key] = e
	return e, true
}

// keep keeps a filled entry, and drops entries beyond the bound and entries with an
// error.
func (c *Calendar) keep(e *entry) {
	c.mu.Lock()
	defer c.mu.Unlock()
	switch {
	case c.spaces[e.key] != e: // another was put in its place
		return
	case e.space == nil:
		delete(c.spaces, e.key)
		return
	}
	e.at = c.recent.PushFront(e)
	for at := c.recent.Front(); at != nil; at = at.Next() {
		c.weigh(at.Value.(*entry))
	}
	c.evict()
}

// weigh counts what an entry holds now, and reports whether it has grown.
func (c *Calendar) weigh(e *entry) bool {
	grown := e.space.Memory() - e.bytes
	e.bytes += grown
	c.bytes += grown
	return grown > 0
}

// evict drops entries beyond the bound, but never the most recently used one.
func (c *Calendar) evict() {
	for c.config.MaxBytes > 0 && c.bytes > c.config.MaxBytes && c.recent.Len() > 1 {
		c.forget(c.recent.Back().Value.(*entry))
	}
}

// forget drops an entry that is kept.
func (c *Calendar) forget(e *entry) {
	c.recent.Remove(e.at)
	c.bytes -= e.bytes
	delete(c.spaces, e.key)
}

// make reads a space from the folder, or compiles it and writes it there.
func (c *Calendar) make(ctx context.Context, p config.Point, key string) (*solver.Space, error) {
	if c.config.Folder == "" {
		return solver.Compile(ctx, c.set, p, c.config.Compile)
	}
	name := c.file(key)
	space, err := c.read(name)
	if err == nil || !outdated(err) && !c.warn(err) {
		return space, err
	}
	if space, err = solver.Compile(ctx, c.set, p, c.config.Compile); err != nil {
		return nil, err
	}
	if err := space.WriteFile(name); err != nil && !c.warn(err) {
		return nil, err
	}
	return space, nil
}

// warn reports whether an error of the folder was told in another way.
func (c *Calendar) warn(err error) bool {
	if c.config.Warn == nil {
		return false
	}
	c.config.Warn(err)
	return true
}
