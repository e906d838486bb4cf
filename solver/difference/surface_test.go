package difference_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/confspace/confspace/config"
	"github.com/confspace/confspace/config/configtest"
	"github.com/confspace/confspace/rules"
	"github.com/confspace/confspace/solver"
	"github.com/confspace/confspace/solver/difference"
)

// bicycles returns a release of a product.
func bicycles(t require.TestingT, lines ...string) *rules.Set {
	b := config.NewBuilder("bicycle")
	for _, f := range []struct {
		code    string
		options []string
	}{{"frame", []string{"CITY", "TOURING"}}, {"gears", []string{"HUB", "CHAIN"}}, {"drive", []string{"PEDALS", "MOTOR"}}} {
		b.Family(config.FamilySpec{Code: f.code})
		for _, code := range f.options {
			b.Option(config.OptionSpec{Family: f.code, Code: code})
		}
	}
	cat, err := b.Build()
	require.NoError(t, err)
	set := rules.NewBuilder(cat)
	for i, line := range lines {
		set.Add(rules.RuleSpec{ID: "R-" + string(rune('1'+i)), Source: line})
	}
	out, err := set.Build()
	require.NoError(t, err)
	return out
}

func compile(t *testing.T, set *rules.Set) *solver.Space {
	space, err := solver.Compile(t.Context(), set, config.Point{}, solver.Config{})
	require.NoError(t, err)
	return space
}

// TestSurface calls all that the package exports with zero values and nil arguments.
func TestSurface(t *testing.T) {
	before, after := compile(t, bicycles(t)), compile(t, bicycles(t, "MOTOR requires CHAIN"))
	d, err := difference.Compare(t.Context(), before, after, difference.Config{})
	require.NoError(t, err)
	fate, err := d.Match.Fate(t.Context(), before, after, config.Order{Options: []string{"CITY", "HUB", "MOTOR"}})
	require.NoError(t, err)
	shared, err := d.Match.Shared(t.Context(), before, after, solver.Config{})
	require.NoError(t, err)
	configtest.Surface{
		Values: []any{d, d.Match, &d.Lost, &d.Lost.Causes[0], new(difference.Config), new(difference.Rename), fate, fate.Repair, shared},
		Funcs: map[string]any{
			"Compare": difference.Compare, "NewMatch": difference.NewMatch, "ReadRenames": difference.ReadRenames,
		},
	}.Check(t)
}
