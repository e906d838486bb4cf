package main

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/confspace/confspace/config"
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

// print writes a line for each finding, and one that sums up the proofs.
func (r *report) print(w io.Writer, why bool) error {
	out := bufio.NewWriter(w)
	for _, f := range r.findings {
		_, below, _ := strings.Cut(f.fault.Error(), "\n")
		if f.place != "" {
			fmt.Fprint(out, f.place, ": ")
		}
		fmt.Fprintf(out, "%s %d: %s", f.kind, f.number, f.message())
		if f.witness != nil || f.first != (config.Point{}) {
			fmt.Fprintf(out, "; as of %s%s", f.first, more(f.points))
		}
		fmt.Fprintln(out, f.shown())
		if why && below != "" {
			fmt.Fprintln(out, below)
		}
	}
	for _, n := range r.notes {
		fmt.Fprintf(out, "void: %s: nothing can be built, and nothing is proved: %s\n", n.span, n.why)
	}
	fmt.Fprintf(out, "%s: %s\n", verdict(len(r.findings)), r.proved())
	return out.Flush()
}

// shown names the order that shows a finding; it is empty if there is none.
func (f *finding) shown() string {
	switch {
	case f.witness == nil:
		return ""
	case len(f.witness.Options) == 0:
		return fmt.Sprintf("; order %s without any option", f.id)
	}
	return fmt.Sprintf("; order %s: %s", f.id, strings.Join(f.witness.Options, " "))
}

// message returns the fault, in one line without its place.
func (f *finding) message() string {
	what, _, _ := strings.Cut(f.fault.Error(), "\n")
	return strings.TrimPrefix(what, f.place+": ")
}

// proved sums up the proofs.
func (r *report) proved() string {
	if r.points == 0 {
		return "no order can be built, and nothing is proved"
	}
	if r.positions == 0 {
		return "there is no bill to prove; orders can be built at " + number(r.points, "point")
	}
	return fmt.Sprintf("%s, %s, proved for all orders at %s",
		number(r.positions, "position"), number(r.parts, "part number"), number(r.points, "point"))
}

func more(n int) string {
	switch n {
	case 1:
		return ""
	case 2:
		return " and 1 more point"
	}
	return fmt.Sprintf(" and %d more points", n-1)
}

// number writes the number of things of a kind.
func number(n int, thing string) string {
	if n == 1 {
		return "1 " + thing
	}
	return fmt.Sprintf("%d %ss", n, thing)
}

func verdict(findings int) string {
	if findings == 0 {
		return "nothing wrong"
	}
	return number(findings, "finding")
}

// writeOrders writes the orders that show the findings, each with the id that
// its line names.
func (r *report) writeOrders(name string, stderr io.Writer) error {
	var orders []config.Order
	for _, f := range r.findings {
		if f.witness != nil {
			orders = append(orders, *f.witness)
		}
	}
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
