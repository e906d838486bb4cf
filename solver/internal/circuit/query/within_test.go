package query_test

import (
	"context"
	"math/big"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/confspace/confspace/solver/internal/circuit"
	"github.com/confspace/confspace/solver/internal/circuit/circuittest"
	"github.com/confspace/confspace/solver/internal/circuit/query"
	"github.com/confspace/confspace/solver/internal/cnf"
)

// Whenever a query ends early it says why, and leaves nothing behind that could
// spoil the answer of the next one.
func TestQueriesEndWithTheirContext(t *testing.T) {
	for seed := range uint64(30) {
		d := drawSeed(t, seed, 11)
		m, costs, weights := d.any(), make([]int64, d.c.NumVars()+1), ones(d.c.Circuit)
		for name, ask := range map[string]func(ms *query.Models) any{
			"rank":     func(ms *query.Models) any { return ms.Rank(new(big.Int), m, d.assign) },
			"unrank":   func(ms *query.Models) any { return ms.Unrank(slices.Clone(m), big.NewInt(2), d.assign) },
			"sampler":  func(ms *query.Models) any { return sampled(ms.Sampler(d.assign), d.c) },
			"weighted": func(ms *query.Models) any { return sampled(ms.WeightedSampler(weights, d.assign), d.c) },
			"from": func(ms *query.Models) any {
				n := 0
				for range ms.From(big.NewInt(0), d.assign) {
					n++
				}
				return n
			},
			"by cost": func(ms *query.Models) any {
				n := 0
				for range ms.ByCost(costs, d.assign) {
					n++
				}
				return n
			},
		} {
			within := func(ctx context.Context) (answer any, err error) {
				ms := d.c.Models.Within(ctx)
				defer func() { err = circuit.Ended(recover()) }()
				return ask(&ms), nil
			}
			patient := &circuittest.Watched{Context: t.Context(), Most: 1 << 30}
			want, err := within(patient)
			require.NoError(t, err)
			for most := range min(patient.Looks, 20) {
				_, err := within(&circuittest.Watched{Context: t.Context(), Most: most})
				require.ErrorIs(t, err, context.Canceled, "%s: look %d, seed %d", name, most, seed)
				require.Equal(t, want, ask(d.c.Models), "%s: look %d, seed %d", name, most, seed)
			}
		}
	}
}

// sampled returns a sample, which no context ends.
func sampled(s *query.Sampler, c asked) circuit.Model {
	m := circuit.NewModel(c.NumOptions())
	s.Sample(m, rand.New(rand.NewPCG(1, 2)))
	return m
}

// However large the circuit is, a query looks at its context once in 256 nodes.
func TestQueriesLookAtTheirContext(t *testing.T) {
	const n = 500
	f := cnf.NewFormula(n, n) // each option requires the one before
	for v := cnf.Var(2); v <= n; v++ {
		f.AddClause(cnf.Neg(v), cnf.Pos(v-1))
	}
	c := compiled(t, f)
	costs, m := make([]int64, n+1), circuit.NewModel(n)
	looks := c.NumInner() / 256
	require.Greater(t, looks, 1)
	for name, ask := range map[string]func(ms *query.Models){
		"rank":    func(ms *query.Models) { ms.Rank(new(big.Int), m, nil) },
		"unrank":  func(ms *query.Models) { ms.Unrank(slices.Clone(m), big.NewInt(200), nil) },
		"sampler": func(ms *query.Models) { ms.Sampler(nil) },
		"first": func(ms *query.Models) {
			for range ms.ByCost(costs, nil) {
				break
			}
		},
		"from": func(ms *query.Models) {
			for range ms.From(nil, nil) {
			}
		},
		"by cost": func(ms *query.Models) {
			for range ms.ByCost(costs, nil) {
			}
		},
	} {
		ctx := &circuittest.Watched{Context: t.Context(), Most: 1 << 30}
		ms := c.Models.Within(ctx)
		ask(&ms)
		require.GreaterOrEqual(t, ctx.Looks, looks, name)
	}
}
