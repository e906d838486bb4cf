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

func TestEveryPositionAtFaultIsReportedOnceInDocumentOrder(t *testing.T) {
	cat := bomtest.Van(t)
	s := bomtest.Structure(t, cat, `level,position,select,when,part,quantity,usage,from,plants
1,10,all,,A,1,,2026-01-01,
2,10,,,B,1,TOW,,
1,10,,,C,1,,2026-02-01,
1,10,,,D,1,,,
2,20,,,E,1,SPORT,,
1,20,,,F,1,D30,,P1
1,20,,,G,1,D20 | D30,,P2
1,30,,TOW,H,1,SPORT,,
1,40,optional,,I,1,VAN,,
1,40,,,J,1,D30,,
`)
	_, err := s.Explode(bomtest.Order(t, cat, "VAN", "D30", "M6"), config.Point{})
	var failed bom.PositionErrors
	require.ErrorAs(t, err, &failed)
	var got []string
	for _, e := range failed {
		got = append(got, e.Path+" "+strings.SplitN(e.Error(), ": ", 3)[2])
	}
	assert.Len(t, got, 4)
	assert.Contains(t, got[0], "10 the effectivity of a variant depends on the date, and the order gives none")
	assert.Contains(t, got[1], "10/20 no variant matches; this position needs exactly one")
	assert.Contains(t, got[2], "20 the effectivity of a variant depends on the plant, and the order gives none")
	assert.Contains(t, got[3], "40 2 variants match; this position takes at most one")
	assert.Equal(t, []string{"VAN", "D30"}, failed[3].Takes)
	assert.Equal(t, 2, failed[3].NumMatches())

	x, err := s.Explode(bomtest.Order(t, cat, "PICKUP", "D30", "M6", "SPORT", "TOW"), config.Point{Date: config.NewDate(2026, 1, 1), Plant: "P1"})
	require.NoError(t, err)
	assert.Equal(t, []string{
		"10 A 1 pcs", "10/10 B 1 pcs", "10 D 1 pcs", "10/20 E 1 pcs", "20 F 1 pcs", "30 H 1 pcs", "40 J 1 pcs",
	}, bomtest.Show(x))
	assert.True(t, x.Has(x.IDs()[3]))
	assert.False(t, x.Has(bom.NoItem))
	assert.Equal(t, "P1", x.AsOf().Plant)
}

func TestSharedStructures(t *testing.T) {
	cat := bomtest.Van(t)
	for _, test := range []struct{ name, csv string }{
		{"given first", "1,10,A,2,,\n2,10,B,3,,D20\n2,10,C,4,,!D20\n1,20,A,5,,\n"},
		{"given last", "1,10,A,2,,\n1,20,A,5,,\n2,10,B,3,,D20\n2,10,C,4,,!D20\n"},
		{"given twice", "1,10,A,2,,\n2,10,B,3,,D20\n2,10,C,4,,!D20\n1,20,A,5,,\n2,10,B,3,one,D20\n2,10,C,4,one,!(D20)\n"},
	} {
		t.Run(test.name, func(t *testing.T) {
			s := bomtest.Structure(t, cat, "level,position,part,quantity,select,usage\n"+test.csv)
			assert.Equal(t, 3, s.NumPositions())
			assert.Equal(t, 4, s.NumVariants())
			assert.Equal(t, 6, s.NumItems())
			assert.Equal(t, 3, s.NumParts())
			assert.Equal(t, 2, s.Levels())
			x, err := s.Explode(bomtest.Order(t, cat, "VAN", "D20", "M6"), config.Point{})
			require.NoError(t, err)
			assert.Equal(t, []string{"10 A 2 pcs", "10/10 B 6 pcs", "20 A 5 pcs", "20/10 B 15 pcs"}, bomtest.Show(x))
			assert.Equal(t, []string{"A 7 pcs", "B 21 pcs"}, bomtest.Totals(x))
		})
	}
}

func TestPhantomsPassTheirChildrenThrough(t *testing.T) {
	cat := bomtest.Van(t)
	s := bomtest.Structure(t, cat, `level,position,part,quantity,phantom
1,10,KIT,2,yes
2,10,SCREW,4,
2,20,INNER,3,yes
3,10,SCREW,1,
`)
	x, err := s.Explode(bomtest.Order(t, cat, "VAN", "D20", "M6"), config.Point{})
	require.NoError(t, err)
	assert.Equal(t, []string{"10 KIT 2 pcs", "10/10 SCREW 8 pcs", "10/20 INNER 6 pcs", "10/20/10 SCREW 6 pcs"}, bomtest.Show(x))
	assert.Equal(t, []string{"SCREW 14 pcs"}, bomtest.Totals(x))
}

func TestPathsAreBounded(t *testing.T) {
	var csv strings.Builder
	csv.WriteString("level,position,part,quantity\n")
	for level := range 8 {
		csv.WriteString(strings.Join([]string{string(rune('1' + level)), strings.Repeat("x", 180), string(rune('A' + level)), "1\n"}, ","))
	}
	_, err := bom.ReadStructure(bomtest.Van(t), "bom.csv", strings.NewReader(csv.String()))
	require.ErrorContains(t, err, "bom.csv:7:184: the path xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx... is longer than 1024 bytes")
}
