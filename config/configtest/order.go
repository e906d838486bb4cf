package configtest

import (
	"slices"

	"pgregory.net/rapid"

	"github.com/confspace/confspace/config"
)

// All points that are drawn lie between these limits, so that drawn
// effectivities begin, end and meet there.
var (
	firstDay = config.NewDate(2026, 1, 1)
	plants   = []string{"P1", "P2", "P3"}
)

const (
	days    = 6
	serials = 6
)

// Effectivity draws a valid effectivity: always, or limits of any kind.
func Effectivity(t *rapid.T) config.Effectivity {
	var e config.Effectivity
	if rapid.Bool().Draw(t, "dates") {
		from := rapid.IntRange(-1, days-2).Draw(t, "from")
		if from >= 0 {
			e.From = firstDay + config.Date(from)
		}
		if until := rapid.IntRange(from+1, days).Draw(t, "until"); until > max(from, 0) && until < days {
			e.Until = firstDay + config.Date(until)
		}
	}
	if rapid.IntRange(0, 3).Draw(t, "serials") == 0 {
		e.FromSerial = rapid.Uint64Range(0, serials-1).Draw(t, "from serial")
		if until := rapid.Uint64Range(0, serials).Draw(t, "until serial"); until > max(e.FromSerial, 1) {
			e.UntilSerial = until
		}
	}
	if rapid.IntRange(0, 3).Draw(t, "plants") == 0 {
		for _, p := range plants {
			if rapid.Bool().Draw(t, p) {
				e.Plants = append(e.Plants, p)
			}
		}
	}
	return e
}

// Point draws a point with all its fields: date, serial number and plant.
func Point(t *rapid.T) config.Point {
	return config.Point{
		Date:   firstDay + config.Date(rapid.IntRange(-1, days+1).Draw(t, "date")),
		Serial: rapid.Uint64Range(1, serials+1).Draw(t, "serial"),
		Plant:  rapid.SampledFrom(plants).Draw(t, "plant"),
	}
}

// Selection draws any selection of a catalog's options, most of them neither
// complete nor valid.
func Selection(t *rapid.T, c *config.Catalog) *config.Selection {
	sel := c.NewSelection()
	for o := range config.OptionID(c.NumOptions()) {
		sel.Set(o, config.State(rapid.IntRange(0, 2).Draw(t, "state")))
	}
	return sel
}

// Complete draws any complete selection of a catalog's options.
func Complete(t *rapid.T, c *config.Catalog) *config.Selection {
	sel := c.NewSelection()
	for o := range config.OptionID(c.NumOptions()) {
		sel.Set(o, rapid.SampledFrom([]config.State{config.Rejected, config.Chosen}).Draw(t, "state"))
	}
	return sel
}

// Order draws an order of a catalog's options in any order of lines, complete
// or partial, at a point with all its fields. Most are not valid.
func Order(t *rapid.T, c *config.Catalog) config.Order {
	p := Point(t)
	o := config.Order{ID: "T-1", Partial: rapid.Bool().Draw(t, "partial"), Date: p.Date, Serial: p.Serial, Plant: p.Plant}
	var sel *config.Selection
	if o.Partial {
		sel = Selection(t, c)
	} else {
		sel = Complete(t, c)
	}
	o.Options = codes(c, slices.Collect(sel.Chosen()))
	if o.Partial {
		o.Without = codes(c, slices.Collect(sel.Rejected()))
	}
	o.Options = rapid.Permutation(o.Options).Draw(t, "lines")
	return o
}

func codes(c *config.Catalog, options []config.OptionID) []string {
	var out []string
	for _, o := range options {
		out = append(out, c.Code(o))
	}
	return out
}
