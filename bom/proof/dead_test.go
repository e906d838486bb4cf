package proof_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/confspace/confspace/bom/internal/bomtest"
	"github.com/confspace/confspace/bom/product"
	"github.com/confspace/confspace/bom/proof"
	"github.com/confspace/confspace/config"
	"github.com/confspace/confspace/rules"
)

// told returns the findings of a kind as text, with their places.
func told(findings []proof.Finding, kind proof.FindingKind) []string {
	var texts []string
	for _, f := range findings {
		if f.Kind == kind {
			texts = append(texts, f.Subject.Place.Prefix()+f.Message)
		}
	}
	return texts
}

func TestDeadParts(t *testing.T) {
	cat := bomtest.Van(t) // body VAN SUV, engine D20 D30, extras
	dead := func(csv string, sources ...string) []string {
		findings, err := audit(t.Context(), bomtest.Structure(t, cat, csv), nil, bomtest.Space(t, cat, config.Point{}, sources...), config.Point{}, proof.Dead)
		require.NoError(t, err)
		return told(findings, proof.Dead)
	}
	assert.Empty(t, dead("level,position,select,part,quantity,usage\n1,10,optional,A,1,VAN\n"))
	assert.Equal(t, []string{"bom.csv:2:1: position 10: no order takes parts A, B. The rules never allow VAN & !VAN | D20 & D30"},
		dead("level,position,select,part,quantity,usage\n1,10,all,A,1,VAN & !VAN\n1,10,,B,1,D20 & D30\n"))
	assert.Equal(t, []string{"bom.csv:2:1: position 10: no order takes part A. The rules never allow D20 & !D20"},
		dead("level,position,select,when,part,quantity\n1,10,optional,D20 & !D20,A,1\n2,10,,,B,1\n"), "what stands below is not told")
	assert.Equal(t, []string{"bom.csv:3:1: position 10/10: no order takes part B. Where part A is taken, !D20 never holds"},
		dead("level,position,select,when,part,quantity\n1,10,optional,D20,A,1\n2,10,optional,!D20,B,1\n"))
	assert.Equal(t, []string{"bom.csv:3:1: position 10: no order takes part B. The rules never allow D30"},
		dead("level,position,select,part,quantity,usage\n1,10,optional,A,1,D20\n1,10,,B,1,D30\n", "!D30"))
	assert.Empty(t, dead("level,position,select,part,quantity,when,usage\n1,10,optional,F,1,D20,\n2,10,optional,G,1,,D30\n1,20,,F,1,,\n"),
		"at another path an order takes it")
}

// A part is dead if it is in force only while the part that it stands in is not taken.
func TestPartsThatOutliveTheirAssembly(t *testing.T) {
	cat := bomtest.Van(t)
	s := bomtest.Structure(t, cat, `level,position,select,part,quantity,usage,from,until
1,10,optional,A,1,D20,,
2,10,optional,B,1,,,2026-02-01
2,20,optional,C,1,TOW,,2026-02-01
1,20,optional,D,1,D20,,2026-02-01
`)
	b := rules.NewBuilder(cat)
	b.Add(rules.RuleSpec{ID: "R-1", Source: "!D20", Effectivity: config.Effectivity{Until: config.NewDate(2026, 2, 1)}})
	set, err := b.Build()
	require.NoError(t, err)
	report, err := proof.AuditTimeline(t.Context(), &product.Product{Catalog: cat, Rules: set, Structure: s}, proof.Config{})
	require.NoError(t, err)
	assert.Equal(t, []string{
		"bom.csv:3:1: position 10/10: no order takes part B. While it is in force, no order takes part A, in which it stands",
		"bom.csv:4:1: position 10/20: no order takes part C. While it is in force, where part A is taken, TOW never holds",
		"bom.csv:5:1: position 20: no order takes part D. While it is in force, the rules never allow D20",
	}, told(report.Findings, proof.Dead))
}

// A part number that no order takes is one also if different rows bring it at different times.
func TestPartsThatNoOrderTakesAtAnyTime(t *testing.T) {
	cat := bomtest.Van(t)
	s := bomtest.Structure(t, cat, `level,position,select,part,quantity,usage,from,until
1,10,optional,A,1,D20 & D30,,2026-02-01
1,10,,A,1,D20 & D30 & VAN,2026-02-01,
1,20,optional,B,1,D20 & D30,,2026-02-01
1,20,,B,1,D20,2026-02-01,
`)
	b := rules.NewBuilder(cat)
	b.Add(rules.RuleSpec{ID: "R-1", Source: "D20 | D30"})
	set, err := b.Build()
	require.NoError(t, err)
	report, err := proof.AuditTimeline(t.Context(), &product.Product{Catalog: cat, Rules: set, Structure: s}, proof.Config{})
	require.NoError(t, err)
	assert.Equal(t, []string{"bom.csv:2:1: part A: no order takes it, at none of 2 places"}, told(report.Findings, proof.Unused))
	for _, f := range report.Findings {
		if f.Kind == proof.Unused {
			assert.Equal(t, "D20 & D30 | D20 & D30 & VAN", f.Condition.String())
			assert.Equal(t, 2, f.Points)
		}
	}
}
