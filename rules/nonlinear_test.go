package rules

import (
	"math/big"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/confspace/confspace/config"
	"github.com/confspace/confspace/rules/syntax"
)

// The budget of a diagram is work, not situations: a sum of many roundings,
// each of which is evaluated in every situation, is refused as early as a
// product of two sums.
func TestDiagramBudgetIsWork(t *testing.T) {
	for _, sums := range []int{2, 59} {
		var terms []*number
		half := new(big.Rat) // of what the sums may come to
		for i := range sums {
			var f form
			for o := range 60 {
				if sums < 8 || o%sums == i || o%sums == (i+1)%sums {
					weight := big.NewRat(int64(o*o*7919%9973)+1, 10)
					f.terms = append(f.terms, formTerm{config.OptionID(o), weight})
					half.Add(half, new(big.Rat).Mul(weight, big.NewRat(1, 14)))
				}
			}
			f.constant = new(big.Rat)
			terms = append(terms, rounded(syntax.Floor, &number{op: syntax.Div, args: []*number{leaf(f), constant(big.NewRat(7, 1))}}))
		}
		d := diagram{x: add(terms...), y: constant(half), op: syntax.LessEqual, known: map[string]int{}, unique: map[Decision]int{}}
		require.NoError(t, d.scaleLeaves())
		_, err := d.build(0, make([]int64, len(d.leaves)))
		require.ErrorIs(t, err, ErrDecisions)
		require.LessOrEqual(t, (d.tried-1)*sums, maxEvaluations, "%d sums", sums)
		require.LessOrEqual(t, d.tried-1, MaxDecisions)
	}
}
