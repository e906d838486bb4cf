package config_test

import (
	"fmt"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/confspace/confspace/config"
	"github.com/confspace/confspace/config/configtest"
	"github.com/confspace/confspace/config/configtest/property"
	"github.com/confspace/confspace/config/source"
)

// vanBuilder is a small catalog used by examples and tests.
func vanBuilder() *config.Builder {
	b := config.NewBuilder("van")
	b.Attribute(config.AttributeSpec{Name: "mass", Unit: unit("kg")})
	b.Family(config.FamilySpec{Code: "body", Name: "Body style"})
	b.Option(config.OptionSpec{Family: "body", Code: "PICKUP", Values: map[string]config.Quantity{"mass": must(config.ParseQuantity("80500 g"))}})
	b.Option(config.OptionSpec{Family: "body", Code: "SUV"})
	b.Family(config.FamilySpec{Code: "extras", Select: config.Any})
	b.Option(config.OptionSpec{Family: "extras", Code: "TOWBAR"})
	b.Family(config.FamilySpec{Code: "bed", Parent: "PICKUP", Select: config.Optional})
	b.Option(config.OptionSpec{Family: "bed", Code: "SHORT"})
	b.Option(config.OptionSpec{Family: "bed", Code: "LONG"})
	return b
}

func ExampleBuilder() {
	cat, err := vanBuilder().Build()
	if err != nil {
		panic(err)
	}
	pickup, _ := cat.LookupOption("PICKUP")
	mass, _ := cat.LookupAttribute("mass")
	fmt.Println(cat.Value(pickup, mass))
	for f := range config.FamilyID(cat.NumFamilies()) {
		fmt.Print(cat.Family(f).Code, " (", cat.Family(f).Select, "):")
		for _, o := range cat.Family(f).Options {
			fmt.Print(" ", cat.Code(o))
		}
		fmt.Println()
	}
	// Output:
	// 80.5 true
	// body (one): PICKUP SUV
	// bed (optional): SHORT LONG
	// extras (any): TOWBAR
}

func ExampleCatalog() {
	cat, _ := vanBuilder().Build()
	long, _ := cat.LookupOption("LONG")
	fmt.Println(cat.Code(cat.Parent(long)), "has", len(cat.Children(cat.Parent(long))), "family below it")
	_, ok := cat.LookupOption("SUW")
	near, _ := cat.Nearest("SUW")
	fmt.Println(ok, near)
	// Output:
	// PICKUP has 1 family below it
	// false SUV
}

func TestBuildReportsAll(t *testing.T) {
	at := func(line int) source.Place { return source.Place{File: "o.yaml", Line: line} }
	b := config.NewBuilder("")
	b.Attribute(config.AttributeSpec{Name: "mass", Unit: unit("kg"), Place: at(1)})
	b.Attribute(config.AttributeSpec{Name: "mass", Unit: unit("kg"), Place: at(2)})
	b.Attribute(config.AttributeSpec{Name: "a\tb", Place: at(3)})
	b.Family(config.FamilySpec{Code: "f", Place: at(4)})
	b.Family(config.FamilySpec{Code: "f", Place: at(5)})
	b.Option(config.OptionSpec{Family: "f", Code: "A", Place: at(6), Values: map[string]config.Quantity{
		"mass": {Amount: config.NewDecimal(1), Unit: unit("l")}, "mas": {}, "zzz": {},
	}})
	b.Option(config.OptionSpec{Family: "f", Code: "A", Place: at(7)})
	b.Option(config.OptionSpec{Family: "f", Code: "f", Place: at(8)})
	b.Option(config.OptionSpec{Family: "ff", Code: "B", Place: at(9)})
	b.Option(config.OptionSpec{Family: "f", Code: "", Place: at(10)})
	b.Option(config.OptionSpec{Family: "f", Code: "\xff", Place: at(11)})
	b.Option(config.OptionSpec{Family: "f", Code: "C", Place: at(12), Effectivity: config.Effectivity{UntilSerial: 1}})
	b.Family(config.FamilySpec{Code: "empty", Place: at(13)})
	b.Family(config.FamilySpec{Code: "g", Parent: "AA", Select: config.Cardinality{Min: 3, Max: 2}, Place: at(14)})
	b.Option(config.OptionSpec{Family: "g", Code: "G", Place: at(15)})
	b.Family(config.FamilySpec{Code: "h", Select: config.Cardinality{Min: 2, Max: 2}, Place: at(16)})
	b.Option(config.OptionSpec{Family: "h", Code: "H", Place: at(17)})
	b.Family(config.FamilySpec{Code: "x", Parent: "Y", Place: at(18)})
	b.Option(config.OptionSpec{Family: "x", Code: "X", Place: at(19)})
	b.Family(config.FamilySpec{Code: "y", Parent: "X", Place: at(20)})
	b.Option(config.OptionSpec{Family: "y", Code: "Y", Place: at(21)})
	b.Family(config.FamilySpec{Code: "below", Parent: "Y", Place: at(22)})
	b.Option(config.OptionSpec{Family: "below", Code: "Z", Place: at(23)})
	b.Family(config.FamilySpec{Code: "self", Parent: "S", Place: at(24)})
	b.Option(config.OptionSpec{Family: "self", Code: "S", Place: at(25)})
	_, err := b.Build()
	want := `the catalog has no product name
o.yaml:2: attribute mass is declared twice, first at o.yaml:1
o.yaml:3: attribute name "a\tb" contains the character '\t'
    use visible characters and spaces, but no double quotes
o.yaml:5: family f is there twice, first at o.yaml:4
    give each its own code
o.yaml:6: option A has a value of the unknown attribute "mas"
    did you mean mass?
o.yaml:6: option A has a value of the unknown attribute "zzz"
o.yaml:6: option A, attribute mass: 1 l (volume) does not convert to kg (mass)
o.yaml:7: option A is there twice, first at o.yaml:6
    give each its own code
o.yaml:8: option f has the code of the family at o.yaml:4
    options and families share one set of codes; rename one of the two
o.yaml:9: option B belongs to the unknown family "ff"
o.yaml:10: empty option code
    use visible characters and spaces, but no double quotes
o.yaml:11: option code "\xff" is not UTF-8
    use visible characters and spaces, but no double quotes
o.yaml:12: option C: never in force: until serial 1 is not after from serial 1
o.yaml:13: family empty has no option
    add its options, or remove the family
o.yaml:14: family g stands below the unknown option "AA"
o.yaml:14: family g: the cardinality [3..2] is impossible: its maximum is below its minimum
o.yaml:16: family h takes at least 2 options, but has only 1
o.yaml:18: family x stands below itself: x is below option Y of y, which is below option X of x
    give one of these families another parent, or none
o.yaml:24: family self stands below itself: self is below option S of self
    give one of these families another parent, or none`
	require.EqualError(t, err, want)
	require.IsType(t, source.Defects{}, err)
}

// Families are numbered in pre-order, options family by family, and what is
// below something has a higher number.
func TestNumbering(t *testing.T) {
	property.Check(t, func(t *rapid.T) {
		c := configtest.Catalog(t, configtest.Limits{Options: 20, Families: 10, Attributes: 2})
		next := config.OptionID(0)
		for f := range config.FamilyID(c.NumFamilies()) {
			for _, o := range c.Family(f).Options {
				require.Equal(t, next, o)
				require.Equal(t, f, c.Option(o).Family)
				require.Equal(t, c.Family(f).Parent, c.Parent(o))
				next++
			}
			if p := c.Family(f).Parent; p != config.NoOption {
				require.Less(t, c.Option(p).Family, f)
				require.Contains(t, c.Children(p), f)
			} else {
				require.Contains(t, c.Children(config.NoOption), f)
			}
			id, ok := c.LookupFamily(c.Family(f).Code)
			require.True(t, ok && id == f)
			_, ok = c.LookupOption(c.Family(f).Code)
			require.False(t, ok)
		}
		require.EqualValues(t, c.NumOptions(), next)
		var order []config.FamilyID
		var walk func(o config.OptionID)
		walk = func(o config.OptionID) {
			for _, f := range c.Children(o) {
				order = append(order, f)
				for _, below := range c.Family(f).Options {
					walk(below)
				}
			}
		}
		walk(config.NoOption)
		require.True(t, slices.IsSorted(order))
		require.Len(t, order, c.NumFamilies())
		require.Len(t, slices.Collect(c.Codes()), c.NumOptions()+c.NumFamilies())
	})
}

func TestDeepTree(t *testing.T) {
	b := config.NewBuilder("deep")
	parent := ""
	for i := range 10_000 {
		family, option := fmt.Sprintf("f%d", i), fmt.Sprintf("O%d", i)
		b.Family(config.FamilySpec{Code: family, Parent: parent})
		b.Option(config.OptionSpec{Family: family, Code: option})
		parent = option
	}
	c, err := b.Build()
	require.NoError(t, err)
	require.Equal(t, 10_000, c.NumFamilies())
}

// What decides answers shows in one digest, what people read in the other, and
// places in none.
func TestDigest(t *testing.T) {
	base := must(vanBuilder().Build()).Digest()
	require.Equal(t, base, must(vanBuilder().Build()).Digest())
	for name, change := range map[string]func(b *config.Builder){
		"family": func(b *config.Builder) {
			b.Family(config.FamilySpec{Code: "n", Parent: "SUV"})
			b.Option(config.OptionSpec{Family: "n", Code: "N"})
		},
		"option":    func(b *config.Builder) { b.Option(config.OptionSpec{Family: "bed", Code: "N"}) },
		"plant":     func(b *config.Builder) { b.Plant(config.PlantSpec{Name: "7"}) },
		"attribute": func(b *config.Builder) { b.Attribute(config.AttributeSpec{Name: "price"}) },
	} {
		b := vanBuilder()
		change(b)
		require.NotEqual(t, base, must(b.Build()).Digest(), name)
	}
	variants := []config.OptionSpec{
		{Code: "N"},
		{Code: "M"},
		{Code: "N", Name: "n"},
		{Code: "N", Effectivity: config.Effectivity{From: 7}},
		{Code: "N", Effectivity: config.Effectivity{Until: 7}},
		{Code: "N", Effectivity: config.Effectivity{FromSerial: 7}},
		{Code: "N", Effectivity: config.Effectivity{UntilSerial: 7}},
		{Code: "N", Effectivity: config.Effectivity{Plants: []string{"7"}}},
		{Code: "N", Defaults: []config.Default{{}}},
		{Code: "N", Defaults: []config.Default{{Rank: 2}}},
		{Code: "N", Defaults: []config.Default{{When: "N"}}},
		{Code: "N", Defaults: []config.Default{{}, {When: "N"}}},
		{Code: "N", Values: map[string]config.Quantity{"mass": {}}},
		{Code: "N", Values: map[string]config.Quantity{"mass": {Amount: config.NewDecimal(7)}}},
	}
	seen := make(map[[2][32]byte]int)
	semantic := make(map[[32]byte]int)
	both := func(c *config.Catalog) [2][32]byte { return [2][32]byte{c.Digest(), c.TextDigest()} }
	for i, o := range variants {
		b := vanBuilder()
		b.Plant(config.PlantSpec{Name: "7"})
		o.Family = "bed"
		b.Option(o)
		c := must(b.Build())
		require.NotContains(t, seen, both(c), "variants %d and %d", i, seen[both(c)])
		seen[both(c)] = i
		semantic[c.Digest()]++
	}
	require.Len(t, semantic, len(variants)-5, "a name decides nothing, nor do defaults")
	b := vanBuilder()
	b.Plant(config.PlantSpec{Name: "7"})
	b.Option(config.OptionSpec{Family: "bed", Code: "N", Place: source.Place{Line: 3}})
	require.Contains(t, seen, both(must(b.Build())))
}

func TestCatalogTables(t *testing.T) {
	c := must(vanBuilder().Build())
	require.Equal(t, "van", c.Product())
	require.Equal(t, 1, c.NumAttributes())
	require.Equal(t, config.Attribute{Name: "mass", Unit: unit("kg")}, c.Attribute(0))
	require.Equal(t, []string{"mass"}, slices.Collect(c.AttributeNames()))
	require.Len(t, slices.Collect(c.Effectivities()), c.NumOptions())
	_, ok := c.LookupAttribute("price")
	require.False(t, ok)
	for code := range c.Codes() {
		require.Equal(t, "PICKUP", code)
		break
	}
}

func TestLookupDoesNotAllocate(t *testing.T) {
	c := must(vanBuilder().Build())
	require.Zero(t, testing.AllocsPerRun(100, func() {
		o, _ := c.LookupOption("LONG")
		if v, ok := c.Value(c.Parent(o), 0); !ok || v.IsZero() {
			t.Fail()
		}
	}))
}
