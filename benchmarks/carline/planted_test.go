package carline_test

import (
	"context"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/confspace/confspace/benchmarks/carline"
	"github.com/confspace/confspace/bom/product"
	"github.com/confspace/confspace/bom/proof"
	"github.com/confspace/confspace/config"
	"github.com/confspace/confspace/config/configtest/property"
	"github.com/confspace/confspace/rules"
	"github.com/confspace/confspace/solver"
)

var tctx = context.Background()

// choices returns the options of a space in 64 random orders.
func choices(t require.TestingT, space *solver.Space, seed uint64) []carline.Choice {
	cat := space.Catalog()
	out := make([]carline.Choice, cat.NumOptions())
	sampler, err := space.Sampler(tctx)
	require.NoError(t, err)
	r := rand.New(rand.NewPCG(seed, 1))
	sel := cat.NewSelection()
	for i := range 64 {
		require.True(t, sampler.Sample(sel, r))
		for o := range sel.Chosen() {
			out[o].Samples |= 1 << i
		}
	}
	for o := range out {
		out[o].Condition = rules.Option(cat, config.OptionID(o)).String()
	}
	return out
}

// never finds two options of one family that some sample has, and no order together.
func never(cat *config.Catalog, cfg *carline.BillConfig) bool {
	for f := range cat.NumFamilies() {
		family := cat.Family(config.FamilyID(f))
		var some []string
		for _, o := range family.Options {
			if cfg.Choices[o].Samples != 0 {
				some = append(some, cfg.Choices[o].Condition)
			}
		}
		if family.Select.Max == 1 && len(some) > 1 {
			cfg.Never = [2]string{some[0], some[1]}
			return true
		}
	}
	return false
}

// An audit finds each planted fault, and no other error or warning.
func TestFoundIsPlanted(t *testing.T) {
	audited := 0
	property.Check(t, func(t *rapid.T) {
		seed := rapid.Uint64().Draw(t, "seed")
		generated, err := carline.Generate(carline.Config{Seed: seed, Families: 12, Positions: 1, Rules: rapid.IntRange(0, 30).Draw(t, "rules")})
		require.NoError(t, err)
		p, err := product.Read(generated.Files)
		require.NoError(t, err)
		space, err := solver.Compile(tctx, p.Rules, config.Point{}, solver.Config{})
		require.NoError(t, err)
		n := func(label string) int { return rapid.IntRange(0, 4).Draw(t, label) }
		cfg := carline.BillConfig{
			Seed: seed, Positions: 30, Stations: 4, Choices: choices(t, space, seed),
			Faults: carline.Faults{Gaps: n("gaps"), Overlaps: n("overlaps"), Dead: n("dead"), Unfitted: n("unfitted"), Overloads: n("overloads"), Idle: n("idle"), Matings: n("matings")},
		}
		if !never(p.Catalog, &cfg) {
			cfg.Faults.Dead = 0
		}
		files, planted, err := carline.Bill(cfg)
		if err != nil {
			return // rules that leave little choice
		}
		for _, name := range []string{"options.yaml", "rules.yaml"} {
			files[name] = generated.Files[name]
		}
		p, err = product.Read(files)
		require.NoError(t, err)
		report, err := proof.AuditTimeline(tctx, p, proof.Config{Least: proof.Warning})
		require.NoError(t, err)
		require.Empty(t, report.Open)
		var found []carline.Planted
		for _, f := range report.Findings {
			found = append(found, carline.Planted{Kind: f.Kind.String(), Subject: f.Subject.String()})
			if f.Witness != nil {
				require.Positive(t, f.Count.Sign())
			}
		}
		require.ElementsMatch(t, planted, found)
		audited++
	})
	require.Greater(t, audited, 10)
}
