package fit

import (
	"context"
	"fmt"
	"iter"
	"math/rand/v2"
	"time"

	"github.com/confspace/confspace/config"
	"github.com/confspace/confspace/config/source"
)

// A Book describes an order book: the orders that a market with the take rates of a mix places. The
// zero Book has orders 1, 2 and so on without dates.
type Book struct {
	// Prefix begins the ids of orders; a number of six digits or more follows.
	Prefix string `json:"prefix"`
	// First is the number of the first order; 0 means 1.
	First uint64 `json:"first"`
	// Point is that of the first order. The serial numbers of the others count up, if it has one.
	Point config.Point `json:"point"`
	// PerDay is how many orders are built on a day; the days are Mondays to Fridays. 0 means that all are
	// built on one day. On a day on which other rules are in force, orders need a mix of
	// their own.
	PerDay int `json:"per_day"`
	// Repeats is the probability that an order is for the same vehicle as the one before, as fleets
	// order them: 0 to 1. It does not change the shares that are expected.
	Repeats float64 `json:"repeats"`
}

// Orders returns complete orders drawn from the mix, without end: break off where you want. The same
// source in the same state yields the same orders of the same mix. The error is that of Repeats
// outside of 0 to 1, or the context's, whose end does not affect the orders. It panics if r is nil.
func (m *Mix) Orders(ctx context.Context, r *rand.Rand, b Book) (iter.Seq[config.Order], error) {
	source.NeedContext("fit", ctx)
	sampler, err := m.Sampler(ctx)
	if err != nil {
		return nil, err
	}
	if r == nil {
		panic("fit: Orders needs a random source; it is nil")
	}
	if !(b.Repeats >= 0 && b.Repeats <= 1) {
		return nil, fmt.Errorf("the probability of repeats must be from 0 to 1, not %v", b.Repeats)
	}
	return func(yield func(config.Order) bool) {
		point, number := b.Point, max(b.First, 1)
		vehicle := m.space.Catalog().NewSelection()
		for i := 0; ; i++ {
			if i > 0 && b.PerDay > 0 && i%b.PerDay == 0 && !point.Date.IsZero() {
				point.Date = workday(point.Date)
			}
			if i == 0 || b.Repeats == 0 || r.Float64() >= b.Repeats {
				sampler.Sample(vehicle, r) // there is one: the mix has shares
			}
			o := m.space.Catalog().Order(vehicle)
			o.ID = fmt.Sprintf("%s%06d", b.Prefix, number)
			o.Date, o.Serial, o.Plant = point.Date, point.Serial, point.Plant
			if !yield(o) {
				return
			}
			if number++; point.Serial > 0 {
				point.Serial++
			}
		}
	}, nil
}

// workday returns the next Monday to Friday.
func workday(d config.Date) config.Date {
	for d++; ; d++ {
		year, month, day := d.Civil()
		if w := time.Date(year, month, day, 0, 0, 0, 0, time.UTC).Weekday(); w != time.Saturday && w != time.Sunday {
			return d
		}
	}
}
