package bom_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/confspace/confspace/bom"
	"github.com/confspace/confspace/bom/internal/bomtest"
	"github.com/confspace/confspace/config"
)

// ownUnits is a catalog of one option, A, with units of its own.
func ownUnits(t testing.TB) *config.Catalog {
	cat, err := config.ReadCatalog("options.yaml", strings.NewReader("product: p\nunits: {CTN: 12 pcs, Stk: pcs, drum: 200 l, half: 1/2 pcs}\nfamilies:\n  - {family: f, options: [A]}\n"))
	require.NoError(t, err)
	return cat
}

func TestUnitsOfTheCatalog(t *testing.T) {
	cat := ownUnits(t)
	s := bomtest.Structure(t, cat, "level,position,part,quantity,per,unit\n"+
		"1,10,BOLT,0.5,,CTN\n1,20,BOLT,1,3,CTN\n1,30,BOLT,2,,Stk\n1,40,OIL,1,40,drum\n1,50,OIL,1/3,,l\n1,60,CLIP,4,,half\n1,70,NUT,1,,CTN\n1,80,SET,1,,SET\n")
	x, err := s.Explode(bomtest.Order(t, cat, "A"), config.Point{})
	require.NoError(t, err)
	assert.Equal(t, []string{
		"10 BOLT 0.5 CTN", "20 BOLT 1/3 CTN", "30 BOLT 2 pcs", "40 OIL 0.025 drum", "50 OIL 1/3 l", "60 CLIP 4 half", "70 NUT 1 CTN", "80 SET 1 pcs",
	}, bomtest.Show(x))
	var totals []string
	for _, p := range x.Flat() {
		totals = append(totals, p.Part+" "+p.Quantity.String())
	}
	assert.Equal(t, []string{"BOLT 12 pcs", "OIL 16/3 l", "CLIP 4 half", "NUT 1 CTN", "SET 1 pcs"}, totals)
	text, err := x.AppendJSON(nil)
	require.NoError(t, err)
	assert.Contains(t, string(text), `"quantity":"16/3","unit":"l"`)
}

func TestUnitsThatTheCatalogDoesNotDeclare(t *testing.T) {
	const text = "level,position,part,quantity,unit\n1,10,A,1,CTM\n1,20,B,0.3,CTN\n1,30,C,1,half\n1,40,D,1/3,half\n1,50,E,1/0,\n"
	_, err := bom.ReadStructure(ownUnits(t), "bom.csv", strings.NewReader(text))
	assert.Equal(t, []string{
		`2:10 unknown unit "CTM": did you mean CTN?`, "3:8 the quantity 0.3 CTN is a fraction of a piece; pieces are whole",
		"4:8 the quantity 1 half is a fraction of a piece; pieces are whole", "5:8 the quantity 1/3 half is a fraction of a piece; pieces are whole",
		`6:8 "1/0": division by zero`,
	}, bomtest.Defects(t, err))
	_, err = bom.ReadStructure(nil, "bom.csv", strings.NewReader(text))
	assert.Equal(t, []string{`6:8 "1/0": division by zero`}, bomtest.Defects(t, err), "a catalog may declare the units")
}

func TestAUnitInTheColumnOfTheQuantity(t *testing.T) {
	for _, quantity := range []string{"2 kg", "2 CTN"} {
		_, err := bom.ReadStructure(ownUnits(t), "bom.csv", strings.NewReader("level,position,part,quantity\n1,10,A,"+quantity+"\n"))
		require.ErrorContains(t, err, "the unit stands in the column unit")
	}
}

// "1 per 3" is a quantity, and what is whole prints whole.
func TestThirds(t *testing.T) {
	cat := ownUnits(t)
	s := bomtest.Structure(t, cat, "level,position,part,quantity,per,unit\n1,10,SEAT,3,,\n2,10,RAIL,1,3,\n2,20,GLUE,1,3,kg\n1,20,GLUE,2,3,kg\n1,30,GLUE,1,7,kg\n")
	x, err := s.Explode(bomtest.Order(t, cat, "A"), config.Point{})
	require.NoError(t, err)
	assert.Equal(t, []string{"10 SEAT 3 pcs", "10/10 RAIL 1 pcs", "10/20 GLUE 1 kg", "20 GLUE 2/3 kg", "30 GLUE 1/7 kg"}, bomtest.Show(x))
	assert.Equal(t, "38/21 kg", x.Flat()[2].Quantity.String())
	assert.Equal(t, "1/3 pcs", x.Structure().Item(x.IDs()[1]).Quantity.String())
}

// Fractions without a common denominator of a size are refused: their sum would
// grow with each.
func TestFractionsOfManyDenominators(t *testing.T) {
	var csv strings.Builder
	csv.WriteString("level,position,part,quantity,unit\n")
	for i, p := range []int{3, 7, 11, 13, 17, 19, 23, 29} {
		fmt.Fprintf(&csv, "1,%d,GLUE,1/%d%s,kg\n", i, p, strings.Repeat("0", 20)+"1")
	}
	_, err := bom.ReadStructure(ownUnits(t), "bom.csv", strings.NewReader(csv.String()))
	require.ErrorContains(t, err, "the fractions of part GLUE have no common denominator of at most 512 bits")
}
