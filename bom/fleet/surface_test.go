package fleet_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/confspace/confspace/bom/fleet"
	"github.com/confspace/confspace/bom/internal/bomtest"
	"github.com/confspace/confspace/config"
	"github.com/confspace/confspace/config/configtest"
)

// TestSurface calls all that the package exports with zero values and nil arguments.
func TestSurface(t *testing.T) {
	configtest.Surface{
		Values: []any{
			new(fleet.Fleet), new(fleet.Config), new(fleet.Report), new(fleet.Refused), new(fleet.Bucket), new(fleet.Demand), new(fleet.Load),
			new(fleet.Call), new(fleet.Outcome),
		},
		Funcs: map[string]any{"New": fleet.New},
	}.Check(t)
}

// What is written is held to a golden file, which has its schema.
func TestJSON(t *testing.T) {
	r := report(fleet.Config{Refused: 10, Bucket: func(o config.Order) string { return o.Date.String() }})
	bomtest.Golden(t, "report.json", r)
}

// Answers are not read.
func TestAnswersAreNotRead(t *testing.T) {
	for _, answer := range []interface{ UnmarshalJSON([]byte) error }{new(fleet.Report), new(fleet.Refused), new(fleet.Bucket), new(fleet.Load)} {
		require.ErrorContains(t, answer.UnmarshalJSON(nil), "again")
	}
}
