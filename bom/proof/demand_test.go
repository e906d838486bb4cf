package proof_test

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/confspace/confspace/bom/proof"
	"github.com/confspace/confspace/config"
	"github.com/confspace/confspace/config/configtest/property"
)

// The demand of vehicles is the sum over those that are ordered, and over all configurations as often
// for each of the others.
func TestDemandAgreesWithEnumeration(t *testing.T) {
	property.Check(t, func(t *rapid.T) {
		d := draw(t)
		if len(d.valid) == 0 || !d.space.HasCircuit() {
			return
		}
		plan := proof.Plan{Vehicles: rapid.IntRange(0, 5).Draw(t, "vehicles")}
		weights, weigh := d.takeRates(t)
		plan.Weights = weights
		vehicles := make([][]*config.Selection, 0, plan.Vehicles) // what each can become
		for range rapid.IntRange(0, plan.Vehicles).Draw(t, "orders") {
			sel, in := d.partial(t)
			if len(in) > 0 {
				plan.Orders, vehicles = append(plan.Orders, sel), append(vehicles, in)
			}
		}
		for len(vehicles) < plan.Vehicles {
			vehicles = append(vehicles, d.valid)
		}
		demand, err := d.Demand(t.Context(), plan)
		if beyond(err) {
			return
		}
		require.NoError(t, err)
		type stock struct{ part, station string }
		var stocks, got []stock
		for item := range d.s.Items() {
			if s := (stock{item.Part, item.Station}); !item.Phantom && !slices.Contains(stocks, s) {
				stocks = append(stocks, s)
			}
		}
		for _, x := range demand {
			s := stock{x.Part, x.Station}
			got = append(got, s)
			expected := 0.0
			var least, greatest config.Decimal
			for _, in := range vehicles {
				need := func(c *config.Selection) (sum config.Decimal) {
					for _, id := range d.items(t, c) {
						if item := d.s.Item(id); !item.Phantom && s == (stock{item.Part, item.Station}) {
							sum = sum.Add(d.s.Summed(id).Amount)
						}
					}
					return sum
				}
				least = least.Add(need(slices.MinFunc(in, func(a, b *config.Selection) int { return need(a).Cmp(need(b)) })))
				greatest = greatest.Add(need(slices.MaxFunc(in, func(a, b *config.Selection) int { return need(a).Cmp(need(b)) })))
				all, sum := 0.0, 0.0
				for _, c := range in {
					f, _ := need(c).Rat().Float64()
					all += weigh(c)
					sum += weigh(c) * f
				}
				expected += sum / all
			}
			require.Zero(t, least.Cmp(x.Least.Amount), "%v", s)
			require.Zero(t, greatest.Cmp(x.Greatest.Amount), "%v", s)
			require.InEpsilon(t, 1+expected, 1+x.Expected, 1e-9, "%v", s)
		}
		require.ElementsMatch(t, stocks, got)
	})
}

func TestDemandDefects(t *testing.T) {
	study := scooters(t)
	cat := study.Item(0).Catalog()
	both := cat.NewSelection()
	for o := range config.OptionID(cat.NumOptions()) {
		both.Choose(o)
	}
	_, err := study.Demand(t.Context(), proof.Plan{Vehicles: 1, Orders: []*config.Selection{both, both}})
	require.EqualError(t, err, "the plan has more orders than vehicles: 2, and 1")
	_, err = study.Demand(t.Context(), proof.Plan{Vehicles: 2, Orders: []*config.Selection{both}})
	require.EqualError(t, err, "order 1 of the plan: nothing that the space allows agrees with it")
}
