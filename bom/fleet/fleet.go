package fleet

import (
	"cmp"
	"context"
	"errors"
	"iter"
	"runtime"
	"slices"
	"sync"

	"github.com/confspace/confspace/bom/product"
	"github.com/confspace/confspace/config"
	"github.com/confspace/confspace/config/source"
	"github.com/confspace/confspace/rules"
	"github.com/confspace/confspace/solver/calendar"
)

// A Fleet evaluates streams of orders of one product. It is immutable and safe for concurrent
// use. [New] makes it; methods of the zero Fleet panic.
type Fleet struct {
	product    *product.Product
	set        *rules.Set
	resolvers  *product.Resolvers // for the causes of refused orders
	conditions *conditions
	layout     *layout
	dates      []config.Date // at which something changes, ascending
	serials    []uint64
}

// New returns the fleet of a product. The calendar must be of the rules of p, or of others with
// the same [rules.Set.Digest]; it is asked for the causes of refused orders alone. A product
// without a line has figures of parts alone. The errors are those of
// [product.NewResolvers] and [ErrDurations]. It takes time in proportion to the product.
//
// It panics if spaces or p is nil, and if the line of p is bound to another bill.
func New(p *product.Product, spaces *calendar.Calendar) (*Fleet, error) {
	resolvers, err := product.NewResolvers(spaces, p)
	if err != nil {
		return nil, err
	}
	f := &Fleet{product: p, set: spaces.Rules(), resolvers: resolvers, layout: newLayout(p)}
	f.dates, f.serials = p.Timeline()
	f.conditions, err = number(p, f.set)
	if err != nil {
		return nil, err
	}
	return f, nil
}

// Config says how a stream is evaluated. The zero value has the stated defaults.
type Config struct {
	// Workers is the number of goroutines that evaluate orders; 0 means GOMAXPROCS. The
	// report is the same for any number.
	Workers int
	// Bucket returns the name under which an order's figures are kept apart, such as its day
	// or its plant. Several goroutines call it at once. nil keeps the total alone. Each
	// worker holds counters for each name, some hundred kilobytes for a large bill.
	Bucket func(config.Order) string
	// Refused is how many of the orders that are not built the report tells, with their
	// causes: 0 for none. Each costs what resolving it alone costs, and the first of a
	// stretch a compilation.
	Refused int
	// Progress, unless nil, is called now and then with the number of orders read, always by
	// the goroutine that called Run.
	Progress func(orders int)
}

// chunk is how many orders a worker gets at once.
const chunk = 4 * rules.Lanes

// orders are some orders of the stream.
type orders struct {
	first int // index of the first
	all   []config.Order
	errs  []Refused // unreadable lines
}

// Run evaluates a stream of orders, which it ranges over once, by the goroutine that calls. It
// holds a few thousand orders at a time, whatever the length of the stream. See the package for
// the errors. It panics if stream is nil.
func (f *Fleet) Run(ctx context.Context, stream iter.Seq2[config.Order, error], cfg Config) (*Report, error) {
	source.NeedContext("fleet", ctx)
	if f == nil || f.product == nil {
		panic("fleet: Run of the zero Fleet; New makes one")
	}
	if stream == nil {
		panic("fleet: Run needs a stream of orders; it is nil")
	}
	workers := make([]*worker, max(1, cmp.Or(cfg.Workers, runtime.GOMAXPROCS(0))))
	feed := make(chan orders, len(workers))
	var wg sync.WaitGroup
	for i := range workers {
		w := f.newWorker(cfg)
		workers[i] = w
		wg.Go(func() {
			for some := range feed {
				if ctx.Err() == nil {
					w.take(some)
				}
			}
			w.flush()
		})
	}
	n, err := read(ctx, stream, feed, cfg.Progress)
	wg.Wait()
	if err != nil {
		return nil, err
	}
	return f.report(ctx, n, workers, cfg)
}

// read cuts the stream into chunks, closes feed, and returns the number of orders.
func read(ctx context.Context, stream iter.Seq2[config.Order, error], feed chan<- orders, progress func(int)) (n int, err error) {
	defer close(feed) // also if the stream panics
	var now orders
	send := func() {
		if n > now.first {
			feed <- now
		}
		now = orders{first: n}
		if progress != nil {
			progress(n)
		}
	}
	for o, failed := range stream {
		if n-now.first == 0 {
			now.all = make([]config.Order, 0, chunk)
		}
		if failed != nil {
			var defects source.Defects
			if !errors.As(failed, &defects) {
				return n, failed
			}
			now.errs = append(now.errs, Refused{Index: n, Outcome: Unreadable, Err: failed})
			o = config.Order{}
		}
		now.all = append(now.all, o)
		if n++; len(now.all) == chunk {
			if ctx.Err() != nil {
				return n, context.Cause(ctx)
			}
			send()
		}
	}
	if ctx.Err() != nil {
		return n, context.Cause(ctx)
	}
	send()
	return n, nil
}

// report adds up what the workers found.
func (f *Fleet) report(ctx context.Context, n int, workers []*worker, cfg Config) (*Report, error) {
	r := &Report{Orders: n}
	total, buckets := f.newTally(), map[string]*tally{}
	for _, w := range workers {
		for outcome, n := range w.outcomes {
			r.Outcomes[outcome] += n
		}
		r.Refused = append(r.Refused, w.refused...)
		for name, t := range w.tallies {
			total.add(t)
			if cfg.Bucket == nil {
				continue
			}
			if have := buckets[name]; have != nil {
				have.add(t)
			} else {
				buckets[name] = t
			}
		}
	}
	r.Total = f.bucket("", total)
	for name, t := range buckets {
		if t.orders > 0 {
			r.Buckets = append(r.Buckets, f.bucket(name, t))
		}
	}
	slices.SortFunc(r.Buckets, func(a, b Bucket) int { return cmp.Compare(a.Name, b.Name) })
	r.Refused = earliest(r.Refused, cfg.Refused)
	for i := range r.Refused {
		x := &r.Refused[i]
		if x.Err != nil {
			continue
		}
		if _, x.Err = f.resolvers.Resolve(ctx, x.Order); ctx.Err() != nil {
			return nil, context.Cause(ctx)
		}
	}
	return r, nil
}

// earliest returns the first n refused orders of the stream.
func earliest(all []Refused, n int) []Refused {
	slices.SortFunc(all, func(a, b Refused) int { return cmp.Compare(a.Index, b.Index) })
	if len(all) > n {
		clear(all[n:])
		all = all[:n]
	}
	return all
}
