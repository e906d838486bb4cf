package determine_test

import (
	"context"
	"errors"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/confspace/confspace/config/configtest/property"
	"github.com/confspace/confspace/solver/internal/cnf"
	"github.com/confspace/confspace/solver/internal/determine"
)

func formula(options, vars int, clauses ...[]int) *cnf.Formula {
	f := cnf.NewFormula(options, vars)
	for _, c := range clauses {
		lits := make([]cnf.Lit, len(c))
		for i, n := range c {
			lits[i] = cnf.FromDimacs(n)
		}
		f.AddClause(lits...)
	}
	return f
}

func TestAuxiliaries(t *testing.T) {
	and := [][]int{{-3, 1}, {-3, 2}, {3, -1, -2}}
	for _, test := range []struct {
		name    string
		f       *cnf.Formula
		refused bool
	}{
		{"no auxiliaries", formula(2, 2, []int{1, 2}), false},
		{"a gate", formula(2, 3, and...), false},
		{"half a gate", formula(2, 3, and[:2]...), true},
		{"a gate of a gate", formula(2, 4, append(and, []int{-4, 3}, []int{4, -3})...), false},
		{"a gate before what it rests on", formula(2, 4, []int{-3, 4}, []int{3, -4}, []int{-4, 1}, []int{4, -1}), false},
		{"two that rest on each other", formula(1, 3, []int{-2, 3}, []int{2, -3}), true},
		{"a tautology says nothing", formula(1, 2, []int{2, -2}), true},
		{"nothing mentions it", formula(1, 2, []int{1}), false},
		{"a diagram over one of two", formula(2, 4, []int{1, 2}, []int{-1, -3}, []int{-2, 3}), false},
		{"that one of two holds, by way of an auxiliary", formula(2, 4, []int{-3, -1}, []int{-3, -2}, []int{1, 2, 3}, []int{-3}, []int{-1, -4}, []int{-2, 4}), false},
		{"an auxiliary that leaves both absent", formula(2, 4, []int{-3, -1}, []int{-3, -2}, []int{1, 2, 3}, []int{-1, -4}, []int{-2, 4}), true},
		{"a diagram over two that may both be absent", formula(2, 3, []int{-1, -3}, []int{-2, 3}), true},
	} {
		t.Run(test.name, func(t *testing.T) {
			err := determine.Auxiliaries(t.Context(), test.f)
			require.Equal(t, test.refused, err != nil, "%v", err)
			if err != nil {
				require.ErrorContains(t, err, "is not proved to be a function of the options")
			}
		})
	}
	ctx, cancel := context.WithCancelCause(t.Context())
	why := errors.New("enough")
	cancel(why)
	require.ErrorIs(t, determine.Auxiliaries(ctx, formula(2, 3, and...)), why)
}

// What is accepted has no two models of the same options.
func TestAuxiliariesAgreesWithEnumeration(t *testing.T) {
	property.Check(t, func(t *rapid.T) {
		const options = 3
		vars := options + rapid.IntRange(1, 3).Draw(t, "auxiliaries")
		f := cnf.NewFormula(options, vars)
		for range rapid.IntRange(0, 14).Draw(t, "clauses") {
			var lits []cnf.Lit
			for range rapid.IntRange(1, 3).Draw(t, "literals") {
				l := cnf.Pos(cnf.Var(rapid.IntRange(1, vars).Draw(t, "variable")))
				if rapid.Bool().Draw(t, "negated") {
					l = l.Not()
				}
				lits = append(lits, l)
			}
			f.AddClause(lits...)
		}
		if determine.Auxiliaries(context.Background(), f) != nil {
			return
		}
		mentioned := 0
		for i := range f.NumClauses() {
			for _, l := range f.Clause(i) {
				mentioned |= 1 << l.Var()
			}
		}
		seen := map[int]int{} // options -> the mentioned auxiliaries of a model
		for m := 0; m < 1<<(vars+1); m += 2 {
			if !satisfies(f, m) {
				continue
			}
			first, again := seen[m&(1<<(options+1)-1)]
			if again {
				require.Equal(t, first, m&mentioned)
			}
			seen[m&(1<<(options+1)-1)] = m & mentioned
		}
	})
}

// satisfies reports whether a model, bit v for variable v, satisfies all clauses.
func satisfies(f *cnf.Formula, m int) bool {
	for i := range f.NumClauses() {
		some := false
		for _, l := range f.Clause(i) {
			some = some || l.Sign() != (m>>l.Var()&1 == 1)
		}
		if !some {
			return false
		}
	}
	return true
}
