package solver_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/confspace/confspace/config"
	"github.com/confspace/confspace/solver"
)

func TestZeroAnswers(t *testing.T) {
	require.False(t, solver.Cause{}.Place().IsValid())
	require.Equal(t, "the order is built at no date, serial or plant, but the space is as of no date, serial or plant, where other rules or options are in force", (&solver.PointMismatch{}).Error())
}

func TestNilArgumentsAreRefusedInWords(t *testing.T) {
	require.PanicsWithValue(t, "solver: Compile needs a set of rules; it is nil", func() {
		_, _ = solver.Compile(t.Context(), nil, config.Point{}, solver.Config{})
	})
	require.PanicsWithValue(t, "solver: Read needs a set of rules; it is nil", func() { _, _ = solver.Read(nil, nil) })
	space, err := solver.Compile(t.Context(), pickup(), config.Point{}, solver.Config{})
	require.NoError(t, err)
	for name, ask := range map[string]func(){
		"ValidateSelection": func() { _, _ = space.ValidateSelection(t.Context(), nil) },
	} {
		require.PanicsWithValue(t, "solver: "+name+" needs a selection; it is nil", ask)
	}
}
