package solver_test

import (
	"reflect"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/confspace/confspace/config"
	"github.com/confspace/confspace/solver"
)

// TestZeroValues calls each method that takes nothing on the zero value of each
// exported type. Space, Objective and Sampler are made by calls only, and say so.
func TestZeroValues(t *testing.T) {
	for _, zero := range []any{
		new(solver.Cause), new(solver.CauseKind), new(solver.Config), new(solver.Explanation), new(solver.PointMismatch),
		new(solver.Progress), new(solver.Report), new(solver.SetMismatch), new(solver.Stats), new(solver.Tally),
		new(solver.Verdict), new(solver.VoidError), new(solver.Weight),
	} {
		v := reflect.ValueOf(zero)
		for i := range v.NumMethod() {
			name := v.Type().Elem().Name() + "." + v.Type().Method(i).Name
			if method := v.Method(i); method.Type().NumIn() == 0 {
				require.NotPanics(t, func() { method.Call(nil) }, name)
			}
		}
	}
	require.False(t, solver.Cause{}.Place().IsValid())
	require.Equal(t, "the order is built at no date, serial or plant, but the space is as of no date, serial or plant, where", (&solver.PointMismatch{}).Error())
}

func TestNilArgumentsAreRefusedInWords(t *testing.T) {
	require.PanicsWithValue(t, "solver: Compile of no rules: the set is nil", func() {
		_, _ = solver.Compile(t.Context(), nil, config.Point{}, solver.Config{})
	})
	require.PanicsWithValue(t, "solver: Read for no rules: the set is nil", func() { _, _ = solver.Read(nil, nil) })
	space, err := solver.Compile(t.Context(), pickup(), config.Point{}, solver.Config{})
	require.NoError(t, err)
	for name, ask := range map[string]func(){
		"ValidateSelection": func() { _, _ = space.ValidateSelection(t.Context(), nil) },
		"ExplainSelection":  func() { _, _ = space.ExplainSelection(t.Context(), nil) },
	} {
		require.PanicsWithValue(t, "solver: no selection", ask, name)
	}
}
