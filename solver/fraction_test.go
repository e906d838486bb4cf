package solver_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/confspace/confspace/config"
	"github.com/confspace/confspace/solver"
)

// A cost that no decimal is equal to is exact, too.
func TestCostsMayBeFractions(t *testing.T) {
	cat := threeOptions(t).Catalog()
	costs := []config.Decimal{decimal("1/3"), decimal("1/3"), decimal("-0.25")}
	obj, err := solver.NewObjective(cat, solver.Costs{Chosen: costs}, config.None)
	require.NoError(t, err)
	sel := cat.NewSelection()
	sel.Choose(0)
	sel.Choose(1)
	require.Equal(t, "2/3", obj.Value(sel).String())
	sel.Choose(2)
	require.Equal(t, "5/12", obj.Value(sel).String())
}
