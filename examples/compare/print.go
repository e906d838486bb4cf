package main

import (
	"bufio"
	"fmt"
	"io"
	"math/big"
	"strings"
	"unicode/utf8"

	"github.com/confspace/confspace/config"
	"github.com/confspace/confspace/solver/difference"
)

// width is the greatest number of columns of a line.
const width = 100

// printer writes the comparison for people.
type printer struct {
	*bufio.Writer
	*compared
	causes int // of a part; 0: all
	number int // columns of a count
}

// print writes the comparison, with a number of causes of each part, or
// all.
func (c *compared) print(w io.Writer, causes int) error {
	p := &printer{bufio.NewWriter(w), c, causes, len("99,999")}
	for _, n := range []*big.Int{c.Old, c.New} {
		p.number = max(p.number, len(grouped(n)))
	}
	p.heading()
	p.sizes()
	p.part("kept", "of old", c.Kept, c.kept, "")
	p.part("lost", "of old", c.Lost, c.lost, "the new release")
	p.part("gained", "of new", c.Gained, c.gained, "the old release")
	switch {
	case c.shared != nil:
		p.shared(c.shared)
	case c.Kept.Count != nil && c.Kept.Count.Sign() == 0 && c.Lost.Count.Sign() > 0:
		p.line("")
		p.line("Nothing is kept. If an option has another code now, name it with -renames FILE; -shared compares")
		p.line("by the options that both releases have.")
	}
	if c.orders != nil {
		p.fates(c.orders)
	}
	return p.Flush()
}

// line writes a line without blanks at its end, cut to the width.
func (p *printer) line(format string, args ...any) {
	text := strings.TrimRight(fmt.Sprintf(format, args...), " ")
	if utf8.RuneCountInString(text) > width {
		text = string([]rune(text)[:width-1]) + "…"
	}
	p.WriteString(text + "\n")
}

func (p *printer) heading() {
	asOf := p.after.space.AsOf().String()
	product := p.Match.New().Product()
	p.line("%s%*s", product, width-utf8.RuneCountInString(product), asOf)
	p.line("%s", strings.Repeat("=", width))
	p.line("  %-14s  %s", "old", p.before.name)
	p.line("  %-14s  %s", "new", p.after.name)
	p.line("")
}

// sizes writes the sizes of the releases.
func (p *printer) sizes() {
	before, after := p.before.space, p.after.space
	row := func(what, a, b, more string) { p.line("  %-14s  %*s  %*s  %s", what, p.number, a, p.number, b, more) }
	count := func(n int) string { return grouped(big.NewInt(int64(n))) }
	row("", "old", "new", "")
	row("options", count(before.Catalog().NumOptions()), count(after.Catalog().NumOptions()),
		fmt.Sprintf("%d withdrawn, %d added", len(p.Match.Withdrawn()), len(p.Match.Added())))
	row("rules", count(before.Stats().Rules), count(after.Stats().Rules), "")
	row("configurations", grouped(p.Old), grouped(p.New), "")
}

// part writes how many are kept, lost or gained, the smallest of them, and their causes.
func (p *printer) part(name, of string, part difference.Part, smallest *config.Order, other string) {
	p.line("")
	p.line("  %-14s  %*s  %s", name, p.number, grouped(part.Count), percent(part.Count, part.Share, " "+of))
	if smallest != nil {
		p.line("  %-14s  %s", fmt.Sprintf("  %d options", len(smallest.Options)), strings.Join(smallest.Options, " "))
	}
	causes := together(part.Causes)
	for i, c := range causes {
		if i == p.causes && i > 0 {
			p.line("  %-14s  %*s  %7s  and %d more causes; -causes 0 prints all", "", p.number, "", "", len(causes)-i)
			return
		}
		why := ""
		if i == 0 {
			why = "  because"
		}
		p.line("  %-14s  %*s  %7s  %s", why, p.number, grouped(c.Count), percent(c.Count, c.Share, ""), c.text(other))
	}
}

// shared writes what is kept, lost and gained by the options of both releases.
func (p *printer) shared(s *difference.Shared) {
	p.line("")
	p.line("  by the %d options that both have: %s old, %s new", s.Options, grouped(s.Old), grouped(s.New))
	p.line("    %-12s  %*s", "kept", p.number, grouped(s.Kept))
	p.line("    %-12s  %*s", "lost", p.number, grouped(s.Lost))
	p.line("    %-12s  %*s", "gained", p.number, grouped(s.Gained))
}

// fates writes which orders break, why, and what mends each.
func (p *printer) fates(f *fates) {
	p.line("")
	p.line("  %-14s  %*s", "orders", p.number, grouped(big.NewInt(int64(f.read))))
	row := func(what string, n int, more string) {
		if n > 0 {
			p.line("    %-12s  %*s  %s", what, p.number, grouped(big.NewInt(int64(n))), more)
		}
	}
	mended := "in the old release"
	if f.mended > 0 {
		mended += fmt.Sprintf("; %d of them can be built now", f.mended)
	}
	row("invalid", f.before, mended)
	row("break", len(f.broken), "")
	for _, fate := range f.broken {
		p.line("")
		p.line("  %s  %s", fate.Order.ID, repair(fate.Repair))
		for _, code := range fate.Withdrawn {
			p.line("    %s is withdrawn", code)
		}
		for _, c := range fate.Broken {
			p.line("    %s", c)
		}
	}
}

// repair says what mends an order.
func repair(r *difference.Repair) string {
	if r == nil {
		return "nothing can be built"
	}
	var changes []string
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

// grouped returns a count with commas between thousands; "?" if it is not known.
func grouped(n *big.Int) string {
	if n == nil {
		return "?"
	}
	s := n.String()
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}

// percent returns a share.
func percent(n *big.Int, share float64, of string) string {
	switch {
	case n == nil || n.Sign() == 0:
		return ""
	case share < 0.0005:
		return "<0.1 %" + of
	case share > 0.9995 && share < 1:
		return ">99.9 %" + of
	}
	return fmt.Sprintf("%.1f %%%s", 100*share, of)
}
