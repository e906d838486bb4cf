package calendar_test

import (
	"testing"

	"github.com/confspace/confspace/config/configtest"
	"github.com/confspace/confspace/solver/calendar"
)

// TestSurface calls all that the package exports with zero values and nil arguments.
func TestSurface(t *testing.T) {
	configtest.Surface{
		Values: []any{new(calendar.Calendar), calendar.New(bicycles(t), calendar.Config{}), new(calendar.Config), new(calendar.Window), new(calendar.Segment), new(calendar.Crossing)},
		Funcs:  map[string]any{"New": calendar.New, "Span": calendar.Span},
	}.Check(t)
}
