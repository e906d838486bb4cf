package proof_test

import (
	"testing"

	"github.com/confspace/confspace/bom/proof"
	"github.com/confspace/confspace/config/configtest"
)

// TestSurface calls all that the package exports with zero values and nil arguments.
func TestSurface(t *testing.T) {
	configtest.Surface{
		Values: []any{
			new(proof.CallFinding), new(proof.Coverage), new(proof.DeadFinding), new(proof.Finding), new(proof.FindingKind), new(proof.Findings),
		},
		Funcs: map[string]any{
			"CheckBill": proof.CheckBill, "CheckLine": proof.CheckLine, "NewCoverage": proof.NewCoverage,
		},
	}.Check(t)
}
