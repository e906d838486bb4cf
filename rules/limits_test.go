package rules

import (
	"fmt"
	"math/big"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/confspace/confspace/config"
	"github.com/confspace/confspace/rules/syntax"
)

func TestLimitOfIDs(t *testing.T) {
	id := strings.Repeat("x", 1000)
	b := NewBuilder(vans(t))
	b.Add(RuleSpec{ID: id, Source: "VAN"})
	_, err := b.Build()
	require.NoError(t, err)
	b.Add(RuleSpec{ID: id + "x", Source: "VAN"})
	_, err = b.Build()
	require.EqualError(t, err, "rule number 2: its id is longer than 1000 bytes")
	b = NewBuilder(vans(t))
	b.Add(RuleSpec{ID: id})
	_, err = b.Build()
	require.ErrorContains(t, err, "rule "+id+" says nothing")
}

func TestLimitOfText(t *testing.T) {
	text := "VAN" + strings.Repeat(" ", 1<<20-3)
	_, err := Parse(vans(t), text)
	require.NoError(t, err)
	_, err = Parse(vans(t), text+" ")
	require.ErrorContains(t, err, "expression longer than 1048576 bytes")
}

func TestLimitOfCoefficients(t *testing.T) {
	cat := vans(t)
	_, err := Linear(cat, []Term{{0, 1<<62 - 2}, {1, 1}}, AtMost, 1)
	require.NoError(t, err)
	_, err = Linear(cat, []Term{{0, 1<<62 - 1}, {1, 1}}, AtMost, 1)
	require.ErrorIs(t, err, ErrMagnitude)
}

// Each sum of a product may be as large.
func TestLimitOfFactors(t *testing.T) {
	for amount, want := range map[int64]error{1 << 62: nil, 1<<62 + 1: ErrMagnitude} {
		b := config.NewBuilder("p")
		b.Attribute(config.AttributeSpec{Name: "mass"})
		b.Family(config.FamilySpec{Code: "f"})
		for code, amount := range map[string]int64{"A": amount, "B": 1} {
			b.Option(config.OptionSpec{Family: "f", Code: code, Values: map[string]config.Quantity{"mass": {Amount: config.NewDecimal(amount)}}})
		}
		cat, err := b.Build()
		require.NoError(t, err)
		_, err = Parse(cat, "A.mass * B.mass >= 5")
		if want == nil {
			require.NoError(t, err)
		} else {
			require.ErrorContains(t, err, want.Error())
		}
	}
}

func TestLimitOfOptions(t *testing.T) {
	b := config.NewBuilder("p")
	b.Family(config.FamilySpec{Code: "f", Select: config.Any})
	for i := range 512 {
		b.Option(config.OptionSpec{Family: "f", Code: fmt.Sprint("O", i)})
	}
	b.Family(config.FamilySpec{Code: "g"})
	b.Option(config.OptionSpec{Family: "g", Code: "G"})
	cat, err := b.Build()
	require.NoError(t, err)
	list := "at_most(1; f" + strings.Repeat(", f", 255)
	e, err := Parse(cat, list+")")
	require.NoError(t, err)
	require.Greater(t, e.Size(), 131072)
	_, err = Parse(cat, list+", g, g)")
	require.ErrorContains(t, err, "the condition stands for more than 131072 options")
	require.Equal(t, 1, strings.Count(err.Error(), "stands for"))
}

// A diagram may have 65,536 situations, or half a sum each in fewer.
func TestLimitOfDecisions(t *testing.T) {
	for sums, limit := range map[int]int{0: 65536, 1: 65536, 2: 65536, 3: 43690, 131072: 1} {
		var args []*number
		for range sums {
			args = append(args, leaf(form{constant: new(big.Rat), terms: []formTerm{{0, big.NewRat(1, 1)}}}))
		}
		d := diagram{x: &number{op: syntax.Add, args: args}, y: constant(new(big.Rat))}
		require.NoError(t, d.scaleLeaves())
		require.Equal(t, limit, d.limit, "%d sums", sums)
	}
	product := func() *diagram {
		var factors []*number
		for i := range 2 {
			f := form{constant: new(big.Rat)}
			for o := range 6 {
				f.terms = append(f.terms, formTerm{config.OptionID(o), big.NewRat(int64(1+o*(3+2*i)), 1)})
			}
			factors = append(factors, leaf(f))
		}
		d := &diagram{x: &number{op: syntax.Mul, args: factors}, y: constant(big.NewRat(500, 1)), op: syntax.LessEqual, known: map[string]int{}, unique: map[Decision]int{}}
		require.NoError(t, d.scaleLeaves())
		return d
	}
	d := product()
	_, err := d.build(0, make([]int64, len(d.leaves)))
	require.NoError(t, err)
	tried := d.tried
	require.Greater(t, tried, 10)
	for _, limit := range []int{tried, tried - 1} {
		d = product()
		d.limit = limit
		_, err = d.build(0, make([]int64, len(d.leaves)))
		if limit == tried {
			require.NoError(t, err)
		} else {
			require.ErrorIs(t, err, ErrDecisions)
		}
	}
}
