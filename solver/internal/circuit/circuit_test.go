package circuit_test

import (
	"context"
	"fmt"
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
	"github.com/confspace/confspace/solver/internal/compile"
)

// cheapest is the semiring of the least sum of prices; infinite is no model.
type cheapest struct{ price []int }

const infinite = 1 << 30

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
	property.Check(t, func(t *rapid.T) {
		r := rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "seed"), 1))
		f := cnftest.Random(r, 1+r.IntN(12))
		c := circuittest.Compiled(t, f)
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

// Any number of goroutines may ask at once.
func TestConcurrentQueries(t *testing.T) {
	f := cnftest.Random(rand.New(rand.NewPCG(11, 11)), 14)
	c := circuittest.Compiled(t, f)
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
	c := circuittest.Compiled(t, f)
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

// A builder says what it will take before it grows, and takes nothing more until it is
// full.
func TestGrowth(t *testing.T) {
	const vars = 3000
	b := circuit.NewBuilder(vars, vars)
	node, grown := circuit.True, 0
	for v := cnf.Var(1); v < vars; v += 2 {
		held, most := b.Held(), b.Growth(6, 20)
		require.NoError(t, b.Grow(t.Context(), 6, 20))
		require.LessOrEqual(t, b.Held(), held+most)
		require.Equal(t, b.Held() > held, most > 0)
		if most > 0 {
			grown++
		}
		require.Zero(t, b.Growth(6, 20))
		held = b.Held()
		hi := b.Branch(cnf.Pos(v), []circuit.Node{b.Free(v + 1), node})
		node = b.Or(v, hi, b.Branch(cnf.Neg(v), []circuit.Node{circuit.Lit(cnf.Pos(v + 1)), node}))
		require.Equal(t, held, b.Held())
	}
	require.Greater(t, grown, 3)
	require.Less(t, grown, 100)
	ended, cancel := context.WithCancel(t.Context())
	cancel()
	require.ErrorIs(t, b.Grow(ended, b.NumInner(), 0), context.Canceled)
}
