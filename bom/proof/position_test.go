package proof_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/confspace/confspace/bom/internal/bomtest"
	"github.com/confspace/confspace/bom/proof"
	"github.com/confspace/confspace/config"
)

func TestEndOfAPositionIsNoGapAndAHoleIsOne(t *testing.T) {
	cat := bomtest.Van(t)
	s := bomtest.Structure(t, cat, `level,position,position_until,part,quantity,from,until
1,10,2026-06-01,A,1,,2026-01-01
1,10,,B,1,2026-02-01,
2,10,,C,1,,2026-03-01
`)
	for day, want := range map[config.Date][]string{
		config.NewDate(2025, 12, 31): nil,
		config.NewDate(2026, 1, 1):   {"gap 10"},
		config.NewDate(2026, 2, 1):   nil,
		config.NewDate(2026, 3, 1):   {"gap 10/10"},
		config.NewDate(2026, 6, 1):   nil, // the position has ended, and all that is below it
	} {
		findings, err := proof.CheckBill(t.Context(), s, bomtest.Space(t, cat, config.Point{Date: day}))
		require.NoError(t, err)
		assert.Equal(t, want, brief(s, findings), day)
	}
	_, err := proof.CheckBill(t.Context(), s, bomtest.Space(t, cat, config.Point{}))
	require.ErrorContains(t, err, "position 10 at bom.csv:2:1: the effectivity (until 2026-06-01) depends on the date")
}

func TestSomeHasGapsAndNoOverlaps(t *testing.T) {
	cat := bomtest.Van(t)
	s := bomtest.Structure(t, cat, `level,position,select,part,quantity,usage
1,10,some,A,1,D20 | D30
1,10,,B,1,D20
2,10,some,C,1,TOW
2,10,,D,1,SPORT
1,20,some,E,1,TOW
1,20,,F,1,!TOW
`)
	findings, err := proof.CheckBill(t.Context(), s, bomtest.Space(t, cat, config.Point{}))
	require.NoError(t, err)
	assert.Equal(t, []string{"gap 10", "gap 10/10"}, brief(s, findings))
}
