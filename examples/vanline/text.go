package main

import (
	"bufio"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/confspace/confspace/bom/proof"
	"github.com/confspace/confspace/config"
	"github.com/confspace/confspace/examples/internal/words"
	"github.com/confspace/confspace/solver"
)

// width is the greatest number of columns of the text; longer text is
// wrapped, and names are cut.
const width = 80

// factIndent is the column at which facts begin, after their names.
const factIndent = 18

// The greatest numbers of lines of long parts on the first screen.
const (
	maxFindings = 6
	maxRefusal  = 12
	maxItems    = 5
)

// style selects the printed parts of the report.
type style struct {
	full bool // everything, not the first screen only
	why  bool // conditions too; implies full
}

// text writes the report for people.
type text struct {
	*bufio.Writer
	style
	s *session
}

func writeText(w io.Writer, s *session, as style) error {
	as.full = as.full || as.why
	t := &text{bufio.NewWriter(w), as, s}
	t.space()
	if len(t.s.answers) == 0 {
		t.fact("orders", "none: write orders.jsonl, or give a file by -orders")
	}
	for _, a := range s.answers {
		t.order(a)
		if r := a.resolution; r != nil {
			t.parts(r.Bill)
			t.stations(r)
		}
	}
	return t.Flush()
}

// space writes the facts about the space.
func (t *text) space() {
	cat, stats := t.s.product.Catalog, t.s.asked[0].Stats()
	t.heading(cat.Product(), t.s.asOf.String())
	t.fact("options", fmt.Sprintf("%d in %s", cat.NumOptions(), words.Number(cat.NumFamilies(), "family")))
	t.fact("rules", fmt.Sprintf("%d in force of %d", stats.Rules, t.s.product.Rules.NumRules()))
	if len(t.s.models) > 0 {
		families := words.Number(len(t.s.models), "family")
		if t.full {
			codes := make([]string, len(t.s.models))
			for i, f := range t.s.models {
				codes[i] = cat.Family(f).Code
			}
			families = strings.Join(codes, ", ")
		}
		t.fact("sales models", number(t.s.nModels, "valid combination")+" of "+families)
	}
	t.fact("configurations", words.Grouped(t.s.count))
	t.fact("circuit", number(stats.Nodes, "node")+", "+number(stats.Edges, "edge")+"; proved equal to the clauses")
	if t.s.spaceFile != "" {
		t.fact("space", t.s.spaceFile)
	}
	if b := t.s.product.Structure; b != nil {
		t.fact("parts", fmt.Sprintf("%s; %s, %s, %s", words.Number(b.NumParts(), "part number"),
			words.Number(b.NumPositions(), "position"), words.Number(b.NumVariants(), "variant"), words.Number(b.Levels(), "level")))
	}
	if l := t.s.product.Line; l != nil {
		t.fact("line", fmt.Sprintf("%s: %s, %s, takt %s", l.Name(),
			words.Number(l.NumStations(), "station"), words.Number(l.NumOperations(), "operation"), minutes(l.Takt())))
	}
	t.spanOfAll()
	t.proofs()
	t.shares()
}

// spanOfAll writes the costs of the cheapest and the dearest configuration.
func (t *text) spanOfAll() {
	switch x := t.s.span; {
	case x == nil:
	case t.full:
		t.fact(t.s.attribute, fmt.Sprintf("from %s: %s", costs(x.cheapest.Cost), strings.Join(t.s.modelCodes(x.cheapest.Selection), ", ")))
		t.fact("", fmt.Sprintf("to %s: %s", costs(x.dearest.Cost), strings.Join(t.s.modelCodes(x.dearest.Selection), ", ")))
	default:
		t.fact(t.s.attribute, x.String())
	}
}

// proofs writes the findings of the proofs of bill and line over all
// orders.
func (t *text) proofs() {
	if len(t.s.findings) > 0 {
		t.fact("NOT PROVED", fmt.Sprintf("findings over all orders: %d", len(t.s.findings)))
		t.first(maxFindings, func(t *text) {
			for _, f := range t.s.findings {
				t.indented(f.String())
			}
		})
		return
	}
	switch p := t.s.product; {
	case p.Structure == nil:
	case p.Line == nil:
		t.fact("proved", "for all orders: every position finds its part")
	default:
		t.fact("proved", "for all orders: every position finds its part, every part its operation")
	}
}

// shares writes the share of the configurations that have each option of a
// family.
func (t *text) shares() {
	if len(t.s.shares) == 0 {
		return
	}
	cat := t.s.product.Catalog
	family := cat.Family(cat.Option(t.s.shares[0].option).Family)
	if !t.full {
		all := make([]string, len(t.s.shares))
		for i, x := range t.s.shares {
			all[i] = fmt.Sprintf("%s %.2f %%", cat.Code(x.option), 100*x.part)
		}
		t.some(family.Code, all)
		return
	}
	for i, x := range t.s.shares {
		o := cat.Option(x.option)
		name := ""
		if i == 0 {
			name = cut(family.Code, 15)
		}
		line := fmt.Sprintf("  %s %s %s  %s  ", pad(name, 15), pad(o.Code, 10), right(fmt.Sprintf("%.2f %%", 100*x.part), 8),
			right(words.Grouped(x.count), runes(words.Grouped(t.s.count))))
		fmt.Fprintln(t, strings.TrimRight(line+cut(o.Name, max(8, width-runes(line))), " "))
	}
}

// order writes an order with its verdict, and why it cannot be built.
func (t *text) order(a answer) {
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
	t.options(a.order)
	if a.extensions != nil {
		from := ""
		if x := a.span; x != nil {
			from = fmt.Sprintf(" Their %s: %s.", t.s.attribute, x)
		}
		t.WriteByte('\n')
		t.paragraph("  ", "  ", contain(words.Grouped(a.extensions))+" this partial order."+from+foreseen(a.outlook))
	}
	if a.why != nil {
		t.WriteByte('\n')
		t.first(maxRefusal, func(t *text) { t.refusal(a) })
	}
}

// contain says how many configurations contain.
func contain(n string) string {
	if n == "1" {
		return "1 valid configuration contains"
	}
	return n + " valid configurations contain"
}

// foreseen writes the numbers of parts and operations that all completions of a
// partial order have.
func foreseen(x *proof.Outlook) string {
	if x == nil {
		return ""
	}
	var parts, operations [proof.Must + 1]int
	for _, p := range x.Parts {
		parts[p.Presence]++
	}
	for _, o := range x.Operations {
		operations[o.Presence]++
	}
	both := func(p proof.Presence) string {
		return words.Number(parts[p], "part") + " and " + words.Number(operations[p], "operation")
	}
	return fmt.Sprintf(" All of them take %s; %s are open.", both(proof.Must), both(proof.May))
}

// variant writes the number of an order among all configurations.
func (t *text) variant(v *variant) {
	t.fact("variant", fmt.Sprintf("number %s of %s (0 is the first)", words.Grouped(v.number), words.Grouped(v.of)))
	if v.cost != nil {
		peers := "its sales model"
		if len(t.s.models) == 0 {
			peers = "all"
		}
		t.fact(t.s.attribute, costs(*v.cost)+"; "+peers+" "+v.model.String())
	}
}

// options writes the options that an order names.
func (t *text) options(o config.Order) {
	if !t.full {
		t.some("options", o.Options)
		t.some("without", o.Without)
		return
	}
	for _, code := range o.Options {
		t.option(code, "")
	}
	for _, code := range o.Without {
		t.option(code, "without ")
	}
}

// option writes an option with its family.
func (t *text) option(code, prefix string) {
	cat := t.s.product.Catalog
	id, _ := cat.LookupOption(code)
	o := cat.Option(id)
	fmt.Fprintf(t, "  %s %s %s\n", column(cat.Family(o.Family).Name, 24), pad(prefix+code, 16), cut(o.Name, width-44))
}

// refusal writes the conflict, and the other demands that the order breaks.
func (t *text) refusal(a answer) {
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
	t.paragraph("  ", "  ", "The order also breaks:")
	for _, c := range rest {
		t.paragraph("   -  ", "      ", c.String())
	}
}

// first writes the first n lines of write, and the number of the others; all
// of them with -full.
func (t *text) first(n int, write func(*text)) {
	if t.full {
		write(t)
		return
	}
	lines := t.all(write)
	for _, line := range lines[:min(n, len(lines))] {
		t.WriteString(line)
	}
	t.more(len(lines) - n)
}

// all returns the lines of write with -full.
func (t *text) all(write func(*text)) []string {
	var lines strings.Builder
	whole := &text{bufio.NewWriter(&lines), style{full: true}, t.s}
	write(whole)
	whole.Flush() // a Builder takes all
	return slices.Collect(strings.Lines(lines.String()))
}

// more writes the number of lines that -full adds.
func (t *text) more(n int) {
	switch {
	case n == 1:
		t.WriteString("  -full prints 1 more line\n")
	case n > 1:
		fmt.Fprintf(t, "  -full prints %d more lines\n", n)
	}
}

// some writes the first of many words as a fact, if there are any, and the
// number of the others.
func (t *text) some(name string, words []string) {
	if len(words) == 0 {
		return
	}
	const lines = 2
	room := lines*(width-factIndent) - len(", and 1000 more")
	n := 0
	for n < len(words) && (n == 0 || room >= runes(words[n])+2) {
		room -= runes(words[n]) + 2
		n++
	}
	list := strings.Join(words[:n], ", ")
	if n < len(words) {
		list += fmt.Sprintf(", and %d more", len(words)-n)
	}
	t.fact(name, list)
}

// indented writes a message of several lines as it is.
func (t *text) indented(message string) {
	for line := range strings.SplitSeq(message, "\n") {
		fmt.Fprintf(t, "  %s\n", line)
	}
}

func (t *text) heading(left, right string) {
	fmt.Fprintf(t, "\n%s%s%s\n%s\n", left, strings.Repeat(" ", max(1, width-runes(left)-runes(right))), right, strings.Repeat("=", width))
}

func (t *text) fact(name, value string) {
	t.paragraph(pad("  "+name, factIndent-1)+" ", strings.Repeat(" ", factIndent), value)
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
