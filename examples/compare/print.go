package main

import (
	"fmt"
	"io"
	"math/big"
	"strings"
	"unicode/utf8"

	"github.com/confspace/confspace/examples/internal/against"
	"github.com/confspace/confspace/examples/internal/words"
	"github.com/confspace/confspace/solver/difference"
)

// printer writes the comparison for people.
type printer struct {
	*against.Printer
	*compared
}

// print writes the comparison; of causes so many of each part, or all.
func (c *compared) print(w io.Writer, causes int) error {
	p := &printer{against.New(w, c.Difference, causes), c}
	p.heading()
	p.sizes()
	p.Part("kept", "of old", c.Kept, c.kept, "")
	p.Part("lost", "of old", c.Lost, c.lost, "the new release")
	p.Part("gained", "of new", c.Gained, c.gained, "the old release")
	switch {
	case c.shared != nil:
		p.shared(c.shared)
	case c.Kept.Count != nil && c.Kept.Count.Sign() == 0 && c.Lost.Count.Sign() > 0:
		p.Line("")
		p.Line("Nothing is kept. If an option has another code now, name it with -renames FILE; -shared compares")
		p.Line("by the options that both releases have.")
	}
	if c.orders != nil {
		p.fates(c.orders)
	}
	return p.Flush()
}

func (p *printer) heading() {
	product := p.Match.New().Product()
	p.Line("%s%*s", product, against.Width-utf8.RuneCountInString(product), p.at.New.String())
	p.Line("%s", strings.Repeat("=", against.Width))
	before := p.before.name
	if p.at.Old != p.at.New {
		before += ", as of " + p.at.Old.String()
	}
	p.Line("  %-14s  %s", "old", before)
	p.Line("  %-14s  %s", "new", p.after.name)
	p.Line("")
}

// sizes writes the sizes of the releases.
func (p *printer) sizes() {
	before, after := p.before.space, p.after.space
	row := func(what, a, b, more string) { p.Line("  %-14s  %*s  %*s  %s", what, p.Number, a, p.Number, b, more) }
	count := func(n int) string { return words.Grouped(big.NewInt(int64(n))) }
	row("", "old", "new", "")
	differ := func(what string, old, recent int, withdrawn, added []string) {
		row(what, count(old), count(recent), fmt.Sprintf("%d withdrawn, %d added", len(withdrawn), len(added)))
		for _, side := range []struct {
			name string
			of   []string
		}{{"  withdrawn", withdrawn}, {"  added", added}} {
			if len(side.of) > 0 {
				p.Line("  %-14s  %s", side.name, strings.Join(side.of, " "))
			}
		}
	}
	withdrawn, added := p.plants()
	if len(withdrawn)+len(added) > 0 {
		differ("plants", len(p.Match.Old().Plants()), len(p.Match.New().Plants()), withdrawn, added)
	}
	differ("options", before.Catalog().NumOptions(), after.Catalog().NumOptions(), codes(p.Match.Old(), p.Match.Withdrawn()), codes(p.Match.New(), p.Match.Added()))
	row("rules", count(before.Stats().Rules), count(after.Stats().Rules), "")
	row("configurations", words.Grouped(p.Old), words.Grouped(p.New), "")
}

// shared writes what is kept, lost and gained by the options of both releases.
func (p *printer) shared(s *difference.Shared) {
	p.Line("")
	p.Line("  by the %s that both have: %s old, %s new", words.Number(s.Options, "option"), words.Grouped(s.Old), words.Grouped(s.New))
	p.Line("    %-12s  %*s", "kept", p.Number, words.Grouped(s.Kept))
	p.Line("    %-12s  %*s", "lost", p.Number, words.Grouped(s.Lost))
	p.Line("    %-12s  %*s", "gained", p.Number, words.Grouped(s.Gained))
}

// fates writes which orders break, why, and what mends each.
func (p *printer) fates(f *fates) {
	p.Line("")
	p.Line("  %-14s  %*s", "orders", p.Number, words.Grouped(big.NewInt(int64(f.read))))
	row := func(what string, n int, more string) {
		if n > 0 {
			p.Line("    %-12s  %*s  %s", what, p.Number, words.Grouped(big.NewInt(int64(n))), more)
		}
	}
	mended := "in the old release"
	if f.mended > 0 {
		mended += fmt.Sprintf("; %d of them can be built now", f.mended)
	}
	row("invalid", f.before, mended)
	row("break", len(f.broken), "")
	row("defects", len(f.defects), "on standard error")
	for _, fate := range f.broken {
		p.Fate(fate)
	}
}
