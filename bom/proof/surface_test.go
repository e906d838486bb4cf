package proof_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/confspace/confspace/bom/internal/bomtest"
	"github.com/confspace/confspace/bom/proof"
	"github.com/confspace/confspace/config"
	"github.com/confspace/confspace/config/configtest"
)

// TestSurface calls all that the package exports with zero values and nil arguments.
func TestSurface(t *testing.T) {
	cat := bomtest.Van(t)
	study, err := proof.NewStudy(t.Context(), bomtest.Space(t, cat, config.Point{}), config.Point{}, bomtest.Structure(t, cat, onePart), nil)
	require.NoError(t, err)
	configtest.Surface{
		Values: []any{
			new(proof.CallFinding), new(proof.Coverage), new(proof.DeadFinding), new(proof.Finding), new(proof.FindingKind), new(proof.Findings),
			study, new(proof.StationLoad), new(proof.Extreme), new(proof.Outlook), new(proof.PartOutlook),
			new(proof.OperationOutlook), new(proof.Presence), new(proof.Interval), new(proof.Expectation),
			new(proof.Use), new(proof.Dependents),
		},
		Funcs: map[string]any{
			"CheckBill": proof.CheckBill, "CheckLine": proof.CheckLine, "NewCoverage": proof.NewCoverage, "NewStudy": proof.NewStudy,
		},
	}.Check(t)
}
