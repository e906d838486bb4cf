package configtest_test

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/confspace/confspace/config"
	"github.com/confspace/confspace/config/configtest"
	"github.com/confspace/confspace/config/configtest/property"
)

func ExampleHolds() {
	b := config.NewBuilder("van")
	for _, p := range []string{"P1", "P2", "P3"} {
		b.Plant(config.PlantSpec{Name: p})
	}
	b.Family(config.FamilySpec{Code: "body"})
	b.Option(config.OptionSpec{Family: "body", Code: "PICKUP"})
	b.Option(config.OptionSpec{Family: "body", Code: "SUV"})
	b.Family(config.FamilySpec{Code: "bed", Parent: "PICKUP"})
	b.Option(config.OptionSpec{Family: "bed", Code: "SHORT"})
	b.Option(config.OptionSpec{Family: "bed", Code: "LONG"})
	cat, _ := b.Build()
	n := 0
	for sel := range configtest.Selections(cat) {
		if configtest.Holds(cat, sel) {
			n++
		}
	}
	fmt.Println(n, "configurations")
	// Output: 3 configurations
}

func TestCatalogsAreWithinLimits(t *testing.T) {
	property.Check(t, func(t *rapid.T) {
		limits := configtest.Limits{Options: 10, Families: 3, Attributes: 2, Effectivity: true, OddCodes: true, Flat: rapid.Bool().Draw(t, "flat")}
		c := configtest.Catalog(t, limits)
		require.LessOrEqual(t, c.NumOptions(), 10)
		require.LessOrEqual(t, c.NumFamilies(), 3)
		require.LessOrEqual(t, c.NumAttributes(), 2)
		if limits.Flat {
			require.Len(t, c.Children(config.NoOption), c.NumFamilies())
		}
	})
}

func TestOrdersSelect(t *testing.T) {
	property.Check(t, func(t *rapid.T) {
		c := configtest.Catalog(t, configtest.Limits{})
		o := configtest.Order(t, c)
		sel, err := o.Bind(c)
		require.NoError(t, err)
		if !o.Partial {
			require.True(t, sel.Complete())
		}
		again, err := c.Order(sel).Bind(c)
		require.NoError(t, err)
		require.True(t, sel.Equal(again))
	})
}

func TestExtendable(t *testing.T) {
	property.Check(t, func(t *rapid.T) {
		c := configtest.Catalog(t, configtest.Limits{Options: 6})
		full := configtest.Complete(t, c)
		part := full.Clone()
		part.Clear(config.OptionID(rapid.IntRange(0, c.NumOptions()-1).Draw(t, "cleared")))
		require.True(t, configtest.Contains(full, part))
		if configtest.Holds(c, full) {
			require.True(t, configtest.Extendable(c, part, nil))
		}
		none := func(*config.Selection) bool { return false }
		require.False(t, configtest.Extendable(c, part, none))
	})
}

func TestPointsSayEnough(t *testing.T) {
	property.Check(t, func(t *rapid.T) {
		c := configtest.Catalog(t, configtest.Limits{Effectivity: true})
		_, err := configtest.Effective(c, configtest.Complete(t, c), configtest.Point(t))
		require.NoError(t, err)
	})
}
