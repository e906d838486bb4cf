package blame_test

import (
	"fmt"
	"math/bits"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/confspace/confspace/config/configtest/property"
	"github.com/confspace/confspace/solver/internal/blame"
	"github.com/confspace/confspace/solver/internal/cnf"
	"github.com/confspace/confspace/solver/internal/cnf/cnftest"
)

// random is a problem whose demands are the clauses of a formula, some of them together.
type random struct {
	blame.Problem
	of    []int
	lines []cnf.Lit
}

func draw(t *rapid.T) *random {
	r := rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "seed"), 1))
	f := cnf.NewFormula(6, 6)
	p := &random{}
	for range r.IntN(12) {
		var clause []cnf.Lit
		for range 1 + r.IntN(3) {
			clause = append(clause, cnf.Lit(2+r.IntN(12)))
		}
		f.AddClause(clause...)
		if d := p.Demands; d > 0 && r.IntN(4) == 0 {
			p.of = append(p.of, r.IntN(d))
		} else {
			p.of = append(p.of, d)
			p.Demands++
		}
	}
	for v := range r.IntN(6) {
		p.lines = append(p.lines, cnf.Lit(2+2*v+r.IntN(2)))
	}
	if r.IntN(2) == 0 { // an auxiliary for the conjunction of two options, and a demand on it
		a := cnf.Pos(f.NewAux())
		x, y := cnf.Lit(2+r.IntN(6)), cnf.Lit(8+r.IntN(6))
		for _, c := range [][]cnf.Lit{{a.Not(), x}, {a.Not(), y}, {a, x.Not(), y.Not()}} {
			f.AddClause(c...)
			p.of = append(p.of, -1)
		}
		f.AddClause(a ^ cnf.Lit(r.IntN(2)))
		p.of = append(p.of, p.Demands)
		p.Demands++
	}
	p.Formula = f
	p.Of = func(i int) (int, bool) { return p.of[i], p.of[i] >= 0 }
	return p
}

// possible says by brute force whether some items can hold together.
func (p *random) possible(items []int) bool {
next:
	for m := range uint32(1) << p.Formula.Vars() {
		for i := range p.Formula.NumClauses() {
			if d := p.of[i]; d >= 0 && !slices.Contains(items, d) {
				continue
			}
			if !slices.ContainsFunc(p.Formula.Clause(i), func(l cnf.Lit) bool { return cnftest.Holds(m, l) }) {
				continue next
			}
		}
		for i, l := range p.lines {
			if slices.Contains(items, p.Demands+i) && !cnftest.Holds(m, l) {
				continue next
			}
		}
		return true
	}
	return false
}

// subset returns the items whose bits are set.
func subset(set uint32) (items []int) {
	for ; set != 0; set &= set - 1 {
		items = append(items, bits.TrailingZeros32(set))
	}
	return items
}

// The smallest conflict is one, none costs less, and none has a lower highest rank; and it is
// the same from an engine that was asked before.
func TestSmallestAgainstBruteForce(t *testing.T) {
	property.Check(t, func(t *rapid.T) {
		p := draw(t)
		used := blame.New(p.Problem)
		for range 2 {
			lines := p.lines[:rapid.IntRange(0, len(p.lines)).Draw(t, "lines")]
			n := p.Demands + len(lines)
			var ranks []int
			if rapid.Bool().Draw(t, "ranked") {
				ranks = make([]int, n)
				for i := range p.Demands {
					ranks[i] = rapid.IntRange(0, 2).Draw(t, "rank")
				}
			}
			costs := make([]int64, n)
			dear := rapid.Int64Range(1, 3).Draw(t, "greatest cost")
			for i := range costs {
				costs[i] = rapid.Int64Range(1, dear).Draw(t, "cost")
			}
			price := func(items []int) (sum int64) {
				for _, i := range items {
					sum += costs[i]
				}
				return sum
			}
			highest := func(items []int) (rank int) {
				for _, i := range items {
					if ranks != nil {
						rank = max(rank, ranks[i])
					}
				}
				return rank
			}
			least, rank := int64(-1), 0
			for set := range uint32(1) << n {
				items := subset(set)
				if h := highest(items); (least < 0 || h < rank || h == rank && price(items) < least) && !p.possible(items) {
					least, rank = price(items), h
				}
			}
			got, found, err := used.Smallest(t.Context(), lines, costs, ranks, 1000)
			require.NoError(t, err)
			require.Equal(t, least >= 0, found)
			if !found {
				continue
			}
			require.True(t, got.Smallest)
			require.False(t, p.possible(got.Items))
			require.Equal(t, least, price(got.Items))
			require.Equal(t, rank, highest(got.Items))
			again, _, err := blame.New(p.Problem).Smallest(t.Context(), lines, costs, ranks, 1000)
			require.NoError(t, err)
			require.Equal(t, again, got)
			hasty, _, err := used.Smallest(t.Context(), lines, costs, ranks, 0)
			require.NoError(t, err)
			require.False(t, p.possible(hasty.Items))
			for i := range hasty.Items {
				require.True(t, p.possible(slices.Delete(slices.Clone(hasty.Items), i, i+1)))
			}
		}
	})
}

// All minimal conflicts and corrections are found, and nothing else, each once.
func TestAllAgainstBruteForce(t *testing.T) {
	property.Check(t, func(t *rapid.T) {
		p := draw(t)
		n := p.Demands + len(p.lines)
		if n > 12 {
			return
		}
		all := uint32(1)<<n - 1
		can := make([]bool, all+1)
		for set := range all + 1 {
			can[set] = p.possible(subset(set))
		}
		want := map[string]bool{}
		for set := range all + 1 {
			conflict, correction := !can[set], can[all&^set] && set != 0
			for rest := set; rest != 0; rest &= rest - 1 {
				one := rest & -rest
				conflict = conflict && can[set&^one]
				correction = correction && !can[all&^set|one]
			}
			if conflict {
				want[fmt.Sprint(subset(set), false)] = true
			}
			if correction {
				want[fmt.Sprint(subset(set), true)] = true
			}
		}
		var r *rand.Rand
		if rapid.Bool().Draw(t, "shuffled") {
			r = rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "order"), 1))
		}
		got := map[string]bool{}
		for c, err := range blame.New(p.Problem).All(t.Context(), p.lines, r) {
			require.NoError(t, err)
			text := fmt.Sprint(c.Items, c.Correction)
			require.False(t, got[text], text)
			got[text] = true
		}
		require.Equal(t, want, got)
	})
}

// Repairs are all minimal sets of soft items without which the rest can hold, the cheapest first.
func TestRepairsAgainstBruteForce(t *testing.T) {
	property.Check(t, func(t *rapid.T) {
		p := draw(t)
		n := p.Demands + len(p.lines)
		weights := make([]int64, n)
		least := rapid.SampledFrom([]int{0, 1}).Draw(t, "least weight of a line") // 0: it must hold
		for i := range weights {
			if i >= p.Demands || rapid.Bool().Draw(t, "soft") {
				weights[i] = int64(rapid.IntRange(least, 4).Draw(t, "weight"))
			}
		}
		all := uint32(0) // the soft ones
		for i, w := range weights {
			if w > 0 {
				all |= 1 << i
			}
		}
		if bits.OnesCount32(all) > 10 {
			return
		}
		want := map[string]int64{}
		can := map[uint32]bool{} // without a set of items
		for set := all; ; set = (set - 1) & all {
			can[set] = p.possible(subset((uint32(1)<<n - 1) &^ set))
			if set == 0 {
				break
			}
		}
		for set := range can {
			minimal, cost := can[set], int64(0)
			for rest := set; rest != 0; rest &= rest - 1 {
				minimal = minimal && !can[set&^(rest&-rest)]
				cost += weights[bits.TrailingZeros32(rest)]
			}
			if minimal {
				want[fmt.Sprint(subset(set))] = cost
			}
		}
		last := int64(0)
		for r, err := range blame.New(p.Problem).Repairs(t.Context(), p.lines, weights) {
			require.NoError(t, err)
			text := fmt.Sprint(r.Items)
			require.Contains(t, want, text)
			require.Equal(t, want[text], r.Cost)
			require.LessOrEqual(t, last, r.Cost)
			last = r.Cost
			delete(want, text)
		}
		require.Empty(t, want)
	})
}
