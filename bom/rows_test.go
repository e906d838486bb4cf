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
	"github.com/confspace/confspace/config/source"
)

func TestLevelZeroIsTheProduct(t *testing.T) {
	cat := bomtest.Van(t)
	for _, first := range []string{"0,,VAN-7,Van,1,", "0,0,VAN-7,Van,,pcs", "0,10,VAN-7,Van,1.0,EA"} {
		if strings.HasSuffix(first, "EA") {
			if _, err := config.ParseUnit("EA"); err != nil {
				continue
			}
		}
		s := bomtest.Structure(t, cat, "level,position,part,name,quantity,unit\n"+first+"\n1,10,AXLE,Axle,2,\n2,10,HUB,Hub,2,\n")
		part, name := s.Product()
		assert.Equal(t, "VAN-7 Van", part+" "+name)
		x, err := s.Explode(bomtest.Order(t, cat, "VAN", "D20", "M6"), config.Point{})
		require.NoError(t, err)
		assert.Equal(t, []string{"10 AXLE 2 pcs", "10/10 HUB 4 pcs"}, bomtest.Show(x))
		assert.Equal(t, 2, s.NumParts())
	}
	part, name := bomtest.Structure(t, cat, "level,position,part,quantity\n1,10,A,1\n").Product()
	assert.Equal(t, " ", part+" "+name)

	refuseStructures(t, []badStructure{
		{
			"two products", "level,position,part,quantity\n0,,VAN-7,1\n1,10,A,1\n0,,VAN-8,1\n1,10,B,1\n",
			[]string{"4:1 level 0 is the product itself; only the first row can have it"},
		},
		{
			"the product is taken twice", "level,position,part,quantity,station,usage\n0,,VAN-7,2,S1,D20\n1,10,VAN-7,1,,\n",
			[]string{
				"2:10 the quantity of the product itself must be 1", "2:12 the product itself has no station",
				"2:15 the product itself has no condition", "3:6 part VAN-7 is the product itself",
			},
		},
		{
			"nothing but the product", "level,position,part,quantity\n0,,VAN-7,1\n",
			[]string{"1:1 the structure has no rows"},
		},
		{
			"below zero", "level,position,part,quantity\n-1,10,A,1\n",
			[]string{"2:1 level -1 is below 0"},
		},
	})
}

func TestPiecesAreWhole(t *testing.T) {
	refuseStructures(t, []badStructure{
		{
			"a fraction of a screw", "level,position,part,quantity,unit\n1,10,SCREW,0.3,pcs\n1,20,BOLT,1.5,\n1,30,NUT,2.0,pcs\n",
			[]string{
				"2:12 the quantity 0.3 pcs is a fraction of a piece; pieces are whole",
				"3:11 the quantity 1.5 is a fraction of a piece; pieces are whole",
			},
		},
		{
			"by the base quantity", "level,position,part,quantity,per\n1,10,AXLE,2,\n2,10,PIN,1,2\n2,20,CLIP,1,4\n1,20,AXLE,1,\n",
			[]string{
				"3:10 one product takes 0.5 pcs of part PIN at 20/10; pieces are whole",
				"4:11 one product takes 0.5 pcs of part CLIP at 10/20; pieces are whole",
			},
		},
		{
			"below what is weighed", "level,position,part,quantity,unit\n1,10,MIX,0.5,kg\n2,10,BEAD,3,pcs\n",
			[]string{"3:11 one product takes 1.5 pcs of part BEAD at 10/10; pieces are whole"},
		},
	})
	cat := bomtest.Van(t)
	s := bomtest.Structure(t, cat, "level,position,part,quantity,per,unit\n1,10,PANEL,4,,\n2,10,PIN,3,2,\n2,20,PAINT,0.3,,l\n")
	x, err := s.Explode(bomtest.Order(t, cat, "VAN", "D20", "M6"), config.Point{})
	require.NoError(t, err)
	assert.Equal(t, []string{"10 PANEL 4 pcs", "10/10 PIN 6 pcs", "10/20 PAINT 1.2 l"}, bomtest.Show(x))
}

func TestTwoEqualPartsNeedTwoPositions(t *testing.T) {
	for _, sel := range []string{"one", "optional", "all", "some"} {
		_, err := bom.ReadStructure(bomtest.Van(t), "bom.csv", strings.NewReader("level,position,select,part,quantity\n1,10,"+sel+",A,1\n1,10,,A,1\n"))
		require.ErrorContains(t, err, "variant A of position 10 is used always, as is the same part at bom.csv:2:1")
		require.ErrorContains(t, err, "a part that is built in a second time needs a position of its own; else delete the row")
	}
}

func TestOneCauseIsOneDefect(t *testing.T) {
	var eleven, copied, misread strings.Builder
	eleven.WriteString("level,position,part,name,quantity,unit\n1,1,OIL,Öl,1,kg\n")
	copied.WriteString("level,position,part,quantity\n")
	misread.WriteString("level,position,part,quantity,usage,when\n")
	for i := range 10 {
		fmt.Fprintf(&eleven, "1,%d,OIL,Oil,1,l\n", i+2)
		fmt.Fprintf(&copied, "1,10,P%d,1\n", i)
		fmt.Fprintf(&misread, "1,10,P%d,1,D20,%s\n", i, []string{"D20", "D30", "E"}[i%3])
	}
	refuseStructures(t, []badStructure{
		{
			"the majority is right", eleven.String(),
			[]string{`2:9 part OIL is named "Öl" here and "Oil" at bom.csv:3:1`, "2:14 part OIL is counted in kg here and in l at bom.csv:3:1"},
		},
		{
			"a position code copied down", copied.String(),
			[]string{"3:1 variant P1 of position 10 is used always (and in 8 more rows), as is variant P0 at bom.csv:2:1"},
		},
		{
			"conditions in the wrong column", misread.String(),
			[]string{
				"3:11 variant P1 of position 10 is used under D20 (and in 8 more rows), as is variant P0 at bom.csv:2:1",
				"3:15 position 10 has the condition D30 here (and in 5 more rows) and D20 at bom.csv:2:1",
			},
		},
		{
			"bad cells hide no others", "level,position,part,name,quantity,unit,usage\n1,10,A,Axle,x,kg,D2O\n1,20,A,Axis,1,l,\n3,10,B,,1,,\n4,10,C,,-1,,\n2,10,D,,0,,\n",
			[]string{
				`2:13 "x" is not a number: write digits with an optional decimal point, such as 12.5`, "2:18 unknown code D2O",
				`3:8 part A is named "Axis" here and "Axle" at bom.csv:2:1`, "4:1 level 3 skips a level",
				"5:9 the quantity -1 must be above zero", "6:9 the quantity 0 must be above zero",
			},
		},
		{
			"orphans are not accused", "level,position,part,quantity,phantom\n1,10,A,1,yes\nx,10,B,1,\n2,10,C,1,\n2,10,C,1,\n1,20,D,1,\n1,20,D,1,\n",
			[]string{`3:1 level "x" is not a whole number`, "7:1 variant D of position 20 is used always, as is the same part at bom.csv:6:1"},
		},
	})
}

func TestDefectsOfTheHeader(t *testing.T) {
	refuseStructures(t, []badStructure{
		{
			"capitals", "Level,Position,Part,Quantity,From Serial,until-serial\n1,10,A,1,5,6\n",
			[]string{"1:1 column names are lower case, without spaces: level, not Level"},
		},
		{
			"a lost header", "1,10,A,2\n1,20,B,1\n1,30,C,1\n",
			[]string{"1:1 the header row is missing: no cell of this row is the name of a column"},
		},
		{
			"a misspelled column is read", "level,position,part,quantitiy\n1,10,A,-1\n",
			[]string{`1:21 unknown column "quantitiy"`, "2:8 the quantity -1 must be above zero"},
		},
		{
			"a missing column is told once", "level,part,quantity,colour\n1,A,-1,\n1,A,1,red\n",
			[]string{"1:1 column position is missing", `1:21 unknown column "colour"`, "2:5 the quantity -1 must be above zero"},
		},
	})
	_, err := bom.ReadStructure(bomtest.Van(t), "bom.csv", strings.NewReader("level,position,part,quantity,quantitiy\n1,10,A,1,2\n"))
	require.NotContains(t, err.Error(), "did you mean quantity?", "it is there")
	require.ErrorContains(t, err, "write (quantitiy) for a column that is not to be read")
	_, err = bom.ReadStructure(bomtest.Van(t), "bom.csv", strings.NewReader("Level,Position,Part,Quantity\n1,10,A,1\n"))
	require.ErrorContains(t, err, "3 more places follow from it")

	cat := bomtest.Van(t)
	s := bomtest.Structure(t, cat, "level,(drawing),position,part,quantity,(note: shop)\n1,\"no, code\",10,A,1,x\n")
	assert.Equal(t, 1, s.NumItems())
}

func TestMessagesOfAProgramsRowsNamePositionAndPart(t *testing.T) {
	cat := bomtest.Van(t)
	amount := func(n int64) config.Quantity { return config.Quantity{Amount: config.NewDecimal(n)} }
	_, err := bom.NewStructure(cat, []bom.Row{
		{Level: 0, Part: "VAN-7"},
		{Level: 1, Position: "10", Part: "A", Quantity: amount(1)},
		{Level: 1, Position: "20", Part: "B", Quantity: amount(-1)},
		{Level: 1, Position: "30", Quantity: amount(1)},
		{Level: 1, Position: "10", Part: "C", Quantity: amount(1)},
	})
	var defects source.Defects
	require.ErrorAs(t, err, &defects)
	var got []string
	for _, d := range defects {
		got = append(got, d.Msg)
	}
	assert.ElementsMatch(t, []string{
		"row 3: position 20, part B: the quantity -1 must be above zero",
		"row 4: position 30: the part number is missing",
		"row 5: variant C of position 10 is used always, as is variant A at row 2",
	}, got)

	s, err := bom.NewStructure(cat, []bom.Row{{Level: 1, Position: "10", Part: "A", Quantity: amount(1), Station: "S2"}})
	require.NoError(t, err)
	assert.Equal(t, "position 10, part A: line has no station S2", s.StationDefect(0, "line has no station S2", "").Msg)
}

func TestNilIsRefusedInWords(t *testing.T) {
	cat := bomtest.Van(t)
	s := bomtest.Structure(t, cat, "level,position,part,quantity\n1,10,A,1\n")
	sel := bomtest.Order(t, cat, "VAN", "D20", "M6")
	for name, call := range map[string]func(){
		"NewStructure":              func() { _, _ = bom.NewStructure(nil, nil) },
		"Explode":                   func() { _, _ = s.Explode(nil, config.Point{}) },
		"ExplodeTo":                 func() { _ = s.ExplodeTo(nil, sel, config.Point{}) },
		"Explode of the zero value": func() { _, _ = new(bom.Structure).Explode(sel, config.Point{}) },
	} {
		t.Run(name, func(t *testing.T) {
			defer func() {
				text, ok := recover().(string)
				require.True(t, ok, "a panic in words")
				assert.True(t, strings.HasPrefix(text, "bom: "), text)
			}()
			call()
		})
	}
}

func TestReadStructureNeedsNoCatalog(t *testing.T) {
	good := "level,position,part,quantity,usage,when\n1,10,A,1,NOSUCH,\n1,10,B,1,!NOSUCH,\n1,10,C,1,,\n1,20,D,1,,X > 3\n1,20,E,1,,Y\n1,30,F,1,,\n2,10,G,1,X,\n1,40,F,1,,\n2,10,G,1,Y,\n"
	s, err := bom.ReadStructure(nil, "bom.csv", strings.NewReader(good))
	require.NoError(t, err)
	assert.Nil(t, s.Catalog())
	assert.Len(t, s.ItemsAt("40/10"), 1)
	bad := "level,position,part,quantity,usage\n1,10,A,-1,A &\n2,10,A,1,\"(\"\"B\"\"\"\n3,x/y,C,0.5,\n"
	s, err = bom.ReadStructure(nil, "bom.csv", strings.NewReader(bad))
	assert.Nil(t, s, "it has no end")
	assert.Equal(t, []string{
		"2:8 the quantity -1 must be above zero", "2:14 a code, a number or ( must stand here, not the end",
		"3:6 part A is below itself: A > A", "3:17 ) must stand here, not the end", "4:3 the position x/y has a slash, which separates the positions of a path",
		"4:9 the quantity 0.5 is a fraction of a piece; pieces are whole",
	}, bomtest.Defects(t, err))
}
