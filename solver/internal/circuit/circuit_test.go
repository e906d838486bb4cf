package circuit_test

import (
	"context"
	"fmt"
	"math/big"
	"math/rand/v2"
	"testing"

	"github.com/confspace/confspace/solver/internal/circuit"
	"github.com/confspace/confspace/solver/internal/cnf"
	"github.com/confspace/confspace/solver/internal/cnf/cnftest"
	"github.com/confspace/confspace/solver/internal/compile"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

func compiled(t require.TestingT, f *cnf.Formula) *circuit.Circuit {
	c, _, err := compile.Compile(context.Background(), f, compile.Options{})
	require.NoError(t, err)
	return c
}

// cheapest is the semiring of the least sum of prices; infinite is no model.
type cheapest struct{ price []int }

const infinite = 1 << 40

func (cheapest) Zero(z *int)             { *z = infinite }
func (cheapest) One(z *int)              { *z = 0 }
func (s cheapest) Lit(z *int, l cnf.Lit) { *z = s.price[l] }
func (cheapest) Sum(z, x, y *int)        { *z = min(*x, *y) }
func (cheapest) Product(z *int, values []int, children []circuit.Node) {
	*z = 0
	for _, child := range children {
		*z = min(infinite, *z+values[child])
	}
}

func weigh(m uint32, price []int) (n int) { // of a model
	for l := 2; l < len(price); l++ {
		if cnftest.Holds(m, cnf.Lit(l)) {
			n += price[l]
		}
	}
	return n
}

// A fold is the sum over models of the product over literals, in a semiring
// where a variable's two literals do not even out, as in every other.
func TestFoldAgainstEnumeration(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		r := rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "seed"), 1))
		f := cnftest.Random(r, 1+r.IntN(12))
		c := compiled(t, f)
		price := make([]int, 2*f.Vars()+2)
		for l := range price {
			price[l] = r.IntN(2001) - 1000
		}
		want := infinite
		for _, m := range cnftest.Models(f) {
			want = min(want, weigh(m, price))
		}
		got := circuit.Fold(c, cheapest{price}, nil)[c.Root()]
		require.Equal(t, want, got, cnftest.Format(f))
	})
}

// answersRight compares counts with enumeration.
func answersRight(c *circuit.Circuit, f *cnf.Formula, r *rand.Rand) (right bool) {
	models := cnftest.Models(f)
	for range 8 {
		assign := circuit.NewAssignment(f.Vars())
		for v := cnf.Var(1); int(v) <= f.Vars(); v++ {
			if r.IntN(3) == 0 {
				assign.Set(cnf.Pos(v) ^ cnf.Lit(r.IntN(2)))
			}
		}
		n := int64(0)
	next:
		for _, m := range models {
			for l := cnf.Lit(2); int(l) < 2*f.Vars()+2; l++ {
				if assign.Forbids(l) && cnftest.Holds(m, l) {
					continue next
				}
			}
			n++
		}
		if c.Count(new(big.Int), assign).Cmp(big.NewInt(n)) != 0 {
			return false
		}
	}
	return true
}

// Damage of every kind to a circuit is noticed by Check, unless it did none:
// what passes Check answers right.
func TestCheckNoticesDamage(t *testing.T) {
	noticed, harmless := map[string]int{}, map[string]int{}
	for seed := range 1500 {
		r := rand.New(rand.NewPCG(uint64(seed), 2))
		f := cnftest.Random(r, 4+r.IntN(8))
		whole := compiled(t, f)
		require.NoError(t, whole.Check(f), cnftest.Format(f))
		if whole.NumInner() == 0 {
			continue
		}
		c := whole.Clone()
		kind := damage(c, r)
		if c.Check(f) != nil {
			noticed[kind]++
			continue
		}
		harmless[kind]++
		require.True(t, answersRight(c, f, r), "%s passes Check, seed %d\n%s", kind, seed, cnftest.Format(f))
	}
	for kind, n := range noticed {
		require.Greater(t, n, 10*harmless[kind], "%s: noticed %d times, harmless %d times", kind, n, harmless[kind])
	}
	require.Len(t, noticed, 9)
}

// damage changes one thing in c and says what.
func damage(c *circuit.Circuit, r *rand.Rand) string {
	starts, decides, edges, root := c.Parts()
	i := r.IntN(len(decides))
	k := int(starts[i]) + r.IntN(int(starts[i+1]-starts[i]))
	node := circuit.Node(c.NumNodes() - len(decides) + i)
	switch r.IntN(9) {
	case 0:
		edges[k] = circuit.Node(r.IntN(int(node)))
		return "an edge to an earlier node"
	case 1:
		edges[k] = node + circuit.Node(r.IntN(3))
		return "an edge to a later node"
	case 2:
		c.DropEdge(k)
		return "an edge dropped"
	case 3:
		edges[k] = edges[int(starts[i])+r.IntN(int(starts[i+1]-starts[i]))] ^ 1
		return "an edge to the neighbour of another child"
	case 4:
		decides[i] = (decides[i] + 1 + cnf.Var(r.IntN(c.NumVars()))) % cnf.Var(c.NumVars()+1)
		return "another decision variable"
	case 5:
		for decides[i] == 0 && i+1 < len(decides) {
			i++
		}
		edges[starts[i]], edges[starts[i]+1] = edges[starts[i]+1], edges[starts[i]]
		if decides[i] == 0 {
			edges[starts[i]] ^= 1
		}
		return "an Or's children exchanged"
	case 6:
		*root = circuit.Node(r.IntN(c.NumNodes()))
		return "another root"
	case 7:
		for k := range edges {
			if int(edges[k]) < 2*c.NumVars()+2 {
				edges[k] ^= 1
				break
			}
		}
		return "a literal negated"
	default:
		edges[k] = circuit.Node(2*c.NumVars() + 2 + r.IntN(c.NumVars()))
		return "an edge to a free variable"
	}
}

func TestCheckRefusesAnotherFormula(t *testing.T) {
	f, g, h := cnf.NewFormula(2, 2), cnf.NewFormula(2, 2), cnf.NewFormula(3, 3)
	f.AddClause(cnf.Pos(1), cnf.Pos(2))
	g.AddClause(cnf.Pos(1), cnf.Neg(2))
	c := compiled(t, f)
	require.NoError(t, c.Check(f))
	require.ErrorContains(t, c.Check(g), "falsifies clause 0")
	require.ErrorContains(t, c.Check(h), "3")
	require.ErrorContains(t, c.Check(cnf.NewFormula(2, 2)), "missing")
}

// Any number of goroutines may ask at once.
func TestConcurrentQueries(t *testing.T) {
	f := cnftest.Random(rand.New(rand.NewPCG(11, 11)), 14)
	c := compiled(t, f)
	want := c.Count(new(big.Int), nil)
	for range 8 {
		t.Run("", func(t *testing.T) {
			t.Parallel()
			z, counts, shares := new(big.Int), []big.Int(nil), []float64(nil)
			for range 200 {
				require.Zero(t, c.Count(z, nil).Cmp(want))
				counts = c.Counts(counts, nil)
				require.Zero(t, counts[0].Cmp(want))
				shares = c.Shares(shares, nil, nil)
				require.InDelta(t, 1, shares[cnf.Pos(1)]+shares[cnf.Neg(1)], 1e-12)
			}
		})
	}
}

func TestKindsAndChildren(t *testing.T) {
	f := cnf.NewFormula(3, 3)
	f.AddClause(cnf.Pos(1), cnf.Pos(2))
	c := compiled(t, f)
	kinds := map[circuit.Kind]int{}
	for n := range c.NumNodes() {
		node := circuit.Node(n)
		kinds[c.Kind(node)]++
		children := c.AppendChildren(nil, node)
		switch c.Kind(node) {
		case circuit.KindOr:
			require.Len(t, children, 2)
			require.NotZero(t, c.Decision(node))
		case circuit.KindAnd:
			require.GreaterOrEqual(t, len(children), 2)
			require.Zero(t, c.Decision(node))
		default:
			require.Empty(t, children)
		}
	}
	require.Equal(t, 1, kinds[circuit.KindFalse])
	require.Equal(t, 1, kinds[circuit.KindTrue])
	require.Equal(t, 6, kinds[circuit.KindLiteral])
	require.Equal(t, 3+1, kinds[circuit.KindOr])
}

func ExampleCircuit_Count() {
	f := cnf.NewFormula(3, 3)
	f.AddClause(cnf.Pos(1), cnf.Pos(2)) // option 3 is free
	c, _, err := compile.Compile(context.Background(), f, compile.Options{})
	if err != nil {
		panic(err)
	}
	assign := circuit.NewAssignment(3)
	assign.Set(cnf.Neg(1))
	fmt.Println(c.Count(new(big.Int), nil), c.Count(new(big.Int), assign))
	// Output: 6 2
}
