package main

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/confspace/confspace/bom/proof"
	"github.com/confspace/confspace/config"
	"github.com/confspace/confspace/examples/internal/words"
)

// prefixed writes a prefix before each line.
type prefixed struct {
	w      io.Writer
	prefix string
	within bool // a line has begun
}

func (p *prefixed) Write(text []byte) (int, error) {
	var out bytes.Buffer
	for line := range bytes.Lines(text) {
		if !p.within {
			out.WriteString(p.prefix)
		}
		out.Write(line)
		p.within = line[len(line)-1] != '\n'
	}
	if _, err := p.w.Write(out.Bytes()); err != nil {
		return 0, err
	}
	return len(text), nil
}

// print writes the findings, and what is to be said beside them.
func (r *report) print(out *bufio.Writer, q question) {
	printFindings(out, q, r.findings)
	for _, u := range r.Unsold {
		fmt.Fprintf(out, "void: %s: nothing can be built, and nothing is proved: %s\n", u.Span, proof.Summary(u.Void.Explanation.Causes))
	}
	for _, open := range r.Open {
		if open.Outcome == proof.Inconclusive || q.all {
			fmt.Fprintf(out, "%s%s\n", open, more(open.Points))
		}
	}
	for _, remark := range r.remarks {
		fmt.Fprintln(out, remark)
	}
}

// sum writes a line that sums up the audit.
func (r *report) sum(out *bufio.Writer) {
	fmt.Fprintf(out, "%s: %s\n", verdict(r.findings), r.proved())
}

// facts lists the number of configurations, when and where, and the order.
func facts(f *proof.Finding) (out []string) {
	if f.Count != nil {
		out = append(out, words.Of(f.Count.String(), "configuration")+", "+words.Percent(f.Count, f.Share, " of all"))
	}
	out = append(out, when(f.Spans)...)
	if order := shown(f); order != "" {
		out = append(out, order)
	}
	return out
}

// when says when and where something is so; nothing if that is always.
func when(spans []config.Effectivity) []string {
	switch {
	case len(spans) == 1 && !spans[0].Always():
		return []string{spans[0].String()}
	case len(spans) > 1:
		return []string{fmt.Sprintf("%s and %s", spans[0], words.Number(len(spans)-1, "more span"))}
	}
	return nil
}

// why writes the reasons of a finding.
func why(out *bufio.Writer, f *proof.Finding) {
	if f.Fault != nil {
		if _, below, _ := strings.Cut(f.Fault.Error(), "\n"); below != "" {
			fmt.Fprintln(out, below)
		}
	}
	if f.Kind == proof.Void {
		return // its fault says so
	}
	if !f.Condition.IsZero() && f.Count != nil {
		fmt.Fprintf(out, "    when %s\n", f.Condition)
	}
	for _, c := range f.Causes {
		fmt.Fprintf(out, "    %s%s\n", c.Place().Prefix(), c)
	}
	if f.Witness != nil && len(f.Witness.Options) > maxOptions {
		fmt.Fprintf(out, "    order %s: %s\n", f.ID, strings.Join(f.Witness.Options, " "))
	}
}

// proved sums up what was proved.
func (r *report) proved() string {
	if r.Points == 0 {
		return "no order can be built, and nothing is proved"
	}
	if r.Positions == 0 {
		return "there is no bill to prove; orders can be built at " + words.Number(r.Points, "point")
	}
	return fmt.Sprintf("%s, %s, proved for all orders at %s",
		words.Number(r.Positions, "position"), words.Number(r.Parts, "part number"), words.Number(r.Points, "point"))
}

// more says at how many points something is so.
func more(n int) string {
	if n <= 1 {
		return ""
	}
	return fmt.Sprintf(" at %d points", n)
}

// writeOrders writes the orders that show the findings, each with the id that
// its line names.
func (r *report) writeOrders(name string, stderr io.Writer) error {
	orders := r.orders()
	if orders == nil {
		fmt.Fprintf(stderr, "check: no finding has an order; %s is not written\n", name)
		return nil
	}
	var text bytes.Buffer
	if err := config.WriteOrders(&text, orders); err != nil {
		return err
	}
	return os.WriteFile(name, text.Bytes(), 0o644)
}
