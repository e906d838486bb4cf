package bom_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/confspace/confspace/bom"
	"github.com/confspace/confspace/bom/internal/bomtest"
	"github.com/confspace/confspace/config"
)

// The candidates of a position without a match are those first that fit best.
func TestNearMissesStandFirst(t *testing.T) {
	cat := bomtest.Van(t)
	s := bomtest.Structure(t, cat, `level,position,part,quantity,usage,until
1,10,FAR,1,D30 & A8 & TOW,
1,10,NEAR,1,D20 & (TOW | A8),
1,10,GONE,1,D20,2026-01-01
1,10,OTHER,1,D20 & !M6,
`)
	_, err := s.Explode(bomtest.Order(t, cat, "VAN", "D20", "M6"), config.Point{Date: config.NewDate(2026, 5, 1)})
	var errs bom.PositionErrors
	require.ErrorAs(t, err, &errs)
	var parts []string
	for _, c := range errs[0].Candidates {
		parts = append(parts, c.Part)
	}
	require.Equal(t, []string{"NEAR", "GONE", "OTHER", "FAR"}, parts)
}
