package query_test

import (
	"math/big"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/confspace/confspace/solver/internal/circuit"
	"github.com/confspace/confspace/solver/internal/circuit/circuittest"
	"github.com/confspace/confspace/solver/internal/circuit/query"
	"github.com/confspace/confspace/solver/internal/cnf"
	"github.com/confspace/confspace/solver/internal/cnf/cnftest"
	"github.com/stretchr/testify/require"
)

// tampered returns a copy of a circuit, changed as somebody would who knows what Read looks at does it: nodes
// take each other's place as children, literals and open variables change, and Ors
// decide something else.
func tampered(c *circuit.Circuit, r *rand.Rand) *circuit.Circuit {
	a := circuittest.Clone(c)
	starts, decides, edges := a.Starts, a.Decides, a.Edges
	first := int(a.Inner())
	for range 1 + r.IntN(4) {
		k := r.IntN(len(edges))
		v := circuit.Node(1 + r.IntN(c.NumVars()))
		switch n := edges[k]; r.IntN(6) {
		case 0: // a literal turned, an option opened, or its opposite
			if int(n) < 2*c.NumVars()+2 {
				edges[k] = []circuit.Node{n ^ 1, n/2 + circuit.Node(2*c.NumVars()+1)}[r.IntN(2)]
			} else if int(n) < first {
				edges[k] = 2*v + circuit.Node(r.IntN(2))
			}
		case 1: // another child that stands before
			i := slices.IndexFunc(starts[1:], func(s uint32) bool { return int(s) > k })
			edges[k] = circuit.Node(2 + r.IntN(first+i-2))
		case 2: // two edges swapped
			j := r.IntN(len(edges))
			edges[k], edges[j] = edges[j], edges[k]
		case 3: // a whole list of children for another
			i, j := r.IntN(len(decides)), r.IntN(len(decides))
			copy(edges[starts[i]:starts[i+1]], edges[starts[j]:starts[j+1]])
			decides[i] = decides[j]
		case 4: // an Or of the same children both times, or the other way round
			if i := r.IntN(len(decides)); decides[i] != 0 {
				kids := edges[starts[i]:starts[i+1]]
				kids[r.IntN(2)] = kids[r.IntN(2)]
			}
		case 5: // an Or over a variable alone, or one that decides an auxiliary
			if i := r.IntN(len(decides)); starts[i+1]-starts[i] == 2 {
				decides[i] = cnf.Var(v)
				if r.IntN(2) == 0 {
					copy(edges[starts[i]:], []circuit.Node{2 * v, 2*v + 1})
				}
			}
		}
	}
	for i, v := range decides {
		if v == 0 {
			slices.Sort(edges[starts[i]:starts[i+1]])
		}
	}
	return a.Circuit()
}

// decidesOptions reports whether the circuit decides nothing but options: then no
// two models of it differ in auxiliaries alone.
func decidesOptions(c *circuit.Circuit) bool {
	return !slices.ContainsFunc(c.Arena().Decides, func(v cnf.Var) bool { return int(v) > c.NumOptions() })
}

// Whatever Read lets pass, the queries answer, and agree with each other: what Count
// counts is what ByCost lists, and what Models lists is that without repetitions, of
// which there are none unless auxiliaries are decided.
func TestTamperedCircuitsAnswer(t *testing.T) {
	passes, others, twofold := 0, 0, 0
	for seed := range uint64(4000) {
		r := rand.New(rand.NewPCG(seed, 5))
		f := cnftest.Random(r, 3+r.IntN(6))
		c := circuittest.Compiled(t, f)
		if c.NumInner() == 0 {
			continue
		}
		whole := c.Count(new(big.Int), nil)
		for range 5 {
			read, err := circuittest.Passed(tampered(c, r), f)
			if err != nil {
				continue
			}
			passes++
			n := requireConsistent(t, ask(read), nil, r, seed)
			assign := circuit.NewAssignment(f.Options())
			assign.Set(cnf.Pos(cnf.Var(1+r.IntN(f.Options()))) ^ cnf.Lit(r.IntN(2)))
			requireConsistent(t, ask(read), assign, r, seed)
			if n.Cmp(whole) != 0 {
				others++
			}
			if !decidesOptions(read) {
				twofold++
			}
		}
	}
	require.Greater(t, passes, 300)
	require.Greater(t, others, 100)
	require.Positive(t, twofold)
}

// requireConsistent asks a circuit everything and returns its count.
func requireConsistent(t *testing.T, c asked, assign circuit.Assignment, r *rand.Rand, seed uint64) *big.Int {
	n := c.Count(new(big.Int), assign)
	require.Equal(t, n.Int64(), c.Counts(nil, assign)[0].Int64(), seed)
	c.Shares(nil, nil, assign)
	var models, ranked []circuit.Model
	for m := range c.From(nil, assign) {
		models = append(models, slices.Clone(m))
	}
	require.True(t, slices.IsSortedFunc(models, compare), seed)
	costs := make([]int64, c.NumOptions()+1)
	for v := range costs {
		costs[v] = r.Int64N(5) - 2
	}
	last := int64(-1 << 40)
	for m, cost := range c.ByCost(costs, assign) {
		require.LessOrEqual(t, last, cost, seed)
		require.Equal(t, price(m, costs), cost, seed)
		ranked, last = append(ranked, slices.Clone(m)), cost
	}
	require.Equal(t, n.Int64(), int64(len(ranked)), seed)
	slices.SortFunc(ranked, compare)
	distinct := slices.CompactFunc(ranked, slices.Equal[circuit.Model])
	require.Equal(t, distinct, models, seed)
	if decidesOptions(c.Circuit) {
		require.Equal(t, n.Int64(), int64(len(models)), seed)
	}
	z, m := new(big.Int), circuit.NewModel(c.NumOptions())
	for _, want := range models {
		require.True(t, c.Rank(z, want, assign), seed)
		require.True(t, c.Unrank(m, z, assign), seed)
		require.Equal(t, want, m, seed)
	}
	require.False(t, c.Unrank(m, n, assign), seed)
	s, w := c.Sampler(assign), c.WeightedSampler(ones(c.Circuit), assign)
	for _, s := range []*query.Sampler{s, w} {
		require.Equal(t, len(models) > 0, s.Sample(m, r), seed)
		if len(models) > 0 {
			_, found := slices.BinarySearchFunc(models, m, compare)
			require.True(t, found, seed)
		}
	}
	return n
}

// ones returns a weight of 1 for each literal.
func ones(c *circuit.Circuit) []float64 {
	return slices.Repeat([]float64{1}, 2*c.NumVars()+2)
}
