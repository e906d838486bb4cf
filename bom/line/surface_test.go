package line_test

import (
	"testing"

	"github.com/confspace/confspace/bom/line"
	"github.com/confspace/confspace/config/configtest"
)

// TestSurface calls all that the package exports with zero values and nil arguments.
func TestSurface(t *testing.T) {
	configtest.Surface{
		Values: []any{
			new(line.CallError), new(line.Consumer), new(line.CycleError), new(line.Line), new(line.Operation),
			new(line.OperationID), new(line.OperationSpec), new(line.Reversal), new(line.Routing), new(line.Spec), new(line.Station),
			new(line.StationID), new(line.StationSpec), new(line.Step), new(line.Visit),
		},
		Funcs: map[string]any{
			"New": line.New, "Read": line.Read,
		},
	}.Check(t)
}
