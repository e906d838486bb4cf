package calendar

import (
	"cmp"
	"context"
	"fmt"
	"iter"
	"maps"
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
	// OpensSerial are the causes that are not in force at the serial number before the window
	// on some of its days, ClosesSerial those that are not at the one after it.
	OpensSerial  []solver.Cause `json:"opens_serial,omitempty"`
	ClosesSerial []solver.Cause `json:"closes_serial,omitempty"`
}

// Windows returns the windows of an order, in which it can be built or not, with the
// causes. They cover all dates and are sorted by plant, then serial number, then date.
// Neighbours in time differ in verdict or causes, and neighbouring ranges of serial numbers in some
// window. The order's own date does not count. A serial number or plant that the order does not
// give means all of them; around a serial number that it gives the windows reach as far as nothing
// begins or ends.
//
// Each set of rules and options in force takes one space, which the calendar compiles if it is not
// kept, one [solver.Space.Validate], and a [solver.Space.Explain] if a partial order is invalid;
// [Config].Workers of them at the same time. The windows need no circuit. Errors are those of
// [Calendar.At] and [solver.Space.Validate].
func (c *Calendar) Windows(ctx context.Context, o config.Order) ([]Window, error) {
	source.NeedContext("calendar", ctx)
	plants := []string{o.Plant}
	if o.Plant == "" {
		plants = slices.Sorted(slices.Values(c.made().set.Catalog().Plants()))
	}
	stretches := slices.DeleteFunc(collect(config.Stretches(slices.Values(c.made().limits), slices.Values(plants))), func(s config.Stretch) bool {
		return o.Serial != 0 && (o.Serial < s.FromSerial || s.UntilSerial != 0 && o.Serial >= s.UntilSerial)
	})
	verdicts, err := ask(c, stretches, func(s config.Stretch) (Window, error) { return c.judge(ctx, o, s) })
	if err != nil {
		return nil, err
	}
	columns := make(map[column][]Window)
	for _, s := range stretches { // by date
		w := verdicts[s.InForce]
		w.Stretch, w.InForce = s, ""
		at := column{s.Plant, s.FromSerial}
		columns[at] = c.appendWindow(columns[at], w)
	}
	return c.join(columns), nil
}

// A column is a range of serial numbers in a plant.
type column struct {
	plant string
	from  uint64
}

// appendWindow appends the next window in time, or makes the last one longer.
func (c *Calendar) appendWindow(windows []Window, w Window) []Window {
	if len(windows) == 0 {
		return append(windows, w)
	}
	before := &windows[len(windows)-1]
	if before.Verdict == w.Verdict && slices.EqualFunc(before.Causes, w.Causes, same) {
		before.Until = w.Until
		return windows
	}
	w.Opens = c.notInForce(w.Causes, before.Until-1, before.Until, w.FromSerial, w.Plant)
	before.Closes = c.notInForce(before.Causes, w.From, w.From+1, w.FromSerial, w.Plant)
	return append(windows, w)
}

// join returns the windows of all columns in their order. Neighbouring columns with the same windows
// become one.
func (c *Calendar) join(columns map[column][]Window) []Window {
	var all []Window
	var last []Window // of all, those of the last column
	for _, at := range slices.SortedFunc(maps.Keys(columns), func(a, b column) int {
		return cmp.Or(cmp.Compare(a.plant, b.plant), cmp.Compare(a.from, b.from))
	}) {
		next := columns[at]
		follows := len(last) > 0 && last[0].Plant == at.plant && last[0].UntilSerial == at.from
		if follows && slices.EqualFunc(last, next, alike) {
			for i := range last {
				last[i].UntilSerial = next[i].UntilSerial
			}
			continue
		}
		if follows {
			for i, w := range last {
				last[i].ClosesSerial = c.notInForce(w.Causes, w.From, w.Until, at.from, w.Plant)
			}
			for i, w := range next {
				next[i].OpensSerial = c.notInForce(w.Causes, w.From, w.Until, at.from-1, w.Plant)
			}
		}
		all = append(all, next...)
		last = all[len(all)-len(next):]
	}
	return all
}

// alike reports whether two windows are the same but for their serial numbers.
func alike(a, b Window) bool {
	return a.From == b.From && a.Until == b.Until && a.Verdict == b.Verdict && slices.EqualFunc(a.Causes, b.Causes, same) &&
		slices.EqualFunc(a.Opens, b.Opens, same) && slices.EqualFunc(a.Closes, b.Closes, same)
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

// notInForce returns the causes that do not hold on some day of a range, at a serial number in a
// plant, because their rule or option is not in force then.
func (c *Calendar) notInForce(causes []solver.Cause, from, until config.Date, serial uint64, plant string) []solver.Cause {
	days := config.Effectivity{From: from, Until: until}
	var out []solver.Cause
	for _, cause := range causes {
		ends := false
		switch cause.Kind {
		case solver.CauseRule, solver.CauseRow:
			e := c.set.Rule(cause.Rule).Effectivity
			ends = !there(e, serial, plant) || e.From > from || e.Until != 0 && (until == 0 || e.Until < until)
		case solver.CauseOption: // it is not in force
			e := c.set.Catalog().Option(cause.Option).Effectivity
			ends = there(e, serial, plant) && e.Overlaps(days)
		}
		if ends {
			out = append(out, cause)
		}
	}
	return out
}

// there reports whether an effectivity covers a serial number in a plant on some day. Both are given
// if it depends on them.
func there(e config.Effectivity, serial uint64, plant string) bool {
	e.From, e.Until = 0, 0
	covers, _ := e.Covers(config.Point{Serial: serial, Plant: plant})
	return covers
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
// [Calendar.Stretches]. Each space is asked once, [Config].Workers of them at the same time; the
// bound of the calendar holds meanwhile. Errors are those of [Calendar.At] and [solver.View.Count].
func (c *Calendar) Segments(ctx context.Context) ([]Segment, error) {
	source.NeedContext("calendar", ctx)
	stretches := collect(c.Stretches())
	counts, err := ask(c, stretches, func(s config.Stretch) (*big.Int, error) {
		space, err := c.At(ctx, s.Point())
		if err != nil {
			return nil, err
		}
		return space.Count(ctx, nil)
	})
	if err != nil {
		return nil, err
	}
	out := make([]Segment, len(stretches))
	for i, s := range stretches {
		out[i] = Segment{s, counts[s.InForce]}
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
