package proof_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/confspace/confspace/bom/internal/bomtest"
	"github.com/confspace/confspace/config"
	"github.com/confspace/confspace/rules"
	"github.com/confspace/confspace/solver"
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
		findings, err := faults(t.Context(), s, bomtest.Space(t, cat, config.Point{Date: day}), config.Point{})
		require.NoError(t, err)
		assert.Equal(t, want, brief(findings), day)
	}
	_, err := faults(t.Context(), s, bomtest.Space(t, cat, config.Point{}), config.Point{})
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
	findings, err := faults(t.Context(), s, bomtest.Space(t, cat, config.Point{}), config.Point{})
	require.NoError(t, err)
	assert.Equal(t, []string{"gap 10", "gap 10/10"}, brief(findings))
}

// A space of one day answers for another on which the same rules are in force, but other
// parts.
func TestProofsAsOfAnotherDay(t *testing.T) {
	cat := bomtest.Van(t)
	s := bomtest.Structure(t, cat, "level,position,part,quantity,from,station\n1,10,A,1,2026-02-01,S1\n1,20,B,1,,S1\n")
	l := bomtest.Line(t, s, "{line: L, takt: 1 min, stations: [{station: S1, operations: [{operation: A, duration: 1 s, parts: [10]}]}]}")
	b := rules.NewBuilder(cat)
	b.Add(rules.RuleSpec{ID: "R-1", Source: "TOW => VAN", Effectivity: config.Effectivity{From: config.NewDate(2026, 3, 1)}})
	set, err := b.Build()
	require.NoError(t, err)
	january, february, march := config.NewDate(2026, 1, 1), config.NewDate(2026, 2, 1), config.NewDate(2026, 3, 1)
	space, err := solver.Compile(t.Context(), set, config.Point{Date: january}, solver.Config{})
	require.NoError(t, err)

	findings, err := faults(t.Context(), s, space, config.Point{Date: january})
	require.NoError(t, err)
	require.Equal(t, []string{"gap 10"}, brief(findings))
	require.Equal(t, january, findings[0].Witness.Date)
	findings, err = faults(t.Context(), s, space, config.Point{Date: february})
	require.NoError(t, err)
	require.Empty(t, findings)
	found, err := calls(t.Context(), l, space, config.Point{Date: february})
	require.NoError(t, err)
	require.Len(t, found, 1)
	require.Equal(t, february, found[0].Witness.Date)

	var other *solver.PointMismatch
	_, err = faults(t.Context(), s, space, config.Point{Date: march})
	require.ErrorAs(t, err, &other)
	_, err = calls(t.Context(), l, space, config.Point{Date: march})
	require.ErrorAs(t, err, &other)
}
