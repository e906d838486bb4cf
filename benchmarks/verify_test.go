package benchmarks

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/confspace/confspace/benchmarks/carline"
	"github.com/confspace/confspace/bom/product"
	"github.com/confspace/confspace/config"
	"github.com/confspace/confspace/solver"
)

// The circuits of generated lines, which lack some of the auxiliaries of sums and
// tables, are proved right.
func TestVerify(t *testing.T) {
	for _, cfg := range []carline.Config{{Families: 30}, {Families: 60}, {Seed: 1, Families: 120, Window: 2}, {Seed: 2, Families: 20, Shape: carline.Shape{Linear: 1, Table: 2, Cardinality: 1}}} {
		t.Run(fmt.Sprintf("%d families, seed %d", cfg.Families, cfg.Seed), func(t *testing.T) {
			l, err := carline.Generate(cfg)
			require.NoError(t, err)
			p, err := product.Read(l.Files)
			require.NoError(t, err)
			space, err := solver.Compile(t.Context(), p.Rules, config.Point{}, solver.Config{})
			require.NoError(t, err)
			require.NoError(t, space.Verify(t.Context()))
			t.Logf("%+v", space.Stats())
		})
	}
}
