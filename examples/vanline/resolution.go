package main

import (
	"fmt"
	"strings"

	"github.com/confspace/confspace/bom"
	"github.com/confspace/confspace/bom/line"
	"github.com/confspace/confspace/bom/product"
	"github.com/confspace/confspace/config"
	"github.com/confspace/confspace/examples/internal/words"
	"github.com/confspace/confspace/rules"
)

// parts writes the exact bill of materials.
func (t *text) parts(x *bom.Bill) {
	t.heading("Bill of materials", words.Number(x.Len(), "item")+", "+words.Number(len(x.Flat()), "part"))
	items := func(t *text) { t.items(x) }
	if t.full {
		items(t)
		t.WriteByte('\n')
		t.totals(x)
		return
	}
	lines := t.all(items)
	shown := 0
	for _, line := range lines {
		if line != "\n" && shown < maxItems {
			t.WriteString(line)
			shown++
		}
	}
	t.totals(x)
	t.more(len(lines) - shown)
}

// items writes the indented bill, a group for each position at the top.
func (t *text) items(x *bom.Bill) {
	grouped := true // the item before is below another
	for item := range x.Items() {
		if item.Level == 1 && (grouped || item.Assembly) {
			t.WriteByte('\n')
		}
		grouped = item.Level > 1
		indent := strings.Repeat("  ", item.Level)
		name := item.Name
		if item.Phantom {
			name += " (phantom)"
		}
		line := pad(indent+item.Position, 16) + " " + pad(item.Part, 14)
		name = column(name, max(8, 61-runes(line))) // deep positions and long part numbers take from it
		line = fmt.Sprintf("%s %s %s %s", line, name, right(item.Total.String(), 10), item.Station)
		fmt.Fprintln(t, strings.TrimRight(line, " "))
		if t.why {
			t.condition(item.When, item.Usage)
		}
	}
}

// totals writes the total quantity in each unit, without assemblies, whose
// parts are counted.
func (t *text) totals(x *bom.Bill) {
	var units []string
	sums := map[string]config.Quantity{}
	parts := 0
	for _, p := range x.Flat() {
		if p.Assembly {
			continue
		}
		parts++
		unit := p.Quantity.Unit.String()
		if sum, ok := sums[unit]; ok {
			// One unit has one dimension: nothing can fail.
			sums[unit], _ = sum.Add(p.Quantity)
			continue
		}
		units = append(units, unit)
		sums[unit] = p.Quantity
	}
	all := make([]string, len(units))
	for i, unit := range units {
		all[i] = sums[unit].String()
	}
	t.paragraph("  Totals  ", "          ", fmt.Sprintf("%s besides assemblies: %s", words.Number(parts, "part number"), strings.Join(all, ", ")))
}

// stations writes the work at each station.
func (t *text) stations(r *product.Resolution) {
	if r.Routing == nil {
		return
	}
	l := r.Routing.Line()
	t.heading("Station sequence", fmt.Sprintf("%s, takt %s", l.Name(), minutes(l.Takt())))
	visits := func(t *text) { t.visits(r) }
	if t.full {
		visits(t)
		t.WriteByte('\n')
		t.workload(r.Routing)
		return
	}
	t.workloads(r.Routing)
	t.workload(r.Routing)
	t.more(len(t.all(visits)))
}

// visits writes the stations with their operations and parts.
func (t *text) visits(r *product.Resolution) {
	l := r.Routing.Line()
	for _, v := range r.Routing.Visits {
		station := l.Station(v.Station)
		load := "OVERLOAD"
		if !v.Overload {
			load = bar(v.Workload, l.Capacity(v.Station))
		}
		fmt.Fprintf(t, "\n  %s %s %s of %s  %s\n", pad(station.Code, 8), column(station.Name, 36), right(minutes(v.Workload), 7), pad(minutes(l.Capacity(v.Station)), 7), load)
		for _, step := range v.Steps {
			op := l.Operation(step.Operation)
			fmt.Fprintf(t, "    %s %s %s\n", pad(op.Code, 12), column(op.Name, 46), right(minutes(op.Duration), 7))
			if t.why {
				t.condition(op.When)
			}
		}
		t.calls(r.Bill, v)
	}
}

// workloads writes the work at each station in short.
func (t *text) workloads(r *line.Routing) {
	all := make([]string, len(r.Visits))
	for i, v := range r.Visits {
		all[i] = r.Line().Station(v.Station).Code + " " + minutes(v.Workload)
		if v.Overload {
			all[i] += " OVERLOAD"
		}
	}
	t.paragraph("  ", "  ", strings.Join(all, ", "))
}

// workload writes the work at all stations together.
func (t *text) workload(r *line.Routing) {
	t.paragraph("  Totals  ", "          ", fmt.Sprintf("%s of work at %s, %d over takt",
		minutes(r.Workload), words.Number(len(r.Visits), "station"), len(r.Overloaded())))
}

// calls writes the parts delivered to a station, without those that arrive
// inside an assembly.
func (t *text) calls(x *bom.Bill, v line.Visit) {
	var calls []string
	for _, id := range v.Parts {
		item := x.Structure().Item(id)
		if item.CalledWith == id {
			calls = append(calls, item.Part+" "+item.Total.String())
		}
	}
	if len(calls) > 0 {
		t.paragraph("    parts: ", "           ", strings.Join(calls, ", "))
	}
}

// condition writes the condition that selected the line before.
func (t *text) condition(conditions ...rules.Expr) {
	for _, c := range conditions {
		if !c.IsZero() {
			t.paragraph("        if ", "           ", c.String())
		}
	}
}
