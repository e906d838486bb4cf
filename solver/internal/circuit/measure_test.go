package circuit_test

import (
	"math"
	"math/big"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/confspace/confspace/config/configtest/property"
	"github.com/confspace/confspace/solver/internal/circuit"
	"github.com/confspace/confspace/solver/internal/circuit/circuittest"
	"github.com/confspace/confspace/solver/internal/cnf"
	"github.com/confspace/confspace/solver/internal/cnf/cnftest"
)

// randomWeights returns weights by literal: all 1, probabilities, or of any
// magnitude; some are zero. Auxiliaries weigh 1.
func randomWeights(f *cnf.Formula, r *rand.Rand) []float64 {
	kind := r.IntN(3)
	if kind == 0 {
		return nil
	}
	weights := make([]float64, 2*f.Vars()+2)
	for l := range weights {
		weights[l] = 1
	}
	for v := cnf.Var(1); int(v) <= f.Options(); v++ {
		p := r.Float64()
		weights[cnf.Pos(v)], weights[cnf.Neg(v)] = p, 1-p
		if kind == 2 {
			weights[cnf.Pos(v)], weights[cnf.Neg(v)] = math.Ldexp(p, r.IntN(2000)-1000), math.Ldexp(p, r.IntN(2000)-1060)
		}
		if r.IntN(8) == 0 {
			weights[cnf.Pos(v)^cnf.Lit(r.IntN(2))] = 0
		}
	}
	return weights
}

// weight returns the exact weight of a model.
func weight(f *cnf.Formula, m uint32, weights []float64) *big.Rat {
	w := big.NewRat(1, 1)
	for v := cnf.Var(1); weights != nil && int(v) <= f.Options(); v++ {
		l := cnf.Neg(v)
		if cnftest.Holds(m, cnf.Pos(v)) {
			l = cnf.Pos(v)
		}
		w.Mul(w, new(big.Rat).SetFloat64(weights[l]))
	}
	return w
}

// requireWithin requires got to be want up to a relative error in units of
// 2^-53.
func requireWithin(t require.TestingT, units int, want *big.Rat, got *big.Rat) {
	off := new(big.Rat).Sub(want, got)
	allowed := new(big.Rat).Mul(want, big.NewRat(int64(units), 1<<53))
	if off.Abs(off).Cmp(allowed) > 0 {
		require.Failf(t, "not within the bound", "want %v, got %v", want, got)
	}
}

// Weighted counts and shares are the exact ones within the errors that the
// documentation states, for weights from 2^-1060 to 2^1000.
func TestMeasureAndSharesAgainstEnumeration(t *testing.T) {
	tiny := new(big.Rat).SetFloat64(1e-280)
	property.Check(t, func(t *rapid.T) {
		q, r := ask(t)
		weights := randomWeights(q.f, r)
		total, by := new(big.Rat), make([]big.Rat, 2*q.f.Vars()+2)
		for _, m := range q.models {
			w := weight(q.f, m, weights)
			total.Add(total, w)
			for l := cnf.Lit(2); int(l) < len(by); l++ {
				if cnftest.Holds(m, l) {
					by[l].Add(&by[l], w)
				}
			}
		}
		got, _ := q.Measure(big.NewFloat(3), weights, q.assign).Rat(nil)
		requireWithin(t, 4*q.f.Vars()+1, total, got)

		shares := q.Shares([]float64{7, 7, 7}, weights, q.assign)
		require.Len(t, shares, len(by))
		for l := cnf.Lit(2); int(l) < len(by); l++ {
			if total.Sign() == 0 {
				require.Zero(t, shares[l])
				continue
			}
			want := by[l].Quo(&by[l], total)
			got := new(big.Rat).SetFloat64(shares[l])
			if int(l.Var()) > q.f.Options() || want.Sign() != 0 && want.Cmp(tiny) < 0 {
				continue
			}
			requireWithin(t, 12*q.f.Vars()+q.NumEdges()+1, want, got)
		}
		require.Equal(t, total.Sign() != 0, shares[0] == 1)
	})
}

// Shares are those of the exact counts on a real circuit of 10^116 models, also
// under a partial assignment.
func TestSharesAgainstCounts(t *testing.T) {
	c, _, _ := circuittest.CarLine(t, "C171_FR")
	assign := circuit.NewAssignment(c.NumVars())
	for round := range 3 {
		counts, shares := c.Counts(nil, assign), c.Shares(nil, nil, assign)
		total := new(big.Rat).SetInt(&counts[0])
		for l := 2; l < 2*c.NumOptions()+2; l++ {
			want := new(big.Rat).SetInt(&counts[l])
			requireWithin(t, 12*c.NumVars()+c.NumEdges(), want.Quo(want, total), new(big.Rat).SetFloat64(shares[l]))
		}
		for v := cnf.Var(1 + round); int(v) <= c.NumOptions(); v += 301 {
			if shares[cnf.Pos(v)] > 0 && c.Shares(nil, nil, assign)[cnf.Pos(v)] > 0 {
				assign.Set(cnf.Pos(v))
				break
			}
		}
	}
}

// Neither 2^5000 models nor weights of 1e-300 for each of 5,000 options pass the
// range of exponents; and an And of more children than a float64 multiplies.
func TestMeasureOfAnySize(t *testing.T) {
	const n = 5000
	c := circuittest.Compiled(t, cnf.NewFormula(n, n))
	require.Zero(t, c.Measure(new(big.Float), nil, nil).Cmp(new(big.Float).SetMantExp(big.NewFloat(1), n)))
	weights := make([]float64, 2*n+2)
	for v := cnf.Var(1); v <= n; v++ {
		weights[cnf.Pos(v)], weights[cnf.Neg(v)] = 1e-300, 3e-300
	}
	want := new(big.Float).SetPrec(200).SetInt64(1)
	for range n {
		want.Mul(want, big.NewFloat(1e-300+3e-300))
	}
	require.InDelta(t, 1, ratio(c.Measure(new(big.Float), weights, nil), want), 1e-11)
	// Factors of just below 2: a float64 holds the product of 1023.
	near := make([]float64, 2*n+2)
	for l := range near {
		near[l] = 1 - 0x1p-50
	}
	want.SetMantExp(big.NewFloat(math.Pow(1-0x1p-50, n)), n)
	require.InDelta(t, 1, ratio(c.Measure(new(big.Float), near, nil), want), 1e-9)
	for _, s := range c.Shares(nil, nil, nil)[2:] {
		require.Equal(t, 0.5, s)
	}
	for l, s := range c.Shares(nil, weights, nil)[2:] {
		require.InDelta(t, 0.25+0.5*float64(l&1), s, 1e-11)
	}
}
