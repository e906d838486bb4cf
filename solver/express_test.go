package solver_test

import (
	"context"
	"fmt"
	"math/big"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/confspace/confspace/config"
	"github.com/confspace/confspace/config/configtest"
	"github.com/confspace/confspace/config/configtest/property"
	"github.com/confspace/confspace/rules"
	"github.com/confspace/confspace/rules/rulestest"
	"github.com/confspace/confspace/solver"
)

// Conditions of every kind have the count that enumeration finds, by cases and
// by compilation.
func TestCountOf(t *testing.T) {
	property.Check(t, func(t *rapid.T) {
		o := drawOracle(t, 10)
		for range 3 {
			condition := rulestest.Conditions{}.Expr(o.cat).Draw(t, "condition")
			view, valid := o.view(t)
			want := int64(0)
			for _, v := range valid {
				if rulestest.Holds(o.cat, condition.Syntax(), v) {
					want++
				}
			}
			z := big.NewInt(5)
			got, err := view.CountOf(t.Context(), z, condition)
			require.NoError(t, err)
			require.Same(t, z, got)
			require.Equal(t, want, got.Int64())
			got, err = view.CountCompiled(t.Context(), z, condition)
			require.NoError(t, err)
			require.Equal(t, want, got.Int64())
		}
	})
}

// On 10^116 configurations: a condition of options is a partial selection, or
// the complement of one, and a choice of two is inclusion and exclusion.
func TestCountOfCarLine(t *testing.T) {
	set := load(t, filepath.Join(configtest.Reference(t, "mercedes"), "C171_FR.cnf.gz"))
	cat := set.Catalog()
	space, err := solver.Compile(t.Context(), set, config.Point{}, solver.Config{})
	require.NoError(t, err)
	shares, err := space.Shares(t.Context(), nil)
	require.NoError(t, err)
	var open []config.OptionID // that are in some and not in all
	for o, share := range shares {
		if share > 0.05 && share < 0.95 && len(open) < 12 {
			open = append(open, config.OptionID(o))
		}
	}
	require.Len(t, open, 12)
	of := func(e rules.Expr) *big.Int {
		n, err := space.CountOf(t.Context(), nil, e)
		require.NoError(t, err)
		return n
	}
	total, err := space.Count(t.Context(), nil)
	require.NoError(t, err)
	for i := 1; i < len(open); i++ {
		a, b := rules.Option(cat, open[i-1]), rules.Option(cat, open[i])
		sel := cat.NewSelection()
		sel.Choose(open[i-1])
		sel.Choose(open[i])
		both, err := space.Given(sel).Count(t.Context(), nil)
		require.NoError(t, err)
		require.Equal(t, both, of(rules.And(a, b)))
		require.Zero(t, new(big.Int).Sub(total, both).Cmp(of(rules.Not(rules.And(a, b)))))
		either := new(big.Int).Add(of(a), of(b))
		require.Zero(t, either.Sub(either, both).Cmp(of(rules.Or(a, b))))
	}
}

// lot returns n free options and the condition that from lo to hi of them hold.
func lot(n, lo, hi int) (*rules.Set, rules.Expr) {
	b := config.NewBuilder("lot")
	b.Family(config.FamilySpec{Code: "extras", Select: config.Any})
	for i := range n {
		b.Option(config.OptionSpec{Family: "extras", Code: fmt.Sprintf("X%d", i)})
	}
	cat, err := b.Build()
	if err != nil {
		panic(err)
	}
	set, err := rules.NewBuilder(cat).Build()
	if err != nil {
		panic(err)
	}
	var each []rules.Expr
	for i := range n {
		each = append(each, rules.Option(cat, config.OptionID(i)))
	}
	return set, rules.Between(lo, hi, each...)
}

// A condition of many cases is compiled; within the budget of the space.
func TestCountOfManyCases(t *testing.T) {
	set, condition := lot(24, 10, 13)
	space, err := solver.Compile(t.Context(), set, config.Point{}, solver.Config{})
	require.NoError(t, err)
	_, few := solver.Cases(condition, set.Catalog().NewSelection())
	require.False(t, few)
	want := new(big.Int)
	for k := int64(10); k <= 13; k++ {
		want.Add(want, new(big.Int).Binomial(24, k))
	}
	got, err := space.CountOf(t.Context(), nil, condition)
	require.NoError(t, err)
	require.Equal(t, want, got)
	complement, err := space.CountOf(t.Context(), nil, rules.Not(condition))
	require.NoError(t, err)
	require.Equal(t, new(big.Int).Lsh(big.NewInt(1), 24), got.Add(got, complement))

	ended, cancel := context.WithCancel(t.Context())
	cancel()
	_, err = space.CountOf(ended, nil, condition)
	require.ErrorIs(t, err, context.Canceled)
	_, err = space.CountOf(ended, nil, rules.Option(set.Catalog(), 3))
	require.ErrorIs(t, err, context.Canceled)
	patient := &hurried{t.Context(), 0, 1 << 30}
	_, err = space.CountOf(patient, nil, condition)
	require.NoError(t, err)
	for _, most := range []int{patient.looks / 2, patient.looks - 1} { // while it compiles, and while it counts
		_, err = space.CountOf(&hurried{t.Context(), 0, most}, nil, condition)
		require.ErrorIs(t, err, errHurry, "look %d", most)
	}

	narrow, err := solver.Compile(t.Context(), set, config.Point{}, solver.Config{MaxNodes: 3*24 + 50})
	require.NoError(t, err)
	require.True(t, narrow.HasCircuit())
	_, err = narrow.CountOf(t.Context(), nil, condition)
	require.ErrorIs(t, err, solver.ErrNoCircuit)
	require.ErrorContains(t, err, "condition")
	without, err := solver.Compile(t.Context(), set, config.Point{}, solver.Config{NoCircuit: true})
	require.NoError(t, err)
	_, err = without.CountOf(t.Context(), nil, condition)
	require.ErrorIs(t, err, solver.ErrNoCircuit)
}

// Cases are those of the side that has fewer, and know families.
func TestCases(t *testing.T) {
	set, _ := lot(60, 0, 1)
	cat := set.Catalog()
	var each []rules.Expr
	for i := range 60 {
		each = append(each, rules.Option(cat, config.OptionID(i)))
	}
	free := cat.NewSelection()
	trucks := pickup().Catalog()
	for name, c := range map[string]struct {
		e    rules.Expr
		sel  *config.Selection
		want int
	}{
		"and":         {rules.And(each...), free, 1},
		"or":          {rules.Or(each...), free, 1},
		"none":        {rules.Between(0, 0, each...), free, 1},
		"one of":      {rules.Between(1, 1, each...), free, 60},
		"true":        {rules.True(cat), free, 1},
		"false":       {rules.False(cat), free, 0},
		"two engines": {rules.And(rules.Option(trucks, 0), rules.Option(trucks, 1)), trucks.NewSelection(), 0},
		"an engine":   {rules.Or(rules.Option(trucks, 0), rules.Option(trucks, 1)), trucks.NewSelection(), 0},
	} {
		t.Run(name, func(t *testing.T) {
			n, ok := solver.Cases(c.e, c.sel)
			require.True(t, ok)
			require.Equal(t, c.want, n)
		})
	}
}

func TestCountOfForeignConditionPanics(t *testing.T) {
	space, err := solver.Compile(t.Context(), pickup(), config.Point{}, solver.Config{})
	require.NoError(t, err)
	require.Panics(t, func() { _, _ = space.CountOf(t.Context(), nil, rules.True(pickup().Catalog())) })
	require.Panics(t, func() {
		_, _ = space.Given(pickup().Catalog().NewSelection()).CountOf(t.Context(), nil, rules.True(space.Catalog()))
	})
}

func ExampleView_CountOf() {
	space, _ := solver.Compile(context.Background(), pickup(), config.Point{}, solver.Config{})
	e, err := rules.Parse(space.Catalog(), "DIESEL30 & !RADAR | TOWBAR")
	if err != nil {
		fmt.Println(err)
		return
	}
	n, err := space.CountOf(context.Background(), nil, e)
	fmt.Println(n, err)
	// Output: 4 <nil>
}
