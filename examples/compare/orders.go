package main

import (
	"context"
	"errors"
	"fmt"
	"os"

	"github.com/confspace/confspace/config"
	"github.com/confspace/confspace/config/source"
	"github.com/confspace/confspace/examples/internal/against"
	"github.com/confspace/confspace/examples/internal/asof"
	"github.com/confspace/confspace/solver"
	"github.com/confspace/confspace/solver/calendar"
	"github.com/confspace/confspace/solver/difference"
)

// fates are the fates of open orders.
type fates struct {
	read    int                // how many
	broken  []*difference.Fate // those that break
	before  int                // orders that could not be built before
	mended  int                // of these, that can be now
	defects source.Defects     // of lines that are not an order, and of orders that have no answer
}

// readOrders reads the file of orders, if there is one. Its defects do not stop the others.
func (q question) readOrders() (orders []config.Order, defects source.Defects, err error) {
	if q.orders == "" {
		return nil, nil, nil
	}
	file, err := os.Open(q.orders)
	if err != nil {
		return nil, nil, err
	}
	defer file.Close()
	if orders, err = config.ReadOrders(q.orders, file); errors.As(err, &defects) {
		err = nil
	}
	return orders, defects, err
}

// ask finds the fate of each order, each as of its own point: what an order does not say is
// what the releases were compared as of.
func (c *compared) ask(ctx context.Context, orders []config.Order, unread source.Defects) (*fates, error) {
	before, after := against.Calendar(c.before.space), against.Calendar(c.after.space)
	out := &fates{read: len(orders)}
	var list source.List
	if len(unread) > 0 {
		list.AddError(source.Place{}, unread)
	}
	for _, o := range orders {
		fate, err := c.fate(ctx, before, after, o)
		switch {
		case ctx.Err() != nil:
			return nil, context.Cause(ctx)
		case err != nil:
			list.AddError(o.Place, asof.Hint(err))
		case fate.Breaks():
			out.broken = append(out.broken, fate)
		case fate.Before == solver.Invalid:
			out.before++
			if fate.After != solver.Invalid {
				out.mended++
			}
		}
	}
	errors.As(list.Err(), &out.defects)
	return out, nil
}

// fate finds that of one order.
func (c *compared) fate(ctx context.Context, before, after *calendar.Calendar, o config.Order) (*difference.Fate, error) {
	at := c.at.Order(o, c.Match.New())
	was, err := before.At(ctx, at.Old)
	if err != nil {
		return nil, fmt.Errorf("the old release: %w", err)
	}
	is, err := after.At(ctx, at.New)
	if err != nil {
		return nil, fmt.Errorf("the new release: %w", err)
	}
	return c.Match.Fate(ctx, was, is, o)
}
