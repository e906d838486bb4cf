package configtest

import (
	"fmt"
	"strings"

	"pgregory.net/rapid"

	"github.com/confspace/confspace/config"
)

// Limits bound the catalogs that are drawn. The zero value gives catalogs of
// up to 8 options in up to 4 families with plain codes, without attributes or
// effectivities.
type Limits struct {
	// Options is the greatest number of options; 0 = 8.
	Options int
	// Families is the greatest number of families; 0 = half of Options.
	Families int
	// Flat keeps every family at the root.
	Flat bool
	// Attributes is the greatest number of attributes; 0 = none.
	Attributes int
	// Units declares units, which some attributes have.
	Units bool
	// Effectivity gives some options limits in date, serial number and plant.
	Effectivity bool
	// Defaults gives some options defaults.
	Defaults bool
	// OddCodes uses codes with spaces, marks and letters of any script, and
	// words that YAML or the rule language could take for something else.
	OddCodes bool
}

func (l Limits) orDefaults() Limits {
	if l.Options == 0 {
		l.Options = 8
	}
	if l.Families == 0 {
		l.Families = max(l.Options/2, 1)
	}
	return l
}

// Catalog draws a valid catalog within limits.
func Catalog(t *rapid.T, limits Limits) *config.Catalog {
	d := drawer{t: t, limits: limits.orDefaults(), builder: config.NewBuilder("test"), money: map[string]bool{}}
	for _, p := range plants {
		d.builder.Plant(config.PlantSpec{Name: p})
	}
	d.units()
	d.attributes()
	left := rapid.IntRange(1, d.limits.Options).Draw(t, "options")
	for f := 0; f < d.limits.Families && left > 0; f++ {
		n := rapid.IntRange(1, left).Draw(t, "family size")
		if f == d.limits.Families-1 {
			n = left
		}
		d.family(n)
		left -= n
	}
	cat, err := d.builder.Build()
	if err != nil {
		t.Fatalf("configtest: a drawn catalog is not valid: %v", err)
	}
	return cat
}

// drawer draws one catalog.
type drawer struct {
	t       *rapid.T
	limits  Limits
	builder *config.Builder
	names   []string      // attributes
	own     []config.Unit // declared
	money   map[string]bool
	options []string // codes so far
	serial  int      // numbers codes
}

// oddWords are codes that readers and printers could trip over.
var oddWords = []string{
	"true", "null", "NO", "1e3", "007", "2026-11-02", "~", "- x", "a: b", "a #b", "[x]", "{y}", "'q'", "a,b", "x.y",
	"requires", "excludes", "in", "not in", "sum(mass)", "!a", "a & b", "=", "<=>", "ä ö", "日本", "😀", "$%&/", `back\slash`, "100%", "a/b",
}

// code draws a code that was not used yet.
func (d *drawer) code(prefix string) string {
	d.serial++
	code := fmt.Sprintf("%s%d", prefix, d.serial)
	if d.limits.OddCodes && rapid.Bool().Draw(d.t, "odd") {
		code = fmt.Sprintf("%s %d", rapid.SampledFrom(oddWords).Draw(d.t, "word"), d.serial)
	}
	return code
}

// oddSymbols are units that readers and printers could trip over.
var oddSymbols = []string{"Stk", "no", "null", "%o", "m/s", "µm²", "true", "Q", "日", "in."}

// units declares some units.
func (d *drawer) units() {
	if !d.limits.Units {
		return
	}
	is := []string{"pcs", "12 pcs", "1/3 kg", "money", "1000 EUR", "7/9", "0.5", "1 g", "1.25 l", "JPY"}
	for _, symbol := range rapid.SliceOfNDistinct(rapid.SampledFrom(oddSymbols), 0, 5, rapid.ID[string]).Draw(d.t, "symbols") {
		what := rapid.SampledFrom(is).Draw(d.t, "is")
		d.own = append(d.own, d.builder.Unit(config.UnitSpec{Symbol: symbol, Is: what}))
		is = append(is, symbol, "3 "+symbol)
	}
}

func (d *drawer) attributes() {
	if d.limits.Attributes == 0 {
		return
	}
	units := []string{"kg", "EUR", "", "l"}
	for i := range rapid.IntRange(0, d.limits.Attributes).Draw(d.t, "attributes") {
		unit, _ := config.ParseUnit(units[i%len(units)])
		if len(d.own) > 0 && rapid.Bool().Draw(d.t, "own unit") {
			unit = rapid.SampledFrom(d.own).Draw(d.t, "unit")
		}
		name := fmt.Sprintf("attr%d", i)
		if d.limits.OddCodes && i == 1 {
			name = "name" // has to be written below the key values
		}
		d.names = append(d.names, name)
		d.builder.Attribute(config.AttributeSpec{Name: name, Unit: unit})
		d.money[name] = strings.HasPrefix(unit.Dimension(), "money")
	}
}

// family draws a family of n options below any option drawn before.
func (d *drawer) family(n int) {
	spec := config.FamilySpec{Code: d.code("f")}
	if !d.limits.Flat && len(d.options) > 0 {
		if parent := rapid.IntRange(-1, len(d.options)-1).Draw(d.t, "parent"); parent >= 0 {
			spec.Parent = d.options[parent]
		}
	}
	spec.Select = Cardinality(d.t, n)
	if d.limits.OddCodes {
		spec.Name = rapid.SampledFrom([]string{"", "Name", "null", "A \"name\": x", " # "}).Draw(d.t, "name")
	}
	d.builder.Family(spec)
	for range n {
		o := config.OptionSpec{Family: spec.Code, Code: d.code("O"), Values: d.values()}
		if d.limits.Effectivity {
			o.Effectivity = Effectivity(d.t)
		}
		o.Defaults = d.defaults()
		d.builder.Option(o)
		d.options = append(d.options, o.Code)
	}
}

// defaults draws the defaults of an option.
func (d *drawer) defaults() (out []config.Default) {
	if !d.limits.Defaults {
		return nil
	}
	for range rapid.SampledFrom([]int{0, 0, 1, 1, 2}).Draw(d.t, "defaults") {
		x := config.Default{Rank: rapid.IntRange(0, 2).Draw(d.t, "rank")}
		if len(d.options) > 0 && rapid.Bool().Draw(d.t, "conditional") {
			x.When = `"` + rapid.SampledFrom(d.options).Draw(d.t, "when") + `"`
			if rapid.Bool().Draw(d.t, "not") {
				x.When = "!" + x.When
			}
		}
		out = append(out, x)
	}
	return out
}

func (d *drawer) values() map[string]config.Quantity {
	values := make(map[string]config.Quantity)
	for _, name := range d.names {
		if rapid.Bool().Draw(d.t, "has value") {
			values[name] = config.Quantity{Amount: Decimal(d.t)}
			if d.money[name] { // whole amounts: a currency has two decimals
				values[name] = config.Quantity{Amount: config.NewDecimal(int64(rapid.IntRange(-99, 9999).Draw(d.t, "amount")))}
			}
		}
	}
	return values
}

// Cardinality draws a cardinality that a family of n options can have.
func Cardinality(t *rapid.T, n int) config.Cardinality {
	switch rapid.IntRange(0, 4).Draw(t, "select") {
	case 0:
		return config.One
	case 1:
		return config.Optional
	case 2:
		return config.Any
	case 3:
		return config.Cardinality{Min: rapid.IntRange(0, n).Draw(t, "min"), Max: config.Unbounded}
	}
	low := rapid.IntRange(0, n).Draw(t, "min")
	return config.Cardinality{Min: low, Max: rapid.IntRange(max(low, 1), n).Draw(t, "max")}
}

// Decimal draws a small number with up to three places, negative ones too.
func Decimal(t *rapid.T) config.Decimal {
	n := rapid.IntRange(-2000, 2000).Draw(t, "thousandths")
	if rapid.Bool().Draw(t, "whole") {
		return config.NewDecimal(int64(n / 100))
	}
	v, err := config.NewDecimal(int64(n)).Quo(config.NewDecimal(1000))
	if err != nil {
		t.Fatalf("configtest: %v", err)
	}
	return v
}
