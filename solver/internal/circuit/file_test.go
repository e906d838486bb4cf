package circuit_test

import (
	"bytes"
	"context"
	"math"
	"math/rand/v2"
	"testing"

	"github.com/confspace/confspace/solver/internal/circuit"
	"github.com/confspace/confspace/solver/internal/circuit/check"
	"github.com/confspace/confspace/solver/internal/circuit/circuittest"
	"github.com/confspace/confspace/solver/internal/cnf"
	"github.com/confspace/confspace/solver/internal/cnf/cnftest"
	"github.com/confspace/confspace/solver/internal/wire"
	"github.com/stretchr/testify/require"
)

func TestWriteRead(t *testing.T) {
	for seed := range 500 {
		r := rand.New(rand.NewPCG(uint64(seed), 3))
		f := cnftest.Random(r, 1+r.IntN(16))
		c := circuittest.Compiled(t, f)
		read, err := circuittest.Passed(c, f)
		require.NoError(t, err, cnftest.Format(f))
		require.Equal(t, c, read)
	}
}

// Reading notices all damage that could make a fold run wild. What it lets pass is
// a circuit still, of another formula perhaps: Check finds no flaw but that, and
// nodes that are there twice.
func TestReadNoticesDamage(t *testing.T) {
	noticed, passes := map[string]int{}, map[string]int{}
	for seed := range 3000 {
		r := rand.New(rand.NewPCG(uint64(seed), 2))
		f := cnftest.Random(r, 4+r.IntN(8))
		whole := circuittest.Compiled(t, f)
		if whole.NumInner() == 0 {
			continue
		}
		for v := f.Options() + 1; v <= f.Vars(); v++ {
			f.Keep(cnf.Var(v))
		}
		c, kind := circuittest.Damaged(whole, r)
		read, err := circuittest.Passed(c, f)
		if err != nil {
			noticed[kind]++
			continue
		}
		passes[kind]++
		if err := check.Verify(context.Background(), read, f); err != nil {
			require.Regexp(t, "falsifies|missing|are the same", err.Error(), "%s, seed %d", kind, seed)
			require.NotContains(t, err.Error(), "variable", "%s, seed %d", kind, seed)
		}
		total := read.Counts(nil, nil)
		for _, n := range total {
			require.LessOrEqual(t, n.BitLen(), f.Options()+1)
		}
	}
	delete(passes, "another root")      // the root is the last node, and not written
	delete(passes, "a literal negated") // often a circuit of another formula
	for kind, n := range passes {
		require.Greater(t, noticed[kind], 2*n, kind)
	}
}

// An Or comes with the Ands that it decides, when they stand before it. So a circuit
// that was built takes two words for such an Or and one for each of the Ands, beside what
// these are made of.
func TestOrsComeWithTheirAnds(t *testing.T) {
	lit := func(l int) circuit.Node { return circuit.Lit(cnf.FromDimacs(l)) }
	b := circuit.NewBuilder(3, 3)
	part := b.Or(2, b.Branch(cnf.Pos(2), []circuit.Node{lit(3)}), b.Branch(cnf.Neg(2), []circuit.Node{lit(-3)}))
	c := b.Finish(b.Or(1, b.Branch(cnf.Pos(1), []circuit.Node{part}), b.Branch(cnf.Neg(1), []circuit.Node{b.Free(2), b.Free(3)})))
	var file bytes.Buffer
	w := wire.NewWriter(&file, "", 1)
	c.Write(w)
	_, err := w.Close()
	require.NoError(t, err)
	const inner = 3*3 + 2
	want := []byte{
		6, 13,
		8*2 + 7, 2 * 1, inner - 1 - 6, 2 * 1, inner - 7, // 3 and not 3 beside 2 and not 2: nodes 11 to 13
		8*1 + 7, 2 * 1, 0, 2 * 2, inner + 4 - 1 - 10, 0, // the part, before 14; 2 and 3 left open
	}
	require.Equal(t, want, file.Bytes()[8:8+len(want)])
	read, err := circuittest.Passed(c, cnf.NewFormula(3, 3))
	require.NoError(t, err)
	require.Equal(t, circuittest.Clone(c), circuittest.Clone(read))
}

// Circuits that are none, and what would become of counts in them.
func TestReadRefuses(t *testing.T) {
	const inner = 3*2 + 2 // of two options
	for name, words := range map[string][]uint64{
		// nodes, edges, then node by node
		"more children than edges":  {1, 2, 2 * 3, 0, 0, 0},
		"a single child":            {1, 1, 2 * 1, 0},
		"fewer edges than promised": {1, 5, 2 * 2, 0, 0},
		"a constant for a child":    {1, 2, 2 * 2, 0, inner - 2},
		"a child before the first":  {1, 2, 2 * 2, inner - 3, 0},
		"decides nothing":           {1, 2, 1, inner - 1 - 2, inner - 1 - 3},
		"decides what is not":       {1, 2, 8*3 + 1, inner - 1 - 2, inner - 1 - 3},
		"not deterministic":         {1, 2, 8*1 + 1, inner - 1 - 3, inner - 1 - 2},
		"not smooth":                {1, 2, 8*1 + 1, inner - 1 - 2, inner - 1 - 5},
		"an And of its literal":     {3, 6, 8*1 + 1 + 2 + 4, 0, 2 * 1, inner - 1},
		"more Ands than nodes":      {2, 6, 8*1 + 1 + 2 + 4, 2 * 1, inner - 1 - 4, 2 * 1, inner - 4},
		"an Or for an And":          {3, 6, 8*1 + 1 + 2 + 4, 2*1 + 1, inner - 1 - 4, 2 * 1, inner - 4},
		"its literal twice":         {3, 8, 8*1 + 1 + 2 + 4, 2 * 2, inner - 1 - 4, 1, 2 * 2, inner - 4, 0},
		"an open variable as node":  {2, 4, 8*1 + 1, inner - 1 - 2, inner - 1 - 3, 2 * 2, 0, 0},
		"not decomposable":          {1, 3, 2 * 3, inner - 1 - 4, 0, 0}, // 4 3 2: v1 twice
		"an option missing":         {0, 0, 2},
		"true, options missing":     {0, 0, 1},
		"a root that is none":       {0, 0, inner},
		"a node that is not used":   {2, 4, 2 * 2, inner - 1 - 4, 1, 2 * 2, inner - 5, 1},
		"endless nodes":             {math.MaxUint32 - inner, math.MaxUint32},
		"too many nodes":            {math.MaxUint32, math.MaxUint32},
		"one node too many":         {circuit.MaxInner + 1, math.MaxUint32},
	} {
		t.Run(name, func(t *testing.T) {
			var b bytes.Buffer
			w := wire.NewWriter(&b, "", 1)
			for _, x := range words {
				w.Uint(x)
			}
			_, _ = w.Close()
			r := wire.NewReader(&b, "", 1)
			circuit.Read(r, cnf.NewFormula(2, 2))
			require.Error(t, r.Err())
		})
	}
}

// The reason that is given is the right one, where others would do.
func TestReadSaysWhy(t *testing.T) {
	const inner = 3*1 + 2 // of one option
	for want, words := range map[string][]uint64{
		"node 5 of the circuit has 1 children":                  {1, 1, 2 * 1, inner - 1 - 4},
		"a number is 1073741824; it must be at most 1073741823": {circuit.MaxInner + 1, 1, 0},
	} {
		var b bytes.Buffer
		w := wire.NewWriter(&b, "", 1)
		for _, x := range words {
			w.Uint(x)
		}
		_, _ = w.Close()
		r := wire.NewReader(&b, "", 1)
		circuit.Read(r, cnf.NewFormula(1, 1))
		require.ErrorContains(t, r.Err(), want)
	}
}

// An And of two nodes over the same variables squares their count: a hundred of these
// in a row would be a number that no memory holds. Nor does it help to have a variable
// 2^64+1 times, which is once as far as sums of 64 bits can tell.
func TestReadRefusesTowers(t *testing.T) {
	for _, height := range []int{1, 40, 64, 100} {
		var b bytes.Buffer
		w := wire.NewWriter(&b, "", 1)
		const vars, inner = 2, 3*2 + 2
		nodes, edges := 0, 0
		node := func(distances ...int) {
			w.Int(2 * len(distances))
			for _, d := range distances {
				w.Int(d)
			}
			nodes, edges = nodes+1, edges+len(distances)
		}
		w.Int(2*height + 2)
		w.Int(4*height + 5)
		node(1, 1) // v1 open and v2: nodes 6 and 4
		node(2, 1) // the same once more
		for range height - 1 {
			node(0, 0) // the two before
			node(1, 0) // the same two
		}
		node(0, 0)
		last := inner + nodes
		node(0, last-1-4-1, 1) // with v2 and v1, again
		_, _ = w.Close()
		r := wire.NewReader(&b, "", 1)
		c := circuit.Read(r, cnf.NewFormula(vars, vars))
		require.ErrorIs(t, r.Err(), wire.ErrCorrupt, "%d: %d nodes, %d edges", height, c.NumInner(), edges)
		require.ErrorContains(t, r.Err(), "not decomposable")
	}
}

// Auxiliaries may be absent, unless they are kept, and are never left open.
func TestReadAuxiliaries(t *testing.T) {
	f := cnf.NewFormula(1, 2)
	option := circuit.NewBuilder(1, 2)
	without := option.Finish(option.Free(1))
	_, err := circuittest.Passed(without, f)
	require.NoError(t, err)
	f.Keep(2)
	_, err = circuittest.Passed(without, f)
	require.ErrorContains(t, err, "kept")
	both := circuit.NewBuilder(2, 2) // takes the auxiliary for an option
	_, err = circuittest.Passed(both.Finish(both.And([]circuit.Node{both.Free(1), both.Free(2)})), f)
	require.ErrorContains(t, err, "must not have")
}
