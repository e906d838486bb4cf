package solver_test

import (
	"context"
	"errors"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/confspace/confspace/config"
	"github.com/confspace/confspace/config/configtest/property"
	"github.com/confspace/confspace/rules"
	"github.com/confspace/confspace/rules/rulestest"
	"github.com/confspace/confspace/solver"
)

// truthOf says by definition what a condition is in some configurations.
func truthOf(e rules.Expr, in []*config.Selection) rules.Truth {
	holds := 0
	for _, c := range in {
		if rulestest.Holds(e.Catalog(), e.Syntax(), c) {
			holds++
		}
	}
	switch holds {
	case 0:
		return rules.Violated
	case len(in):
		return rules.Satisfied
	}
	return rules.Undecided
}

// Truths are those of brute force, under one selection after the other, with a circuit and
// without.
func TestTruths(t *testing.T) {
	property.Check(t, func(t *rapid.T) {
		o := drawOracle(t, 10)
		if rapid.Bool().Draw(t, "no circuit") {
			space, err := solver.Compile(t.Context(), o.set, o.asOf, solver.Config{NoCircuit: true})
			require.NoError(t, err)
			o.Space = space
		}
		asked := rapid.SliceOfN(rulestest.Conditions{}.Expr(o.cat), 0, 12).Draw(t, "conditions")
		conditions := o.Conditions(asked)
		var truths []rules.Truth
		for range 4 {
			view, valid := o.view(t)
			got, possible, err := conditions.Truths(t.Context(), view, truths)
			require.NoError(t, err)
			require.Equal(t, len(valid) > 0, possible)
			if !possible {
				require.Nil(t, got)
				continue
			}
			require.Len(t, got, len(asked))
			for i, e := range asked {
				require.Equal(t, truthOf(e, valid), got[i], "%v", e)
			}
			truths = got
		}
	})
}

func TestTruthsOfAnEndedContextAndAnotherSpace(t *testing.T) {
	space, err := solver.Compile(t.Context(), threeOptions(t), config.Point{}, solver.Config{})
	require.NoError(t, err)
	other, err := solver.Compile(t.Context(), threeOptions(t), config.Point{}, solver.Config{})
	require.NoError(t, err)
	c := space.Conditions([]rules.Expr{rules.Option(space.Catalog(), 0)})
	why := errors.New("enough")
	ctx, cancel := context.WithCancelCause(t.Context())
	cancel(why)
	_, _, err = c.Truths(ctx, space.View, nil)
	require.Equal(t, why, err)
	require.PanicsWithValue(t, "solver: a view of another space than the conditions'", func() {
		_, _, _ = c.Truths(t.Context(), other.View, nil)
	})
}

// Eight goroutines ask the same conditions; each gets the answers that one alone gets.
func TestConditionsAreConcurrent(t *testing.T) {
	space, err := solver.Compile(t.Context(), truck(t), config.Point{Date: config.NewDate(2026, 11, 2)}, solver.Config{})
	require.NoError(t, err)
	cat := space.Catalog()
	var asked []rules.Expr
	for a := range config.OptionID(cat.NumOptions()) {
		for b := range a {
			asked = append(asked, rules.And(rules.Option(cat, a), rules.Option(cat, b)))
		}
	}
	c := space.Conditions(asked)
	want, _, err := space.Conditions(asked).Truths(t.Context(), space.View, nil)
	require.NoError(t, err)
	require.Contains(t, want, rules.Undecided)
	require.Contains(t, want, rules.Violated)
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			for range 20 {
				got, _, err := c.Truths(context.Background(), space.View, nil)
				if err != nil || len(got) != len(want) {
					t.Error(err)
					return
				}
				for i := range got {
					if got[i] != want[i] {
						t.Errorf("%v: %v, alone %v", asked[i], got[i], want[i])
						return
					}
				}
			}
		})
	}
	wg.Wait()
}
