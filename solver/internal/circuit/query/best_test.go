package query_test

import (
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/confspace/confspace/config/configtest/property"
	"github.com/confspace/confspace/solver/internal/circuit"
	"github.com/confspace/confspace/solver/internal/cnf"
)

// price returns the cost of a model.
func price(m circuit.Model, costs []int64) (sum int64) {
	for v := 1; v < len(costs); v++ {
		if m.Has(cnf.Var(v)) {
			sum += costs[v]
		}
	}
	return sum
}

// priced is a model and its cost.
type priced struct {
	m    circuit.Model
	cost int64
}

// All models in order of cost and then in canonical order, whatever the costs:
// all different, many alike, all zero.
func TestByCostAgainstEnumeration(t *testing.T) {
	property.Check(t, func(t *rapid.T) {
		d := draw(t, 11)
		costs := make([]int64, d.f.Options()+1)
		spread := []int64{1, 2, 3, 1000}[d.r.IntN(4)]
		for v := range costs {
			costs[v] = d.r.Int64N(spread) - d.r.Int64N(spread)
		}
		var want, got []priced
		for _, m := range d.models {
			want = append(want, priced{m, price(m, costs)})
		}
		slices.SortStableFunc(want, func(x, y priced) int { return int(x.cost - y.cost) })
		for m, cost := range d.c.ByCost(costs, d.assign) {
			got = append(got, priced{slices.Clone(m), cost})
		}
		require.Equal(t, want, got)
	})
}

// carCosts returns costs for a real circuit: all different, or one option in
// twenty has one.
func carCosts(c asked, rare bool) []int64 {
	r := rand.New(rand.NewPCG(8, 8))
	costs := make([]int64, c.NumOptions()+1)
	for v := range costs {
		if !rare || r.IntN(20) == 0 {
			costs[v] = r.Int64N(2_000_000) - 300_000
		}
	}
	return costs
}

// On a real circuit: costs are right and ascend, the first is the least of many
// samples, and where nothing costs anything the order is the canonical one.
func TestByCostOfACarLine(t *testing.T) {
	c, _, _ := carLine(t, "C171_FR")
	for _, rare := range []bool{false, true} {
		costs := carCosts(c, rare)
		var last priced
		n := 0
		for m, cost := range c.ByCost(costs, nil) {
			require.Equal(t, price(m, costs), cost)
			if n > 0 {
				require.True(t, last.cost < cost || last.cost == cost && compare(last.m, m) < 0)
			} else {
				s, r, sample := c.Sampler(nil), rand.New(rand.NewPCG(1, 1)), circuit.NewModel(c.NumOptions())
				for range 1000 {
					s.Sample(sample, r)
					require.LessOrEqual(t, cost, price(sample, costs))
				}
			}
			last = priced{slices.Clone(m), cost}
			if n++; n == 300 {
				break
			}
		}
	}
	var canonical []circuit.Model
	for m := range c.From(nil, nil) {
		if canonical = append(canonical, slices.Clone(m)); len(canonical) == 100 {
			break
		}
	}
	n := 0
	for m := range c.ByCost(make([]int64, c.NumOptions()+1), nil) {
		require.Equal(t, canonical[n], m)
		if n++; n == 100 {
			break
		}
	}
}

// costsOf returns costs for a circuit: of every so many-th option, of few
// different sizes, so that many models cost the same, or of none.
func costsOf(c asked, r *rand.Rand, every, sizes int) []int64 {
	costs := make([]int64, c.NumOptions()+1)
	for v := 1; every > 0 && v < len(costs); v += every {
		costs[v] = r.Int64N(int64(2*sizes+1)) - int64(sizes)
	}
	return costs
}

// On real circuits, too, the first model is the one that comparing all of one cost
// finds, under whatever is fixed.
func TestFirstByCostOfCarLines(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 9))
	for _, name := range []string{"D1119_M20", "C171_FR"} {
		c, _, _ := carLine(t, name)
		s, m := c.Sampler(nil), circuit.NewModel(c.NumOptions())
		for _, every := range []int{0, 1, 3, 20, 100} {
			for _, sizes := range []int{1, 1000} {
				for _, fixed := range []int{0, 5, 50} {
					s.Sample(m, r)
					assign := circuit.NewAssignment(c.NumOptions())
					for range fixed {
						l := cnf.Pos(cnf.Var(1 + r.IntN(c.NumOptions())))
						if !m.Has(l.Var()) {
							l = l.Not()
						}
						assign.Set(l)
					}
					costs := costsOf(c, r, every, sizes)
					want, ok := c.FirstByLists(costs, assign)
					require.True(t, ok)
					for got := range c.ByCost(costs, assign) {
						require.Equal(t, want, got, "%s, every %d, sizes %d, fixed %d", name, every, sizes, fixed)
						break
					}
				}
			}
		}
	}
}

func BenchmarkByCost(b *testing.B) {
	c, _, _ := carLine(b, "C171_FR")
	for _, bench := range []struct {
		name  string
		costs []int64
		k     int
	}{
		{"every option costs/1", carCosts(c, false), 1},
		{"every option costs/100", carCosts(c, false), 100},
		{"few options cost/1", carCosts(c, true), 1},
		{"few options cost/100", carCosts(c, true), 100},
		{"nothing costs/1", make([]int64, c.NumOptions()+1), 1},
		{"one in a hundred costs/1", costsOf(c, rand.New(rand.NewPCG(1, 1)), 100, 1000), 1},
		{"one in a hundred costs/100", costsOf(c, rand.New(rand.NewPCG(1, 1)), 100, 1000), 100},
		{"nothing costs/2", make([]int64, c.NumOptions()+1), 2},
		{"nothing costs/100", make([]int64, c.NumOptions()+1), 100},
		{"few options cost/10000", carCosts(c, true), 10000},
	} {
		b.Run(bench.name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				n := 0
				for range c.ByCost(bench.costs, nil) {
					if n++; n == bench.k {
						break
					}
				}
			}
		})
	}
}
