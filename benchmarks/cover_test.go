package benchmarks

import (
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/confspace/confspace/config"
	"github.com/confspace/confspace/config/configtest"
	"github.com/confspace/confspace/rules"
	"github.com/confspace/confspace/rules/uvl"
	"github.com/confspace/confspace/solver"
	"github.com/confspace/confspace/solver/cover"
)

// coverPairs finds test vehicles that cover all pairs, again and again, from the rules on.
func coverPairs(b *testing.B, set *rules.Set, asOf config.Point, cfg cover.Config) *cover.Suite {
	var suite *cover.Suite
	b.ReportAllocs()
	for b.Loop() {
		space, err := solver.Compile(b.Context(), set, asOf, solver.Config{})
		require.NoError(b, err)
		suite, err = cover.Build(b.Context(), space, 2, cfg, rand.New(rand.NewPCG(1, 0)))
		require.NoError(b, err)
	}
	require.NoError(b, suite.Verify(b.Context()))
	b.ReportMetric(b.Elapsed().Seconds()/float64(b.N), "s/set")
	b.ReportMetric(float64(len(suite.Vehicles)), "vehicles")
	b.ReportMetric(float64(suite.Bound), "bound")
	b.ReportMetric(float64(suite.Interactions[1]), "pairs")
	return suite
}

// BenchmarkPairs covers all pairs. On vanline the set is at most 1.25 times the lower bound. The models are covered
// as the literature counts: pairs of features that are chosen or not.
func BenchmarkPairs(b *testing.B) {
	b.Run("vanline", func(b *testing.B) {
		l := lines(b)[0]
		suite := coverPairs(b, l.read(b).Rules, l.order.Point(), cover.Config{})
		require.LessOrEqual(b, float64(len(suite.Vehicles)), 1.25*float64(suite.Bound))
	})
	for _, name := range []string{"e_shop", "financial-2017-05-22"} {
		b.Run(name, func(b *testing.B) {
			set, err := uvl.Read(os.DirFS(filepath.Join(configtest.Reference(b, "uvl"), "models")), name+".uvl")
			require.NoError(b, err)
			coverPairs(b, set, config.Point{}, cover.Config{Rejected: true})
		})
	}
	b.Run("automotive01", func(b *testing.B) {
		if testing.Short() {
			b.Skip("takes minutes")
		}
		coverPairs(b, readAutomotive01(b), config.Point{}, cover.Config{Steps: -1})
	})
}
