package against

import (
	"cmp"
	"iter"

	"github.com/confspace/confspace/config"
	"github.com/confspace/confspace/solver"
	"github.com/confspace/confspace/solver/calendar"
)

// Point returns as of when releases are compared: what is not given is that of the first
// order, or else of the last change of the releases, of whose stretches points has one each.
func Point(given config.Point, orders []config.Order, points ...iter.Seq[config.Point]) config.Point {
	var first, last config.Point
	if len(orders) > 0 {
		first = orders[0].Point()
	}
	for _, of := range points {
		for p := range of {
			if p.Date > last.Date {
				last.Date = p.Date
			}
			last.Serial, last.Plant = cmp.Or(last.Serial, p.Serial), cmp.Or(last.Plant, p.Plant)
		}
	}
	return config.Point{
		Date:   cmp.Or(given.Date, first.Date, last.Date),
		Serial: cmp.Or(given.Serial, first.Serial, last.Serial),
		Plant:  cmp.Or(given.Plant, first.Plant, last.Plant),
	}
}

// Calendar returns the spaces of a release for open orders, of which one is there. Others have
// no circuit: whether an order can be built is asked without counting.
func Calendar(space *solver.Space) *calendar.Calendar {
	c := calendar.New(space.Rules(), calendar.Config{Compile: solver.Config{NoCircuit: true}})
	c.Put(space)
	return c
}
