package rules

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/confspace/confspace/config"
)

// TestRebind: a condition means the same on a catalog that extends its own, and back.
func TestRebind(t *testing.T) {
	cat := vans(t)
	b := config.NewBuilder("longer")
	for f := range config.FamilyID(cat.NumFamilies()) {
		family := cat.Family(f)
		spec := config.FamilySpec{Code: family.Code, Select: family.Select}
		if family.Parent != config.NoOption {
			spec.Parent = cat.Code(family.Parent)
		}
		b.Family(spec)
		for _, o := range family.Options {
			b.Option(config.OptionSpec{Family: family.Code, Code: cat.Code(o)})
		}
	}
	b.Family(config.FamilySpec{Code: "further"})
	b.Option(config.OptionSpec{Family: "further", Code: "FURTHER"})
	longer, err := b.Build()
	require.NoError(t, err)
	first, second := cat.Code(0), cat.Code(1)
	for _, text := range []string{
		first, first + " & !" + second + " => false", "at_most(1; " + first + ", " + second + ")", "sum(mass) <= 1000", "sum(mass) * sum(price) > 5000 kg",
	} {
		e, err := Parse(cat, text)
		require.NoError(t, err, text)
		there := e.Rebind(longer)
		require.Equal(t, longer, there.Catalog())
		require.True(t, there.Rebind(cat).Equal(e), text)
		for bits := range 1 << cat.NumOptions() {
			here, other := cat.NewSelection(), longer.NewSelection()
			for o := range config.OptionID(cat.NumOptions()) {
				if bits>>o&1 != 0 {
					here.Choose(o)
					other.Choose(o)
				}
			}
			require.Equal(t, e.Holds(here), there.Holds(other), text)
		}
	}
	further, err := Parse(longer, "FURTHER")
	require.NoError(t, err)
	require.Panics(t, func() { further.Rebind(cat) })
}
