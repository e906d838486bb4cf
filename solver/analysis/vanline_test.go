package analysis_test

import (
	"os"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/confspace/confspace/config"
	"github.com/confspace/confspace/rules"
	"github.com/confspace/confspace/solver"
	"github.com/confspace/confspace/solver/analysis"
)

// TestPlantedFaults: of the example line nothing is wrong, and of faults planted in it just these
// are found.
func TestPlantedFaults(t *testing.T) {
	if testing.Short() {
		t.Skip("half a second")
	}
	set, err := rules.ReadDir(os.DirFS("../../examples/vanline/product"))
	require.NoError(t, err)
	found := func(lines ...string) (out []string) {
		b := rules.NewBuilder(set.Catalog())
		for _, r := range set.All() {
			b.Add(rules.RuleSpec{ID: r.ID, Source: r.Source, Expr: r.Expr, Table: r.Table, Effectivity: r.Effectivity})
		}
		for i, line := range lines {
			b.Add(rules.RuleSpec{ID: "X-" + string(rune('1'+i)), Source: line})
		}
		more, err := b.Build()
		require.NoError(t, err)
		report, err := analysis.Rules(t.Context(), more, config.Point{Date: config.NewDate(2026, 11, 2), Plant: "NHV"}, analysis.Config{
			Kinds: []analysis.Kind{
				analysis.DeadOption, analysis.CoreOption, analysis.FalseOptional, analysis.IdleRule, analysis.RedundantRule,
			},
			Compile: solver.Config{NoCircuit: true},
		})
		require.NoError(t, err)
		for _, f := range report.Findings {
			out = append(out, f.ID+": "+f.Message)
		}
		return out
	}
	require.Empty(t, found())
	require.Equal(t, []string{
		"idle_rule-1: rule X-2 never fires: COVER_ROLL & LINER_DROPIN never holds",
		"redundant_rule-1: rule R-BIW-002 follows from X-1; it must stay if the other redundant rules are left out",
		"redundant_rule-2: rule X-1 follows from R-BIW-002",
	}, found("LINER_DROPIN excludes COVER_ROLL", "COVER_ROLL & LINER_DROPIN requires ROOF_MID"))
	require.Contains(t, found("ROOF_PANO requires ROOF_RAILS"), "dead_option-1: option ROOF_PANO can never be chosen")
}
