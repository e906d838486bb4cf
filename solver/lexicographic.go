package solver

import (
	"fmt"
	"math/big"
	"slices"

	"github.com/confspace/confspace/config"
)

// Lexicographic returns an objective that orders configurations by the first of some objectives,
// those with equal values by the second, and so on: such as the lowest price, and then the fewest
// options. Its values have no unit and no other meaning; ask each objective for its own. The
// objectives are of one catalog.
//
// The error is that the costs together pass 2^63-1, which the ranges of the objectives multiply to:
// round costs, or give them in larger units. It panics without objectives, and when one is nil or of
// another catalog than the first.
func Lexicographic(objectives ...*Objective) (*Objective, error) {
	if len(objectives) == 0 {
		panic("solver: Lexicographic needs an objective")
	}
	first := objectives[0].made()
	n := first.cat.NumOptions() + 1
	all := &Objective{cat: first.cat, step: config.NewDecimal(1), chosen: make([]int64, n), rejected: make([]int64, n)}
	// A factor is larger than any difference that the objectives after it can make.
	factor := big.NewInt(1)
	for _, o := range slices.Backward(objectives) {
		if o.made().cat != first.cat {
			panic("solver: objectives of several catalogs")
		}
		span := new(big.Int)
		for _, costs := range [][]int64{o.chosen, o.rejected, o.tracked} {
			for _, cost := range costs {
				span.Add(span, new(big.Int).Abs(big.NewInt(cost)))
			}
		}
		scaled := new(big.Int).Mul(factor, span)
		if sum := new(big.Int).Add(scaled, factor); !sum.IsInt64() {
			return nil, fmt.Errorf("the costs of %d objectives together pass 2^63-1: round them, or give them in larger units", len(objectives))
		}
		f := factor.Int64()
		for v := range n {
			all.chosen[v] += f * o.chosen[v]
			if o.rejected != nil {
				all.rejected[v] += f * o.rejected[v]
			}
		}
		for _, cost := range o.tracked {
			all.tracked = append(all.tracked, f*cost)
		}
		all.track = append(all.track, o.track...)
		factor.Add(factor, new(big.Int).Lsh(scaled, 1)) // values differ by twice the span at most
	}
	return all, nil
}
