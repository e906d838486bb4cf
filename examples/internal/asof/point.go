package asof

import (
	"cmp"
	"iter"

	"github.com/confspace/confspace/config"
	"github.com/confspace/confspace/rules"
	"github.com/confspace/confspace/solver/calendar"
)

// Point returns as of when releases of a product are asked: what is not given is that of the
// first order, or else of their last change. points has a point of each of their stretches.
func Point(given config.Point, orders []config.Order, points ...iter.Seq[config.Point]) config.Point {
	var first, last config.Point
	if len(orders) > 0 {
		first = orders[0].Point()
	}
	for _, of := range points {
		for p := range of {
			last.Date, last.Serial = max(last.Date, p.Date), max(last.Serial, p.Serial)
			last.Plant = cmp.Or(last.Plant, p.Plant)
		}
	}
	return config.Point{
		Date:   cmp.Or(given.Date, first.Date, last.Date),
		Serial: cmp.Or(given.Serial, first.Serial, last.Serial),
		Plant:  cmp.Or(given.Plant, first.Plant, last.Plant),
	}
}

// Points yields a point of each stretch of time, serial numbers and plants in which rules and
// options stay the same.
func Points(set *rules.Set) iter.Seq[config.Point] {
	return func(yield func(config.Point) bool) {
		for s := range calendar.New(set, calendar.Config{}).Stretches() {
			if !yield(s.Point()) {
				return
			}
		}
	}
}
