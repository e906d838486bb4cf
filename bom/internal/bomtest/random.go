package bomtest

import (
	"fmt"
	"math/big"
	"slices"
	"strings"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/confspace/confspace/bom"
	"github.com/confspace/confspace/config"
	"github.com/confspace/confspace/rules"
)

// A Cond is a condition with a meaning that does not come from package rules.
type Cond struct {
	Text  string
	Holds func(has map[string]bool) bool
}

// Expr returns the condition bound to a catalog.
func (c Cond) Expr(t require.TestingT, cat *config.Catalog) rules.Expr {
	if c.Text == "" {
		return rules.Expr{}
	}
	e, err := rules.Parse(cat, c.Text)
	require.NoError(t, err)
	return e
}

func always() Cond { return Cond{"", func(map[string]bool) bool { return true }} }

// A Row is a row of a random structure, with its children.
type Row struct {
	Position    string
	Select      bom.Select
	When, Usage Cond
	Part        string
	Quantity    string
	Per         string
	Unit        string
	Phantom     bool
	Station     string
	From, Until config.Date
	// PositionFrom and PositionUntil are the position's, on each of its rows.
	PositionFrom, PositionUntil config.Date
	Children                    []*Row
	Structure                   []*Row // children, or those of the row that defines the part
	StructUnit                  string // unit of the row that carries the structure
	Level                       int
}

// A Product is a catalog, a structure and a line that read without
// defects.
type Product struct {
	Catalog  *config.Catalog
	Codes    []string
	Families [][]string
	Number   string // of the product itself; empty if the structure has no row of level 0
	Rows     []*Row // of level 1
	Stations []string
	Ops      []*Op               // in document order
	Rides    map[string][]string // station -> paths
	Takt     int64
}

// An Op is an operation of a random line.
type Op struct {
	Code, Station string
	When          Cond
	Duration      string // in seconds
	After         []*Op
	Parts         []string // paths
}

// A Generator draws a random product.
type Generator struct {
	t *rapid.T
	p *Product

	serial  int
	defined []*Row // rows with a structure that is complete
}

// Int draws a number, lo and hi included.
func (g *Generator) Int(lo, hi int, label string) int {
	return rapid.IntRange(lo, hi).Draw(g.t, label)
}

func (g *Generator) chance(percent int, label string) bool { return g.Int(1, 100, label) <= percent }

// NewGenerator draws more for a product that was drawn.
func NewGenerator(t *rapid.T, p *Product) *Generator { return &Generator{t: t, p: p} }

// Generate draws a product.
func Generate(t *rapid.T, maxFamilies int) *Product {
	g := &Generator{t: t, p: &Product{Stations: []string{"S1", "S2", "S3"}, Rides: map[string][]string{}}}
	b := config.NewBuilder("random")
	for f := range g.Int(1, maxFamilies, "families") {
		family := fmt.Sprintf("F%d", f)
		sel := []config.Cardinality{config.One, config.Optional, config.Any}[g.Int(0, 2, "select")]
		b.Family(config.FamilySpec{Code: family, Select: sel})
		var codes []string
		for o := range g.Int(2, 4, "options") {
			code := fmt.Sprintf("%s%c", family, 'a'+o)
			b.Option(config.OptionSpec{Family: family, Code: code})
			codes = append(codes, code)
		}
		g.p.Families = append(g.p.Families, codes)
		g.p.Codes = append(g.p.Codes, codes...)
	}
	cat, err := b.Build()
	require.NoError(t, err)
	g.p.Catalog = cat
	if g.chance(30, "has a row of the product") {
		g.p.Number = "CAR-1"
	}
	g.p.Rows = g.rows(1, "T", true)
	g.line()
	return g.p
}

// Cond draws a condition of up to the given depth.
func (g *Generator) Cond(depth int) Cond {
	kind := 0
	if depth > 0 {
		kind = g.Int(0, 4, "kind")
	}
	switch kind {
	case 1:
		a := g.Cond(depth - 1)
		return Cond{"!(" + a.Text + ")", func(has map[string]bool) bool { return !a.Holds(has) }}
	case 2:
		a, b := g.Cond(depth-1), g.Cond(depth-1)
		return Cond{"(" + a.Text + ") & (" + b.Text + ")", func(has map[string]bool) bool { return a.Holds(has) && b.Holds(has) }}
	case 3:
		a, b := g.Cond(depth-1), g.Cond(depth-1)
		return Cond{"(" + a.Text + ") | (" + b.Text + ")", func(has map[string]bool) bool { return a.Holds(has) || b.Holds(has) }}
	case 4:
		a, b := g.Cond(depth-1), g.Cond(depth-1)
		return Cond{"(" + a.Text + ") requires (" + b.Text + ")", func(has map[string]bool) bool { return !a.Holds(has) || b.Holds(has) }}
	}
	code := rapid.SampledFrom(g.p.Codes).Draw(g.t, "code")
	return Cond{code, func(has map[string]bool) bool { return has[code] }}
}

// rows draws the positions of one assembly. Where the assembly is taken by
// weight, its parts are too: pieces would not be whole.
func (g *Generator) rows(level int, prefix string, pieces bool) []*Row {
	var rows []*Row
	for i := range g.Int(1, 4, "positions") {
		code := fmt.Sprintf("%s%d", prefix, i)
		sel := bom.Select(g.Int(0, 3, "select"))
		when := always()
		if g.chance(25, "has when") {
			when = g.Cond(2)
		}
		var from, until config.Date
		if g.chance(15, "position dated") {
			until = config.NewDate(2026, 9, 1)
			if g.chance(50, "position begins") {
				from = config.NewDate(2026, 3, 1)
			}
		}
		usages := g.usages()
		for _, usage := range usages {
			row := &Row{Position: code, Select: sel, When: when, Usage: usage, Level: level, PositionFrom: from, PositionUntil: until}
			if g.chance(10, "dated") {
				row.From, row.Until = config.NewDate(2026, 3, 1), config.NewDate(2026, 9, 1)
			}
			g.fill(row, code, pieces)
			rows = append(rows, row)
		}
	}
	return rows
}

// usages draws the conditions of the variants of a Position: mostly a clean
// split, so that many positions find what they select.
func (g *Generator) usages() []Cond {
	switch g.Int(0, 3, "split") {
	case 0:
		return []Cond{always()}
	case 1:
		c := g.Cond(2)
		return []Cond{c, {"!(" + c.Text + ")", func(has map[string]bool) bool { return !c.Holds(has) }}}
	case 2:
		var split []Cond
		for _, code := range rapid.SampledFrom(g.p.Families).Draw(g.t, "family") {
			split = append(split, Cond{code, func(has map[string]bool) bool { return has[code] }})
		}
		return split
	}
	var some []Cond
	seen := map[string]bool{}
	for range g.Int(1, 3, "variants") {
		// the same text twice is refused at reading
		if c := g.Cond(2); !seen[canonical(g.t, g.p.Catalog, c)] {
			seen[canonical(g.t, g.p.Catalog, c)] = true
			some = append(some, c)
		}
	}
	return some
}

func canonical(t require.TestingT, cat *config.Catalog, c Cond) string {
	return c.Expr(t, cat).String()
}

// fill draws the part of a row: a new one, with a structure or without, or one
// that has its structure already.
func (g *Generator) fill(row *Row, prefix string, pieces bool) {
	if g.chance(40, "has station") || row.Level == 1 {
		row.Station = rapid.SampledFrom(g.p.Stations).Draw(g.t, "station")
	}
	if other := g.sharable(pieces); other != nil {
		row.Part, row.Structure, row.StructUnit = other.Part, other.Children, other.Unit
		row.Unit = g.unitLike(other.Unit)
		g.quantity(row)
		row.Phantom = g.chance(30, "phantom")
		return
	}
	g.serial++
	row.Part = fmt.Sprintf("P%d", g.serial)
	units := []string{"kg", "g", "t"}
	if pieces {
		units = append(units, "pcs")
	}
	row.Unit = rapid.SampledFrom(units).Draw(g.t, "unit")
	g.quantity(row)
	if row.Level < 4 && g.serial < 40 && g.chance(45-10*row.Level, "has children") {
		row.Children = g.rows(row.Level+1, prefix+".", row.Unit == "pcs")
		row.Structure, row.StructUnit = row.Children, row.Unit
		row.Phantom = g.chance(30, "phantom")
		g.defined = append(g.defined, row)
	}
}

// quantity draws how much of a row's part one parent takes: of pieces a whole
// number.
func (g *Generator) quantity(row *Row) {
	if row.Unit != "pcs" {
		row.Quantity = rapid.SampledFrom([]string{"1", "2", "3", "0.5", "1.25", "12", "2/3"}).Draw(g.t, "quantity")
		row.Per = rapid.SampledFrom([]string{"", "1", "2", "100", "8", "3", "7"}).Draw(g.t, "per")
		return
	}
	whole := rapid.SampledFrom([][2]string{{"1", ""}, {"2", ""}, {"3", "1"}, {"12", "2"}, {"16", "8"}, {"100", "100"}}).Draw(g.t, "pieces")
	row.Quantity, row.Per = whole[0], whole[1]
}

// sharable draws an assembly that is given already: a small one, so that the
// unfolded structure stays small.
func (g *Generator) sharable(pieces bool) *Row {
	var fitting []*Row
	for _, row := range g.defined {
		if pieces || row.Unit != "pcs" {
			fitting = append(fitting, row)
		}
	}
	if len(fitting) == 0 || !g.chance(30, "shared") {
		return nil
	}
	if other := rapid.SampledFrom(fitting).Draw(g.t, "definition"); weight(other.Structure) < 20 {
		return other
	}
	return nil
}

// weight is the number of items that rows unfold into.
func weight(rows []*Row) int {
	n := len(rows)
	for _, row := range rows {
		n += weight(row.Structure)
	}
	return n
}

func (g *Generator) unitLike(unit string) string {
	if unit == "pcs" {
		return unit
	}
	return rapid.SampledFrom([]string{"kg", "g", "t"}).Draw(g.t, "unit")
}

// line draws operations: any number at a station, precedence along a hidden
// order, and consumers of the positions of level 1.
func (g *Generator) line() {
	g.p.Takt = int64(g.Int(5, 60, "takt"))
	var earlier []*Op
	for _, station := range g.p.Stations {
		var ops []*Op
		add := func(when Cond, parts ...string) {
			op := &Op{
				Code: fmt.Sprintf("O%d", g.serial), Station: station, When: when, Parts: parts,
				Duration: rapid.SampledFrom([]string{"1", "2.5", "7.125", "20"}).Draw(g.t, "duration"),
			}
			g.serial++
			ops = append(ops, op)
		}
		for range g.Int(0, 6, "operations") {
			when := always()
			if g.chance(60, "conditional") {
				when = g.Cond(2)
			}
			add(when)
		}
		for _, path := range g.consumable(station) {
			switch g.Int(0, 4, "consumed") {
			case 1:
				add(always(), path)
			case 3:
				add(g.Cond(2), path)
				if g.chance(50, "twice") {
					add(g.Cond(2), path)
				}
			case 2:
				c := g.Cond(1)
				add(c, path)
				add(Cond{"!(" + c.Text + ")", func(has map[string]bool) bool { return !c.Holds(has) }}, path)
			case 4:
				g.p.Rides[station] = append(g.p.Rides[station], path)
			}
		}
		hidden := rapid.Permutation(ops).Draw(g.t, "precedence")
		for i, op := range hidden {
			before := append(append([]*Op{}, earlier...), hidden[:i]...)
			for range g.Int(0, 2, "predecessors") {
				if len(before) > 0 {
					k := g.Int(0, len(before)-1, "predecessor")
					op.After = append(op.After, before[k])
					before = append(before[:k], before[k+1:]...)
				}
			}
		}
		earlier = append(earlier, ops...)
		g.p.Ops = append(g.p.Ops, ops...)
	}
}

// consumable returns the paths that an operation of a station may name: each
// part there, or one that stands in it, is delivered to the station. Paths
// deep in the structure are drawn.
func (g *Generator) consumable(station string) []string {
	all, order := map[string]bool{}, []string{}
	var walk func(rows []*Row, above, from string) bool
	walk = func(rows []*Row, above, from string) (some bool) {
		for _, row := range rows {
			path, at := above+row.Position, from
			if row.Station != "" {
				at = row.Station
			}
			here := walk(row.Structure, path+"/", at) || at == station && !row.Phantom
			if _, seen := all[path]; !seen {
				all[path] = true
				order = append(order, path)
			}
			all[path] = all[path] && here
			some = some || here
		}
		return some
	}
	walk(g.p.Rows, "", "")
	return slices.DeleteFunc(order, func(path string) bool {
		return !all[path] || strings.Contains(path, "/") && !g.chance(15, "deep")
	})
}

// Fits returns the operations that fit the part at a path at its station: those
// that name the path, or else the nearest path above. Without any, the part may
// ride along.
func (p *Product) Fits(path, station string) (ops []*Op, rides bool) {
	for {
		for _, op := range p.Ops {
			if op.Station == station && slices.Contains(op.Parts, path) {
				ops = append(ops, op)
			}
		}
		cut := strings.LastIndexByte(path, '/')
		if rides = slices.Contains(p.Rides[station], path); len(ops) > 0 || rides || cut < 0 {
			return ops, rides
		}
		path = path[:cut]
	}
}

// Names reports whether an operation or the list rides of a station names a
// path.
func (p *Product) Names(path, station string) bool {
	return slices.Contains(p.Rides[station], path) ||
		slices.ContainsFunc(p.Ops, func(op *Op) bool { return op.Station == station && slices.Contains(op.Parts, path) })
}

// Selection draws any selection, buildable or not, with the codes it chose.
func (p *Product) Selection(t *rapid.T) (*config.Selection, map[string]bool) {
	has := map[string]bool{}
	var order config.Order
	for _, family := range p.Families {
		for _, code := range family {
			if rapid.IntRange(0, len(family)-1).Draw(t, "chosen") == 0 {
				has[code] = true
				order.Options = append(order.Options, code)
			}
		}
	}
	sel, err := order.Bind(p.Catalog)
	require.NoError(t, err)
	return sel, has
}

// Rat reads a fraction; empty text is 1.
func Rat(s string) *big.Rat {
	if s == "" {
		return big.NewRat(1, 1)
	}
	r, ok := new(big.Rat).SetString(s)
	if !ok {
		panic("no number: " + s)
	}
	return r
}

// Day draws a date in, before or after the effectivities of random rows.
func Day(t *rapid.T) config.Date {
	return rapid.SampledFrom([]config.Date{
		config.NewDate(2026, 2, 28), config.NewDate(2026, 3, 1), config.NewDate(2026, 8, 31), config.NewDate(2026, 9, 1),
	}).Draw(t, "day")
}
