package carline

import (
	"fmt"
	"math/rand/v2"
	"testing/fstest"
)

// Shape gives the proportions in which kinds of rules are generated: a kind
// with weight 3 is three times as frequent as one with weight 1. The zero
// Shape stands for DefaultShape.
type Shape struct {
	Requires    int // a requires b | c: an option needs one of some options of another family
	Excludes    int // a excludes b
	Conditional int // a & !b => c | d over three families
	Cardinality int // at_most(n; …) over options of several families
	Linear      int // hub option => sum(mass, family) + … <= bound
	Table       int // allowed combinations of two or three families
}

// DefaultShape is close to published car lines: mostly implications and
// exclusions, some mixed conditions, a few of every other kind.
var DefaultShape = Shape{Requires: 40, Excludes: 35, Conditional: 18, Cardinality: 4, Linear: 1, Table: 2}

// Config sizes a line. The zero value of a field stands for its default.
type Config struct {
	Seed      uint64 // of all random choices; 0 is an ordinary seed
	Families  int    // default 60
	Options   int    // all families together; default 5 times Families, at least 2 times
	Rules     int    // default 2 times Families
	Hubs      int    // families from which half of all rules start; default 4
	Window    int    // the greatest distance of a rule's other families; default 4
	Shape     Shape  // default DefaultShape
	Positions int    // BOM positions; default 2 times Families
	Stations  int    // default 24
}

func (c Config) withDefaults() Config {
	set := func(field *int, value int) {
		if *field == 0 {
			*field = value
		}
	}
	set(&c.Families, 60)
	set(&c.Options, 5*c.Families)
	set(&c.Rules, 2*c.Families)
	set(&c.Hubs, 4)
	set(&c.Window, 4)
	set(&c.Positions, 2*c.Families)
	set(&c.Stations, 24)
	if c.Shape == (Shape{}) {
		c.Shape = DefaultShape
	}
	return c
}

// check reports the first field with an impossible value.
func (c Config) check() error {
	switch {
	case c.Families < 4:
		return fmt.Errorf("carline: %d families: a line has at least 4", c.Families)
	case c.Options < 2*c.Families:
		return fmt.Errorf("carline: %d options for %d families: a family has at least 2", c.Options, c.Families)
	case c.Hubs < 1 || c.Hubs > c.Families/2:
		return fmt.Errorf("carline: %d hubs of %d families: at least 1, at most half", c.Hubs, c.Families)
	case c.Window < 2:
		return fmt.Errorf("carline: a window of %d families: at least 2", c.Window)
	case c.Rules < 0 || c.Positions < 0 || c.Stations < 1:
		return fmt.Errorf("carline: %d rules, %d positions, %d stations: none may be negative, and a line has a station", c.Rules, c.Positions, c.Stations)
	}
	return nil
}

// Line is a generated product.
type Line struct {
	// Files is the product directory: options.yaml, rules.yaml, bom.csv and
	// line.yaml. The caller owns it.
	Files fstest.MapFS
	// Witness lists the option codes of one valid configuration, in catalog
	// order. The caller owns it.
	Witness []string
}

// Generate makes the line that cfg describes. The error is that of an
// impossible size. It takes time linear in the size of the files.
func Generate(cfg Config) (*Line, error) {
	cfg = cfg.withDefaults()
	if err := cfg.check(); err != nil {
		return nil, err
	}
	g := &generator{cfg: cfg}
	g.drawFamilies(g.stream(1))
	g.drawWitness(g.stream(2))
	files := fstest.MapFS{
		"options.yaml": &fstest.MapFile{Data: g.options(g.stream(3))},
		"rules.yaml":   &fstest.MapFile{Data: g.rules(g.stream(4))},
		"bom.csv":      &fstest.MapFile{Data: g.bom(g.stream(5))},
		"line.yaml":    &fstest.MapFile{Data: g.line(g.stream(6))},
	}
	return &Line{Files: files, Witness: g.witness()}, nil
}

// generator holds the data that the files share.
type generator struct {
	cfg      Config
	families []family
}

// family is one generated family and its part of the witness.
type family struct {
	sel    string // as options.yaml spells it
	size   int
	chosen []bool // the witness, per option
	mass   []int  // kg, per option
}

// stream is the source of randomness of one file.
func (g *generator) stream(n uint64) *rand.Rand {
	return rand.New(rand.NewPCG(g.cfg.Seed, n))
}

func familyCode(f int) string    { return fmt.Sprintf("F%03d", f) }
func optionCode(f, o int) string { return fmt.Sprintf("F%03d_%02d", f, o) }
func (g *generator) isHub(f int) bool {
	return f < g.cfg.Hubs
}

// drawFamilies spreads the options over the families: two each, the rest at
// random, hubs three times as likely to get one.
func (g *generator) drawFamilies(r *rand.Rand) {
	n := g.cfg.Families
	g.families = make([]family, n)
	for f := range g.families {
		g.families[f].size = 2
		g.families[f].sel = "one"
		if !g.isHub(f) {
			switch k := r.IntN(10); {
			case k == 0:
				g.families[f].sel = "any"
			case k <= 2:
				g.families[f].sel = "optional"
			}
		}
	}
	for range g.cfg.Options - 2*n {
		f := r.IntN(n + 2*g.cfg.Hubs)
		if f >= n {
			f = (f - n) / 2
		}
		g.families[f].size++
	}
	for f := range g.families {
		fam := &g.families[f]
		fam.chosen = make([]bool, fam.size)
		fam.mass = make([]int, fam.size)
		for o := range fam.mass {
			fam.mass[o] = 5 * (1 + r.IntN(12))
		}
	}
}

// drawWitness draws the configuration that every rule will allow.
func (g *generator) drawWitness(r *rand.Rand) {
	for f := range g.families {
		fam := &g.families[f]
		switch fam.sel {
		case "one":
			fam.chosen[r.IntN(fam.size)] = true
		case "optional":
			if o := r.IntN(fam.size + 1); o < fam.size {
				fam.chosen[o] = true
			}
		default:
			for o := range fam.chosen {
				fam.chosen[o] = r.IntN(2) == 0
			}
		}
	}
}

func (g *generator) witness() []string {
	var codes []string
	for f := range g.families {
		for o, in := range g.families[f].chosen {
			if in {
				codes = append(codes, optionCode(f, o))
			}
		}
	}
	return codes
}
