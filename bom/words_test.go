package bom_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/confspace/confspace/bom"
	"github.com/confspace/confspace/bom/internal/bomtest"
	"github.com/confspace/confspace/config"
	"github.com/confspace/confspace/config/configtest/property"
	"github.com/confspace/confspace/config/source"
)

// rows writes a header and rows of an own position and part each.
func rows(header, format string, values ...string) string {
	var b strings.Builder
	b.WriteString(header + "\n")
	for i, v := range values {
		fmt.Fprintf(&b, format+"\n", i, v)
	}
	return b.String()
}

func TestAWrongHeaderIsOneDefect(t *testing.T) {
	var units, dates, names []string
	for i := range 12 {
		units = append(units, fmt.Sprintf("X%d", i))
		dates = append(dates, "31.12.2026")
		names = append(names, fmt.Sprintf("N%d", i))
	}
	var renamed strings.Builder
	renamed.WriteString("level,position,part,name,quantity\n")
	for _, of := range []string{"1", "2"} {
		for _, n := range names {
			renamed.WriteString(fmt.Sprintf("1,%s%s,%s,P%s%s,1\n", of, n, n, of, n))
		}
	}
	refuseStructures(t, []badStructure{
		{
			"unit and usage", rows("level,position,part,quantity,usage,unit", "1,%d,A,1,pcs,%s", "D20", "D30", "VAN"),
			[]string{"1:30 the columns unit and usage have each other's name"},
		},
		{
			"unit and usage, and a quantity", rows("level,position,part,quantity,usage,unit", "1,%d,A,-1,pcs,%s", "D20", "D30", "VAN"),
			[]string{"1:30 the columns unit and usage have each other's name", "2:7 the quantity -1 must be above zero", "3:7 the quantity -1 must be above zero", "4:7 the quantity -1 must be above zero"},
		},
		{
			"level and position", rows("position,level,part,quantity", "1,%[2]s.%[1]d,A,1", "10", "10", "20"),
			[]string{"1:1 the columns level and position have each other's name"},
		},
		{
			"part and name", renamed.String(),
			[]string{`1:21 most parts have several names, such as: part N0 is named "P2N0" at bom.csv:14:1 and "P1N0" at bom.csv:2:1`},
		},
		{
			"something else in the unit", rows("level,position,part,quantity,unit", "1,%d,A1,1,%s", units...),
			[]string{`1:30 column unit holds something else: 12 of its 12 cells do not fit it, such as "X0"`},
		},
		{
			"an empty column", rows("level,position,part,quantity", "1,%d,A%s,", "", "", ""),
			[]string{"1:21 column quantity is empty"},
		},
		{
			"two are fewer than a column", rows("level,position,part,quantity,usage,unit", "1,%d,A,1,pcs,%s", "D20", "D30"),
			[]string{
				"2:9 unknown code pcs",
				`2:13 unknown unit "D20": known are pcs mg g kg t oz lb mm cm dm m km in ft yd m2 ml cl l m3 s min h W kW Wh kWh N kN Nm V A bar km/h g/km %, and currencies by their ISO 4217 code`,
				`3:13 unknown unit "D30": known are pcs mg g kg t oz lb mm cm dm m km in ft yd m2 ml cl l m3 s min h W kW Wh kWh N kN Nm V A bar km/h g/km %, and currencies by their ISO 4217 code`,
			},
		},
		{
			"levels from 0", rows("level,position,part,quantity,station", "0,%d,A%s,1,S1", "0", "1", "2"),
			[]string{"2:10 the product itself has no station", "3:1 level 0 is the product itself; only the first row can have it"},
		},
		{
			"short names", "pos,part,qty\n10,A,1\n",
			[]string{"1:1 column level is missing", `1:1 unknown column "pos"`, `1:10 unknown column "qty"`},
		},
		{
			"the same text in many rows", rows("level,position,part,quantity,from", "1,%d,A,1,%s", dates...),
			[]string{`2:9 from: "31.12.2026" is not a date: write year-month-day, such as 2026-11-02`},
		},
	})
	_, err := bom.ReadStructure(bomtest.Van(t), "bom.csv", strings.NewReader(rows("level,position,part,quantity,usage,unit", "1,%d,A,1,pcs,%s", "D20", "D30", "VAN")))
	require.ErrorContains(t, err, "exchange the two names in the header\n    3 more places follow from it")
}

func TestTheSameWrongCellIsOneDefect(t *testing.T) {
	for _, test := range []struct{ column, text, want string }{
		{"level", "one", `2:1 level "one" is not a whole number`},
		{"quantity", "1 x", `2:6 "1 x" is not a number: write digits with an optional decimal point, such as 12.5`},
		{"per", "0", "2:8 the base quantity 0 must be above zero"},
		{"unit", "pcz", `2:8 unknown unit "pcz": did you mean pcs?`},
		{"select", "opt", `2:8 "opt" is not a way to select variants`},
		{"phantom", "ja", `2:8 "ja" is neither yes nor no`},
		{"until_serial", "x", `2:8 until_serial: "x" is not a serial number: write a whole number from 1`},
		{"position_plants", "P1|P1", `2:8 plant P1 is named twice`},
	} {
		t.Run(test.column, func(t *testing.T) {
			header, format := "level,position,part,quantity,"+test.column, "1,%[1]d,A,1,%[2]s"
			switch test.column {
			case "level":
				header, format = "level,position,part,quantity", "%[2]s,%[1]d,A,1"
			case "quantity":
				header, format = "level,position,part,quantity", "1,%d,A,%s"
			}
			_, err := bom.ReadStructure(bomtest.Van(t), "bom.csv", strings.NewReader(rows(header, format, test.text, test.text, test.text)))
			defects := bomtest.Defects(t, err)
			require.Len(t, defects, 1)
			assert.Equal(t, strings.Join(strings.Fields(test.want)[1:], " "), strings.Join(strings.Fields(defects[0])[1:], " "))
			assert.Equal(t, 2, err.(source.Defects)[0].Follows)
		})
	}
}

func TestNumbersWithADecimalComma(t *testing.T) {
	for text, want := range map[string]string{
		"1.000,5":   "\"1.000,5\" is not a number\n    1;10;A;1.000,5;l\n           ^^^^^^^\n    write 1000,5, without points for thousands",
		"1,5/2":     "\"1,5/2\" is not a number\n    1;10;A;1,5/2;l\n           ^^^^^\n    write a fraction as two whole numbers, such as 1/3",
		"1,000,000": "\"1,000,000\" is not a number\n    1;10;A;1,000,000;l\n           ^^^^^^^^^\n    write digits with an optional decimal comma, such as 12,5",
		"1,5 kg":    "\"1,5 kg\" is not a number\n    1;10;A;1,5 kg;l\n           ^^^^^^\n    the unit stands in the column unit",
		"1 LB9":     "\"1 LB9\" is not a number\n    1;10;A;1 LB9;l\n           ^^^^^\n    the unit stands in the column unit",
	} {
		_, err := bom.ReadStructure(bomtest.Van(t), "bom.csv", strings.NewReader("level;position;part;quantity;unit\n1;10;A;"+text+";l\n"))
		require.EqualError(t, err, "bom.csv:2:8: "+want)
	}
}

func TestPositionEffectivityIsToldAtItsCell(t *testing.T) {
	refuseStructures(t, []badStructure{
		{
			"until", "level,position,part,quantity,usage,position_until\n1,10,A,1,D20,2026-01-01\n1,10,B,1,D30,2027-01-01\n",
			[]string{"3:14 position 10 is effective until 2027-01-01 here and until 2026-01-01 at bom.csv:2:1"},
		},
		{
			"from alike, until not", "level,position,part,quantity,usage,position_from,position_until\n1,10,A,1,D20,2025-01-01,2026-01-01\n1,10,B,1,D30,2025-01-01,\n",
			[]string{"3:25 position 10 is effective from 2025-01-01 here and from 2025-01-01 until 2026-01-01 at bom.csv:2:1"},
		},
		{
			"of the product", "level,position,part,quantity,position_until,until_serial\n0,,V,1,2026-01-01,7\n1,10,B,1,,\n",
			[]string{"2:8 the product itself has no effectivity", "2:19 the product itself has no effectivity"},
		},
	})
}

// A unit that options.yaml may declare, were it sound, ends no program.
func TestUnknownUnitsWithoutACatalog(t *testing.T) {
	s, err := bom.ReadStructure(nil, "bom.csv", strings.NewReader("level,position,part,quantity,unit\n1,10,A,1,CTN\n1,20,A,1,pcs\n2,10,B,0.5,kg\n"))
	require.NoError(t, err)
	require.Equal(t, 4, s.NumItems())
}

func TestRowsOfAProgramThatNoFileCanHold(t *testing.T) {
	cat := bomtest.Van(t)
	one := config.Quantity{Amount: config.NewDecimal(1)}
	for _, test := range []struct {
		name string
		rows []bom.Row
		want string
	}{
		{"position with a space", []bom.Row{{Level: 1, Position: " 10", Part: "A", Quantity: one}}, `row 1: position  10, part A: the position " 10" begins or ends with a space`},
		{"part with a space", []bom.Row{{Level: 1, Position: "10", Part: "X ", Quantity: one}}, `row 1: position 10, part X : the part number "X " begins or ends with a space`},
		{"name with a space", []bom.Row{{Level: 1, Position: "10", Part: "X", Name: "Axle ", Quantity: one}}, `row 1: position 10, part X: the name "Axle " begins or ends with a space`},
		{"station with a space", []bom.Row{{Level: 1, Position: "10", Part: "X", Station: " S1", Quantity: one}}, `row 1: position 10, part X: the station " S1" begins or ends with a space`},
		{"control character", []bom.Row{{Level: 1, Position: "1\t0", Part: "X", Quantity: one}}, `row 1: position 1\t0, part X: the position "1\t0" has characters that cannot be printed`},
		{"slash and control character", []bom.Row{{Level: 1, Position: "1/\x1b0", Part: "X", Quantity: one}}, `row 1: position 1/\x1b0, part X: the position "1/\x1b0" has characters that cannot be printed
row 1: position 1/\x1b0, part X: the position 1/\x1b0 has a slash, which separates the positions of a path`},
		{
			"no part below no part",
			[]bom.Row{{Level: 1, Position: "10", Quantity: one}, {Level: 2, Position: "10", Quantity: one}},
			"row 1: position 10: the part number is missing\nrow 2: position 10: the part number is missing",
		},
		{
			"plants of nothing",
			[]bom.Row{{Level: 1, Quantity: one, Effectivity: config.Effectivity{Plants: []string{"ZZZ"}}}},
			"row 1: the part number is missing\nrow 1: the position is missing\n" +
				"row 1: the variant names the unknown plant \"ZZZ\"\n    the catalog declares P1, P2, P3",
		},
	} {
		t.Run(test.name, func(t *testing.T) {
			_, err := bom.NewStructure(cat, test.rows)
			require.EqualError(t, err, test.want)
		})
	}
	assert.Equal(t, "a position: no variant matches; this position needs exactly one", new(bom.PositionError).Error())
}

// Whatever codes and names NewStructure takes, ReadStructure reads back from the file.
func TestAnyCodesReadBackAsWritten(t *testing.T) {
	cat := bomtest.Van(t)
	text := rapid.Custom(func(t *rapid.T) string {
		if rapid.IntRange(0, 5).Draw(t, "odd") > 0 { // else hardly any is taken
			return "x" + strings.Join(rapid.SliceOfN(rapid.SampledFrom([]string{
				"a", "1", " ", ",", ";", "\"", "'", "#", "(", ")", ":", "-", "é", "{", "null",
			}), 0, 4).Draw(t, "runes"), "") + "x"
		}
		return strings.Join(rapid.SliceOfN(rapid.SampledFrom([]string{
			"a", "1", " ", "\t", ",", ";", "\"", "'", "#", "(", ")", ":", "-", "é", "\u00a0", "\u2028", "\n", "\r", "\x00", "\ufeff", "{", "null",
		}), 0, 4).Draw(t, "runes"), "")
	})
	taken := 0
	property.Check(t, func(t *rapid.T) {
		row := bom.Row{
			Level: 1, Position: text.Draw(t, "position"), Part: text.Draw(t, "part"), Name: text.Draw(t, "name"), Station: text.Draw(t, "station"),
			Quantity: config.Quantity{Amount: config.NewDecimal(1)},
		}
		s, err := bom.NewStructure(cat, []bom.Row{row})
		if err != nil {
			require.NotRegexp(t, `[\x00-\x09\x0b-\x1f]`, err.Error(), "control characters are escaped")
			return
		}
		taken++
		var file strings.Builder
		require.NoError(t, s.WriteCSV(&file))
		read, err := bom.ReadStructure(cat, "bom.csv", strings.NewReader(file.String()))
		require.NoError(t, err, "%q", file.String())
		requireSameStructure(t, s, read)
	})
	require.Positive(t, taken)
}
