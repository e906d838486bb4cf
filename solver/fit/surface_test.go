package fit_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/confspace/confspace/config/configtest"
	"github.com/confspace/confspace/solver/fit"
)

// TestSurface calls all that the package exports with zero values and nil arguments.
func TestSurface(t *testing.T) {
	space := van()
	mix, _, err := fit.Find(t.Context(), space, []fit.Target{share(space, 20, "BEV")})
	require.NoError(t, err)
	configtest.Surface{
		Values: []any{mix, new(fit.Target), new(fit.Conflict), new(fit.Interval), new(fit.Book)},
		Funcs:  map[string]any{"Find": fit.Find, "Read": fit.Read},
	}.Check(t)
}
