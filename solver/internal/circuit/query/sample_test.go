package query_test

import (
	"cmp"
	"fmt"
	"math/big"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/confspace/confspace/solver/internal/circuit"
	"github.com/confspace/confspace/solver/internal/circuit/query"
	"github.com/confspace/confspace/solver/internal/cnf"
	"github.com/stretchr/testify/require"
	"gonum.org/v1/gonum/stat"
	"gonum.org/v1/gonum/stat/distuv"
)

// likely returns the probability that a source of the expected frequencies
// strays as far as the observed ones: a chi-square test, for which rare ones are
// taken together until at least eight are expected.
func likely(observed, expected []float64) float64 {
	order := make([]int, len(expected))
	for i := range order {
		order[i] = i
	}
	slices.SortFunc(order, func(i, j int) int { return cmp.Compare(expected[i], expected[j]) })
	o, e := []float64{0}, []float64{0}
	for _, i := range order {
		if e[len(e)-1] >= 8 {
			o, e = append(o, 0), append(e, 0)
		}
		o[len(o)-1] += observed[i]
		e[len(e)-1] += expected[i]
	}
	if len(o) < 2 {
		return 1
	}
	return distuv.ChiSquared{K: float64(len(o) - 1)}.Survival(stat.ChiSquare(o, e))
}

// frequencies draws from s and returns how often each of models came.
func frequencies(t require.TestingT, s *query.Sampler, models []circuit.Model, draws int, r *rand.Rand) []float64 {
	observed := make([]float64, len(models))
	m := slices.Clone(models[0])
	for range draws {
		drawn := s.Sample(m, r)
		i, found := slices.BinarySearchFunc(models, m, compare)
		if !drawn || !found {
			require.Fail(t, "no model", "%b", m)
		}
		observed[i]++
	}
	return observed
}

// Every model comes, and as often as it should: over 150 formulas the chi-square
// tests fail about as often as they should, and never beyond belief.
func TestSamplesAreUniform(t *testing.T) {
	for _, weighted := range []bool{false, true} {
		t.Run(fmt.Sprint("weighted ", weighted), func(t *testing.T) {
			doubtful, tests := 0, 0
			for seed := range 150 {
				d := drawSeed(t, uint64(seed), 9)
				weights := make([]float64, 2*d.f.Vars()+2)
				for l := range weights {
					if weights[l] = 1; int(cnf.Lit(l).Var()) <= d.f.Options() {
						weights[l] = []float64{0, 1e-3, 0.25, 0.5, 1, 1, 2, 3}[d.r.IntN(8)]
					}
				}
				s := d.c.Sampler(d.assign)
				if weighted {
					s = d.c.WeightedSampler(weights, d.assign)
				}
				expected := make([]float64, len(d.models))
				sum := 0.0
				for i, m := range d.models {
					expected[i] = 1
					for v := cnf.Var(1); weighted && int(v) <= d.f.Options(); v++ {
						if m.Has(v) {
							expected[i] *= weights[cnf.Pos(v)]
						} else {
							expected[i] *= weights[cnf.Neg(v)]
						}
					}
					sum += expected[i]
				}
				if sum == 0 {
					require.False(t, s.Sample(d.any(), d.r))
					continue
				}
				draws := 2000 + 40*len(d.models)
				for i := range expected {
					expected[i] *= float64(draws) / sum
				}
				observed := frequencies(t, s, d.models, draws, d.r)
				for i := range expected {
					require.False(t, expected[i] == 0 && observed[i] > 0)
				}
				tests++
				p0 := likely(observed, expected)
				require.Greater(t, p0, 1e-6, "seed %d", seed)
				if p0 < 0.01 {
					doubtful++
				}
			}
			require.Greater(t, tests, 70)
			require.Less(t, doubtful, tests/15)
		})
	}
}

// words is a source that yields given words.
type words []uint64

func (w *words) Uint64() uint64 {
	u := (*w)[0]
	*w = (*w)[1:]
	return u
}

// Where 64 bits do not suffice more are drawn, and a toss is that of an exact
// real number against an exact fraction. With n models of which the first
// option has h, p = h/n, the words drawn are the digits of a number x in base
// 2^64, and the option holds exactly when x < p.
func TestSamplingIsExactAtTheBoundary(t *testing.T) {
	// x1 true: x2 or x3; x1 false: not x2. So 3 and 2 models of 5.
	f := cnf.NewFormula(3, 3)
	f.AddClause(cnf.Neg(1), cnf.Pos(2), cnf.Pos(3))
	f.AddClause(cnf.Pos(1), cnf.Neg(2))
	c := compiled(t, f)
	models := slices.Collect(func(yield func(circuit.Model) bool) {
		for m := range c.From(nil, nil) {
			if !yield(slices.Clone(m)) {
				return
			}
		}
	})
	require.Len(t, models, 5)
	s := c.Sampler(nil)
	v := c.Decision(c.Root())
	have := int64(0)
	for _, m := range models {
		if m.Has(v) {
			have++
		}
	}
	p := big.NewRat(have, 5)
	// The digits of p, and words that equal them for 0, 1, 2 and 3 digits and are
	// then one less, the same, or one more.
	digits := []uint64{}
	rest := new(big.Rat).Set(p)
	base := new(big.Rat).SetInt(new(big.Int).Lsh(big.NewInt(1), 64))
	for range 5 {
		rest.Mul(rest, base)
		digit := new(big.Int).Quo(rest.Num(), rest.Denom())
		digits = append(digits, digit.Uint64())
		rest.Sub(rest, new(big.Rat).SetInt(digit))
	}
	for equal := range 4 {
		for _, delta := range []int64{-1, 1} {
			source := slices.Clone(words(digits[:equal+1]))
			source[equal] += uint64(delta)
			source = append(source, make([]uint64, 10)...) // for what follows
			m := circuit.NewModel(3)
			require.True(t, s.Sample(m, rand.New(&source)))
			require.Equal(t, delta < 0, m.Has(v), "%d digits equal, then %+d", equal, delta)
		}
	}
	// An exact half has no more digits: what equals it is not below it.
	g := cnf.NewFormula(2, 2)
	g.AddClause(cnf.Pos(1), cnf.Pos(2))
	g.AddClause(cnf.Neg(1), cnf.Neg(2))
	half := compiled(t, g)
	for _, u := range []uint64{1<<63 - 1, 1 << 63, 1<<63 + 1} {
		m := circuit.NewModel(2)
		require.True(t, half.Sampler(nil).Sample(m, rand.New(&words{u})))
		require.Equal(t, u < 1<<63, m.Has(half.Decision(half.Root())))
	}
}

// The same seed gives the same models; and on a real circuit the shares of the
// options among samples are those among all configurations.
func TestSamplesOfACarLine(t *testing.T) {
	c, _, total := carLine(t, "C171_FR")
	counts := c.Counts(nil, nil)
	const draws = 20_000
	observed := make([]int, c.NumOptions()+1)
	a, b := circuit.NewModel(c.NumOptions()), circuit.NewModel(c.NumOptions())
	r, again := rand.New(rand.NewPCG(1, 2)), rand.New(rand.NewPCG(1, 2))
	s, other := c.Sampler(nil), c.Sampler(nil)
	for i := range draws {
		if !s.Sample(a, r) {
			t.Fatal("no sample")
		}
		if i < 100 {
			require.True(t, other.Sample(b, again))
			require.Equal(t, a, b)
		}
		for v := 1; v <= c.NumOptions(); v++ {
			if a.Has(cnf.Var(v)) {
				observed[v]++
			}
		}
	}
	for v := 1; v <= c.NumOptions(); v++ {
		share, _ := new(big.Rat).SetFrac(&counts[cnf.Pos(cnf.Var(v))], total).Float64()
		if share == 0 || share == 1 {
			require.Equal(t, int(share)*draws, observed[v])
			continue
		}
		require.InDelta(t, share, float64(observed[v])/draws, 0.02, "option %d", v) // 5.6 standard deviations at 1/2
	}
	z := new(big.Int)
	require.True(t, c.Rank(z, a, nil))
}

func TestSampleDoesNotAllocate(t *testing.T) {
	c, _, _ := carLine(t, "C171_FR")
	m, r := circuit.NewModel(c.NumOptions()), rand.New(rand.NewPCG(1, 2))
	s := c.Sampler(nil)
	for range 100 {
		s.Sample(m, r)
	}
	require.Zero(t, testing.AllocsPerRun(100, func() { s.Sample(m, r) }))
}

func BenchmarkSample(b *testing.B) {
	c, _, _ := carLine(b, "C171_FR")
	m, r := circuit.NewModel(c.NumOptions()), rand.New(rand.NewPCG(1, 2))
	s := c.Sampler(nil)
	b.ReportAllocs()
	for b.Loop() {
		s.Sample(m, r)
	}
}

func BenchmarkNewSampler(b *testing.B) {
	c, _, _ := carLine(b, "C171_FR")
	b.ReportAllocs()
	for b.Loop() {
		c.Sampler(nil)
	}
}
