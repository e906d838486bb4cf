package circuit_test

import (
	"context"
	"math/big"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/confspace/confspace/solver/internal/circuit"
)

// Whenever a query ends early it says why, and leaves nothing behind that could
// spoil the answer of the next one.
func TestQueriesEndWithTheirContext(t *testing.T) {
	for seed := range uint64(30) {
		d := drawSeed(t, seed, 11)
		if seed%2 == 0 {
			d.c.Large()
		}
		m, costs, weights := d.any(), make([]int64, d.c.NumVars()+1), ones(d.c)
		for name, ask := range map[string]func(c *circuit.Circuit) any{
			"count":    func(c *circuit.Circuit) any { return c.Count(new(big.Int), d.assign).String() },
			"counts":   func(c *circuit.Circuit) any { return c.Counts(nil, d.assign)[0].String() },
			"measure":  func(c *circuit.Circuit) any { return c.Measure(new(big.Float), nil, d.assign).String() },
			"shares":   func(c *circuit.Circuit) any { return c.Shares(nil, weights, d.assign) },
			"rank":     func(c *circuit.Circuit) any { return c.Rank(new(big.Int), m, d.assign) },
			"unrank":   func(c *circuit.Circuit) any { return c.Unrank(slices.Clone(m), big.NewInt(2), d.assign) },
			"sampler":  func(c *circuit.Circuit) any { return sampled(c.NewSampler(d.assign), c) },
			"weighted": func(c *circuit.Circuit) any { return sampled(c.NewWeightedSampler(weights, d.assign), c) },
			"models": func(c *circuit.Circuit) any {
				n := 0
				for range c.Models(big.NewInt(0), d.assign) {
					n++
				}
				return n
			},
			"by cost": func(c *circuit.Circuit) any {
				n := 0
				for range c.ByCost(costs, d.assign) {
					n++
				}
				return n
			},
		} {
			within := func(ctx context.Context) (answer any, err error) {
				c := d.c.Within(ctx)
				defer func() { err = circuit.Ended(recover()) }()
				return ask(&c), nil
			}
			patient := &watched{t.Context(), 0, 1 << 30}
			want, err := within(patient)
			require.NoError(t, err)
			for most := range min(patient.looks, 20) {
				_, err := within(&watched{t.Context(), 0, most})
				require.ErrorIs(t, err, context.Canceled, "%s: look %d, seed %d", name, most, seed)
				require.Equal(t, want, ask(d.c), "%s: look %d, seed %d", name, most, seed)
			}
		}
	}
}

// sampled returns a sample, which no context ends.
func sampled(s *circuit.Sampler, c *circuit.Circuit) circuit.Model {
	m := circuit.NewModel(c.NumOptions())
	s.Sample(m, rand.New(rand.NewPCG(1, 2)))
	return m
}

// A panic that is none of a query is not swallowed.
func TestEndedLetsOtherPanicsPass(t *testing.T) {
	require.PanicsWithValue(t, "a defect", func() {
		_ = circuit.Ended("a defect")
	})
}

// However large the circuit is, a query looks at its context once in a few hundred
// nodes.
func TestQueriesLookAtTheirContext(t *testing.T) {
	c := compiled(t, chain(500))
	costs, m := make([]int64, c.NumVars()+1), circuit.NewModel(c.NumOptions())
	looks := c.NumInner() / 256
	require.Greater(t, looks, 1)
	for name, ask := range map[string]func(c *circuit.Circuit){
		"count":   func(c *circuit.Circuit) { c.Count(new(big.Int), nil) },
		"shares":  func(c *circuit.Circuit) { c.Shares(nil, nil, nil) },
		"rank":    func(c *circuit.Circuit) { c.Rank(new(big.Int), m, nil) },
		"unrank":  func(c *circuit.Circuit) { c.Unrank(slices.Clone(m), big.NewInt(200), nil) },
		"sampler": func(c *circuit.Circuit) { c.NewSampler(nil) },
		"first": func(c *circuit.Circuit) {
			for range c.ByCost(costs, nil) {
				break
			}
		},
		"models": func(c *circuit.Circuit) {
			for range c.Models(nil, nil) {
			}
		},
		"by cost": func(c *circuit.Circuit) {
			for range c.ByCost(costs, nil) {
			}
		},
	} {
		ctx := &watched{t.Context(), 0, 1 << 30}
		within := c.Within(ctx)
		ask(&within)
		require.GreaterOrEqual(t, ctx.looks, looks, name)
	}
}
