package compile

import (
	"context"
	"fmt"
	"math/big"
	"testing"

	"github.com/confspace/confspace/solver/internal/circuit/check"
	"github.com/confspace/confspace/solver/internal/cnf"
	"github.com/confspace/confspace/solver/internal/simplify"
	"github.com/stretchr/testify/require"
)

// packages returns a formula as any user may write it: for each of 12 pairs of
// families, of one to three options and of one, and each package, "the option
// without the package needs the pair's other option", F_gA_j & !P_i => E_gB. With
// more set each rule also names one of two packages more, in turn.
func packages(number int, more bool) *cnf.Formula {
	const pairs, width = 12, 3
	vars := pairs*(width+1) + number + 2
	f := cnf.NewFormula(vars, vars)
	for g := range pairs {
		at := func(j int) cnf.Lit { return cnf.Pos(cnf.Var(1 + g*(width+1) + j)) }
		for j := range width {
			for k := range j {
				f.AddClause(at(j).Not(), at(k).Not())
			}
			for i := range number {
				rule := []cnf.Lit{at(j).Not(), cnf.Pos(cnf.Var(1 + pairs*(width+1) + i)), at(width)}
				if more {
					rule = append(rule, cnf.Pos(cnf.Var(vars-(g+i)%2)))
				}
				f.AddClause(rule...)
			}
		}
	}
	return f
}

// Rules of which the same is left, or more of one than of another, take no more
// decisions than one of them, also where nothing was taken out as a module before. With keys by the numbers of clauses they took 5,953,
// 90,199 and 786,523 decisions, and with a literal more 6,016, 90,468 and 721,788.
func TestPackagesTakeFewDecisions(t *testing.T) {
	for _, tt := range []struct {
		number    int
		more      bool
		decisions int
	}{
		{8, false, 62},
		{12, false, 76},
		{15, false, 83},
		{8, true, 81},
		{12, true, 117},
		{15, true, 132},
	} {
		t.Run(fmt.Sprintf("%d packages, more %v", tt.number, tt.more), func(t *testing.T) {
			f := packages(tt.number, tt.more)
			search := newSearch(t.Context(), f, Options{})
			c, stats, err := search.finish(search.run(func(ctx context.Context, f *cnf.Formula, _ int) (*simplify.Result, *modules, error) {
				r, err := simplify.Simplify(ctx, f, simplify.Options{})
				return r, eachItself(f, f.Vars()), err
			}))
			require.NoError(t, err)
			require.Equal(t, tt.decisions, int(stats.Decisions))
			require.Less(t, stats.PerNode(), 3.)
			require.NoError(t, check.Verify(context.Background(), c, f))
			if !tt.more {
				// Where every package holds an E_gB is free; elsewhere each F_gA_j needs it.
				want := new(big.Int).Exp(big.NewInt(8), big.NewInt(12), nil)
				some := new(big.Int).Exp(big.NewInt(5), big.NewInt(12), nil)
				want.Add(want, some.Mul(some, big.NewInt(1<<tt.number-1)))
				require.Equal(t, want.Lsh(want, 2), c.Count(new(big.Int), nil))
			}
		})
	}
}
