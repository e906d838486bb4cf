package config

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/confspace/confspace/config/source"
)

// A file in which everything is misspelled gets hints for what is found first,
// and none for what is found after thousands of defects: finding one takes as
// long as the catalog is large. Defects are shown by their place, so that what
// is found last is shown where its place is first.
func TestHintsAreBounded(t *testing.T) {
	const n = 3000
	place := func(i int) source.Place { return source.Place{File: "options.yaml", Line: n - i, Column: 1} }
	code := func(i int) string { return fmt.Sprintf("CODE%05d", i) }
	bare := func(t *testing.T, list *source.List, msg string) {
		t.Helper()
		require.Equal(t, n, list.Len())
		defects := list.Err().(source.Defects)
		require.Contains(t, defects[0].Msg, msg)
		require.NotContains(t, defects[0].Hint, "did you mean")
	}
	options := func(a *assembly, spec func(i int) OptionSpec) {
		a.families = append(a.families, FamilySpec{Code: "f"})
		for i := range n {
			a.options = append(a.options, spec(i))
		}
	}
	run := func() *assembly {
		return &assembly{Builder: NewBuilder("p"), cat: &Catalog{index: map[string]entry{}, attribute: map[string]AttributeID{}}}
	}
	t.Run("parents", func(t *testing.T) {
		a := run()
		options(a, func(i int) OptionSpec { return OptionSpec{Family: "f", Code: code(i)} })
		for i := range n {
			a.families = append(a.families, FamilySpec{Code: fmt.Sprint("g", i), Parent: "X" + code(i), damaged: true, Place: place(i)})
		}
		a.indexCodes()
		a.arrange()
		bare(t, &a.list, "stands below the unknown option")
	})
	t.Run("families", func(t *testing.T) {
		a := run()
		options(a, func(i int) OptionSpec { return OptionSpec{Family: "Xg" + code(i), Code: code(i), Place: place(i)} })
		a.families[0].damaged = true
		for i := range n {
			a.families = append(a.families, FamilySpec{Code: "g" + code(i), damaged: true})
		}
		a.indexCodes()
		a.arrange()
		bare(t, &a.list, "belongs to the unknown family")
	})
	t.Run("attributes", func(t *testing.T) {
		a := run()
		options(a, func(i int) OptionSpec {
			a.attributes = append(a.attributes, AttributeSpec{Name: code(i)})
			return OptionSpec{Family: "f", Code: "o" + code(i), Values: map[string]Quantity{"X" + code(i): {}}, Place: place(i)}
		})
		a.addAttributes()
		a.cat.attributes = a.cat.attributes[:1] // spares a table of all values
		a.indexCodes()
		a.arrange()
		a.number()
		a.addValues()
		bare(t, &a.list, "has a value of the unknown attribute")
	})
	t.Run("keys", func(t *testing.T) {
		text := []byte("- {XCODE9999: 1}\n- {")
		keys := make([]string, n-1)
		for i := range keys {
			keys[i] = code(i)
			text = fmt.Appendf(text, "X%s: 1,\n", keys[i])
		}
		f, err := source.NewFile("options.yaml", append(text, '}'))
		require.NoError(t, err)
		var list source.List
		options := source.ParseYAML(f, &list).Items
		for _, option := range []*source.Node{options[1], options[0]} {
			o := source.NewObject(f, option, &list, "option A")
			o.Expect(source.NewKeys(keys...))
			for _, key := range keys {
				o.Value(key)
			}
			o.Done()
		}
		bare(t, &list, "unknown key")
	})
	t.Run("orders", func(t *testing.T) {
		c := &Catalog{}
		for i := range n {
			c.options = append(c.options, Option{Code: code(i)})
		}
		var list source.List
		o := Order{ID: "O-1"}
		for i := range n {
			o.set(c, c.NewSelection(), "X"+code(i), Chosen, place(i), &list)
		}
		bare(t, &list, "unknown option")
	})
}
