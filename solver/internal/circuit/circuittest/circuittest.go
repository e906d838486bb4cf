// Package circuittest gives tests circuits: compiled, damaged, rebuilt, written and read.
package circuittest

import (
	"bytes"
	"context"
	"math/big"
	"math/rand/v2"
	"path/filepath"
	"slices"
	"testing"

	"github.com/confspace/confspace/config/configtest"
	"github.com/confspace/confspace/solver/internal/circuit"
	"github.com/confspace/confspace/solver/internal/cnf"
	"github.com/confspace/confspace/solver/internal/cnf/cnftest"
	"github.com/confspace/confspace/solver/internal/compile"
	"github.com/confspace/confspace/solver/internal/wire"
	"github.com/stretchr/testify/require"
)

// Compiled returns the circuit of f with all of its auxiliaries, which f then keeps.
// Small circuits have few bundles, so the circuit of every other formula is Bundled.
func Compiled(t require.TestingT, f *cnf.Formula) *circuit.Circuit {
	c := compiled(t, f)
	if seed := f.Vars() + f.NumClauses(); seed%2 == 0 {
		return Bundled(c, rand.New(rand.NewPCG(uint64(seed), 1)))
	}
	return c
}

func compiled(t require.TestingT, f *cnf.Formula) *circuit.Circuit {
	for v := f.Options() + 1; v <= f.Vars(); v++ {
		f.Keep(cnf.Var(v))
	}
	c, _, err := compile.Compile(context.Background(), f, compile.Options{})
	require.NoError(t, err)
	return c
}

// CarLine returns the circuit of a line, its formula and count.
func CarLine(tb testing.TB, name string) (*circuit.Circuit, *cnf.Formula, *big.Int) {
	dir := configtest.Reference(tb, "mercedes")
	f := cnftest.Read(tb, filepath.Join(dir, name+".cnf.gz"))
	return compiled(tb, f), f, cnftest.References(tb, filepath.Join(dir, "reference.tsv"))[name]
}

// Passed returns a circuit written and read.
func Passed(c *circuit.Circuit, f *cnf.Formula) (*circuit.Circuit, error) {
	var b bytes.Buffer
	w := wire.NewWriter(&b, "", 1)
	c.Write(w)
	_, _ = w.Close()
	r := wire.NewReader(&b, "", 1)
	read := circuit.Read(r, f)
	r.End()
	return read, r.Err()
}

// Clone returns a copy of a circuit's arena, to be changed and made a circuit.
func Clone(c *circuit.Circuit) circuit.Arena {
	a := c.Arena()
	a.Starts, a.Decides, a.Edges = slices.Clone(a.Starts), slices.Clone(a.Decides), slices.Clone(a.Edges)
	return a
}

// Damaged returns a copy of c, which has inner nodes, with one change, and the name
// of the change.
func Damaged(c *circuit.Circuit, r *rand.Rand) (*circuit.Circuit, string) {
	a := Clone(c)
	what := damage(&a, r)
	return a.Circuit(), what
}

func damage(a *circuit.Arena, r *rand.Rand) string {
	i := r.IntN(len(a.Decides))
	first, end := int(a.Starts[i]), int(a.Starts[i+1])
	k := first + r.IntN(end-first)
	node := a.Inner() + circuit.Node(i)
	switch r.IntN(9) {
	case 0:
		a.Edges[k] = circuit.Node(r.IntN(int(node)))
		return "an edge to an earlier node"
	case 1:
		a.Edges[k] = node + circuit.Node(r.IntN(3))
		return "an edge to a later node"
	case 2:
		a.Edges = slices.Delete(a.Edges, k, k+1)
		for j := range a.Starts {
			if int(a.Starts[j]) > k {
				a.Starts[j]--
			}
		}
		return "an edge dropped"
	case 3:
		a.Edges[k] = a.Edges[first+r.IntN(end-first)] ^ 1
		return "an edge to the neighbour of another child"
	case 4:
		a.Decides[i] = (a.Decides[i] + 1 + cnf.Var(r.IntN(a.Vars))) % cnf.Var(a.Vars+1)
		return "another decision variable"
	case 5:
		for a.Decides[i] == 0 && i+1 < len(a.Decides) {
			i++
		}
		children := a.Edges[a.Starts[i]:]
		children[0], children[1] = children[1], children[0]
		if a.Decides[i] == 0 {
			children[0] ^= 1
		}
		return "an Or's children exchanged"
	case 6:
		a.Root = circuit.Node(r.IntN(a.NumNodes()))
		return "another root"
	case 7:
		for k, child := range a.Edges {
			if a.Leaf(child) {
				a.Edges[k] ^= 1
				break
			}
		}
		return "a literal negated"
	default:
		a.Edges[k] = a.Free(cnf.Var(1 + r.IntN(a.Vars)))
		return "an edge to a free variable"
	}
}
