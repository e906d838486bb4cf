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
	"github.com/confspace/confspace/rules"
)

// A badStructure is a bom.csv and what is wrong with it.
type badStructure struct {
	name, csv string
	want      []string
}

func refuseStructures(t *testing.T, tests []badStructure) {
	t.Helper()
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			s, err := bom.ReadStructure(bomtest.Van(t), "bom.csv", strings.NewReader(test.csv))
			assert.True(t, s == nil || s.Catalog() == nil, "at most a structure of names")
			assert.Equal(t, test.want, bomtest.Defects(t, err))
		})
	}
}

func TestDefectsOfHeaderAndLevels(t *testing.T) {
	refuseStructures(t, []badStructure{
		{
			"empty file", "",
			[]string{"0:0 the file is empty; it needs a header row with the names of its columns"},
		},
		{
			"no rows", "level,position,part,quantity\n",
			[]string{"1:1 the structure has no rows"},
		},
		{
			"slash in a position", "level,position,part,quantity\n1,10,A,1\n2,1,B,1\n1,10/1,C,1\n",
			[]string{"4:3 the position 10/1 has a slash, which separates the positions of a path"},
		},
		{
			"name with a control character", "level,position,part,name,quantity\n1,10,A,\"Eng\x01ine\",1\n",
			[]string{"2:9 the name \"Eng\\x01ine\" has characters that cannot be printed"},
		},
		{
			"missing column", "level,position,part\n1,10,A\n",
			[]string{"1:1 column quantity is missing"},
		},
		{
			"unknown column", "level,position,part,quantity,quantitiy\n1,10,A,1,red\n",
			[]string{`1:30 unknown column "quantitiy"`},
		},
		{
			"first row not of level 1", "level,position,part,quantity\n2,10,A,1\n",
			[]string{"2:1 level 2 has no row of level 1 above it"},
		},
		{
			"levels", "level,position,part,quantity\n1,10,A,1\n3,20,B,1\n0,1,C,1\nx,1,D,1\n99,1,E,1\n",
			[]string{
				"3:1 level 3 skips a level", "4:1 level 0 is the product itself; only the first row can have it", `5:1 level "x" is not a whole number`,
				"6:1 level 99 is deeper than the limit of 64",
			},
		},
		{
			"ragged", "level,position,part,quantity\n1,10,A,1\n1,20,B\n",
			[]string{"3:1 this row has 3 cells; the header has 4"},
		},
	})
}

func TestDefectsOfARow(t *testing.T) {
	refuseStructures(t, []badStructure{
		{
			"quantities", "level,position,part,quantity\n1,10,A,0\n1,20,B,-2\n1,30,C,NaN\n1,40,D,1e5\n1,60,F,\n",
			[]string{
				"2:8 the quantity 0 must be above zero", "3:8 the quantity -2 must be above zero",
				`4:8 "NaN" is not a number: write digits with an optional decimal point, such as 12.5`,
				`5:8 "1e5" is not a number: write digits with an optional decimal point, such as 12.5`,
				"6:8 the quantity is missing",
			},
		},
		{
			"base quantities", "level,position,part,quantity,per\n1,10,A,1,3\n1,20,B,1,0\n1,30,C,1,-1\n1,40,D,0,-1\n",
			[]string{
				"3:10 the base quantity 0 must be above zero", "4:10 the base quantity -1 must be above zero",
				"5:8 the quantity 0 must be above zero",
			},
		},
		{
			"a third of a piece", "level,position,part,quantity,per\n1,10,A,1,3\n1,20,B,3,\n2,10,C,1,2\n",
			[]string{
				"2:8 one product takes 1/3 pcs of part A at 10; pieces are whole",
				"4:8 one product takes 1.5 pcs of part C at 20/10; pieces are whole",
			},
		},
		{
			"units", "level,position,part,quantity,unit\n1,10,A,1,kgg\n1,20,A,1,kg\n1,30,A,1,l\n1,40,A,1,\n",
			[]string{
				`2:10 unknown unit "kgg": did you mean kg?`, "4:10 part A is counted in l here and in kg at bom.csv:3:1",
				"5:10 part A is counted in pcs here and in kg at bom.csv:3:1",
			},
		},
		{
			"conditions", "level,position,part,quantity,usage,when\n1,10,A,1,D3O,VAN\n1,10,B,1,D20 &,VANN\n1,20,C,1,\"D20 | \"\"D2 0\"\" | D9\",\n",
			[]string{
				"2:10 unknown code D3O", "3:15 a code, a number or ( must stand here, not the end", "3:16 unknown code VANN",
				"4:17 unknown code D2 0", "4:28 unknown code D9",
			},
		},
		{
			"select", "level,position,part,quantity,select\n1,10,A,1,any\n",
			[]string{`2:10 "any" is not a way to select variants`},
		},
		{
			"effectivity", "level,position,part,quantity,from,until,plants,from_serial\n1,20,C,1,2026-02-30,,P1|P1,\n1,30,D,1,2026-02-03,2026-02-03,,x\n1,40,E,1,,,P1 P2,5\n1,50,F,1,,,\"P1/1\"\"\",\n",
			[]string{
				`2:10 from: "2026-02-30" is not a day of the calendar`, "2:22 plant P1 is named twice",
				"3:21 never in force: until 2026-02-03 is not after from 2026-02-03",
				`3:33 from_serial: "x" is not a serial number: write a whole number from 1`,
				`4:12 plant "P1 P2" contains the character ' '`, `5:13 plant "P1/1\"" contains the character '"'`,
			},
		},
		{
			"phantoms", "level,position,part,quantity,phantom\n1,10,A,1,yes\n1,20,B,1,maybe\n",
			[]string{"2:10 phantom A has no children", `3:10 "maybe" is neither yes nor no`},
		},
		{
			"codes", "level,position,part,quantity\n1,,A,1\n1,20,,1\n1,30,\x01,1\n1," + strings.Repeat("x", 1001) + ",B,1\n",
			[]string{
				"2:3 the position is missing", "3:6 the part number is missing",
				`4:6 the part number "\x01" has characters that cannot be printed`, "5:3 the position is longer than 1000 bytes",
			},
		},
	})
}

func TestDefectsBetweenRows(t *testing.T) {
	refuseStructures(t, []badStructure{
		{
			"position said twice", "level,position,part,quantity,usage,when,select\n1,20,C,1,D20,VAN,all\n1,20,D,1,D30,PICKUP,one\n",
			[]string{
				"3:14 position 20 has the condition PICKUP here and VAN at bom.csv:2:1",
				"3:21 position 20 selects one here and all at bom.csv:2:1",
			},
		},
		{
			"overlapping usage", "level,position,part,quantity,usage\n1,10,A,1,D20 | D30\n1,10,B,1,D20|D30\n1,20,A,1,\n1,20,B,1,\n",
			[]string{
				"3:10 variant B of position 10 is used under D20 | D30, as is variant A at bom.csv:2:1",
				"5:10 variant B of position 20 is used always, as is variant A at bom.csv:4:1",
			},
		},
		{
			"the same part twice where all are taken", "level,position,select,part,quantity,usage\n1,10,all,A,1,D20\n1,10,,A,1,D20\n1,20,all,C,1,\n1,20,,B,1,\n",
			[]string{"3:11 variant A of position 10 is used under D20, as is the same part at bom.csv:2:1"},
		},
		{
			"overlapping effectivity", "level,position,part,quantity,from,until\n1,10,A,1,2026-01-01,2026-07-01\n1,10,B,1,2026-06-01,\n1,10,C,1,,2026-01-01\n",
			[]string{"3:1 variant B (from 2026-06-01) of position 10 is used always, as is variant A (from 2026-01-01 until 2026-07-01) at bom.csv:2:1: their effectivities overlap"},
		},
		{
			"names", "level,position,part,name,quantity\n1,10,A,,1\n1,20,A,Bolt,1\n1,30,A,Screw,1\n",
			[]string{`4:8 part A is named "Screw" here and "Bolt" at bom.csv:3:1`},
		},
		{
			"two structures", "level,position,part,quantity\n1,10,A,1\n2,10,B,1\n1,20,A,1\n2,10,B,2\n1,30,A,1\n2,10,B,1\n2,20,C,1\n1,40,A,1\n2,10,B,1\n",
			[]string{
				"4:6 part A has another structure at bom.csv:2:1: position 10 differs at bom.csv:5:1",
				"6:6 part A has another structure at bom.csv:2:1: position 20 is missing there",
			},
		},
		{
			"cycles", "level,position,part,quantity\n1,10,A,1\n2,10,A,1\n1,20,B,1\n2,10,C,1\n3,10,B,1\n",
			[]string{"3:6 part A is below itself: A > A", "5:6 part B is below itself: B > C > B"},
		},
		{
			"too many levels once unfolded", chain(70),
			[]string{"127:6 the structure unfolds to more than 64 levels"},
		},
	})
}

// chain is a structure where each part refers to the next one, given later.
func chain(n int) string {
	var b strings.Builder
	b.WriteString("level,position,part,quantity\n")
	for i := range n {
		fmt.Fprintf(&b, "1,%d,P%d,1\n2,10,P%d,1\n", i, i, i+1)
	}
	return b.String()
}

// doubling is a structure where each part takes the next one at two positions.
func doubling(n int) string {
	var b strings.Builder
	b.WriteString("level,position,part,quantity\n1,10,P0,1\n")
	for i := range n {
		fmt.Fprintf(&b, "2,10,P%d,1\n2,20,P%d,1\n1,%d,P%d,1\n", i+1, i+1, i+20, i+1)
	}
	return strings.TrimSuffix(b.String(), fmt.Sprintf("1,%d,P%d,1\n", n+19, n))
}

func TestFilesThatAreNoText(t *testing.T) {
	for name, text := range map[string]string{
		"invalid UTF-8": "level,position,part,quantity\n1,10,\xff,1\n",
		"NUL":           "level,position,part,quantity\n1,10,\x00,1\n",
	} {
		_, err := source.Read("bom.csv", strings.NewReader(text))
		require.ErrorContains(t, err, "bom.csv:2:6", name)
	}
	s := bomtest.Structure(t, bomtest.Van(t), "\ufefflevel,position,part,quantity\r\n1,10,A,1\r\n\r\n1,20,B,2\r\n")
	assert.Equal(t, 2, s.NumPositions(), "byte order mark and CRLF")
}

func TestRowsOfAProgramAreCheckedLikeAFile(t *testing.T) {
	cat := bomtest.Van(t)
	kilogram, err := config.ParseUnit("kg")
	require.NoError(t, err)
	_, err = bom.NewStructure(cat, []bom.Row{
		{Level: 1, Position: "10", Part: "A", Quantity: config.Quantity{Amount: config.NewDecimal(1)}},
		{Level: 1, Position: "20", Part: "A", Quantity: config.Quantity{Amount: config.NewDecimal(1), Unit: kilogram}, Select: 9},
		{Level: 3, Position: "10"},
	})
	require.ErrorContains(t, err, "level 3 skips a level")
	require.ErrorContains(t, err, "the part number is missing")
	require.ErrorContains(t, err, "9 is not a way to select variants")

	one := config.NewDecimal(1)
	_, err = bom.NewStructure(cat, []bom.Row{
		{Level: 1, Position: "10", Part: "A", Quantity: config.Quantity{Amount: one}},
		{Level: 1, Position: "20", Part: "A", Quantity: config.Quantity{Amount: one, Unit: kilogram}},
	})
	require.ErrorContains(t, err, "row 2: part A is counted in kg here and in pcs at row 1\n", "no place is known")

	other, err := rules.Parse(bomtest.Van(t), "D20")
	require.NoError(t, err)
	assert.PanicsWithValue(t, "bom: a row's condition is bound to another catalog", func() {
		_, _ = bom.NewStructure(cat, []bom.Row{{Usage: other}})
	})
}

func TestOpenSelectionIsRefused(t *testing.T) {
	cat := bomtest.Van(t)
	s := bomtest.Structure(t, cat, "level,position,part,quantity\n1,10,A,1\n")
	sel, err := config.Order{Options: []string{"VAN"}, Without: []string{"PICKUP"}, Partial: true}.Bind(cat)
	require.NoError(t, err)
	_, err = s.Explode(sel, config.Point{})
	require.ErrorIs(t, err, bom.ErrPartial)
	require.EqualError(t, err, "the order is not complete: 7 of 9 options are open, the first is D20")
	assert.Panics(t, func() { _, _ = s.Explode(bomtest.Van(t).NewSelection(), config.Point{}) })
}
