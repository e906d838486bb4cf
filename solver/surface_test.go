package solver_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/confspace/confspace/config"
	"github.com/confspace/confspace/config/configtest"
	"github.com/confspace/confspace/solver"
)

// TestSurface calls all that the package exports with zero values, and the methods of
// what calls make with them, too.
func TestSurface(t *testing.T) {
	space, err := solver.Compile(t.Context(), pickup(), config.Point{}, solver.Config{})
	require.NoError(t, err)
	sampler, err := space.Sampler(t.Context())
	require.NoError(t, err)
	obj, err := solver.NewObjective(space.Catalog(), solver.Costs{}, config.None)
	require.NoError(t, err)
	conditions := space.Conditions(nil)
	domains, err := space.Domains(t.Context())
	require.NoError(t, err)
	explainer, err := space.Explainer(t.Context())
	require.NoError(t, err)
	view := space.Given(space.Catalog().NewSelection())
	configtest.Surface{
		Values: []any{
			new(solver.Cause), new(solver.CauseKind), new(solver.Config), new(solver.Costed), new(solver.Costs),
			new(solver.Explanation), obj, new(solver.PointMismatch), new(solver.Progress), new(solver.Range), new(solver.Relaxation), new(solver.Repair), new(solver.Repairing), new(solver.Report),
			new(solver.Clash), conditions, new(solver.Distribution), domains, explainer, new(solver.Explaining), new(solver.Outcome), sampler, new(solver.SetMismatch), space, new(solver.Stats), new(solver.Tally),
			new(solver.Verdict), &view, new(solver.VoidError), new(solver.Weight),
		},
		Funcs: map[string]any{
			"Adopt": solver.Adopt, "AttributeObjective": solver.AttributeObjective, "Compile": solver.Compile, "FromNNF": solver.FromNNF,
			"Independent": solver.Independent, "NewObjective": solver.NewObjective, "Read": solver.Read, "Shorter": solver.Shorter,
		},
	}.Check(t)
}
