package dimacs_test

import (
	"testing"

	"github.com/confspace/confspace/config/configtest"
	"github.com/confspace/confspace/solver/dimacs"
)

// TestSurface calls all that the package exports with zero values.
func TestSurface(t *testing.T) {
	configtest.Surface{
		Values: []any{
			new(dimacs.Formula),
		},
		Funcs: map[string]any{
			"New": dimacs.New, "Of": dimacs.Of, "Read": dimacs.Read, "Write": dimacs.Write,
		},
	}.Check(t)
}
