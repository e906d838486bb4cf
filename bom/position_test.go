package bom_test

import (
	"encoding/json"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/confspace/confspace/bom"
	"github.com/confspace/confspace/bom/internal/bomtest"
	"github.com/confspace/confspace/config"
)

// ashtray ends as a whole on the last of 2026, is only built in P1, and changes
// its part in July.
const ashtray = `level,position,position_until,position_plants,part,quantity,from,until
1,10,,,SEAT,1,,
1,20,2027-01-01,P1,ASH-A,1,,2026-07-01
1,20,,,ASH-B,1,2026-07-01,
2,10,,,LID,2,,
`

func TestTrapPositionEnds(t *testing.T) {
	cat := bomtest.Van(t)
	s := bomtest.Structure(t, cat, ashtray)
	sel := bomtest.Order(t, cat, "VAN", "D20", "M6")
	for _, test := range []struct {
		asOf config.Point
		want []string
	}{
		{config.Point{Date: config.NewDate(2026, 6, 30), Plant: "P1"}, []string{"10 SEAT 1 pcs", "20 ASH-A 1 pcs"}},
		{config.Point{Date: config.NewDate(2026, 12, 31), Plant: "P1"}, []string{"10 SEAT 1 pcs", "20 ASH-B 1 pcs", "20/10 LID 2 pcs"}},
		{config.Point{Date: config.NewDate(2027, 1, 1), Plant: "P1"}, []string{"10 SEAT 1 pcs"}},
		{config.Point{Date: config.NewDate(2027, 1, 1)}, []string{"10 SEAT 1 pcs"}}, // the date rules it out
		{config.Point{Date: config.NewDate(2026, 6, 30), Plant: "P2"}, []string{"10 SEAT 1 pcs"}},
	} {
		x, err := s.Explode(sel, test.asOf)
		require.NoError(t, err, test.asOf)
		assert.Equal(t, test.want, bomtest.Show(x), test.asOf)
	}

	_, err := s.Explode(sel, config.Point{Date: config.NewDate(2026, 6, 30)})
	require.EqualError(t, err, `bom.csv:3:1: position 20: its effectivity depends on the plant, and the order gives none
    + ASH-A: always; effective until 2026-07-01 (bom.csv:3:1)
    - ASH-B: always; effective from 2026-07-01, not at the order's (bom.csv:4:1)
    the position is effective until 2027-01-01, plants P1`)
	out, err := json.Marshal(err.(bom.PositionErrors)[0])
	require.NoError(t, err)
	assert.Contains(t, string(out), `"effectivity":{"until":"2027-01-01","plants":["P1"]}`)
	assert.Contains(t, string(out), `"missing":"plant"`)
}

func TestEffectivitiesAreThoseOfPositionsAndVariants(t *testing.T) {
	s := bomtest.Structure(t, bomtest.Van(t), ashtray)
	var got []string
	for e := range s.Effectivities() {
		got = append(got, e.String())
	}
	assert.Equal(t, []string{"until 2027-01-01, plants P1", "until 2026-07-01", "from 2026-07-01"}, got)
	for range s.Effectivities() {
		break
	}
	assert.Equal(t, []config.Date{config.NewDate(2026, 7, 1), config.NewDate(2027, 1, 1)}, config.Timeline(s.Effectivities()))
	assert.Equal(t, "until 2027-01-01, plants P1", s.Position(1).Effectivity.String())
}

func TestSomeTakesAtLeastOne(t *testing.T) {
	cat := bomtest.Van(t)
	s := bomtest.Structure(t, cat, `level,position,select,part,quantity,usage
1,10,some,ALARM,1,TOW
1,10,,HORN,1,SPORT
2,10,some,CAP,1,A8
`)
	for _, test := range []struct {
		codes []string
		want  []string
	}{
		{[]string{"VAN", "D20", "M6", "TOW"}, []string{"10 ALARM 1 pcs"}},
		{[]string{"VAN", "D20", "A8", "TOW", "SPORT"}, []string{"10 ALARM 1 pcs", "10 HORN 1 pcs", "10/10 CAP 1 pcs"}},
	} {
		x, err := s.Explode(bomtest.Order(t, cat, test.codes...), config.Point{})
		require.NoError(t, err)
		assert.Equal(t, test.want, bomtest.Show(x))
	}
	_, err := s.Explode(bomtest.Order(t, cat, "VAN", "D20", "M6"), config.Point{})
	require.ErrorContains(t, err, "bom.csv:2:1: position 10: no variant matches; this position needs at least one")
	_, err = s.Explode(bomtest.Order(t, cat, "VAN", "D20", "M6", "SPORT"), config.Point{})
	require.ErrorContains(t, err, "bom.csv:4:1: position 10 (path 10/10) of HORN: no variant matches; this position needs at least one")
	assert.Equal(t, "some", bom.Some.String())
}

func TestDefectsOfPositionEffectivity(t *testing.T) {
	refuseStructures(t, []badStructure{
		{
			"two effectivities of one position", "level,position,part,quantity,usage,position_from\n1,10,A,1,D20,2026-01-01\n1,10,B,1,D30,2026-01-01\n1,10,C,1,E,2026-02-01\n",
			[]string{"4:12 position 10 is effective from 2026-02-01 here and from 2026-01-01 at bom.csv:2:1"},
		},
		{
			"never in force", "level,position,part,quantity,position_from,position_until\n1,10,A,1,2026-01-01,2026-01-01\n",
			[]string{"2:21 never in force: position_until 2026-01-01 is not after position_from 2026-01-01"},
		},
		{
			"part of a shared structure", "level,position,part,quantity,position_until\n1,10,A,1,\n2,10,B,1,2026-01-01\n1,20,A,1,\n2,10,B,1,2026-02-01\n",
			[]string{"4:6 part A has another structure at bom.csv:2:1: position 10 differs at bom.csv:5:1"},
		},
		{
			"overlap while the position exists", "level,position,part,quantity,from,until,plants,position_until,position_plants\n" +
				"1,10,A,1,,2026-02-01,,2026-03-01,P1\n1,10,B,1,2026-01-01,,,,\n" + // overlap
				"1,20,A,1,,,P1|P2,,P1|P3\n1,20,B,1,,,P2|P3,,\n" + // only in P2, where the position is not
				"1,30,A,1,2026-03-01,,,2026-03-01,\n1,30,B,1,2026-04-01,,,,\n", // only when it ended
			[]string{"3:1 variant B (from 2026-01-01) of position 10 is used always, as is variant A (until 2026-02-01) at bom.csv:2:1: their effectivities overlap"},
		},
	})
}

func TestRowsOfAProgramGivePositionsAnEffectivity(t *testing.T) {
	cat := bomtest.Van(t)
	one := config.Quantity{Amount: config.NewDecimal(1)}
	until := config.Effectivity{Until: config.NewDate(2026, 1, 1)}
	s, err := bom.NewStructure(cat, []bom.Row{{Level: 1, Position: "10", Part: "A", Quantity: one, PositionEffectivity: until}})
	require.NoError(t, err)
	x, err := s.Explode(bomtest.Order(t, cat, "VAN", "D20", "M6"), config.Point{Date: config.NewDate(2026, 1, 1)})
	require.NoError(t, err)
	assert.Zero(t, x.Len())
	assert.Len(t, slices.Collect(s.Effectivities()), 1)

	_, err = bom.NewStructure(cat, []bom.Row{{
		Level: 1, Position: "10", Part: "A", Quantity: one, PositionEffectivity: config.Effectivity{Plants: []string{"P1", "P1"}},
	}})
	require.ErrorContains(t, err, "the effectivity of the position: plant P1 is named twice")
}
