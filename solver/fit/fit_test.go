package fit_test

import (
	"context"
	"errors"
	"math"
	"math/big"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/confspace/confspace/config"
	"github.com/confspace/confspace/config/configtest/property"
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
	property.Check(t, func(t *rapid.T) {
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
		checkMet(t, mix, valid)
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
	property.Check(t, func(t *rapid.T) {
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
			checkMet(t, mix, valid)
			for i, share := range mix.Met() {
				require.Equal(t, !targets[i].Given.IsZero() && !alive(targets[i].Given), math.IsNaN(share))
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
				checkInterval(t, valid, c, i)
			}
			checkProof(t, valid, c)
		}
	})
	require.Positive(t, impossible)
	require.Positive(t, met)
}

// checkProof holds the numbers of a conflict to all configurations, exactly.
func checkProof(t require.TestingT, valid []*config.Selection, c fit.Conflict) {
	given := c.Targets[0].Given
	var most *big.Rat // sum of factors of what holds, among those with the one Given
	for _, v := range valid {
		sum, shares := new(big.Rat), new(big.Rat)
		for i, target := range c.Targets {
			sum.Add(sum, new(big.Rat).Mul(c.Factors[i].Rat(), counts(target, v)))
			if target.Condition.Holds(v) {
				shares.Add(shares, c.Factors[i].Rat())
			}
		}
		switch {
		case c.Without.IsZero():
			require.Positive(t, c.Gap.Sign())
			require.LessOrEqual(t, sum.Cmp(c.Gap.Neg().Rat()), 0, "%v", c)
		case c.Without.Holds(v):
			require.Negative(t, sum.Sign(), "%v", c)
		default:
			require.LessOrEqual(t, sum.Sign(), 0, "%v", c)
		}
		if (given.IsZero() || given.Holds(v)) && (most == nil || shares.Cmp(most) > 0) {
			most = shares
		}
	}
	if c.Greatest != nil {
		require.Equal(t, most.RatString(), c.Greatest.Rat().RatString(), "%v", c)
		for _, target := range c.Targets {
			require.Equal(t, given, target.Given)
		}
	}
}

// checkInterval holds the interval of a target to the exact optimum over all configurations: with its
// ends as shares, a mix that meets the other targets has as much of the condition as that at most, and
// no less.
func checkInterval(t *rapid.T, valid []*config.Selection, c fit.Conflict, i int) {
	target := c.Targets[i]
	others := slices.Delete(slices.Clone(c.Targets), i, i+1)
	within := func(v *config.Selection) bool { return target.Given.IsZero() || target.Given.Holds(v) }
	if most, _ := greatest(valid, others, func(v *config.Selection) *big.Rat { return indicator(within(v)) }); most.Sign() == 0 {
		require.Zero(t, c.Possible[i])
		return
	}
	for _, end := range []struct {
		share float64
		sign  int64
	}{{c.Possible[i].Greatest, 1}, {c.Possible[i].Least, -1}} {
		// Rounded, since the interval is in floats.
		share := big.NewRat(int64(math.Round(end.share*1e9)), 1e9)
		beyond, _ := greatest(valid, others, func(v *config.Selection) *big.Rat {
			x := indicator(within(v) && target.Condition.Holds(v))
			x.Sub(x, new(big.Rat).Mul(share, indicator(within(v))))
			return x.Mul(x, big.NewRat(end.sign, 1))
		})
		x, _ := beyond.Float64()
		require.InDelta(t, 0, x, 1e-7, "%v", c)
	}
}

// What the targets leave nothing of has no share at all, not only a small one.
func TestTargetsAtTheBoundary(t *testing.T) {
	space := van()
	for _, c := range []struct {
		name    string
		targets []fit.Target
		none    []string
	}{
		{"0", []fit.Target{share(space, 0, "BEV"), share(space, 20, "TOWBAR")}, []string{"BEV"}},
		{"1", []fit.Target{share(space, 100, "BEV")}, []string{"PETROL", "DIESEL", "MANUAL", "TOWBAR"}},
		{"a family", []fit.Target{share(space, 60, "PETROL"), share(space, 40, "DIESEL")}, []string{"BEV"}},
		{"a whole family", []fit.Target{share(space, 60, "PETROL"), share(space, 40, "DIESEL"), share(space, 0, "BEV")}, []string{"BEV"}},
		{"a rule", []fit.Target{share(space, 40, "BEV"), share(space, 60, "TOWBAR")}, nil},
		{"of a market", []fit.Target{share(space, 100, "BEV", "EU"), share(space, 50, "EU"), share(space, 50, "BEV")}, nil},
		{"no market", []fit.Target{share(space, 0, "EU"), share(space, 40, "BEV", "EU")}, []string{"EU"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			mix, conflicts, err := fit.Find(t.Context(), space, c.targets)
			require.NoError(t, err)
			require.Empty(t, conflicts)
			shares, err := mix.Shares(t.Context(), nil)
			require.NoError(t, err)
			var none []string
			for o, share := range shares {
				if share == 0 {
					none = append(none, space.Catalog().Code(config.OptionID(o)))
				}
			}
			require.Equal(t, c.none, none)
			checkMet(t, mix, listed(t, space))
		})
	}
}

// A Given that no configuration has is a mistake.
func TestShareOfNothing(t *testing.T) {
	space := van()
	_, _, err := fit.Find(t.Context(), space, []fit.Target{share(space, 10, "EU", "BEV & MANUAL")})
	require.EqualError(t, err, "target EU of BEV & MANUAL: no configuration has BEV & MANUAL")
	_, _, err = fit.Find(t.Context(), space, []fit.Target{{Share: config.NewDecimal(2)}, share(space, 101, "EU")})
	require.EqualError(t, err, "target 1 has no condition\ntarget EU must be 1 (100 %) at most, not 1.01 (101 %)")
}

// The same targets give the same mix, with the same work, which is a few queries for a few targets.
func TestFindRepeats(t *testing.T) {
	a, b := vanMix(t), vanMix(t)
	require.Equal(t, a.Weights(), b.Weights())
	require.Equal(t, a.Queries(), b.Queries())
	require.Less(t, a.Queries(), 40)
}

// hurried is a context that ends once it was looked at so many times.
type hurried struct {
	context.Context
	looks, most int
}

var errHurry = errors.New("no more time")

func (h *hurried) Err() error {
	if h.looks++; h.looks > h.most {
		return errHurry
	}
	return nil
}

// A context that ends in the middle is an error, never a conflict or a mix.
func TestFindEndsWithItsContext(t *testing.T) {
	space := van()
	for _, percent := range []int64{40, 60} { // possible, and impossible
		looks := &hurried{Context: t.Context(), most: math.MaxInt}
		targets := []fit.Target{share(space, percent, "BEV"), share(space, 50, "TOWBAR"), share(space, 70, "AUTO", "EU")}
		_, _, err := fit.Find(looks, space, targets)
		require.NoError(t, err)
		for most := range 40 {
			mix, conflicts, err := fit.Find(&hurried{Context: t.Context(), most: most * looks.looks / 40}, space, targets)
			require.ErrorIs(t, err, errHurry)
			require.Nil(t, mix)
			require.Empty(t, conflicts)
		}
	}
}
