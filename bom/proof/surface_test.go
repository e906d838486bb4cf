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
			new(proof.Config), new(proof.Finding), new(proof.FindingKind), new(proof.OpenQuestion), new(proof.Outcome), new(proof.Progress), new(proof.Report),
			new(proof.Severity), new(proof.Subject), new(proof.SubjectKind), new(proof.Unsold),
			study, new(proof.StationLoad), new(proof.Extreme), new(proof.Outlook), new(proof.PartOutlook),
			new(proof.OperationOutlook), new(proof.Presence), new(proof.Interval), new(proof.Expectation),
			new(proof.Use), new(proof.Dependents), new(proof.Demand), new(proof.Plan),
		},
		Funcs: map[string]any{
			"Audit": proof.Audit, "AuditTimeline": proof.AuditTimeline, "FindingKinds": proof.FindingKinds, "NewStudy": proof.NewStudy, "Summary": proof.Summary,
		},
	}.Check(t)
}
