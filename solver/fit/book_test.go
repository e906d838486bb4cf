package fit_test

import (
	"math"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/confspace/confspace/config"
	"github.com/confspace/confspace/solver/fit"
)

// vanMix is a mix with targets of all kinds.
func vanMix(t testing.TB) *fit.Mix {
	space := van()
	mix, conflicts, err := fit.Find(t.Context(), space, []fit.Target{
		share(space, 30, "BEV"), share(space, 75, "AUTO"), share(space, 60, "EU"), share(space, 40, "BEV", "EU"), share(space, 10, "TOWBAR & DIESEL"),
	})
	require.NoError(t, err)
	require.Empty(t, conflicts)
	return mix
}

// The shares of drawn orders are the targets, but for what chance explains: five standard deviations.
// Fleets make the deviation greater, and not the shares.
func TestOrderBookHasTheShares(t *testing.T) {
	mix := vanMix(t)
	space := mix.Space()
	n := 100_000
	if testing.Short() {
		n = 20_000
	}
	for _, repeats := range []float64{0, 0.75} {
		orders, err := mix.Orders(t.Context(), rand.New(rand.NewPCG(1, 2)), fit.Book{Repeats: repeats})
		require.NoError(t, err)
		targets := mix.Targets()
		met, given := make([]float64, len(targets)), make([]float64, len(targets))
		drawn := 0
		for o := range orders {
			sel, err := o.Bind(space.Catalog())
			require.NoError(t, err)
			for i, target := range targets {
				if target.Given.IsZero() || target.Given.Holds(sel) {
					given[i]++
					if target.Condition.Holds(sel) {
						met[i]++
					}
				}
			}
			if drawn++; drawn == n {
				break
			}
		}
		for i, target := range targets {
			share, _ := target.Share.Rat().Float64()
			// A fleet of a geometric number of vehicles counts as few that are independent of each other.
			independent := given[i] * (1 - repeats) / (1 + repeats)
			require.InDelta(t, share, met[i]/given[i], 5*math.Sqrt(share*(1-share)/independent), "%v", target)
		}
	}
}

// Orders have ids, days, serial numbers and plants as the book says, can be built, and are the same for the
// same source.
func TestOrderBook(t *testing.T) {
	mix := vanMix(t)
	friday := config.NewDate(2026, 11, 27)
	book := fit.Book{Prefix: "O-", First: 999_998, Point: config.Point{Date: friday, Serial: 7, Plant: "P"}, PerDay: 2}
	var both [2][]config.Order
	for k := range both {
		orders, err := mix.Orders(t.Context(), rand.New(rand.NewPCG(3, 4)), book)
		require.NoError(t, err)
		for o := range orders {
			if both[k] = append(both[k], o); len(both[k]) == 6 {
				break
			}
		}
	}
	require.Equal(t, both[0], both[1])
	for i, o := range both[0] {
		require.Equal(t, []string{"O-999998", "O-999999", "O-1000000", "O-1000001", "O-1000002", "O-1000003"}[i], o.ID)
		require.Equal(t, []config.Date{friday, friday, friday + 3, friday + 3, friday + 4, friday + 4}[i], o.Date)
		require.Equal(t, uint64(7+i), o.Serial)
		report, err := mix.Space().Validate(t.Context(), config.Order{ID: o.ID, Options: o.Options})
		require.NoError(t, err)
		require.Equal(t, "valid", report.Verdict.String())
	}
	_, err := mix.Orders(t.Context(), rand.New(rand.NewPCG(3, 4)), fit.Book{Repeats: 1.5})
	require.EqualError(t, err, "the probability of repeats must be from 0 to 1, not 1.5")
}
