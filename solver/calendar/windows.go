package calendar

import (
	"cmp"
	"context"
	"fmt"
	"iter"
	"math/big"
	"slices"

	"github.com/confspace/confspace/config"
	"github.com/confspace/confspace/config/source"
	"github.com/confspace/confspace/solver"
)

// A Window is a range of dates, in one range of serial numbers and one plant, in which an
// order can be built, or cannot be built for the same causes.
type Window struct {
	// Stretch gives the dates, serial numbers and plant. Its key InForce is empty, since
	// a window covers stretches with different rules in force.
	config.Stretch
	// Verdict is valid, extendable or invalid.
	Verdict solver.Verdict `json:"verdict"`
	// Causes are the reasons of an invalid order: the demands that a complete order
	// breaks, as in [solver.Report.Broken], or a minimal conflict of a partial one. The
	// text of a cause may name a day, that of its space.
	Causes []solver.Cause `json:"causes,omitempty"`
	// Opens are the causes that were not in force on the day before the window, Closes
	// those that are not in force on the day after it: rules that begin or end, and
	// options that go out of force or come into force. They are empty if no date is
	// before or after, and if the order is not invalid.
	Opens  []solver.Cause `json:"opens,omitempty"`
	Closes []solver.Cause `json:"closes,omitempty"`
}

// Windows returns the windows of an order, in which it can be built or not, with the
// causes. They cover all dates and are sorted by plant, then serial number, then date.
// Neighbours differ in verdict or causes. The order's own date does not count. A serial
// number or plant that the order does not give means all of them.
//
// Each set of rules and options in force takes one space, which the calendar compiles if it is not
// kept, one [solver.Space.Validate], and a [solver.Space.Explain] if a partial order is invalid.
// The windows need no circuit. Errors are those of [Calendar.At] and [solver.Space.Validate].
func (c *Calendar) Windows(ctx context.Context, o config.Order) ([]Window, error) {
	source.NeedContext("calendar", ctx)
	plants := []string{o.Plant}
	if o.Plant == "" {
		plants = slices.Sorted(slices.Values(c.made().set.Catalog().Plants()))
	}
	type column struct {
		plant  string
		serial uint64
	}
	last := make(map[column]Window)
	verdicts := make(map[string]Window) // by what is in force
	var all []Window
	for s := range config.Stretches(slices.Values(c.made().limits), slices.Values(plants)) {
		if n := o.Serial; n != 0 && (n < s.FromSerial || s.UntilSerial != 0 && n >= s.UntilSerial) {
			continue
		}
		w, known := verdicts[s.InForce]
		if !known {
			var err error
			if w, err = c.judge(ctx, o, s); err != nil {
				return nil, err
			}
			verdicts[s.InForce] = w
		}
		w.Stretch = s
		w.InForce = ""
		at := column{s.Plant, s.FromSerial}
		before, follows := last[at]
		switch {
		case follows && before.Verdict == w.Verdict && slices.EqualFunc(before.Causes, w.Causes, same):
			before.Until = w.Until
			last[at] = before
			continue
		case follows:
			w.Opens = c.notInForce(w.Causes, before.Stretch, before.Until-1)
			before.Closes = c.notInForce(before.Causes, w.Stretch, w.From)
			all = append(all, before)
		}
		last[at] = w
	}
	for _, w := range last {
		all = append(all, w)
	}
	slices.SortFunc(all, func(a, b Window) int {
		return cmp.Or(cmp.Compare(a.Plant, b.Plant), cmp.Compare(a.FromSerial, b.FromSerial), cmp.Compare(a.From, b.From))
	})
	return all, nil
}

// judge asks the space of a stretch whether an order can be built there.
func (c *Calendar) judge(ctx context.Context, o config.Order, s config.Stretch) (Window, error) {
	p := s.Point()
	o.Date = p.Date
	if o.Serial == 0 {
		o.Serial = p.Serial
	}
	if o.Plant == "" {
		o.Plant = p.Plant
	}
	space, err := c.At(ctx, o.Point())
	if err != nil {
		return Window{}, err
	}
	report, err := space.Validate(ctx, o)
	if err != nil {
		return Window{}, err
	}
	w := Window{Verdict: report.Verdict, Causes: report.Broken}
	if report.Verdict == solver.Invalid && o.Partial {
		why, err := space.Explain(ctx, o)
		if err != nil {
			return Window{}, err
		}
		w.Causes = why.Causes
	}
	return w, nil
}

// same reports whether two causes, of spaces of one rule set, are the same demand.
func same(a, b solver.Cause) bool {
	return a.Kind == b.Kind && a.Rule == b.Rule && a.Row == b.Row && a.Family == b.Family &&
		a.Option == b.Option && a.Chosen == b.Chosen && a.Implied == b.Implied
}

// notInForce returns the causes that do not hold on a day of a stretch because
// their rule or option is not in force then.
func (c *Calendar) notInForce(causes []solver.Cause, s config.Stretch, day config.Date) []solver.Cause {
	p := s.Point()
	p.Date = day
	var out []solver.Cause
	for _, cause := range causes {
		covers, err := true, error(nil)
		switch cause.Kind {
		case solver.CauseRule, solver.CauseRow:
			covers, err = c.set.Rule(cause.Rule).Effectivity.Covers(p)
		case solver.CauseOption:
			if covers, err = c.set.Catalog().Option(cause.Option).Effectivity.Covers(p); err == nil {
				covers = !covers
			}
		}
		if err == nil && !covers {
			out = append(out, cause)
		}
	}
	return out
}

// Span returns the first day of the earliest window in which the order can be built and
// the day after the last one; zero means no such end. some is false if it cannot be built
// in any window.
func Span(windows []Window) (from, until config.Date, some bool) {
	for _, w := range windows {
		if w.Verdict == solver.Invalid {
			continue
		}
		if !some {
			from, until, some = w.From, w.Until, true
			continue
		}
		from = min(from, w.From) // zero is before all dates
		if w.Until == 0 || until == 0 {
			until = 0
		} else {
			until = max(until, w.Until)
		}
	}
	return from, until, some
}

// A Segment is a stretch with the number of configurations that can be built in it.
type Segment struct {
	config.Stretch
	// Segments with the same rules and options in force share Count: do not
	// change it.
	Count *big.Int `json:"count,omitempty"`
}

// Segments returns the number of configurations in each stretch, in the order of
// [Calendar.Stretches]. Each space is asked once; the bound of the calendar holds
// meanwhile. Errors are those of [Calendar.At] and [solver.View.Count].
func (c *Calendar) Segments(ctx context.Context) ([]Segment, error) {
	source.NeedContext("calendar", ctx)
	counts := make(map[string]*big.Int)
	var out []Segment
	for s := range c.Stretches() {
		n := counts[s.InForce]
		if n == nil {
			space, err := c.At(ctx, s.Point())
			if err != nil {
				return nil, err
			}
			if n, err = space.Count(ctx, nil); err != nil {
				return nil, err
			}
			counts[s.InForce] = n
		}
		out = append(out, Segment{s, n})
	}
	return out, nil
}

// A Crossing is an order that a change-over breaks: it could be built on the day on which
// it was taken, and cannot on the day for which it is planned.
type Crossing struct {
	Order config.Order `json:"order"`
	// Window is the window of the order's date: From is the change-over, Opens are
	// the causes that came with it.
	Window Window `json:"window"`
}

// Crossings yields the orders that a change-over breaks between the day on which they were taken
// and their own date, which must not be earlier. It leaves out orders that could not be built on
// that day either, and orders that can be built on their date. An order without a date, with an
// earlier one or with an unknown option yields an error, and an error of orders is passed on; the
// next orders follow. An ended context ends it.
//
// Orders are often those of [config.Orders].
func (c *Calendar) Crossings(ctx context.Context, taken config.Date, orders iter.Seq2[config.Order, error]) iter.Seq2[Crossing, error] {
	source.NeedContext("calendar", ctx)
	c.made()
	return func(yield func(Crossing, error) bool) {
		if orders == nil {
			return
		}
		for o, err := range orders {
			var crossing *Crossing
			if err == nil {
				crossing, err = c.crossing(ctx, taken, o)
			}
			if err != nil && !yield(Crossing{Order: o}, err) || ctx.Err() != nil {
				return
			}
			if err == nil && crossing != nil && !yield(*crossing, nil) {
				return
			}
		}
	}
}

// crossing returns nil for an order that no change-over breaks.
func (c *Calendar) crossing(ctx context.Context, taken config.Date, o config.Order) (*Crossing, error) {
	if o.Date == 0 {
		return nil, fmt.Errorf("%sorder %s has no date. Give the day on which it is built", o.Place.Prefix(), o.ID)
	}
	if o.Date < taken {
		return nil, fmt.Errorf("%sorder %s is built on %s, before %s, the day on which it was taken", o.Place.Prefix(), o.ID, o.Date, taken)
	}
	if invalid, err := c.invalid(ctx, o); err != nil || !invalid { // most orders end here
		return nil, err
	}
	before := o
	before.Date = taken
	if invalid, err := c.invalid(ctx, before); err != nil || invalid {
		return nil, err
	}
	windows, err := c.Windows(ctx, o)
	if err != nil {
		return nil, err
	}
	i := slices.IndexFunc(windows, func(w Window) bool { return w.From <= o.Date && (w.Until == 0 || o.Date < w.Until) })
	return &Crossing{Order: o, Window: windows[i]}, nil
}

// invalid reports whether an order cannot be built at its own point.
func (c *Calendar) invalid(ctx context.Context, o config.Order) (bool, error) {
	space, err := c.At(ctx, o.Point())
	if err != nil {
		return false, err
	}
	report, err := space.Validate(ctx, o)
	return report.Verdict == solver.Invalid, err
}
