package bom_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/confspace/confspace/bom"
	"github.com/confspace/confspace/bom/internal/bomtest"
	"github.com/confspace/confspace/config"
)

// The tests of this file are named after faults of real ERP systems.

func TestTrapSubAssemblyQuantitiesMultiplied(t *testing.T) {
	cat := bomtest.Van(t)
	s := bomtest.Structure(t, cat, `level,position,part,quantity,unit
1,10,AXLE,2,
2,10,HUB,2,
3,10,STUD,5,
3,20,GREASE,0.25,kg
`)
	x, err := s.Explode(bomtest.Order(t, cat, "VAN", "D20", "M6"), config.Point{})
	require.NoError(t, err)
	assert.Equal(t, []string{"10 AXLE 2 pcs", "10/10 HUB 4 pcs", "10/10/10 STUD 20 pcs", "10/10/20 GREASE 1 kg"}, bomtest.Show(x))
}

func TestTrapBatchSizeDivided(t *testing.T) {
	cat := bomtest.Van(t)
	s := bomtest.Structure(t, cat, `level,position,part,quantity,per,unit
1,10,PANEL,4,,pcs
2,10,PAINT,3,100,l
`)
	x, err := s.Explode(bomtest.Order(t, cat, "VAN", "D20", "M6"), config.Point{})
	require.NoError(t, err)
	assert.Equal(t, []string{"10 PANEL 4 pcs", "10/10 PAINT 0.12 l"}, bomtest.Show(x))
}

func TestTrapUnitsNormalisedWhenGrouping(t *testing.T) {
	cat := bomtest.Van(t)
	s := bomtest.Structure(t, cat, `level,position,part,quantity,unit
1,10,SEALANT,1.5,kg
1,20,SEALANT,250,g
1,30,SEALANT,0.001,t
`)
	x, err := s.Explode(bomtest.Order(t, cat, "VAN", "D20", "M6"), config.Point{})
	require.NoError(t, err)
	assert.Equal(t, []string{"SEALANT 2750 g"}, bomtest.Totals(x))
}

func TestTrapUnitOfSharedAssemblyNormalised(t *testing.T) {
	cat := bomtest.Van(t)
	s := bomtest.Structure(t, cat, `level,position,part,quantity,unit
1,10,MIX,2,kg
2,10,RESIN,0.3,l
1,20,MIX,500,g
`)
	x, err := s.Explode(bomtest.Order(t, cat, "VAN", "D20", "M6"), config.Point{})
	require.NoError(t, err)
	assert.Equal(t, []string{"10 MIX 2 kg", "10/10 RESIN 0.6 l", "20 MIX 500 g", "20/10 RESIN 0.15 l"}, bomtest.Show(x))
	assert.Equal(t, []string{"MIX 2500 g", "RESIN 0.75 l"}, bomtest.Totals(x))
}

func TestTrapEffectivityOfTheOrderNotOfNow(t *testing.T) {
	cat := bomtest.Van(t)
	s := bomtest.Structure(t, cat, `level,position,part,quantity,from,until
1,10,OLD,1,,2001-01-01
1,10,NEW,1,2001-01-01,2999-01-01
1,10,FUTURE,1,2999-01-01,
`)
	for _, test := range []struct {
		date config.Date
		part string
	}{
		{config.NewDate(2000, 12, 31), "OLD"},
		{config.NewDate(2001, 1, 1), "NEW"},
		{config.NewDate(2998, 12, 31), "NEW"},
		{config.NewDate(2999, 1, 1), "FUTURE"},
	} {
		x, err := s.Explode(bomtest.Order(t, cat, "VAN", "D20", "M6"), config.Point{Date: test.date})
		require.NoError(t, err)
		assert.Equal(t, []string{"10 " + test.part + " 1 pcs"}, bomtest.Show(x), test.date)
	}
	_, err := s.Explode(bomtest.Order(t, cat, "VAN", "D20", "M6"), config.Point{})
	require.ErrorContains(t, err, "depends on the date, and the order gives none")
	require.Len(t, err, 1, "one position, one error")
}

func TestTrapCycleInStructureIsReported(t *testing.T) {
	_, err := bom.ReadStructure(bomtest.Van(t), "bom.csv", strings.NewReader(`level,position,part,quantity
1,10,A,1
2,10,B,1
3,10,C,1
4,10,A,1
`))
	require.ErrorContains(t, err, "part A is below itself: A > B > C > A")
	require.ErrorContains(t, err, "bom.csv:3:")
}

func TestTrapAllAttributesMustMatchNotAny(t *testing.T) {
	cat := bomtest.Van(t)
	s := bomtest.Structure(t, cat, `level,position,part,quantity,usage
1,10,BOTH,1,D30 & A8
1,10,ENGINE,1,D30 & !A8
1,10,OTHER,1,!D30
`)
	for part, codes := range map[string][]string{
		"BOTH": {"VAN", "D30", "A8"}, "ENGINE": {"VAN", "D30", "M6"}, "OTHER": {"VAN", "D20", "A8"},
	} {
		x, err := s.Explode(bomtest.Order(t, cat, codes...), config.Point{})
		require.NoError(t, err)
		assert.Equal(t, []string{"10 " + part + " 1 pcs"}, bomtest.Show(x))
	}
}
