package circuit_test

import (
	"context"
	"errors"
	"math/big"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/confspace/confspace/config/configtest/property"
	"github.com/confspace/confspace/solver/internal/circuit"
	"github.com/confspace/confspace/solver/internal/circuit/circuittest"
	"github.com/confspace/confspace/solver/internal/cnf"
	"github.com/confspace/confspace/solver/internal/cnf/cnftest"
)

// Sums, counts and shares are those of brute force, of small and of far apart costs, of
// auxiliaries too.
func TestSpread(t *testing.T) {
	property.Check(t, func(t *rapid.T) {
		q, r := ask(t)
		for range 3 {
			f, weights := q.f, randomWeights(q.f, r)
			costs := make([]int64, f.Vars()+1)
			for v := range costs[1:] {
				costs[v+1] = []int64{0, 0, 6, -3, 9, 1 << 40, 3 << 33}[r.IntN(7)]
			}
			counts, measures, all := map[int64]int64{}, map[int64]*big.Rat{}, new(big.Rat)
			for _, m := range q.models {
				sum := int64(0)
				for v, cost := range costs[1:] {
					if cnftest.Holds(m, cnf.Pos(cnf.Var(v+1))) {
						sum += cost
					}
				}
				if counts[sum]++; measures[sum] == nil {
					measures[sum] = new(big.Rat)
				}
				w := weight(f, m, weights)
				measures[sum].Add(measures[sum], w)
				all.Add(all, w)
			}
			sums, n := q.Spread(costs, q.assign, 1<<20)
			require.Len(t, sums, len(counts))
			require.IsIncreasing(t, append([]int64{-1 << 62}, sums...))
			also, shares := q.MeasureSpread(weights, costs, q.assign, 1<<20)
			require.Equal(t, sums, also)
			for i, sum := range sums {
				require.Equal(t, counts[sum], n[i].Int64())
				if all.Sign() == 0 {
					require.Zero(t, shares[i])
					continue
				}
				share, _ := new(big.Rat).Quo(measures[sum], all).Float64()
				require.InDelta(t, share, shares[i], 1e-12)
			}
		}
	})
}

// Sums that are too many end the query with an error, and the next one is right.
func TestSpreadEnds(t *testing.T) {
	f := cnf.NewFormula(16, 16)
	costs := make([]int64, 17)
	for v := range 16 {
		f.AddClause(cnf.Pos(cnf.Var(v+1)), cnf.Neg(cnf.Var(v+1)))
		costs[v+1] = 1 << v
	}
	c := circuittest.Compiled(t, f)
	ended := func(c *circuit.Circuit, most int) (err error) {
		defer func() { err = circuit.Ended(recover()) }()
		sums, _ := c.Spread(costs, nil, most)
		require.Len(t, sums, 1<<16)
		return nil
	}
	require.ErrorIs(t, ended(c, 1000), circuit.ErrTerms)
	require.NoError(t, ended(c, 1<<24))
	why := errors.New("enough")
	ctx, cancel := context.WithCancelCause(t.Context())
	cancel(why)
	bound := c.Within(ctx)
	require.Equal(t, why, ended(&bound, 1<<24))
}
