package main

import (
	"fmt"
	"io"
	"math/big"

	"github.com/confspace/confspace/bom/change"
	"github.com/confspace/confspace/config"
	"github.com/confspace/confspace/examples/internal/against"
	"github.com/confspace/confspace/examples/internal/words"
	"github.com/confspace/confspace/solver"
)

// changePrinter writes what a product changes, for people.
type changePrinter struct {
	*against.Printer
	*changed
}

// print writes what the product changes.
func (c *changed) print(w io.Writer) error {
	p := changePrinter{against.New(w, c.change.Configurations, 5), c}
	d := c.change.Configurations
	p.Line("")
	heading := "against " + c.old
	if c.at.New != (config.Point{}) {
		heading += ", as of " + c.at.New.String()
	}
	p.Line("%s", heading)
	if c.at.Old != c.at.New {
		p.Line("  the old release as of %s", c.at.Old)
	}
	p.Row("configurations", words.Grouped(d.New), "instead of "+words.Grouped(d.Old))
	p.Part("kept", "of old", d.Kept, nil, "")
	p.Part("lost", "of old", d.Lost, nil, "the new release")
	p.Part("gained", "of new", d.Gained, nil, "the old release")
	p.Line("")
	p.share("other parts", c.change.Bills)
	p.share("other routing", c.change.Routings)
	p.parts()
	p.faults()
	if c.asked {
		p.ofOrders()
	}
	return p.Flush()
}

// share writes how many kept configurations something is true of.
func (p changePrinter) share(what string, s change.Share) {
	p.Row(what, words.Grouped(s.Count), words.Percent(s.Count, s.Share, " of kept"))
}

// parts writes the parts that are needed, freed, or taken in other quantities.
func (p changePrinter) parts() {
	for _, kind := range []struct {
		name string
		is   func(*change.PartChange) bool
		text func(*change.PartChange) string
	}{
		{"needed", (*change.PartChange).Needed, func(x *change.PartChange) string { return fmt.Sprintf("%v to %v", x.New.Least, x.New.Greatest) }},
		{"freed", (*change.PartChange).Freed, func(x *change.PartChange) string { return fmt.Sprintf("%v to %v", x.Old.Least, x.Old.Greatest) }},
		{"other quantity", func(x *change.PartChange) bool { return !x.Needed() && !x.Freed() }, func(x *change.PartChange) string {
			if x.Kept.Count == nil {
				return fmt.Sprintf("%v to %v more, in how many is not known", x.Least, x.Greatest)
			}
			return fmt.Sprintf("%v to %v more in %s", x.Least, x.Greatest, words.Percent(x.Kept.Count, x.Kept.Share, " of kept"))
		}},
	} {
		first := true
		for i := range p.change.Parts {
			x := &p.change.Parts[i]
			if !kind.is(x) {
				continue
			}
			if first {
				p.Line("")
				p.Line("  %s", kind.name)
				first = false
			}
			p.Line("    %-16s %-32s %s", x.Part, x.Name, kind.text(x))
		}
	}
}

// faults writes positions and stations that are newly at fault.
func (p changePrinter) faults() {
	if len(p.change.Positions) > 0 {
		p.Line("")
		p.Line("  newly at fault")
	}
	for _, f := range p.change.Positions {
		p.Line("    %-16s %s in %s", f.Subject.Code, f.Kind, words.Percent(f.Count, f.Share, " of new"))
	}
	if len(p.change.Stations) > 0 {
		p.Line("")
		p.Line("  newly exceeded")
	}
	for _, s := range p.change.Stations {
		p.Line("    %-16s %v of %v, in %s", s.New.Code, s.New.Greatest.Value, s.New.Capacity, words.Percent(s.New.Over, s.New.OverShare, " of new"))
	}
}

// ofOrders writes which open orders break, and which take other parts where.
func (p changePrinter) ofOrders() {
	var invalid, broken, other int
	for _, o := range p.orders {
		switch {
		case o.Fate.Breaks():
			broken++
		case o.Fate.Before == solver.Invalid:
			invalid++
		case len(o.Parts) > 0 || o.Fault != nil:
			other++
		}
	}
	count := func(n int) string { return words.Grouped(big.NewInt(int64(n))) }
	p.Line("")
	p.Row("orders", count(len(p.orders)), fmt.Sprintf("%d break, %d take other parts, %d could not be built before", broken, other, invalid))
	if n := len(p.defects); n > 0 {
		p.Row("  defects", count(n), "on standard error")
	}
	for _, o := range p.orders {
		if o.Fate.Breaks() {
			p.Fate(o.Fate)
		}
	}
	for _, o := range p.orders {
		if len(o.Parts) == 0 && o.Fault == nil {
			continue
		}
		p.Line("")
		p.Line("  %s", o.Fate.Order.ID)
		if o.Fault != nil {
			p.Line("    %v", o.Fault)
		}
		for _, d := range o.Parts {
			late := ""
			if d.Passed {
				late = ", too late"
			}
			p.Line("    %-8s %-16s %-32s %v → %v%s", d.Station, d.Part, d.Name, d.Old, d.New, late)
		}
	}
}
