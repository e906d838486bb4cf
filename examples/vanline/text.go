package main

import (
	"bufio"
	"fmt"
	"io"
	"math/big"
	"slices"
	"strings"

	"github.com/confspace/confspace/bom"
	"github.com/confspace/confspace/bom/line"
	"github.com/confspace/confspace/bom/product"
	"github.com/confspace/confspace/config"
	"github.com/confspace/confspace/rules"
	"github.com/confspace/confspace/solver"
)

// width is how many columns the text takes at most; what does not fit is
// wrapped, and names are cut.
const width = 80

// text writes the report for people.
type text struct {
	*bufio.Writer
	s   *session
	why bool // print conditions
}

func writeText(w io.Writer, s *session, why bool) error {
	t := &text{bufio.NewWriter(w), s, why}
	t.space()
	for _, a := range s.answers {
		t.order(a)
		if a.resolution != nil {
			t.parts(a.resolution.Bill)
			t.stations(a.resolution)
		}
	}
	return t.Flush()
}

// space writes what the rules allow.
func (t *text) space() {
	cat, stats := t.s.product.Catalog, t.s.spaces[0].Stats()
	t.heading(cat.Product(), t.s.spaces[0].AsOf().String())
	t.fact("options", fmt.Sprintf("%d in %d families", cat.NumOptions(), cat.NumFamilies()))
	t.fact("rules", fmt.Sprintf("%d in force of %d", stats.Rules, t.s.product.Rules.NumRules()))
	if len(t.s.models) > 0 {
		codes := make([]string, len(t.s.models))
		for i, f := range t.s.models {
			codes[i] = cat.Family(f).Code
		}
		t.fact("sales models", grouped(big.NewInt(int64(t.s.nModels)))+" valid combinations of "+strings.Join(codes, ", "))
	}
	t.fact("configurations", grouped(t.s.count))
	t.fact("circuit", fmt.Sprintf("%s nodes, %s edges; proved equal to the clauses", grouped(big.NewInt(int64(stats.Nodes))), grouped(big.NewInt(int64(stats.Edges)))))
	if t.s.spaceFile != "" {
		t.fact("space", t.s.spaceFile)
	}
	b := t.s.product.Structure
	t.fact("parts", fmt.Sprintf("%d part numbers; %d positions with %d variants on %d levels",
		b.NumParts(), b.NumPositions(), b.NumVariants(), b.Levels()))
	l := t.s.product.Line
	t.fact("line", fmt.Sprintf("%s: %d stations, %d operations, takt %s", l.Name(), l.NumStations(), l.NumOperations(), minutes(l.Takt())))
	if x := t.s.span; x != nil {
		t.fact(t.s.attribute, fmt.Sprintf("from %s: %s", costs(x.cheapest.Cost), strings.Join(t.s.modelCodes(x.cheapest.Selection), ", ")))
		t.fact("", fmt.Sprintf("to %s: %s", costs(x.dearest.Cost), strings.Join(t.s.modelCodes(x.dearest.Selection), ", ")))
	}
	t.proofs()
	t.shares()
}

// proofs writes what the proofs of bill and line found, over all orders.
func (t *text) proofs() {
	if len(t.s.findings) == 0 {
		t.fact("proved", "for all orders: every position finds its part, every part its operation")
		return
	}
	t.fact("NOT PROVED", fmt.Sprintf("findings over all orders: %d", len(t.s.findings)))
	for _, f := range t.s.findings {
		t.indented(f)
	}
}

// indented writes a message of several lines as it is.
func (t *text) indented(message string) {
	for line := range strings.SplitSeq(message, "\n") {
		fmt.Fprintf(t, "  %s\n", line)
	}
}

// shares writes in which share of the configurations each option of a family is.
func (t *text) shares() {
	cat := t.s.product.Catalog
	for i, x := range t.s.shares {
		o := cat.Option(x.option)
		name := ""
		if i == 0 {
			name = cut(cat.Family(o.Family).Code, 15)
		}
		line := fmt.Sprintf("  %s %s %s  %s  ", pad(name, 15), pad(o.Code, 10), right(fmt.Sprintf("%.2f %%", 100*x.part), 8),
			right(grouped(x.count), runes(grouped(t.s.count))))
		fmt.Fprintln(t, strings.TrimRight(line+cut(o.Name, max(8, width-runes(line))), " "))
	}
}

// order writes an order with its verdict, and why it cannot be built.
func (t *text) order(a answer) {
	cat := t.s.product.Catalog
	verdict := a.report.Verdict.String()
	switch {
	case a.failed != nil:
		verdict = "no answer"
	case a.why != nil:
		verdict = "cannot be built"
	}
	t.heading("Order "+a.order.ID, verdict)
	if a.failed != nil {
		t.indented(a.failed.Error())
		return
	}
	if p := a.order.Point(); p != (config.Point{}) {
		t.fact("as of", p.String())
	}
	if a.variant != nil {
		t.variant(a.variant)
	}
	for _, code := range a.order.Options {
		o, _ := cat.LookupOption(code)
		t.option(cat.Option(o), cat.Family(cat.Option(o).Family), "")
	}
	for _, code := range a.order.Without {
		o, _ := cat.LookupOption(code)
		t.option(cat.Option(o), cat.Family(cat.Option(o).Family), "without ")
	}
	if a.extensions != nil {
		from := ""
		if x := a.span; x != nil {
			from = fmt.Sprintf(" Their %s: %s.", t.s.attribute, x)
		}
		t.WriteByte('\n')
		t.paragraph("  ", "  ", grouped(a.extensions)+" valid configurations contain this partial order."+from)
	}
	if a.why != nil {
		t.refusal(a)
	}
}

// variant writes which of all configurations an order is.
func (t *text) variant(v *variant) {
	t.fact("variant", fmt.Sprintf("number %s of %s (0 is the first)", grouped(v.number), grouped(v.of)))
	if v.cost != nil {
		peers := "its sales model"
		if len(t.s.models) == 0 {
			peers = "all"
		}
		t.fact(t.s.attribute, costs(*v.cost)+"; "+peers+" "+v.model.String())
	}
}

func (t *text) option(o config.Option, f config.Family, prefix string) {
	fmt.Fprintf(t, "  %s %s %s\n", fit(f.Name, 24), pad(prefix+o.Code, 16), cut(o.Name, width-44))
}

// refusal writes the conflict, and whatever else the order breaks.
func (t *text) refusal(a answer) {
	t.WriteString("\n")
	t.paragraph("  ", "  ", "These demands cannot all be met; without any one of them the others can:")
	for i, c := range a.why.Causes {
		t.paragraph(fmt.Sprintf("  %2d. ", i+1), "      ", c.String())
	}
	var rest []solver.Cause
	for _, b := range a.report.Broken {
		if !slices.Contains(a.why.Causes, b) {
			rest = append(rest, b)
		}
	}
	if len(rest) == 0 {
		return
	}
	t.WriteString("\n")
	t.paragraph("  ", "  ", "The order breaks besides:")
	for _, c := range rest {
		t.paragraph("   -  ", "      ", c.String())
	}
}

// parts writes the exact bill of materials, a group for each position at the
// top, and the totals.
func (t *text) parts(x *bom.Bill) {
	t.heading("Bill of materials", fmt.Sprintf("%d items, %d parts", x.Len(), len(x.Flat())))
	grouped := true // the item before stands below another
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
		line := fmt.Sprintf("%s %s %s %s %s", pad(indent+item.Position, 16), pad(item.Part, 14), fit(name, 30),
			right(item.Total.String(), 10), item.Station)
		fmt.Fprintln(t, strings.TrimRight(line, " "))
		if t.why {
			t.condition(item.When, item.Usage)
		}
	}
	t.totals(x)
}

// totals writes how much of each unit the order takes, assemblies left out:
// their parts are counted.
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
	t.WriteByte('\n')
	t.paragraph("  Totals  ", "          ", fmt.Sprintf("%d part numbers besides assemblies: %s", parts, strings.Join(all, ", ")))
}

// stations writes what happens at each station.
func (t *text) stations(r *product.Resolution) {
	l := r.Routing.Line()
	t.heading("Station sequence", fmt.Sprintf("%s, takt %s", l.Name(), minutes(l.Takt())))
	for _, v := range r.Routing.Visits {
		station := l.Station(v.Station)
		load := "OVERLOAD"
		if !v.Overload {
			load = bar(v.Workload, l.Takt())
		}
		fmt.Fprintf(t, "\n  %s %s %s of %s  %s\n", pad(station.Code, 8), fit(station.Name, 36), right(minutes(v.Workload), 7), pad(minutes(l.Takt()), 7), load)
		for _, step := range v.Steps {
			op := l.Operation(step.Operation)
			fmt.Fprintf(t, "    %s %s %s\n", pad(op.Code, 12), fit(op.Name, 46), right(minutes(op.Duration), 7))
			if t.why {
				t.condition(op.When)
			}
		}
		t.calls(r.Bill, v)
	}
	t.WriteByte('\n')
	t.paragraph("  Totals  ", "          ", fmt.Sprintf("%s of work at %d stations, %d over takt",
		minutes(r.Routing.Workload), len(r.Routing.Visits), len(r.Routing.Overloaded())))
}

// calls writes the parts called at a station; what arrives inside an assembly
// goes without saying.
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

// condition writes under what condition the line before was selected.
func (t *text) condition(conditions ...rules.Expr) {
	for _, c := range conditions {
		if !c.IsZero() {
			t.paragraph("        if ", "           ", c.String())
		}
	}
}

func (t *text) heading(left, right string) {
	fmt.Fprintf(t, "\n%s%s%s\n%s\n", left, strings.Repeat(" ", max(1, width-runes(left)-runes(right))), right, strings.Repeat("=", width))
}

func (t *text) fact(name, value string) {
	t.paragraph("  "+pad(name, 15)+" ", strings.Repeat(" ", 18), value)
}

// paragraph writes words wrapped at the width, after first and rest.
func (t *text) paragraph(first, rest, words string) {
	line := first
	empty := true
	for word := range strings.FieldsSeq(words) {
		if !empty && runes(line)+1+runes(word) > width {
			fmt.Fprintf(t, "%s\n", line)
			line, empty = rest, true
		}
		if !empty {
			line += " "
		}
		line += word
		empty = false
	}
	fmt.Fprintf(t, "%s\n", strings.TrimRight(line, " "))
}
