package cnf_test

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/confspace/confspace/config/configtest/property"
	"github.com/confspace/confspace/solver/internal/cnf"
)

func TestLiteral(t *testing.T) {
	property.Check(t, func(t *rapid.T) {
		n := rapid.OneOf(rapid.IntRange(1, int(cnf.MaxVar)), rapid.IntRange(-int(cnf.MaxVar), -1)).Draw(t, "dimacs")
		l := cnf.FromDimacs(n)
		require.Equal(t, n, l.Dimacs())
		require.Equal(t, -n, l.Not().Dimacs())
		require.Equal(t, l, l.Not().Not())
		require.Equal(t, n < 0, l.Sign())
		require.Equal(t, l.Var(), l.Not().Var())
		if l.Sign() {
			require.Equal(t, l, cnf.Neg(l.Var()))
		} else {
			require.Equal(t, l, cnf.Pos(l.Var()))
		}
	})
	require.Panics(t, func() { cnf.FromDimacs(0) })
	beyond := int(cnf.MaxVar) // on 32 bits one more is the least number
	beyond++
	require.Panics(t, func() { cnf.FromDimacs(beyond) })
}

// Clauses come back as they were given, in order, whatever they hold.
func TestFormulaKeepsWhatItIsGiven(t *testing.T) {
	property.Check(t, func(t *rapid.T) {
		f := cnf.NewFormula(3, 5)
		clause := rapid.SliceOfN(rapid.Map(rapid.IntRange(2, 11), func(i int) cnf.Lit { return cnf.Lit(i) }), 0, 6)
		want := rapid.SliceOfN(clause, 0, 8).Draw(t, "clauses")
		for _, c := range want {
			f.AddClause(c...)
		}
		require.Equal(t, len(want), f.NumClauses())
		total := 0
		for i, c := range want {
			require.Equal(t, fmt.Sprint(c), fmt.Sprint(f.Clause(i)))
			total += len(c)
		}
		require.Equal(t, total, f.NumLiterals())
	})
}

func TestFormulaRefusesForeignLiterals(t *testing.T) {
	f := cnf.NewFormula(2, 2)
	require.Panics(t, func() { f.AddClause(cnf.Pos(3)) })
	require.Panics(t, func() { f.AddClause(cnf.Lit(1)) })
	require.Equal(t, cnf.Var(3), f.NewAux())
	f.AddClause(cnf.Pos(3))
	require.Equal(t, 2, f.Options())
	require.Equal(t, 3, f.Vars())
	require.Panics(t, func() { cnf.NewFormula(3, 2) })
}

func ExampleFormula() {
	f := cnf.NewFormula(2, 2)
	f.AddClause(cnf.Pos(1), cnf.Neg(2))
	for i := range f.NumClauses() {
		fmt.Println(f.Clause(i))
	}
	// Output: [1 -2]
}

func BenchmarkAddClause(b *testing.B) {
	clause := []cnf.Lit{cnf.Pos(1), cnf.Neg(2), cnf.Pos(3)}
	b.ReportAllocs()
	for b.Loop() {
		f := cnf.NewFormula(3, 3)
		for range 1000 {
			f.AddClause(clause...)
		}
	}
}

func TestKeep(t *testing.T) {
	f := cnf.NewFormula(2, 4)
	f.Keep(1)
	f.Keep(4)
	kept := []bool{false, true, true, false, true, false}
	for v, want := range kept {
		require.Equal(t, want, f.Kept(cnf.Var(v)), v)
	}
	require.Panics(t, func() { f.Keep(0) })
	require.Panics(t, func() { f.Keep(5) })
}

func TestAppend(t *testing.T) {
	g := cnf.NewFormula(2, 3)
	g.AddClause(cnf.Pos(1), cnf.Neg(3))
	g.AddClause()
	f := cnf.NewFormula(1, 4)
	f.AddClause(cnf.Neg(1))
	f.Append(g, 1)
	want := cnf.NewFormula(1, 4)
	want.AddClause(cnf.Neg(1))
	want.AddClause(cnf.Pos(2), cnf.Neg(4))
	want.AddClause()
	require.True(t, f.Equal(want))
}
