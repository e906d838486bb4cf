package bom_test

import (
	"fmt"
	"math/big"

	"github.com/confspace/confspace/bom"
	"github.com/confspace/confspace/config"
	"github.com/confspace/confspace/rules"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

// A cond is a condition with a meaning that does not come from package rules.
type cond struct {
	text  string
	holds func(has map[string]bool) bool
}

func (c cond) expr(t require.TestingT, cat *config.Catalog) rules.Expr {
	if c.text == "" {
		return rules.Expr{}
	}
	e, err := rules.Parse(cat, c.text)
	require.NoError(t, err)
	return e
}

func always() cond { return cond{"", func(map[string]bool) bool { return true }} }

// A randomRow is a row of a random structure, with its children.
type randomRow struct {
	position    string
	sel         bom.Select
	when, usage cond
	part        string
	quantity    string
	per         string
	unit        string
	phantom     bool
	station     string
	from, until config.Date
	children    []*randomRow
	structure   []*randomRow // children, or those of the row that defines the part
	structUnit  string       // unit of the row that carries the structure
	level       int
}

// A randomProduct is a catalog, a structure and a line that read without
// defects.
type randomProduct struct {
	cat      *config.Catalog
	codes    []string
	families [][]string
	rows     []*randomRow // of level 1
	stations []string
	ops      []*randomOp // in document order
	takt     int64
}

type randomOp struct {
	code, station string
	when          cond
	duration      string // in seconds
	after         []*randomOp
	parts         []string // positions of level 1
}

// A generator draws a random product.
type generator struct {
	t *rapid.T
	p *randomProduct

	serial  int
	defined []*randomRow // rows with a structure that is complete
}

func (g *generator) int(lo, hi int, label string) int {
	return rapid.IntRange(lo, hi).Draw(g.t, label)
}

func (g *generator) chance(percent int, label string) bool { return g.int(1, 100, label) <= percent }

func generate(t *rapid.T, maxFamilies int) *randomProduct {
	g := &generator{t: t, p: &randomProduct{stations: []string{"S1", "S2", "S3"}}}
	b := config.NewBuilder("random")
	for f := range g.int(1, maxFamilies, "families") {
		family := fmt.Sprintf("F%d", f)
		sel := []config.Cardinality{config.One, config.Optional, config.Any}[g.int(0, 2, "select")]
		b.Family(config.FamilySpec{Code: family, Select: sel})
		var codes []string
		for o := range g.int(2, 4, "options") {
			code := fmt.Sprintf("%s%c", family, 'a'+o)
			b.Option(config.OptionSpec{Family: family, Code: code})
			codes = append(codes, code)
		}
		g.p.families = append(g.p.families, codes)
		g.p.codes = append(g.p.codes, codes...)
	}
	cat, err := b.Build()
	require.NoError(t, err)
	g.p.cat = cat
	g.p.rows = g.rows(1, "T")
	g.line()
	return g.p
}

// cond draws a condition of up to the given depth.
func (g *generator) cond(depth int) cond {
	kind := 0
	if depth > 0 {
		kind = g.int(0, 4, "kind")
	}
	switch kind {
	case 1:
		a := g.cond(depth - 1)
		return cond{"!(" + a.text + ")", func(has map[string]bool) bool { return !a.holds(has) }}
	case 2:
		a, b := g.cond(depth-1), g.cond(depth-1)
		return cond{"(" + a.text + ") & (" + b.text + ")", func(has map[string]bool) bool { return a.holds(has) && b.holds(has) }}
	case 3:
		a, b := g.cond(depth-1), g.cond(depth-1)
		return cond{"(" + a.text + ") | (" + b.text + ")", func(has map[string]bool) bool { return a.holds(has) || b.holds(has) }}
	case 4:
		a, b := g.cond(depth-1), g.cond(depth-1)
		return cond{"(" + a.text + ") requires (" + b.text + ")", func(has map[string]bool) bool { return !a.holds(has) || b.holds(has) }}
	}
	code := rapid.SampledFrom(g.p.codes).Draw(g.t, "code")
	return cond{code, func(has map[string]bool) bool { return has[code] }}
}

// rows draws the positions of one assembly.
func (g *generator) rows(level int, prefix string) []*randomRow {
	var rows []*randomRow
	for i := range g.int(1, 4, "positions") {
		code := fmt.Sprintf("%s%d", prefix, i)
		sel := bom.Select(g.int(0, 2, "select"))
		when := always()
		if g.chance(25, "has when") {
			when = g.cond(2)
		}
		usages := g.usages()
		for _, usage := range usages {
			row := &randomRow{position: code, sel: sel, when: when, usage: usage, level: level}
			if g.chance(10, "dated") {
				row.from, row.until = config.NewDate(2026, 3, 1), config.NewDate(2026, 9, 1)
			}
			g.fill(row, code)
			rows = append(rows, row)
		}
	}
	return rows
}

// usages draws the conditions of the variants of a position: mostly a clean
// split, so that many positions find what they select.
func (g *generator) usages() []cond {
	switch g.int(0, 3, "split") {
	case 0:
		return []cond{always()}
	case 1:
		c := g.cond(2)
		return []cond{c, {"!(" + c.text + ")", func(has map[string]bool) bool { return !c.holds(has) }}}
	case 2:
		var split []cond
		for _, code := range rapid.SampledFrom(g.p.families).Draw(g.t, "family") {
			split = append(split, cond{code, func(has map[string]bool) bool { return has[code] }})
		}
		return split
	}
	var some []cond
	seen := map[string]bool{}
	for range g.int(1, 3, "variants") {
		// the same text twice is refused at reading
		if c := g.cond(2); !seen[canonical(g.t, g.p.cat, c)] {
			seen[canonical(g.t, g.p.cat, c)] = true
			some = append(some, c)
		}
	}
	return some
}

func canonical(t require.TestingT, cat *config.Catalog, c cond) string {
	return c.expr(t, cat).String()
}

// fill draws what a row is of: a new part, with a structure or without, or one
// that has its structure already.
func (g *generator) fill(row *randomRow, prefix string) {
	row.quantity = rapid.SampledFrom([]string{"1", "2", "3", "0.5", "1.25", "12"}).Draw(g.t, "quantity")
	row.per = rapid.SampledFrom([]string{"", "1", "2", "100", "8"}).Draw(g.t, "per")
	if g.chance(40, "has station") || row.level == 1 {
		row.station = rapid.SampledFrom(g.p.stations).Draw(g.t, "station")
	}
	if other := g.sharable(); other != nil {
		row.part, row.structure, row.structUnit = other.part, other.children, other.unit
		row.unit = g.unitLike(other.unit)
		row.phantom = g.chance(30, "phantom")
		return
	}
	g.serial++
	row.part = fmt.Sprintf("P%d", g.serial)
	row.unit = rapid.SampledFrom([]string{"pcs", "kg", "g", "t"}).Draw(g.t, "unit")
	if row.level < 4 && g.serial < 40 && g.chance(45-10*row.level, "has children") {
		row.children = g.rows(row.level+1, prefix+".")
		row.structure, row.structUnit = row.children, row.unit
		row.phantom = g.chance(30, "phantom")
		g.defined = append(g.defined, row)
	}
}

// sharable draws an assembly that is given already, one that is small so that
// the structure does not grow beyond all measure when unfolded.
func (g *generator) sharable() *randomRow {
	if len(g.defined) == 0 || !g.chance(30, "shared") {
		return nil
	}
	if other := rapid.SampledFrom(g.defined).Draw(g.t, "definition"); weight(other.structure) < 20 {
		return other
	}
	return nil
}

// weight is the number of items that rows unfold into.
func weight(rows []*randomRow) int {
	n := len(rows)
	for _, row := range rows {
		n += weight(row.structure)
	}
	return n
}

func (g *generator) unitLike(unit string) string {
	if unit == "pcs" {
		return unit
	}
	return rapid.SampledFrom([]string{"kg", "g", "t"}).Draw(g.t, "unit")
}

// line draws operations: any number at a station, precedence along a hidden
// order, and consumers of the positions of level 1.
func (g *generator) line() {
	g.p.takt = int64(g.int(5, 60, "takt"))
	var earlier []*randomOp
	for _, station := range g.p.stations {
		var ops []*randomOp
		add := func(when cond, parts ...string) {
			op := &randomOp{
				code: fmt.Sprintf("O%d", g.serial), station: station, when: when, parts: parts,
				duration: rapid.SampledFrom([]string{"1", "2.5", "7.125", "20"}).Draw(g.t, "duration"),
			}
			g.serial++
			ops = append(ops, op)
		}
		for range g.int(0, 6, "operations") {
			when := always()
			if g.chance(60, "conditional") {
				when = g.cond(2)
			}
			add(when)
		}
		for _, position := range g.consumable(station) {
			switch g.int(0, 3, "consumed") {
			case 1:
				add(always(), position)
			case 3:
				add(g.cond(2), position)
				if g.chance(50, "twice") {
					add(g.cond(2), position)
				}
			case 2:
				c := g.cond(1)
				add(c, position)
				add(cond{"!(" + c.text + ")", func(has map[string]bool) bool { return !c.holds(has) }}, position)
			}
		}
		hidden := rapid.Permutation(ops).Draw(g.t, "precedence")
		for i, op := range hidden {
			before := append(append([]*randomOp{}, earlier...), hidden[:i]...)
			for range g.int(0, 2, "predecessors") {
				if len(before) > 0 {
					k := g.int(0, len(before)-1, "predecessor")
					op.after = append(op.after, before[k])
					before = append(before[:k], before[k+1:]...)
				}
			}
		}
		earlier = append(earlier, ops...)
		g.p.ops = append(g.p.ops, ops...)
	}
}

// consumable returns the positions of level 1 whose variants are all called at
// a station.
func (g *generator) consumable(station string) []string {
	all := map[string]bool{}
	var order []string
	for _, row := range g.p.rows {
		if _, seen := all[row.position]; !seen {
			all[row.position] = true
			order = append(order, row.position)
		}
		if row.station != station || row.phantom {
			all[row.position] = false
		}
	}
	var out []string
	for _, position := range order {
		if all[position] {
			out = append(out, position)
		}
	}
	return out
}

// selection draws any selection, buildable or not, with the codes it chose.
func (p *randomProduct) selection(t *rapid.T) (*config.Selection, map[string]bool) {
	has := map[string]bool{}
	var order config.Order
	for _, family := range p.families {
		for _, code := range family {
			if rapid.IntRange(0, len(family)-1).Draw(t, "chosen") == 0 {
				has[code] = true
				order.Options = append(order.Options, code)
			}
		}
	}
	sel, err := order.Select(p.cat)
	require.NoError(t, err)
	return sel, has
}

func rat(s string) *big.Rat {
	if s == "" {
		return big.NewRat(1, 1)
	}
	r, ok := new(big.Rat).SetString(s)
	if !ok {
		panic("no number: " + s)
	}
	return r
}
