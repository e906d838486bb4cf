package circuit_test

import (
	"context"
	"math/big"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/confspace/confspace/solver/internal/circuit"
	"github.com/confspace/confspace/solver/internal/circuit/check"
	"github.com/confspace/confspace/solver/internal/circuit/circuittest"
	"github.com/confspace/confspace/solver/internal/cnf"
	"github.com/confspace/confspace/solver/internal/cnf/cnftest"
	"github.com/stretchr/testify/require"
)

// leaves returns how many literals and open variables an And makes out of its bundles,
// which end before upper.
func leaves(a *circuit.Arena, n, upper circuit.Node) int {
	count := 0
	for _, child := range a.Children(n) {
		if child < upper && child >= a.Inner() {
			count += leaves(a, child, upper)
		} else {
			count++
		}
	}
	return count
}

// Branches share what they make true or leave open: on a car line, where they do so
// thousands of times, a circuit has less than 45 % of the edges that it has without
// bundles. Bundles come first, none takes more memory than it saves, and the circuit is
// none the less one.
func TestBundles(t *testing.T) {
	for _, name := range []string{"C163_FW", "C638_FKA"} {
		c, f, want := circuittest.CarLine(t, name)
		require.Equal(t, want, c.Count(new(big.Int), nil))
		a := c.Arena()
		upper := a.Inner() + circuit.Node(a.Bundles())
		without, parents := 0, make([]int, c.NumNodes())
		for i, v := range a.Decides {
			n := a.Inner() + circuit.Node(i)
			if v == 0 && !slices.IsSorted(a.Children(n)) {
				t.Fatalf("the children of node %d are not sorted", n)
			}
			if n >= upper {
				without += leaves(&a, n, upper)
			}
			for _, child := range a.Children(n) {
				if parents[child]++; v != 0 {
					parents[child]++ // it is a branch
				}
			}
		}
		require.Less(t, len(a.Edges), without*45/100, name)
		for n := a.Inner(); n < upper; n++ {
			if parents[n] < 2 {
				t.Fatalf("bundle %d has one parent", n)
			}
		}
		read, err := circuittest.Passed(c, f)
		require.NoError(t, err)
		again := read.Arena()
		require.Equal(t, a.Bundles(), again.Bundles())
	}
}

// A branch is the conjunction of its literal and its children, and says so by itself.
func TestBranch(t *testing.T) {
	lit := func(l int) circuit.Node { return circuit.Lit(cnf.FromDimacs(l)) }
	b := circuit.NewBuilder(60, 60)
	require.Equal(t, lit(-1), b.Branch(cnf.Neg(1), nil))
	require.Equal(t, lit(-1), b.Branch(cnf.Neg(1), []circuit.Node{circuit.True}))
	require.Equal(t, circuit.False, b.Branch(cnf.Neg(1), []circuit.Node{lit(2), circuit.False}))
	part := b.Or(2, b.And([]circuit.Node{lit(2), lit(3)}), b.And([]circuit.Node{lit(-2), lit(-3)}))
	others := func() (nodes []circuit.Node) {
		for v := 10; v <= 60; v++ {
			nodes = append(nodes, b.Free(cnf.Var(v)))
		}
		return nodes
	}
	edges := b.NumEdges()
	hi := b.Branch(cnf.Pos(1), append(others(), part))
	lo := b.Branch(cnf.Neg(1), append(others(), part))
	require.Equal(t, edges+51+3+3, b.NumEdges())
	require.NotEqual(t, hi, lo)
	c := b.Finish(b.Or(1, hi, lo))
	require.Equal(t, int64(4<<51), c.Count(new(big.Int), nil).Int64())
	a := c.Arena()
	require.Equal(t, 1+2, a.Bundles()) // and what the part's Or has
	sides := a.Children(c.Root())
	require.Contains(t, a.Children(sides[0]), lit(1))
	require.Contains(t, a.Children(sides[1]), lit(-1))
}

// Answers do not depend on how a circuit shares what it makes true.
func TestBundledIsTheSame(t *testing.T) {
	shared := 0
	for seed := range uint64(300) {
		r := rand.New(rand.NewPCG(seed, 1))
		f := cnftest.Random(r, 1+r.IntN(14))
		c := circuittest.Compiled(t, f)
		d := circuittest.Bundled(c, r)
		shared += d.NumInner() - c.NumInner()
		assign := circuit.NewAssignment(f.Vars())
		if f.Vars() > 0 {
			assign.Set(cnf.Lit(2 + r.IntN(2*f.Vars())))
		}
		if seed%2 == 0 {
			c.Large()
			d.Large()
		}
		require.Equal(t, c.Counts(nil, assign), d.Counts(nil, assign), cnftest.Format(f))
		require.Equal(t, c.Count(new(big.Int), assign), d.Count(new(big.Int), assign))
		require.InDeltaSlice(t, c.Shares(nil, nil, assign), d.Shares(nil, nil, assign), 1e-12)
		read, err := circuittest.Passed(d, f)
		require.NoError(t, err)
		require.Equal(t, circuittest.Clone(d), circuittest.Clone(read))
	}
	require.Greater(t, shared, 100)
}

// A branch whose bundle is dissolved can be the And that another bundle is: then it is
// that node, and no two nodes are the same.
func TestDissolvedIsABundle(t *testing.T) {
	lit := func(l int) circuit.Node { return circuit.Lit(cnf.FromDimacs(l)) }
	b := circuit.NewBuilder(5, 5)
	all := func() []circuit.Node { return []circuit.Node{lit(1), lit(2), lit(3)} }
	x := b.Or(1, b.Branch(cnf.Pos(1), []circuit.Node{lit(2), lit(3)}), b.Branch(cnf.Neg(1), []circuit.Node{lit(2), lit(3)}))
	hi := b.Or(5, b.Branch(cnf.Pos(5), all()), b.Branch(cnf.Neg(5), all()))
	lo := b.Or(5, b.Branch(cnf.Pos(5), all()), b.Branch(cnf.Neg(5), []circuit.Node{x}))
	c := b.Finish(b.Or(4, b.Branch(cnf.Pos(4), []circuit.Node{hi}), b.Branch(cnf.Neg(4), []circuit.Node{lo})))
	require.NoError(t, check.Form(c))
	require.Equal(t, int64(5), c.Count(new(big.Int), nil).Int64())
	require.Equal(t, 4+2+5, c.NumInner()) // Ors; the bundle, which is one side of x, and the other side; other branches
}

// Branches of different literals can be the same once their bundles are dissolved.
func TestDissolvedBranches(t *testing.T) {
	lit := func(l int) circuit.Node { return circuit.Lit(cnf.FromDimacs(l)) }
	b := circuit.NewBuilder(7, 7)
	x := b.Or(5, b.Branch(cnf.Pos(5), []circuit.Node{lit(6)}), b.Branch(cnf.Neg(5), []circuit.Node{lit(-6)}))
	none := []circuit.Node{lit(-1), lit(-2), lit(-3), lit(-4)}
	one := b.Or(1, b.Branch(cnf.Pos(1), []circuit.Node{lit(2), lit(3), lit(4), x}), b.Branch(cnf.Neg(1), append(none[1:4:4], x)))
	two := b.Or(2, b.Branch(cnf.Pos(2), []circuit.Node{lit(1), lit(3), lit(4), x}), b.Branch(cnf.Neg(2), []circuit.Node{lit(1), lit(3), lit(-4), x}))
	c := b.Finish(b.Or(7, b.Branch(cnf.Pos(7), []circuit.Node{one}), b.Branch(cnf.Neg(7), []circuit.Node{two})))
	require.NoError(t, check.Form(c))
	require.Equal(t, int64(8), c.Count(new(big.Int), nil).Int64())
}

// A circuit is finished within a context, at which each pass looks once in 256 nodes.
func TestFinishEnds(t *testing.T) {
	const vars = 4000
	b := circuit.NewBuilder(vars, vars)
	node := circuit.True
	for v := cnf.Var(vars); v > 1; v -= 2 { // v-1 decides whether v is open
		hi := b.Branch(cnf.Pos(v-1), []circuit.Node{b.Free(v), node})
		node = b.Or(v-1, hi, b.Branch(cnf.Neg(v-1), []circuit.Node{circuit.Lit(cnf.Pos(v)), node}))
	}
	patient := &circuittest.Watched{Context: t.Context(), Most: 1 << 30}
	c, err := b.FinishWithin(patient, node)
	require.NoError(t, err)
	require.Equal(t, b.Finish(node).Arena(), c.Arena())
	require.GreaterOrEqual(t, patient.Looks, 3*(b.NumInner()/256))
	for most := range patient.Looks {
		c, err := b.FinishWithin(&circuittest.Watched{Context: t.Context(), Most: most}, node)
		require.ErrorIs(t, err, context.Canceled)
		require.Nil(t, c)
	}
}
