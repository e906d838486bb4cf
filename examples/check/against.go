package main

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"os"
	"strings"
	"sync"

	"github.com/confspace/confspace/bom/change"
	"github.com/confspace/confspace/bom/product"
	"github.com/confspace/confspace/config"
	"github.com/confspace/confspace/config/source"
	"github.com/confspace/confspace/examples/internal/against"
	"github.com/confspace/confspace/examples/internal/asof"
	"github.com/confspace/confspace/solver"
	"github.com/confspace/confspace/solver/calendar"
	"github.com/confspace/confspace/solver/difference"
)

// changed is what a product changes of an old release.
type changed struct {
	old    string // its directory
	at     against.Points
	change *change.Change
	orders []*change.OrderChange // open orders, in their order
	asked  bool                  // whether there is a file of them
	// defects are of lines that are not an order, and of orders that have no answer.
	defects source.Defects
}

// releases are the two products with their spaces.
type releases struct {
	match      *difference.Match
	old, new   *product.Product
	olds, news *calendar.Calendar
	at         against.Points // of what an order does not say
}

// compare compares a product with an old release.
func (q question) compare(ctx context.Context, dir string, p *product.Product) (*changed, error) {
	old, err := product.Read(os.DirFS(q.against))
	if err != nil {
		return nil, fmt.Errorf("%s:\n%w", q.against, err)
	}
	orders, unread, err := readOrders(q.orders)
	if err != nil {
		return nil, err
	}
	renames, err := readRenames(q.renames)
	if err != nil {
		return nil, err
	}
	c := &changed{old: q.against, asked: q.orders != ""}
	c.at, err = q.asOf.Points(orders,
		against.Side{Name: q.against, Catalog: old.Catalog, Points: old.Points()},
		against.Side{Name: dir, Catalog: p.Catalog, Points: p.Points()})
	if err != nil {
		return nil, err
	}
	r := releases{old: old, new: p, at: c.at}
	if r.match, err = difference.NewMatch(old.Catalog, p.Catalog, renames...); err != nil {
		return nil, err
	}
	before, after := change.Release{Product: old, AsOf: c.at.Old}, change.Release{Product: p, AsOf: c.at.New}
	if before.Space, after.Space, err = both(
		func() (*solver.Space, error) { return solver.Compile(ctx, old.Rules, c.at.Old, solver.Config{}) },
		func() (*solver.Space, error) { return solver.Compile(ctx, p.Rules, c.at.New, solver.Config{}) },
	); err != nil {
		return nil, asof.Hint(err)
	}
	for _, of := range []struct {
		space *solver.Space
		dir   string
	}{{before.Space, q.against}, {after.Space, dir}} {
		if err := of.space.Buildable(ctx); err != nil {
			return nil, fmt.Errorf("%s: %w", of.dir, err)
		}
	}
	r.olds, r.news = against.Calendar(before.Space), against.Calendar(after.Space)
	if c.change, err = change.Compare(ctx, before, after, difference.Config{Renames: renames}); err != nil {
		return nil, err
	}
	if c.orders, c.defects, err = r.ask(ctx, orders, q.next, unread); err != nil {
		return nil, err
	}
	return c, nil
}

// asOf returns the releases as of points.
func (r *releases) asOf(ctx context.Context, at against.Points) (before, after change.Release, err error) {
	before.Product, before.AsOf, after.Product, after.AsOf = r.old, at.Old, r.new, at.New
	before.Space, after.Space, err = both(
		func() (*solver.Space, error) { return r.olds.At(ctx, at.Old) },
		func() (*solver.Space, error) { return r.news.At(ctx, at.New) },
	)
	return before, after, err
}

// both makes the spaces of both releases at once.
func both(old, recent func() (*solver.Space, error)) (before, after *solver.Space, err error) {
	var wg sync.WaitGroup
	var failed error
	wg.Go(func() { before, err = old() })
	after, failed = recent()
	wg.Wait()
	if err == nil {
		err = failed
	}
	return before, after, err
}

// ask says what becomes of each order, as of its own point. An order with a defect does not stop the
// others; the error is the context's.
func (r *releases) ask(ctx context.Context, orders []config.Order, next map[string]stop, unread source.Defects) (out []*change.OrderChange, defects source.Defects, err error) {
	var list source.List
	unknown := maps.Clone(next)
	if len(unread) > 0 {
		list.AddError(source.Place{}, unread)
		clear(unknown) // they may be those
	}
	for _, o := range orders {
		delete(unknown, o.ID)
		before, after, err := r.asOf(ctx, r.at.Order(o, r.new.Catalog))
		var c *change.OrderChange
		if err == nil {
			c, err = change.Order(ctx, r.match, before, after, o, next[o.ID].station.Text)
		}
		switch {
		case ctx.Err() != nil:
			return nil, nil, context.Cause(ctx)
		case err != nil:
			list.AddError(o.Place, asof.Hint(err))
		default:
			out = append(out, c)
		}
	}
	for id, s := range unknown {
		list.Add(s.order.Defect("there is no order "+id, source.DidYouMean(id, func(yield func(string) bool) {
			for _, o := range orders {
				if !yield(o.ID) {
					return
				}
			}
		})))
	}
	errors.As(list.Err(), &defects)
	return out, defects, nil
}

// passes reports whether no open order breaks or has a defect.
func (c *changed) passes() bool {
	if len(c.defects) > 0 {
		return false
	}
	for _, o := range c.orders {
		if broken(o) != "" {
			return false
		}
	}
	return true
}

// readOrders reads a file of open orders; none is no orders. Its defects do not stop the others.
func readOrders(name string) (orders []config.Order, defects source.Defects, err error) {
	err = open(name, func(file *os.File) error {
		if orders, err = config.ReadOrders(name, file); errors.As(err, &defects) {
			err = nil
		}
		return err
	})
	return orders, defects, err
}

// readRenames reads a file of options that have another code.
func readRenames(name string) (renames []difference.Rename, err error) {
	err = open(name, func(file *os.File) error {
		renames, err = difference.ReadRenames(name, file)
		return err
	})
	return renames, err
}

// stop is the station that an order comes to next.
type stop struct{ order, station source.Cell }

// readNext reads a file of the stations that orders come to next, by order; none is no station.
func readNext(name string) (map[string]stop, error) {
	next := make(map[string]stop)
	err := open(name, func(file *os.File) error {
		f, err := source.Read(name, file)
		if err != nil {
			return err
		}
		var list source.List
		columns := []string{"order", "station"}
		table := source.Columns{Known: columns, Required: columns}.Parse(f, &list)
		if table == nil || list.Len() > 0 {
			return list.Err()
		}
		order, station := table.Column("order"), table.Column("station")
		for _, row := range table.Rows {
			if _, again := next[row[order].Text]; again {
				list.Add(row[order].Defect("order "+row[order].Text+" is there twice", "an order comes to one station next"))
			}
			next[row[order].Text] = stop{row[order], row[station]}
		}
		return list.Err()
	})
	return next, err
}

// open calls read with a file, if a name is given.
func open(name string, read func(*os.File) error) error {
	if name == "" {
		return nil
	}
	file, err := os.Open(name)
	if err != nil {
		return err
	}
	return errors.Join(read(file), file.Close())
}

// broken says in one line why an order cannot be built any more, or has no bill; empty if
// it can and has.
func broken(o *change.OrderChange) string {
	if o.Fault != nil {
		what, _, _ := strings.Cut(o.Fault.Error(), "\n")
		return "order " + o.Fate.Order.ID + ": " + what
	}
	if !o.Fate.Breaks() {
		return ""
	}
	why := against.Withdrawn(o.Fate)
	for _, c := range o.Fate.Broken {
		why = append(why, c.String())
	}
	return "order " + o.Fate.Order.ID + " breaks: " + strings.Join(why, "; ")
}
