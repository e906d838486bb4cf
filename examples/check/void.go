package main

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/confspace/confspace/bom/product"
	"github.com/confspace/confspace/config"
	"github.com/confspace/confspace/config/source"
	"github.com/confspace/confspace/solver"
)

// A note is a span before the first or after the last orders of a plant that can be
// built: a product is not sold for ever.
type note struct {
	span config.Effectivity
	why  string
}

// A row says by date whether something can be built in one plant with one range of
// serial numbers.
type row struct {
	plant     string
	stretches []config.Stretch
	at        []*atPoint
}

// sold returns the first stretch in which something can be built, and the one after the
// last such; equal if there is none.
func (w *row) sold() (first, end int) {
	first, end = 0, len(w.at)
	for first < end && w.at[first].space.Void() {
		first++
	}
	for end > first && w.at[end-1].space.Void() {
		end--
	}
	return first, end
}

// collectVoid adds a finding for each plant that can build nothing, and for each range of
// dates or serial numbers that can build nothing between others that can. It notes what
// lies before the first of these and after the last.
func (r *report) collectVoid(ctx context.Context, p *product.Product, from config.Date, byKey map[string]*atPoint) error {
	type column struct {
		plant  string
		serial uint64
	}
	rows := make(map[column]*row)
	plants := make(map[string][]*row) // by serial number
	var names []string
	for s := range p.Stretches() {
		if over(s, from) {
			continue
		}
		w := rows[column{s.Plant, s.FromSerial}]
		if w == nil {
			w = &row{plant: s.Plant}
			rows[column{s.Plant, s.FromSerial}] = w
			if plants[s.Plant] == nil {
				names = append(names, s.Plant)
			}
			plants[s.Plant] = append(plants[s.Plant], w)
		}
		w.stretches = append(w.stretches, s)
		w.at = append(w.at, byKey[s.InForce])
	}
	for _, plant := range names {
		of := plants[plant]
		sells := func(w *row) bool { first, end := w.sold(); return first < end }
		firstRow := slices.IndexFunc(of, sells)
		endRow := len(of)
		for endRow > 0 && !sells(of[endRow-1]) {
			endRow--
		}
		var notes []note
		told := make(map[*atPoint]bool) // part of a finding
		for i, w := range of {
			first, end := w.sold()
			for k, at := range w.at {
				if !at.space.Void() || told[at] {
					continue
				}
				void, err := voidFaultOf(ctx, at.space)
				if err != nil {
					return err
				}
				atEnds := i < firstRow || i >= endRow || first < end && (k < first || k >= end)
				if firstRow >= 0 && atEnds {
					r.void = append(r.void, w.stretches[k].Point())
					notes = joined(notes, note{spanOf(w.stretches[k]), void.summary()})
					continue
				}
				told[at] = true
				r.add("void", plant+" "+void.place, void.place, void, nil, w.stretches[k].Point())
			}
		}
		for _, n := range notes {
			r.note(n)
		}
	}
	return nil
}

// spanOf returns the limits of a stretch.
func spanOf(s config.Stretch) config.Effectivity {
	e := config.Effectivity{From: s.From, Until: s.Until, FromSerial: s.FromSerial, UntilSerial: s.UntilSerial}
	if s.FromSerial == 1 {
		e.FromSerial = 0 // there is none before
	}
	if s.Plant != "" {
		e.Plants = []string{s.Plant}
	}
	return e
}

// joined appends a note of the same plant, or extends one that it goes on: by date in the
// same serial numbers, then by serial number in the same dates.
func joined(notes []note, n note) []note {
	for i := range notes {
		m := &notes[i]
		a, b := &m.span, n.span
		switch {
		case m.why != n.why:
		case a.FromSerial == b.FromSerial && a.UntilSerial == b.UntilSerial && a.Until == b.From && a.Until != 0:
			a.Until = b.Until
			return notes
		case a.From == b.From && a.Until == b.Until && a.UntilSerial == b.FromSerial && a.UntilSerial != 0:
			a.UntilSerial = b.UntilSerial
			return notes
		}
	}
	return append(notes, n)
}

// note adds a note, or its plant to an equal one of another plant.
func (r *report) note(n note) {
	for i := range r.notes {
		m := &r.notes[i]
		other := n.span
		other.Plants = m.span.Plants
		if m.why == n.why && m.span.Equal(other) {
			m.span.Plants = append(m.span.Plants, n.span.Plants...)
			return
		}
	}
	r.notes = append(r.notes, n)
}

// A voidFault says why nothing can be built.
type voidFault struct {
	causes []solver.Cause
	place  string // of the first rule among the causes, or of the first cause
}

// voidFaultOf asks a void space.
func voidFaultOf(ctx context.Context, space *solver.Space) (*voidFault, error) {
	var void *solver.VoidError
	if err := space.Buildable(ctx); !errors.As(err, &void) {
		return nil, err
	}
	f := &voidFault{causes: void.Explanation.Causes}
	var first source.Place
	for _, c := range f.causes {
		isRule := c.Kind == solver.CauseRule || c.Kind == solver.CauseRow
		if place := c.Place(); place.IsValid() && (isRule || !first.IsValid()) {
			first = place
			if isRule {
				break
			}
		}
	}
	f.place = first.String()
	return f, nil
}

// maxSummary is how many demands stand on one line.
const maxSummary = 4

// summary lists the demands.
func (f *voidFault) summary() string {
	var demands []string
	for _, c := range f.causes[:min(len(f.causes), maxSummary)] {
		demands = append(demands, c.String())
	}
	out := strings.Join(demands, "; ")
	if rest := len(f.causes) - maxSummary; rest > 0 {
		out += fmt.Sprintf("; and %d more", rest)
	}
	return out
}

// Error lists the demands on one line, and below it each with its place.
func (f *voidFault) Error() string {
	if len(f.causes) == 0 {
		return "nothing can be built"
	}
	var b strings.Builder
	fmt.Fprintf(&b, "nothing can be built: these demands cannot all be met: %s", f.summary())
	for _, c := range f.causes {
		fmt.Fprintf(&b, "\n    %s%s", c.Place().Prefix(), c)
	}
	return b.String()
}
