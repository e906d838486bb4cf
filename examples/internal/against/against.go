// Package against prints how two releases of a product differ, for the examples that
// compare them.
package against

import (
	"bufio"
	"fmt"
	"io"
	"math/big"
	"strings"
	"unicode/utf8"

	"github.com/confspace/confspace/config"
	"github.com/confspace/confspace/examples/internal/words"
	"github.com/confspace/confspace/solver/difference"
)

// Width is how many columns a line takes at most.
const Width = 100

// Printer writes lines for people.
type Printer struct {
	*bufio.Writer
	Causes int // how many are printed of a part; 0: all
	Number int // columns of a count
}

// New returns a printer of what a difference counts.
func New(w io.Writer, d *difference.Difference, causes int) *Printer {
	p := &Printer{bufio.NewWriter(w), causes, len("99,999")}
	for _, n := range []*big.Int{d.Old, d.New} {
		p.Number = max(p.Number, len(words.Grouped(n)))
	}
	return p
}

// Line writes a line without blanks at its end, cut to the Width.
func (p *Printer) Line(format string, args ...any) {
	text := strings.TrimRight(fmt.Sprintf(format, args...), " ")
	if utf8.RuneCountInString(text) > Width {
		text = string([]rune(text)[:Width-1]) + "…"
	}
	p.WriteString(text + "\n")
}

// Row writes a count with its name, and what there is to say of it.
func (p *Printer) Row(name, count, more string) {
	p.Line("  %-14s  %*s  %s", name, p.Number, count, more)
}

// Part writes how many are kept, lost or gained, the smallest of them, and their causes.
func (p *Printer) Part(name, of string, part difference.Part, smallest *config.Order, other string) {
	p.Line("")
	p.Line("  %-14s  %*s  %s", name, p.Number, words.Grouped(part.Count), words.Percent(part.Count, part.Share, " "+of))
	if smallest != nil {
		p.Line("  %-14s  %s", "  "+words.Number(len(smallest.Options), "option"), strings.Join(smallest.Options, " "))
	}
	causes := together(part.Causes)
	for i, c := range causes {
		if i == p.Causes && i > 0 {
			p.Line("  %-14s  %*s  %7s  and %d more causes; -causes 0 prints all", "", p.Number, "", "", len(causes)-i)
			return
		}
		why := ""
		if i == 0 {
			why = "  because"
		}
		p.Line("  %-14s  %*s  %7s  %s", why, p.Number, words.Grouped(c.Count), words.Percent(c.Count, c.Share, ""), c.text(other))
	}
}

// Fate writes why an order breaks, and what mends it.
func (p *Printer) Fate(f *difference.Fate) {
	p.Line("")
	p.Line("  %s  %s", f.Order.ID, repair(f))
	for _, what := range Withdrawn(f) {
		p.Line("    %s", what)
	}
	for _, c := range f.Broken {
		p.Line("    %s", c)
	}
}

// Withdrawn says what an order has that the new release does not.
func Withdrawn(f *difference.Fate) (out []string) {
	if f.Plant != "" {
		out = append(out, "plant "+f.Plant+" is withdrawn")
	}
	for _, code := range f.Withdrawn {
		out = append(out, code+" is withdrawn")
	}
	return out
}

// repair says what mends an order.
func repair(f *difference.Fate) string {
	r := f.Repair
	if r == nil {
		return "nothing can be built"
	}
	var changes []string
	switch {
	case f.Plant != "" && r.Order.Plant != "":
		changes = append(changes, "in plant "+r.Order.Plant)
	case f.Plant != "":
		changes = append(changes, "in another plant")
	}
	for _, change := range []struct {
		what  string
		codes []string
	}{{"without ", r.Drop}, {"with ", r.Add}} {
		if len(change.codes) > 0 {
			changes = append(changes, change.what+strings.Join(change.codes, ", "))
		}
	}
	return "can be built " + strings.Join(changes, ", ")
}

// group are causes of as many configurations each, of options that the other release does not have,
// or one that it demands.
type group struct {
	difference.Cause
	options []string
}

// together puts options together that stand one after the other and have one count.
func together(causes []difference.Cause) (out []group) {
	for _, c := range causes {
		n := len(out)
		switch {
		case c.Option == config.NoOption:
			out = append(out, group{c, nil})
		case n > 0 && out[n-1].options != nil && c.Count != nil && out[n-1].Count.Cmp(c.Count) == 0:
			out[n-1].options = append(out[n-1].options, c.Condition.String())
		default:
			out = append(out, group{c, []string{c.Condition.String()}})
		}
	}
	return out
}

// text says what the other release does not have, or demands.
func (g group) text(other string) string {
	switch n := len(g.options); {
	case n == 0:
		return g.Cause.String()
	case n == 1:
		return other + " has no " + g.options[0]
	default:
		return fmt.Sprintf("%s has none of %d, so many each: %s", other, n, strings.Join(g.options, ", "))
	}
}
