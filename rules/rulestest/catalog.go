package rulestest

import (
	"fmt"

	"pgregory.net/rapid"

	"github.com/confspace/confspace/config"
)

// Catalog returns a generator of catalogs with one to a given number of options:
// trees of families of every cardinality, with attributes that some options
// have. Codes include ones that need quotes. With effective, some
// options have an effectivity.
func Catalog(options int, effective bool) *rapid.Generator[*config.Catalog] {
	return rapid.Custom(func(t *rapid.T) *config.Catalog {
		b := config.NewBuilder("random")
		attributes := rapid.IntRange(0, 2).Draw(t, "attributes")
		for a := range attributes {
			b.Attribute(config.AttributeSpec{Name: attributeNames[a]})
		}
		left := rapid.IntRange(1, options).Draw(t, "options")
		codes := []string{""} // possible parents
		for family := 0; left > 0; family++ {
			size := rapid.IntRange(1, min(left, 5)).Draw(t, "size")
			left -= size
			f := config.FamilySpec{Code: fmt.Sprintf("f%d", family), Select: cardinality(t, size)}
			f.Parent = rapid.SampledFrom(codes).Draw(t, "parent")
			b.Family(f)
			for range size {
				o := config.OptionSpec{Family: f.Code, Code: code(len(codes)), Values: map[string]config.Quantity{}}
				for a := range attributes {
					if v := rapid.SampledFrom(amounts).Draw(t, "value"); v != "" {
						d, err := config.ParseDecimal(v)
						if err != nil {
							panic(err)
						}
						o.Values[attributeNames[a]] = config.Quantity{Amount: d}
					}
				}
				if effective && rapid.IntRange(0, 3).Draw(t, "limited") == 0 {
					o.Effectivity = Effectivity().Draw(t, "effectivity")
				}
				b.Option(o)
				codes = append(codes, o.Code)
			}
		}
		cat, err := b.Build()
		if err != nil {
			panic("rulestest: " + err.Error())
		}
		return cat
	})
}

var (
	attributeNames = []string{"mass", "list price"}
	amounts        = []string{"", "", "0", "1", "2", "2.5", "-3", "10.25", "100"}
)

// code returns the i-th code: letters, sometimes with a space, sometimes digits
// alone.
func code(i int) string {
	switch i % 5 {
	case 3:
		return fmt.Sprintf("O %d", i)
	case 4:
		return fmt.Sprint(i)
	}
	return fmt.Sprintf("O%d", i)
}

// cardinality draws one that some number of size options satisfies.
func cardinality(t *rapid.T, size int) config.Cardinality {
	switch rapid.IntRange(0, 5).Draw(t, "select") {
	case 0, 1:
		return config.One
	case 2:
		return config.Optional
	case 3:
		return config.Any
	}
	lo := rapid.IntRange(0, size).Draw(t, "min")
	return config.Cardinality{Min: lo, Max: rapid.IntRange(max(lo, 1), size).Draw(t, "max")}
}
