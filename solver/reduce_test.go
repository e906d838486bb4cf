package solver_test

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/confspace/confspace/config"
	"github.com/confspace/confspace/config/configtest/property"
	"github.com/confspace/confspace/rules"
	"github.com/confspace/confspace/rules/rulestest"
	"github.com/confspace/confspace/solver"
)

// replaced returns e once for each part of it and each constant, with the constant in the
// place of the part and nothing else changed.
func replaced(e rules.Expr) []rules.Expr {
	cat := e.Catalog()
	all := []rules.Expr{rules.True(cat), rules.False(cat)}
	args := slices.Collect(e.Args())
	for i, arg := range args {
		for _, other := range replaced(arg) {
			with := slices.Clone(args)
			with[i] = other
			switch lo, hi := e.Bounds(); e.Op() {
			case rules.OpNot:
				all = append(all, rules.Not(other))
			case rules.OpAnd:
				all = append(all, rules.And(with...))
			case rules.OpOr:
				all = append(all, rules.Or(with...))
			case rules.OpImplies:
				all = append(all, rules.Implies(with[0], with[1]))
			case rules.OpIff:
				all = append(all, rules.Iff(with[0], with[1]))
			case rules.OpBetween:
				all = append(all, rules.Between(lo, hi, with...))
			}
		}
	}
	return all
}

// A reduced condition holds where the condition does, and no part of it can be left out.
func TestReduce(t *testing.T) {
	property.Check(t, func(t *rapid.T) {
		o := drawOracle(t, 9)
		view, valid := o.view(t)
		e := rulestest.Conditions{}.Expr(o.cat).Draw(t, "condition")
		got, err := view.Reduce(t.Context(), e)
		require.NoError(t, err)
		require.LessOrEqual(t, got.Size(), e.Size())
		holds := func(e rules.Expr) (in []bool) {
			for _, c := range valid {
				in = append(in, rulestest.Holds(o.cat, e.Syntax(), c))
			}
			return in
		}
		want := holds(e)
		require.Equal(t, want, holds(got), "%v is no %v", got, e)
		possible, err := view.Possible(t.Context(), e)
		require.NoError(t, err)
		require.Equal(t, slices.Contains(want, true), possible)
		if got.Op() == rules.OpTrue || got.Op() == rules.OpFalse {
			return
		}
		for _, shorter := range replaced(got) {
			require.NotEqual(t, want, holds(shorter), "%v of %v does as well", shorter, got)
		}
	})
}

func TestReduceLeavesOutWhatFollows(t *testing.T) {
	space, err := solver.Compile(t.Context(), pickup(), config.Point{}, solver.Config{})
	require.NoError(t, err)
	for text, want := range map[string]string{
		"DIESEL30 & AUTO8":                   "DIESEL30",
		"DIESEL30 & AUTO8 | DIESEL30":        "DIESEL30",
		"MAN6 | AUTO8":                       "true",
		"TOWBAR & RADAR":                     "false",
		"MAN6 & !DIESEL30 & TOWBAR":          "MAN6 & TOWBAR",
		"exactly(1; TOWBAR, RADAR)":          "exactly(1; TOWBAR, RADAR)",
		"at_least(2; DIESEL30, AUTO8, MAN6)": "DIESEL30",
	} {
		e, err := rules.Parse(space.Catalog(), text)
		require.NoError(t, err)
		got, err := space.Reduce(t.Context(), e)
		require.NoError(t, err)
		require.Equal(t, want, got.String(), text)
	}
}

// drawObjective draws a view of a space of some options, with a circuit or without, and its
// configurations; and an objective, and how its values of two selections compare.
func drawObjective(t *rapid.T, options int) (*config.Catalog, solver.View, []*config.Selection, *solver.Objective, func(x, y *config.Selection) int) {
	o := drawTracked(t, options)
	if rapid.Bool().Draw(t, "no circuit") {
		space, err := solver.Compile(t.Context(), o.set, o.asOf, solver.Config{NoCircuit: true})
		require.NoError(t, err)
		o.Space = space
	}
	view, valid := o.view(t)
	costs := o.costs(t)
	obj, err := solver.NewObjective(o.cat, costs, config.None)
	require.NoError(t, err)
	return o.cat, view, valid, obj, func(x, y *config.Selection) int { return o.value(costs, x).Cmp(o.value(costs, y)) }
}

// The bounds of an objective are the values of its cheapest and dearest, by either route.
func TestBounds(t *testing.T) {
	property.Check(t, func(t *rapid.T) {
		_, view, valid, obj, byValue := drawObjective(t, 10)
		least, greatest, possible, err := view.Bounds(t.Context(), obj)
		require.NoError(t, err)
		require.Equal(t, len(valid) > 0, possible)
		if !possible {
			return
		}
		require.Equal(t, obj.Value(slices.MinFunc(valid, byValue)), least)
		require.Equal(t, obj.Value(slices.MaxFunc(valid, byValue)), greatest)
	})
}

// A view exceeds a bound if its greatest value does, by either route.
func TestExceeds(t *testing.T) {
	property.Check(t, func(t *rapid.T) {
		_, view, valid, obj, byValue := drawObjective(t, 10)
		bound := config.Quantity{Amount: config.NewDecimal(rapid.Int64Range(-20, 20).Draw(t, "bound")), Unit: obj.Unit()}
		if len(valid) > 0 && rapid.Bool().Draw(t, "near") { // at the greatest value, or less than a step beside it
			bound = obj.Value(slices.MaxFunc(valid, byValue))
			beside, err := config.NewDecimal(rapid.Int64Range(-1, 1).Draw(t, "beside")).Quo(config.NewDecimal(1000))
			require.NoError(t, err)
			bound.Amount = bound.Amount.Add(beside)
		}
		exceeds, err := view.Exceeds(t.Context(), obj, bound)
		require.NoError(t, err)
		require.Equal(t, len(valid) > 0 && obj.Value(slices.MaxFunc(valid, byValue)).Amount.Cmp(bound.Amount) > 0, exceeds)
		for _, far := range []int64{1 << 62, -1 << 62} {
			bound.Amount = config.NewDecimal(far).Mul(config.NewDecimal(1000))
			exceeds, err = view.Exceeds(t.Context(), obj, bound)
			require.NoError(t, err)
			require.Equal(t, len(valid) > 0 && far < 0, exceeds)
		}
	})
}

// TestShorterIsOneStep: what Reduce returns cannot be shorter, and a condition that it shortens can.
func TestShorterIsOneStep(t *testing.T) {
	property.Check(t, func(t *rapid.T) {
		o := drawOracle(t, 8)
		e := rulestest.Conditions{}.Expr(o.cat).Draw(t, "condition")
		reduced, err := o.Reduce(t.Context(), e)
		require.NoError(t, err)
		means := func(e rules.Expr) (same bool) {
			for shorter := range solver.Shorter(e) {
				same = same || !slices.ContainsFunc(o.valid, func(sel *config.Selection) bool { return shorter.Holds(sel) != e.Holds(sel) })
			}
			return same
		}
		if len(o.valid) > 0 {
			require.False(t, means(reduced))
			require.Equal(t, !reduced.Equal(e), means(e))
		}
	})
}
