package fit_test

import (
	"context"
	"math"
	"math/big"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/confspace/confspace/config"
	"github.com/confspace/confspace/rules"
	"github.com/confspace/confspace/rules/rulestest"
	"github.com/confspace/confspace/solver"
	"github.com/confspace/confspace/solver/fit"
)

var background = context.Background()

// scale is iterative proportional fitting over all configurations, the oracle: it scales those
// that meet each target, and those that do not, again and again. It returns their shares, and whether
// these meet the targets.
func scale(valid []*config.Selection, targets []fit.Target) ([]float64, bool) {
	p := make([]float64, len(valid))
	for i := range p {
		p[i] = 1 / float64(len(valid))
	}
	values := make([][]float64, len(targets)) // of each target in each configuration
	for k, t := range targets {
		for _, v := range valid {
			x, _ := counts(t, v).Float64()
			values[k] = append(values[k], x)
		}
	}
	for range 2000 {
		missed := 0.0
		for k := range targets {
			above, below := 0.0, 0.0 // the means of what counts more than 0 and less
			share, _ := targets[k].Share.Rat().Float64()
			for i, x := range values[k] {
				above += p[i] * max(x, 0)
				below += p[i] * max(-x, 0)
			}
			missed = max(missed, math.Abs(above-below))
			if above == 0 || below == 0 || share == 0 || share == 1 {
				continue
			}
			// With it the mean is 0: above grows by exp(theta * (1 - share)), below by exp(-theta * share).
			theta, total := math.Log(below/above), 0.0
			for i, x := range values[k] {
				p[i] *= math.Exp(theta * x)
				total += p[i]
			}
			for i := range p {
				p[i] /= total
			}
		}
		if missed < 1e-11 {
			return p, true
		}
	}
	return p, false
}

// A mix is the one of greatest entropy: it has the shares that plain iterative scaling over all
// configurations has.
func TestFindMeetsScaling(t *testing.T) {
	compared := 0
	rapid.Check(t, func(t *rapid.T) {
		cat := rulestest.Catalog(8, false).Draw(t, "catalog")
		set := rulestest.Sets{}.Set(cat).Draw(t, "rules")
		valid := []*config.Selection{}
		asOf := rulestest.Point().Draw(t, "point")
		for v := range rulestest.Valid(set, asOf) {
			valid = append(valid, v)
		}
		if len(valid) < 3 {
			t.Skip()
		}
		space, err := solver.Compile(t.Context(), set, asOf, solver.Config{})
		require.NoError(t, err)
		// Targets that some mix meets: those of random shares of all configurations.
		p, total := make([]float64, len(valid)), 0.0
		for i := range p {
			p[i] = float64(rapid.IntRange(1, 20).Draw(t, "part"))
			total += p[i]
		}
		var targets []fit.Target
		for range rapid.IntRange(1, 5).Draw(t, "targets") {
			target := fit.Target{Condition: rules.Option(cat, config.OptionID(rapid.IntRange(0, cat.NumOptions()-1).Draw(t, "option")))}
			if rapid.IntRange(0, 3).Draw(t, "general") == 0 {
				target.Condition = rulestest.Conditions{}.Expr(cat).Draw(t, "condition")
			}
			if rapid.Bool().Draw(t, "conditional") {
				target.Given = rulestest.Conditions{}.Expr(cat).Draw(t, "given")
			}
			met, given := int64(0), int64(0)
			for i, v := range valid {
				if target.Given.IsZero() || target.Given.Holds(v) {
					given += int64(p[i])
					if target.Condition.Holds(v) {
						met += int64(p[i])
					}
				}
			}
			if given > 0 {
				share, err := config.NewDecimal(met).Quo(config.NewDecimal(given))
				require.NoError(t, err)
				target.Share = share
				targets = append(targets, target)
			}
		}
		mix, conflicts, err := fit.Find(t.Context(), space, targets)
		require.NoError(t, err)
		require.Empty(t, conflicts)
		for i, share := range mix.Met() {
			want, _ := targets[i].Share.Rat().Float64()
			require.InDelta(t, want, share, fit.Tolerance)
		}
		want, converged := scale(valid, targets)
		if !converged {
			return
		}
		compared++
		entropy := 0.0
		of := make([]float64, cat.NumOptions())
		for i, v := range valid {
			entropy -= want[i] * math.Log(want[i])
			for o := range v.Chosen() {
				of[o] += want[i]
			}
		}
		require.InDelta(t, entropy, mix.Entropy(), 1e-7)
		shares, err := mix.Shares(t.Context(), nil)
		require.NoError(t, err)
		require.InDeltaSlice(t, of, shares, 1e-7)
	})
	require.Positive(t, compared)
}

// drawTargets draws targets that may be impossible.
func drawTargets(t *rapid.T, cat *config.Catalog, valid []*config.Selection) []fit.Target {
	var targets []fit.Target
	for range rapid.IntRange(1, 5).Draw(t, "targets") {
		target := fit.Target{Condition: rules.Option(cat, config.OptionID(rapid.IntRange(0, cat.NumOptions()-1).Draw(t, "option")))}
		target.Share = config.NewRat(big.NewRat(int64(rapid.IntRange(0, 10).Draw(t, "share")), 10))
		if rapid.IntRange(0, 3).Draw(t, "conditional") == 0 {
			target.Given = rules.Option(cat, config.OptionID(rapid.IntRange(0, cat.NumOptions()-1).Draw(t, "given")))
			if !slices.ContainsFunc(valid, target.Given.Holds) {
				continue
			}
		}
		targets = append(targets, target)
	}
	return targets
}

// Whether some mix meets targets is what a linear program over all configurations says.
func TestConflicts(t *testing.T) {
	impossible, met := 0, 0
	rapid.Check(t, func(t *rapid.T) {
		cat := rulestest.Catalog(7, false).Draw(t, "catalog")
		set := rulestest.Sets{}.Set(cat).Draw(t, "rules")
		asOf := rulestest.Point().Draw(t, "point")
		valid := slices.Collect(rulestest.Valid(set, asOf))
		if len(valid) < 3 {
			t.Skip()
		}
		space, err := solver.Compile(t.Context(), set, asOf, solver.Config{})
		require.NoError(t, err)
		targets := drawTargets(t, cat, valid)
		mix, conflicts, err := fit.Find(t.Context(), space, targets)
		require.NoError(t, err)
		alive := live(valid, targets)
		if possible(valid, targets, alive) {
			met++
			require.Empty(t, conflicts)
			for i, share := range mix.Met() {
				if want, _ := targets[i].Share.Rat().Float64(); targets[i].Given.IsZero() || alive(targets[i].Given) {
					require.InDelta(t, want, share, fit.Tolerance)
				}
			}
			return
		}
		impossible++
		require.Nil(t, mix)
		require.NotEmpty(t, conflicts)
		for _, c := range conflicts {
			require.False(t, possible(valid, c.Targets, alive), "%v", c)
			for i := range c.Targets {
				require.True(t, possible(valid, slices.Delete(slices.Clone(c.Targets), i, i+1), alive), "%v", c)
			}
		}
	})
	require.Positive(t, impossible)
	require.Positive(t, met)
}
