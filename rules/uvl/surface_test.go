package uvl_test

import (
	"testing"

	"github.com/confspace/confspace/config/configtest"
	"github.com/confspace/confspace/rules/uvl"
)

// TestSurface calls all that the package exports with zero values.
func TestSurface(t *testing.T) {
	configtest.Surface{
		Values: []any{
			new(uvl.Unsupported),
		},
		Funcs: map[string]any{
			"Read": uvl.Read, "Write": uvl.Write,
		},
	}.Check(t)
}
