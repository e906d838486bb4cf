package benchmarks

import (
	"bytes"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/confspace/confspace/config"
	"github.com/confspace/confspace/rules"
	"github.com/confspace/confspace/solver"
	"github.com/confspace/confspace/solver/dimacs"
)

// readCarLine reads a published car line.
func readCarLine(b *testing.B, name string) *rules.Set {
	b.Helper()
	f, err := dimacs.Read(name, bytes.NewReader(gunzip(b, "mercedes", name+".cnf.gz")))
	require.NoError(b, err)
	set, err := f.Set()
	require.NoError(b, err)
	return set
}

// carLine compiles a published car line without a circuit, and returns conditions on it of
// the shape of usages: an option, and one of two others, some of them negated.
func carLine(b *testing.B, name string, conditions int) (*solver.Space, []rules.Expr) {
	b.Helper()
	set := readCarLine(b, name)
	space, err := solver.Compile(b.Context(), set, config.Point{}, solver.Config{NoCircuit: true})
	require.NoError(b, err)
	r, cat := rand.New(rand.NewPCG(1, 2)), set.Catalog()
	pick := func() rules.Expr {
		option := rules.Option(cat, config.OptionID(r.IntN(cat.NumOptions())))
		if r.IntN(3) == 0 {
			return rules.Not(option)
		}
		return option
	}
	out := make([]rules.Expr, conditions)
	for i := range out {
		out[i] = rules.And(pick(), rules.Or(pick(), pick()))
	}
	return space, out
}

// BenchmarkTruths finds out which of 30,000 conditions hold in all configurations of a
// published car line, in some and in none, without a circuit.
func BenchmarkTruths(b *testing.B) {
	for _, name := range []string{"C171_FR", "C129_FR", "C210_FW"} {
		b.Run(name, func(b *testing.B) {
			space, conditions := carLine(b, name, 30_000)
			prepared := space.Conditions(conditions)
			var truths []rules.Truth
			b.ReportAllocs()
			for b.Loop() {
				var err error
				truths, _, err = prepared.Truths(b.Context(), space.View, truths)
				require.NoError(b, err)
			}
			counts := make(map[rules.Truth]int)
			for i, truth := range truths {
				counts[truth]++
				if i%1000 == 0 {
					possible, err := space.Possible(b.Context(), conditions[i])
					require.NoError(b, err)
					fails, err := space.Possible(b.Context(), rules.Not(conditions[i]))
					require.NoError(b, err)
					require.Equal(b, possible, truth != rules.Violated)
					require.Equal(b, fails, truth != rules.Satisfied)
				}
			}
			b.ReportMetric(float64(counts[rules.Undecided]), "undecided")
			b.ReportMetric(float64(counts[rules.Satisfied]), "satisfied")
			b.ReportMetric(float64(counts[rules.Violated]), "violated")
		})
	}
}

// BenchmarkBounds finds the least and the greatest value of a sum over 60 conditions of a
// published car line by search, and proves them.
func BenchmarkBounds(b *testing.B) {
	for _, name := range []string{"C171_FR", "C129_FR", "C210_FW"} {
		b.Run(name, func(b *testing.B) {
			space, conditions := carLine(b, name, 60)
			costs := solver.Costs{Track: conditions, Tracked: make([]config.Decimal, len(conditions))}
			for i := range costs.Tracked {
				costs.Tracked[i] = config.NewDecimal(int64(i*i%47 + 1))
			}
			obj, err := solver.NewObjective(space.Catalog(), costs, config.None)
			require.NoError(b, err)
			var least, greatest config.Quantity
			b.ReportAllocs()
			for b.Loop() {
				least, greatest, _, err = space.Bounds(b.Context(), obj)
				require.NoError(b, err)
			}
			best, _, err := space.Dearest(b.Context(), obj)
			require.NoError(b, err)
			require.Equal(b, greatest, best.Cost)
			require.Equal(b, greatest, obj.Value(best.Selection))
			best, _, err = space.Cheapest(b.Context(), obj)
			require.NoError(b, err)
			require.Equal(b, least, obj.Value(best.Selection))
		})
	}
}
