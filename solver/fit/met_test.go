package fit_test

import (
	"encoding/json"
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/confspace/confspace/config"
	"github.com/confspace/confspace/rules"
	"github.com/confspace/confspace/solver"
	"github.com/confspace/confspace/solver/fit"
)

// listed returns all configurations of a small space.
func listed(t *testing.T, space *solver.Space) []*config.Selection {
	var valid []*config.Selection
	for v, err := range space.Configurations(t.Context(), nil) {
		require.NoError(t, err)
		valid = append(valid, v.Clone())
	}
	return valid
}

// weigh returns the shares of configurations under the weights of a mix: the oracle of what it says of itself.
func weigh(mix *fit.Mix, valid []*config.Selection) []float64 {
	space, weights := mix.Space(), mix.Weights()
	options := space.Catalog().NumOptions()
	p, total := make([]float64, len(valid)), 0.0
	factor := func(w solver.Weight, holds bool) float64 {
		if holds {
			return w.Chosen
		}
		return w.Rejected
	}
	for i, v := range valid {
		p[i] = 1
		for o := range options {
			p[i] *= factor(weights[o], v.IsChosen(config.OptionID(o)))
		}
		for k, e := range space.Tracked() {
			p[i] *= factor(weights[options+k], e.Holds(v))
		}
		total += p[i]
	}
	for i := range p {
		p[i] /= total
	}
	return p
}

// checkMet holds a mix to its targets by its weights alone: all configurations, and what the space says of them. A
// share of nothing is NaN, and only that.
func checkMet(t require.TestingT, mix *fit.Mix, valid []*config.Selection) {
	p := weigh(mix, valid)
	shares := make([]float64, mix.Space().Catalog().NumOptions())
	for i, v := range valid {
		for o := range v.Chosen() {
			shares[o] += p[i]
		}
	}
	asked, err := mix.Space().WeightedShares(background, nil, mix.Weights())
	require.NoError(t, err)
	require.InDeltaSlice(t, shares, asked, 1e-12)
	entropy := 0.0
	for _, x := range p {
		if x > 0 {
			entropy -= x * math.Log(x)
		}
	}
	require.InDelta(t, entropy, mix.Entropy(), 1e-7)
	met := mix.Met()
	for i, target := range mix.Targets() {
		given, both := 0.0, 0.0
		for k, v := range valid {
			if target.Given.IsZero() || target.Given.Holds(v) {
				given += p[k]
				if target.Condition.Holds(v) {
					both += p[k]
				}
			}
		}
		if math.IsNaN(met[i]) {
			require.Zero(t, given, "%v", target)
			continue
		}
		want, _ := target.Share.Rat().Float64()
		require.InDelta(t, want, both/given, fit.Tolerance, "%v", target)
		require.InDelta(t, want, met[i], fit.Tolerance, "%v", target)
	}
}

// exactly returns a target whose share is a number as in a file.
func exactly(t *testing.T, space *solver.Space, text string, conditions ...string) fit.Target {
	target := share(space, 0, conditions...)
	var err error
	target.Share, err = config.ParseDecimal(text)
	require.NoError(t, err)
	return target
}

// The shares at which the linear programs have the last word are those of the weights, too.
func TestMixIsTheOneFound(t *testing.T) {
	space := van()
	for _, c := range [][]fit.Target{
		{exactly(t, space, "0.000000005", "BEV"), share(space, 60, "EU")},
		{exactly(t, space, "0.00000000001", "BEV"), share(space, 60, "TOWBAR")},
		{exactly(t, space, "0.99999999999999999999", "BEV"), share(space, 60, "EU")},
		{exactly(t, space, "0.00000000000000000001", "BEV"), share(space, 60, "EU")},
		{exactly(t, space, "0.9999999999999", "AUTO"), share(space, 60, "BEV", "EU")},
	} {
		mix, conflicts, err := fit.Find(t.Context(), space, c)
		require.NoError(t, err)
		require.Empty(t, conflicts)
		checkMet(t, mix, listed(t, space))
	}
}

// A package that requires seven rare extras fades from the mix, which meets their targets nonetheless.
func TestMixOfAFadingPackage(t *testing.T) {
	b := config.NewBuilder("van")
	b.Family(config.FamilySpec{Code: "extras", Select: config.Any})
	b.Family(config.FamilySpec{Code: "packs", Select: config.Optional})
	b.Option(config.OptionSpec{Family: "packs", Code: "PACK"})
	codes := strings.Split("ABCDEFG", "")
	for _, code := range codes {
		b.Option(config.OptionSpec{Family: "extras", Code: code})
	}
	cat, err := b.Build()
	require.NoError(t, err)
	r := rules.NewBuilder(cat)
	r.Add(rules.RuleSpec{ID: "R-1", Source: "PACK requires " + strings.Join(codes, " & ")})
	set, err := r.Build()
	require.NoError(t, err)
	space, err := solver.Compile(t.Context(), set, config.Point{}, solver.Config{})
	require.NoError(t, err)
	valid := listed(t, space)
	for _, percent := range []int64{10, 5, 2} {
		var targets []fit.Target
		for _, code := range codes {
			targets = append(targets, share(space, percent, code))
		}
		mix, conflicts, err := fit.Find(t.Context(), space, targets)
		require.NoError(t, err)
		require.Empty(t, conflicts)
		checkMet(t, mix, valid)
	}
}

// A share that nothing can have is a conflict, also where the rounding of a rare Given could pass for it.
func TestShareOfItself(t *testing.T) {
	space := van()
	for percent := range int64(95) {
		for _, given := range []string{"!TOWBAR", "!BEV", "TOWBAR"} {
			targets := []fit.Target{share(space, percent, given, given), share(space, 7, "DIESEL")}
			mix, conflicts, err := fit.Find(t.Context(), space, targets)
			require.NoError(t, err, "%v", targets)
			require.Nil(t, mix, "%v", targets)
			require.Len(t, conflicts, 1)
		}
	}
}

// A target whose Given other targets exclude has no share, and says so.
func TestMetOfNothing(t *testing.T) {
	space := van()
	for _, none := range []fit.Target{share(space, 0, "EU"), share(space, 100, "US")} {
		mix, conflicts, err := fit.Find(t.Context(), space, []fit.Target{none, share(space, 40, "BEV", "EU")})
		require.NoError(t, err)
		require.Empty(t, conflicts)
		checkMet(t, mix, listed(t, space))
		require.True(t, math.IsNaN(mix.Met()[1]))
		out, err := json.Marshal(mix)
		require.NoError(t, err)
		require.Equal(t, 1, strings.Count(string(out), `"met"`), "%s", out)
	}
}

// The ends of an interval are shares.
func TestIntervalsAreShares(t *testing.T) {
	space := van()
	for percent := range int64(40) {
		_, conflicts, err := fit.Find(t.Context(), space, []fit.Target{share(space, 1+percent, "BEV & MANUAL"), share(space, 100-percent, "TOWBAR & BEV", "EU")})
		require.NoError(t, err)
		require.Len(t, conflicts, 2)
		for _, c := range conflicts {
			require.Equal(t, []fit.Interval{{}}, c.Possible)
			require.NotContains(t, fmt.Sprint(c), "-0")
			require.False(t, slices.ContainsFunc(c.Possible, func(x fit.Interval) bool { return math.Signbit(x.Least) || math.Signbit(x.Greatest) }))
		}
	}
}
