package carline

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/confspace/confspace/bom/product"
	"github.com/confspace/confspace/bom/proof"
	"github.com/confspace/confspace/config"
	"github.com/confspace/confspace/solver"
)

func TestGenerate(t *testing.T) {
	tests := []struct {
		name string
		cfg  Config
	}{
		{"defaults", Config{}},
		{"another seed", Config{Seed: 7}},
		{"small", Config{Families: 4, Options: 8, Hubs: 1, Rules: 5, Positions: 3, Stations: 2}},
		{"no rules", Config{Families: 10, Rules: 1, Shape: Shape{Excludes: 1}}},
		{"tables and sums", Config{Seed: 3, Families: 20, Rules: 60, Shape: Shape{Linear: 1, Table: 2, Cardinality: 1}}},
		{"no position, one station", Config{Families: 6, Hubs: 2, Positions: 1, Stations: 1}},
		{"large", Config{Seed: 1, Families: 120, Window: 2}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			line, err := Generate(tt.cfg)
			require.NoError(t, err)
			again, err := Generate(tt.cfg)
			require.NoError(t, err)
			require.Equal(t, line, again, "the same line again")

			p, err := product.Read(line.Files)
			require.NoError(t, err)
			cfg := tt.cfg.withDefaults()
			require.Equal(t, cfg.Families, p.Catalog.NumFamilies())
			require.Equal(t, cfg.Options, p.Catalog.NumOptions())
			require.Equal(t, cfg.Rules, p.Rules.NumRules())
			require.Equal(t, cfg.Stations, p.Line.NumStations())

			start := time.Now()
			space, err := solver.Compile(t.Context(), p.Rules, config.Point{}, solver.Config{})
			require.NoError(t, err)
			n, err := space.Count(t.Context(), nil)
			require.NoError(t, err)
			t.Log(n, time.Since(start), space.Stats())
			order := config.Order{ID: "witness", Options: line.Witness}
			resolver, err := product.NewResolver(space, p)
			require.NoError(t, err)
			r, err := resolver.Resolve(t.Context(), order)
			require.NoError(t, err)
			require.Equal(t, solver.Valid, r.Report.Verdict)
			report, err := proof.Audit(t.Context(), p, space, proof.Config{Least: proof.Error})
			require.NoError(t, err)
			for _, f := range report.Findings {
				require.Equal(t, proof.Dead, f.Kind, "rules drawn at random forbid some options")
			}
		})
	}
}

func TestGenerateRefusesSizes(t *testing.T) {
	for _, cfg := range []Config{
		{Families: 3},
		{Families: 10, Options: 19},
		{Families: 10, Hubs: 6},
		{Families: 10, Hubs: -1},
		{Window: 1},
		{Rules: -1},
		{Positions: -1},
		{Stations: -1},
	} {
		_, err := Generate(cfg)
		require.Error(t, err, "%+v", cfg)
	}
}
