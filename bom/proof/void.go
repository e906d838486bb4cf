package proof

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/confspace/confspace/config"
	"github.com/confspace/confspace/config/source"
	"github.com/confspace/confspace/solver"
)

// A row says by date whether something can be built in one plant with one range of
// serial numbers.
type row struct {
	plant     string
	stretches []config.Stretch
	at        []*timePoint
}

// sold returns the first stretch in which something can be built, and the one after the
// last such; equal if there is none.
func (w *row) sold() (first, end int) {
	first, end = 0, len(w.at)
	for first < end && w.at[first].isVoid() {
		first++
	}
	for end > first && w.at[end-1].isVoid() {
		end--
	}
	return first, end
}

// isVoid reports whether nothing can be built at the point.
func (at *timePoint) isVoid() bool { return at.space != nil && at.space.Void() }

// rows returns the rows of each plant, by serial number, and the plants in their order.
func (t *timeline) rows() (plants []string, of map[string][]*row) {
	type column struct {
		plant  string
		serial uint64
	}
	of = make(map[string][]*row)
	rows := make(map[column]*row)
	byKey := make(map[string]*timePoint)
	for _, at := range t.points {
		byKey[at.stretches[0].InForce] = at
	}
	for s := range t.product.Stretches() {
		at := byKey[s.InForce]
		if at == nil || s.Until != 0 && s.Until <= t.cfg.From {
			continue
		}
		w := rows[column{s.Plant, s.FromSerial}]
		if w == nil {
			w = &row{plant: s.Plant}
			rows[column{s.Plant, s.FromSerial}] = w
			if of[s.Plant] == nil {
				plants = append(plants, s.Plant)
			}
			of[s.Plant] = append(of[s.Plant], w)
		}
		w.stretches, w.at = append(w.stretches, s), append(w.at, at)
	}
	return plants, of
}

// void notes each plant that can build nothing, and each range of dates or serial numbers that
// can build nothing between others that can. What lies before the first of these and after
// the last is Unsold.
func (t *timeline) void(ctx context.Context) error {
	why, err := t.whyVoid(ctx)
	if words, ok := exhausted(ctx, err); ok {
		t.stays(OpenQuestion{Outcome: Inconclusive, Question: "plants and times that build nothing", Reason: words})
		return nil
	}
	if err != nil {
		return err
	}
	plants, of := t.rows()
	for _, plant := range plants {
		rows := of[plant]
		sells := func(w *row) bool { first, end := w.sold(); return first < end }
		firstRow := slices.IndexFunc(rows, sells)
		endRow := len(rows)
		for endRow > 0 && !sells(rows[endRow-1]) {
			endRow--
		}
		var unsold []Unsold
		for i, w := range rows {
			first, end := w.sold()
			for k, at := range w.at {
				if why[at] == nil {
					continue
				}
				atEnds := i < firstRow || i >= endRow || first < end && (k < first || k >= end)
				if firstRow >= 0 && atEnds {
					unsold = append(unsold, Unsold{w.stretches[k].Span(), why[at]})
				} else {
					t.addVoid(plant, w.stretches[k], why[at])
				}
			}
		}
		t.addUnsold(unsold)
	}
	return nil
}

// whyVoid returns why nothing can be built at the points at which that is so. The error is the context's, also if the
// budget did not suffice to know of each point whether it is one.
func (t *timeline) whyVoid(ctx context.Context) (map[*timePoint]*solver.VoidError, error) {
	why := make(map[*timePoint]*solver.VoidError)
	for _, at := range t.points {
		if at.space == nil {
			return nil, errBudget
		}
		if !at.space.Void() {
			continue
		}
		var void *solver.VoidError
		if err := at.space.Buildable(ctx); !errors.As(err, &void) {
			return nil, err
		}
		why[at] = void
	}
	return why, nil
}

// addVoid notes a stretch in which nothing can be built.
func (t *timeline) addVoid(plant string, s config.Stretch, why *solver.VoidError) {
	place := voidPlace(why)
	m := t.at(Void, key(plant, " ", place), Subject{Kind: OfPlant, Code: plant, Place: place})
	m.asked, m.void = true, why
	m.message = say("nothing can be built: these demands cannot all be met: %s", Summary(why.Explanation.Causes))
	m.stretches = append(m.stretches, s)
}

// voidPlace is the place of the first rule among the causes, or of the first cause.
func voidPlace(why *solver.VoidError) (first source.Place) {
	for _, c := range why.Explanation.Causes {
		isRule := c.Kind == solver.CauseRule || c.Kind == solver.CauseRow
		if place := c.Place(); place.IsValid() && (isRule || !first.IsValid()) {
			if first = place; isRule {
				break
			}
		}
	}
	return first
}

// addUnsold joins the spans of one plant that have the same reason, and equal spans of several
// plants.
func (t *timeline) addUnsold(unsold []Unsold) {
	for len(unsold) > 0 {
		first := unsold[0]
		var rest []Unsold
		var same []config.Effectivity
		for _, u := range unsold {
			if Summary(u.Void.Explanation.Causes) == Summary(first.Void.Explanation.Causes) {
				same = append(same, u.Span)
			} else {
				rest = append(rest, u)
			}
		}
		unsold = rest
		for _, span := range config.Spans(same, nil) {
			t.joinPlant(Unsold{span, first.Void})
		}
	}
}

// joinPlant adds an unsold span, or its plant to an equal one of another plant.
func (t *timeline) joinPlant(u Unsold) {
	for i := range t.report.Unsold {
		m := &t.report.Unsold[i]
		other := u.Span
		other.Plants = m.Span.Plants
		if Summary(m.Void.Explanation.Causes) == Summary(u.Void.Explanation.Causes) && m.Span.Equal(other) {
			m.Span.Plants = append(slices.Clone(m.Span.Plants), u.Span.Plants...)
			return
		}
	}
	t.report.Unsold = append(t.report.Unsold, u)
}

// maxSummary is how many demands stand on one line.
const maxSummary = 4

// Summary lists causes on one line, of many the first few.
func Summary(causes []solver.Cause) string {
	var demands []string
	for _, c := range causes[:min(len(causes), maxSummary)] {
		demands = append(demands, c.String())
	}
	out := strings.Join(demands, "; ")
	if rest := len(causes) - maxSummary; rest > 0 {
		out += fmt.Sprintf("; and %d more", rest)
	}
	return out
}
