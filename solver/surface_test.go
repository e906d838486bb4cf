package solver_test

import (
	"testing"

	"github.com/confspace/confspace/config/configtest"
	"github.com/confspace/confspace/solver"
)

// TestSurface calls all that the package exports with zero values.
func TestSurface(t *testing.T) {
	configtest.Surface{
		Values: []any{
			new(solver.Cause), new(solver.CauseKind), new(solver.Config), new(solver.Explanation),
			new(solver.Objective), new(solver.PointMismatch), new(solver.Progress), new(solver.Report),
			new(solver.Sampler), new(solver.SetMismatch), new(solver.Space), new(solver.Stats), new(solver.Tally),
			new(solver.Verdict), new(solver.VoidError), new(solver.Weight),
		},
		Funcs: map[string]any{
			"AttributeObjective": solver.AttributeObjective, "Compile": solver.Compile,
			"Independent": solver.Independent, "NewObjective": solver.NewObjective, "Read": solver.Read,
		},
	}.Check(t)
}
