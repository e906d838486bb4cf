package benchmarks

import (
	"errors"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/confspace/confspace/bom/product"
	"github.com/confspace/confspace/solver"
)

// TestRefusingCostsNoMoreThanResolving: a bad order, of which is said what it breaks,
// allocates no more than a good one, since nothing is explained that nobody asks for.
func TestRefusingCostsNoMoreThanResolving(t *testing.T) {
	l := lines(t)[1]
	p, space := l.compile(t, solver.Config{NoCircuit: true})
	r, err := product.NewResolver(space, p)
	require.NoError(t, err)
	bad := l.order
	bad.Options = bad.Options[1:]
	good := testing.AllocsPerRun(10, func() {
		if _, err := r.Resolve(t.Context(), l.order); err != nil {
			t.Fatal(err)
		}
	})
	refused := testing.AllocsPerRun(10, func() {
		if _, err := r.Resolve(t.Context(), bad); !errors.As(err, new(*product.Refusal)) {
			t.Fatal(err)
		}
	})
	require.LessOrEqual(t, refused, good)
}
