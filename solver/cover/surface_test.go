package cover_test

import (
	"context"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/confspace/confspace/config"
	"github.com/confspace/confspace/config/configtest"
	"github.com/confspace/confspace/rules"
	"github.com/confspace/confspace/solver"
	"github.com/confspace/confspace/solver/cover"
)

const bicycle = `
product: bicycle
families:
  - {family: frame, options: [CITY, TOURING, CARGO]}
  - {family: gears, options: [HUB, CHAIN]}
  - {family: extras, select: any, options: [MOTOR, LAMPS]}`

// compile compiles a product whose motor does not go with gears in the hub.
func compile(t require.TestingT, options string) *solver.Space {
	cat, err := config.ReadCatalog("options.yaml", strings.NewReader(options))
	require.NoError(t, err)
	b := rules.NewBuilder(cat)
	b.Add(rules.RuleSpec{ID: "R-1", Source: "MOTOR excludes HUB", Reason: "The hub breaks."})
	set, err := b.Build()
	require.NoError(t, err)
	space, err := solver.Compile(context.Background(), set, config.Point{}, solver.Config{})
	require.NoError(t, err)
	return space
}

// TestSurface calls all that the package exports with zero values and nil arguments.
func TestSurface(t *testing.T) {
	suite, err := cover.Build(t.Context(), compile(t, bicycle), 2, cover.Config{}, random())
	require.NoError(t, err)
	configtest.Surface{
		Values: []any{suite, new(cover.Config), new(cover.Report), new(cover.SizeError), new(cover.StrengthError), new(cover.UncoveredError)},
		Funcs:  map[string]any{"Build": cover.Build, "Check": cover.Check, "WriteCSV": cover.WriteCSV},
	}.Check(t)
}
