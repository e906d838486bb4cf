package solver_test

import (
	"math/big"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/confspace/confspace/config"
	"github.com/confspace/confspace/solver"
)

// A cost that is a fraction is an error in words: sums are of whole multiples of a power
// of ten.
func TestCostsAreDecimals(t *testing.T) {
	cat := threeOptions(t).Catalog()
	third := config.NewRat(big.NewRat(1, 3))
	_, err := solver.NewObjective(cat, solver.Costs{Rejected: []config.Decimal{{}, third, {}}}, config.None)
	require.EqualError(t, err, "the cost 1/3 is a fraction; round it")
}
