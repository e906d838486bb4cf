package circuit_test

import (
	"context"
	"errors"
	"go/parser"
	"go/token"
	"math/big"
	"math/rand/v2"
	"path/filepath"
	"strings"
	"testing"

	"github.com/confspace/confspace/solver/internal/circuit"
	"github.com/confspace/confspace/solver/internal/cnf"
	"github.com/confspace/confspace/solver/internal/cnf/cnftest"
	"github.com/stretchr/testify/require"
)

// answersRight compares counts under conditions on options with enumeration.
func answersRight(c *circuit.Circuit, f *cnf.Formula, r *rand.Rand) (right bool) {
	models := cnftest.Models(f)
	for range 8 {
		assign := circuit.NewAssignment(f.Options())
		for v := cnf.Var(1); int(v) <= f.Options(); v++ {
			if r.IntN(3) == 0 {
				assign.Set(cnf.Pos(v) ^ cnf.Lit(r.IntN(2)))
			}
		}
		n := int64(0)
	next:
		for _, m := range models {
			for l := cnf.Lit(2); int(l) < 2*f.Options()+2; l++ {
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
		require.NoError(t, whole.Verify(context.Background(), f), cnftest.Format(f))
		if whole.NumInner() == 0 {
			continue
		}
		c := whole.Clone()
		kind := damage(c, r)
		if c.Verify(context.Background(), f) != nil {
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
	require.NoError(t, c.Verify(context.Background(), f))
	require.ErrorContains(t, c.Verify(context.Background(), g), "falsifies clause [1 -2]")
	require.ErrorContains(t, c.Verify(context.Background(), h), "3")
	var missing *circuit.MissingError
	require.ErrorAs(t, c.Verify(context.Background(), cnf.NewFormula(2, 2)), &missing)
	require.ElementsMatch(t, []cnf.Lit{cnf.Neg(1), cnf.Neg(2)}, missing.Model)
}

// The checker owes nothing to the compiler.
func TestCheckerIsIndependent(t *testing.T) {
	seen := 0
	for _, dir := range []string{".", "../entail", "../sat", "../cnf"} {
		files, err := filepath.Glob(filepath.Join(dir, "*.go"))
		require.NoError(t, err)
		for _, name := range files {
			if strings.HasSuffix(name, "_test.go") {
				continue
			}
			file, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.ImportsOnly)
			require.NoError(t, err)
			for _, imp := range file.Imports {
				if _, pkg, ok := strings.Cut(strings.Trim(imp.Path.Value, `"`), "solver/internal/"); ok {
					require.Contains(t, []string{"cnf", "entail", "sat", "wire"}, pkg, name)
					seen++
				}
			}
		}
	}
	require.Positive(t, seen)
}

// watched is a context that ends once it was looked at so many times.
type watched struct {
	context.Context
	looks, most int
}

func (w *watched) Err() error {
	if w.looks++; w.looks > w.most {
		return context.Canceled
	}
	return nil
}

// An ended context is its cause, never an answer, whenever it ends.
func TestVerifyStopsWhenToldTo(t *testing.T) {
	c, f, _ := carLine(t, "C171_FR")
	through := &watched{context.WithoutCancel(t.Context()), 0, 1 << 30}
	require.NoError(t, c.Verify(through, f))
	require.Greater(t, through.looks, f.NumClauses()/256+3)
	for _, most := range []int{0, 1, through.looks / 2, through.looks - 1} {
		require.ErrorIs(t, c.Verify(&watched{through.Context, 0, most}, f), context.Canceled)
	}
	why := errors.New("the customer hung up")
	ctx, cancel := context.WithCancelCause(t.Context())
	cancel(why)
	require.ErrorIs(t, c.Verify(ctx, f), why)
	require.ErrorIs(t, circuit.NewBuilder(f.Options(), f.Vars()).Finish(circuit.False).Verify(ctx, f), why)
}
