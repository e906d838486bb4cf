package compile_test

import (
	"context"
	"math/big"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/confspace/confspace/config/configtest/property"
	"github.com/confspace/confspace/solver/internal/circuit"
	"github.com/confspace/confspace/solver/internal/circuit/check"
	"github.com/confspace/confspace/solver/internal/cnf"
	"github.com/confspace/confspace/solver/internal/cnf/cnftest"
	"github.com/confspace/confspace/solver/internal/compile"
)

// group adds that options from..to-1 are below a parent: any number of them but at
// least one, or exactly one, by pairs or by a sum.
func group(f *cnf.Formula, kind string, parent cnf.Lit, from, to cnf.Var) {
	some := []cnf.Lit{parent.Not()}
	var terms []cnf.Term
	for v := from; v < to; v++ {
		some = append(some, cnf.Pos(v))
		terms = append(terms, cnf.Term{Lit: cnf.Pos(v), Coef: 1})
		f.AddClause(cnf.Neg(v), parent)
		for w := from; w < v && kind == "pairs"; w++ {
			f.AddClause(cnf.Neg(v), cnf.Neg(w))
		}
	}
	f.AddClause(some...)
	if kind == "sum" {
		f.AddSum(terms, 1, f.NumClauses())
	}
}

// What is wide or long takes edges in proportion, and no decision of the search.
func TestModulesAreLinear(t *testing.T) {
	power := func(n uint) *big.Int { return new(big.Int).Lsh(big.NewInt(1), n) }
	chain := func(n int) *cnf.Formula {
		f := cnf.NewFormula(n, n)
		for v := cnf.Var(1); int(v) < n; v++ {
			f.AddClause(cnf.Neg(v), cnf.Pos(v+1))
		}
		return f
	}
	below := func(kind string, n int) *cnf.Formula {
		f := cnf.NewFormula(n+1, n+1)
		group(f, kind, cnf.Pos(1), 2, cnf.Var(n+2))
		return f
	}
	clause := func(n int, signs cnf.Lit) *cnf.Formula {
		f := cnf.NewFormula(n, n)
		var lits []cnf.Lit
		for v := range cnf.Var(n) {
			lits = append(lits, cnf.Pos(v+1)^signs)
		}
		f.AddClause(lits...)
		return f
	}
	families := cnf.NewFormula(6000, 6000) // and those of the second option of each
	for v := cnf.Var(1); v < 6000; v += 6 {
		families.AddClause(cnf.Pos(v))
		group(families, "pairs", cnf.Pos(v), v+1, v+4)
		group(families, "some", cnf.Pos(v+2), v+4, v+6)
	}
	for _, tt := range []struct {
		name  string
		f     *cnf.Formula
		want  *big.Int
		edges int
	}{
		{"a chain", chain(2000), big.NewInt(2001), 11994},
		{"a clause", clause(2000, 0), new(big.Int).Sub(power(2000), big.NewInt(1)), 17486},
		{"a clause of negations", clause(300, 1), new(big.Int).Sub(power(300), big.NewInt(1)), 2611},
		{"an or-group", below("some", 2000), power(2000), 19491},
		{"a family by pairs", below("pairs", 300), big.NewInt(301), 2620},
		{"a family by a sum", below("sum", 2000), big.NewInt(2001), 19491},
		{"a thousand families", families, new(big.Int).Exp(big.NewInt(5), big.NewInt(1000), nil), 25434},
	} {
		t.Run(tt.name, func(t *testing.T) {
			c, stats, err := compile.Compile(t.Context(), tt.f, compile.Options{})
			require.NoError(t, err)
			require.Zero(t, stats.Decisions)
			require.Equal(t, tt.edges, stats.Edges)
			require.Equal(t, tt.want, c.Count(new(big.Int), nil))
			require.NoError(t, check.Verify(t.Context(), c, tt.f))
		})
	}
}

// Where a family is one, a sum over it and others may say nothing any more. Then these are
// free, and nobody's like.
func TestSumThatSaysNothing(t *testing.T) {
	for others := cnf.Var(2); others < 20; others++ {
		n := others + 4
		f := cnf.NewFormula(int(n), int(n))
		var terms []cnf.Term
		for v := cnf.Var(1); v <= n; v++ {
			terms = append(terms, cnf.Term{Lit: cnf.Pos(v), Coef: 1})
			for w := others + 1; w < v; w++ {
				f.AddClause(cnf.Neg(v), cnf.Neg(w))
			}
		}
		f.AddSum(terms, int64(others+1), f.NumClauses())
		c, _, err := compile.Compile(t.Context(), f, compile.Options{})
		require.NoError(t, err)
		require.NoError(t, check.Verify(t.Context(), c, f))
		require.Equal(t, big.NewInt(5<<others), c.Count(new(big.Int), nil))
	}
}

// Trees of features with groups of every kind, and some rules across, count as
// enumeration does for any assignment, and are proved.
func TestModulesAgainstEnumeration(t *testing.T) {
	decided, all := 0, 0
	property.Check(t, func(t *rapid.T) {
		r := rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "seed"), 6))
		n := 3 + r.IntN(12)
		f := cnf.NewFormula(n, n+2)
		for v := 2; v <= n; {
			parent := cnf.Pos(cnf.Var(1+r.IntN(v-1))) ^ cnf.Lit(r.IntN(8)/7)
			to := min(n+1, v+1+r.IntN(5))
			group(f, []string{"some", "pairs", "sum"}[r.IntN(3)], parent, cnf.Var(v), cnf.Var(to))
			v = to
		}
		for range r.IntN(4) {
			var rule []cnf.Lit
			for range 2 + r.IntN(4) {
				rule = append(rule, cnf.Pos(cnf.Var(1+r.IntN(n)))^cnf.Lit(r.IntN(2)))
			}
			f.AddClause(rule...)
		}
		for k := range 2 { // auxiliaries that hold where all of some literals in a row do, or one that equals the first
			var all []cnf.Lit
			sign, first := cnf.Lit(r.IntN(2)), 1+r.IntN(n)
			for v := first; v <= min(n, first+r.IntN(4)); v++ {
				all = append(all, cnf.Pos(cnf.Var(v))^sign)
			}
			if k > 0 && r.IntN(2) == 0 {
				all = []cnf.Lit{cnf.Pos(cnf.Var(n+1)) ^ sign}
			}
			a := cnf.Pos(cnf.Var(n+1+k)) ^ cnf.Lit(r.IntN(2))
			none := []cnf.Lit{a}
			for _, l := range all {
				f.AddClause(a.Not(), l)
				none = append(none, l.Not())
			}
			f.AddClause(none...)
			if r.IntN(2) == 0 {
				f.Keep(a.Var())
			}
		}
		c, stats, err := compile.Compile(context.Background(), f, compile.Options{})
		require.NoError(t, err)
		require.NoError(t, check.Verify(context.Background(), c, f), cnftest.Format(f))
		all++
		if stats.Decisions > 0 {
			decided++
		}
		models := cnftest.Models(f)
		for range 4 {
			assign := circuit.NewAssignment(f.Vars())
			for v := cnf.Var(1); int(v) <= n; v++ {
				if r.IntN(4) == 0 {
					assign.Set(cnf.Pos(v) ^ cnf.Lit(r.IntN(2)))
				}
			}
			want := int64(0)
		next:
			for _, m := range models {
				for l := cnf.Lit(2); int(l) < 2*n+2; l++ {
					if assign.Forbids(l) && cnftest.Holds(m, l) {
						continue next
					}
				}
				want++
			}
			require.Equal(t, want, c.Count(new(big.Int), assign).Int64(), cnftest.Format(f))
		}
	})
	require.Greater(t, decided, 0)
	require.Greater(t, all, decided)
}
