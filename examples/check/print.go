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

// print writes a line for each finding, and one for all that was proved.
func (r *report) print(w io.Writer, why bool) error {
	out := bufio.NewWriter(w)
	for _, f := range r.findings {
		what, below, _ := strings.Cut(f.mismatch.Error(), "\n")
		fmt.Fprintf(out, "%s: %s %d: %s; as of %s%s; order %s: %s\n", f.place, f.kind, f.number, strings.TrimPrefix(what, f.place+": "), f.first, more(f.points),
			f.witness.ID, strings.Join(f.witness.Options, " "))
		if why && below != "" {
			fmt.Fprintln(out, below)
		}
	}
	for _, p := range r.void {
		fmt.Fprintf(out, "void: as of %s the rules allow no order; nothing is proved there\n", p)
	}
	fmt.Fprintf(out, "%s: %d positions, %d part numbers, proved for all orders at %s\n", verdict(len(r.findings)), r.positions, r.parts, points(r.points-len(r.void)))
	return out.Flush()
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

func points(n int) string {
	if n == 1 {
		return "1 point"
	}
	return fmt.Sprintf("%d points", n)
}

func verdict(findings int) string {
	switch findings {
	case 0:
		return "nothing wrong"
	case 1:
		return "1 finding"
	}
	return fmt.Sprintf("%d findings", findings)
}

// writeOrders writes the orders that show the findings, each with the id that
// its line names.
func (r *report) writeOrders(name string) error {
	orders := make([]config.Order, len(r.findings))
	for i, f := range r.findings {
		orders[i] = f.witness
	}
	file, err := os.Create(name)
	if err != nil {
		return err
	}
	if err := config.WriteOrders(file, orders); err != nil {
		file.Close()
		return err
	}
	return file.Close()
}
