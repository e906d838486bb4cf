package solver_test

import (
	"bytes"
	"fmt"
	"math/big"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/confspace/confspace/config"
	"github.com/confspace/confspace/rules"
	"github.com/confspace/confspace/solver"
)

// A large group, below an option, and a limit of weights, count what a table of sums
// says, are proved, and come back from a file.
func TestLargeGroupsAndSums(t *testing.T) {
	for _, tt := range []struct {
		name, rule string
		n          int // a quarter to a half of them are taken
		holds      func(sum int) bool
	}{
		{"a group", "", 24, func(int) bool { return true }},
		{"at most", "sum(w) <= 300", 16, func(sum int) bool { return sum <= 300 }},
		{"at least", "sum(w) >= 200", 14, func(sum int) bool { return sum >= 200 }},
		{"equal", "sum(w) = 200", 14, func(sum int) bool { return sum == 200 }},
	} {
		t.Run(tt.name, func(t *testing.T) {
			n := tt.n
			if testing.Short() {
				n = 16
			}
			least, most := n/4, n/2
			b := config.NewBuilder("large")
			b.Attribute(config.AttributeSpec{Name: "w"})
			b.Family(config.FamilySpec{Code: "P", Select: config.Optional})
			b.Option(config.OptionSpec{Family: "P", Code: "PACK"})
			b.Family(config.FamilySpec{Code: "G", Parent: "PACK", Select: config.Cardinality{Min: least, Max: most}})
			counts := map[[2]int]*big.Int{{}: big.NewInt(1)} // ways by options taken and weight
			for i := range n {
				w := (i*37)%100 + 1
				b.Option(config.OptionSpec{Family: "G", Code: fmt.Sprint("O", i), Values: map[string]config.Quantity{"w": {Amount: config.NewDecimal(int64(w))}}})
				next := map[[2]int]*big.Int{}
				for at, ways := range counts {
					for k := range 2 {
						to := [2]int{at[0] + k, at[1] + k*w}
						if next[to] == nil {
							next[to] = new(big.Int)
						}
						next[to].Add(next[to], ways)
					}
				}
				counts = next
			}
			want := new(big.Int)
			if tt.holds(0) {
				want.SetInt64(1) // without the pack
			}
			for at, ways := range counts {
				if at[0] >= least && at[0] <= most && tt.holds(at[1]) {
					want.Add(want, ways)
				}
			}
			cat, err := b.Build()
			require.NoError(t, err)
			rb := rules.NewBuilder(cat)
			if tt.rule != "" {
				rb.Add(rules.RuleSpec{ID: "R", Source: tt.rule})
			}
			set, err := rb.Build()
			require.NoError(t, err)
			s, err := solver.Compile(t.Context(), set, config.Point{}, solver.Config{})
			require.NoError(t, err)
			got, err := s.Count(t.Context(), nil)
			require.NoError(t, err)
			require.Equal(t, want.String(), got.String())
			require.NoError(t, s.Verify(t.Context()))
			var file bytes.Buffer
			_, err = s.WriteTo(&file)
			require.NoError(t, err)
			read, err := solver.Read(&file, set)
			require.NoError(t, err)
			require.NoError(t, read.Verify(t.Context()))
		})
	}
}

// The circuit of a large family, with rules that exclude many of its options each, grows
// with the family.
func TestLargeFamiliesAreLinear(t *testing.T) {
	for _, sel := range []config.Cardinality{config.One, config.Optional} {
		for _, n := range []int{100, 1_000, 2_500} {
			b := config.NewBuilder("large")
			b.Family(config.FamilySpec{Code: "P", Select: config.Optional})
			b.Option(config.OptionSpec{Family: "P", Code: "PACK"})
			b.Family(config.FamilySpec{Code: "F", Select: sel})
			for i := range n {
				b.Option(config.OptionSpec{Family: "F", Code: fmt.Sprint("O", i)})
			}
			cat, err := b.Build()
			require.NoError(t, err)
			rb := rules.NewBuilder(cat)
			expr, err := rules.Parse(cat, "PACK => O1 | O2 | O3")
			require.NoError(t, err)
			rb.Add(rules.RuleSpec{ID: "R", Expr: expr})
			set, err := rb.Build()
			require.NoError(t, err)
			s, err := solver.Compile(t.Context(), set, config.Point{}, solver.Config{})
			require.NoError(t, err)
			got, err := s.Count(t.Context(), nil)
			require.NoError(t, err)
			require.Equal(t, fmt.Sprint(n+1-sel.Min+3), got.String())
			require.LessOrEqual(t, s.Stats().Edges, 10*n)
			require.NoError(t, s.Verify(t.Context()))
		}
	}
}
