package circuit_test

import (
	"context"
	"math/big"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/confspace/confspace/config/configtest/property"
	"github.com/confspace/confspace/solver/internal/circuit"
	"github.com/confspace/confspace/solver/internal/circuit/circuittest"
)

// Whenever a pass ends early it says why, and leaves nothing behind that could spoil
// the answer of the next one.
func TestPassesEndWithTheirContext(t *testing.T) {
	property.Check(t, func(t *rapid.T) {
		q, r := ask(t)
		if r.IntN(2) == 0 {
			q.Large()
		}
		weights := randomWeights(q.f, r)
		for name, ask := range map[string]func(c *circuit.Circuit) any{
			"count":   func(c *circuit.Circuit) any { return c.Count(new(big.Int), q.assign).String() },
			"counts":  func(c *circuit.Circuit) any { return c.Counts(nil, q.assign)[0].String() },
			"measure": func(c *circuit.Circuit) any { return c.Measure(new(big.Float), nil, q.assign).String() },
			"shares":  func(c *circuit.Circuit) any { return c.Shares(nil, weights, q.assign) },
		} {
			within := func(ctx context.Context) (answer any, err error) {
				c := q.Within(ctx)
				defer func() { err = circuit.Ended(recover()) }()
				return ask(&c), nil
			}
			patient := &circuittest.Watched{Context: t.Context(), Most: 1 << 30}
			want, err := within(patient)
			require.NoError(t, err)
			for most := range patient.Looks {
				_, err := within(&circuittest.Watched{Context: t.Context(), Most: most})
				require.ErrorIs(t, err, context.Canceled, "%s, look %d", name, most)
				require.Equal(t, want, ask(q.Circuit), "%s, look %d", name, most)
			}
		}
	})
}

// A panic that is none of a query is not swallowed.
func TestEndedLetsOtherPanicsPass(t *testing.T) {
	require.PanicsWithValue(t, "a defect", func() { _ = circuit.Ended("a defect") })
	require.NoError(t, circuit.Ended(nil))
}

// However large the circuit is, a pass looks at its context once in 256 nodes.
func TestPassesLookAtTheirContext(t *testing.T) {
	c := circuittest.Compiled(t, chain(1000))
	looks := c.NumInner() / 256
	require.Greater(t, looks, 5)
	for name, pass := range map[string]struct {
		passes int
		ask    func(c *circuit.Circuit)
	}{
		"count":  {1, func(c *circuit.Circuit) { c.Count(new(big.Int), nil) }},
		"counts": {2, func(c *circuit.Circuit) { c.Counts(nil, nil) }},
		"shares": {2, func(c *circuit.Circuit) { c.Shares(nil, nil, nil) }},
	} {
		ctx := &circuittest.Watched{Context: t.Context(), Most: 1 << 30}
		within := c.Within(ctx)
		pass.ask(&within)
		require.GreaterOrEqual(t, ctx.Looks, pass.passes*looks, name)
	}
}
