package line_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/confspace/confspace/bom"
	"github.com/confspace/confspace/bom/internal/bomtest"
	"github.com/confspace/confspace/bom/line"
	"github.com/confspace/confspace/config"
	"github.com/confspace/confspace/config/configtest/property"
	"github.com/confspace/confspace/config/source"
)

// A line of three stations, whose operations come after each other.
const welded = `line: x
takt: 60 s
stations:
  - station: S010
    operations:
      - {operation: OP-010-10, duration: 1 s, parts: [101]}
      - {operation: OP-010-20, duration: 1 s, parts: [102], after: OP-010-10}
      - {operation: OP-010-30, duration: 1 s, after: [OP-010-10]}
  - station: S020
    rides: [201]
    operations:
      - {operation: OP-020-10, duration: 1 s, parts: 202, after: [OP-010-10, OP-010-20]}
      - {operation: OP-020-20, duration: 1 s, after: OP-020-10}
  - station: S030
    operations:
      - {operation: MARRIAGE, duration: 1 s, after: OP-020-10}
      - {operation: TIGHTEN, duration: 1 s, after: MARRIAGE}
`

const weldedParts = `level,position,part,quantity,station
1,101,A,1,S010
1,102,B,1,S010
1,103,C,1,S010
1,201,D,1,S020
1,202,E,1,S020
`

// told returns the defects of a line after edits of the form "from", "to", each with
// its hint and what follows from it.
func told(t *testing.T, csv, yaml string, edits ...string) []string {
	t.Helper()
	for i := 0; i < len(edits); i += 2 {
		require.Contains(t, yaml, edits[i])
		yaml = strings.ReplaceAll(yaml, edits[i], edits[i+1])
	}
	s := bomtest.Structure(t, bomtest.Van(t), csv)
	_, err := line.Read(s.Catalog(), s, "line.yaml", strings.NewReader(yaml))
	var defects source.Defects
	if err != nil {
		require.ErrorAs(t, err, &defects)
	}
	var out []string
	for _, d := range defects {
		text := strings.Split(d.Error(), "\n    ")
		out = append(out, strings.Join(append(text[:1], text[min(3, len(text)):]...), " | "))
	}
	return out
}

func TestOneCauseOfALineIsOneDefect(t *testing.T) {
	for _, test := range []struct {
		name  string
		edits []string
		want  []string
	}{
		{"right", nil, nil},
		{
			"a key of each station",
			[]string{"operations:", "oper:"},
			[]string{"line.yaml:5:5: unknown key oper in station S010 | did you mean operations? | 2 more places follow from it"},
		},
		{
			"a key of one station",
			[]string{"S010\n    operations:", "S010\n    oper:"},
			[]string{"line.yaml:5:5: unknown key oper in station S010 | did you mean operations?"},
		},
		{
			"the codes of stations",
			[]string{"- station:", "- staton:"},
			[]string{"line.yaml:4:5: unknown key staton in station S010 | did you mean station? | 2 more places follow from it"},
		},
		{
			"the code of one station",
			[]string{"- station: S010", "- staton: S010"},
			[]string{"line.yaml:4:5: unknown key staton in station S010 | did you mean station?"},
		},
		{
			"the code of an operation",
			[]string{"{operation: OP-020-10", "{op: OP-020-10"},
			[]string{"line.yaml:12:10: unknown key op in operation OP-020-10 | did you mean operation?"},
		},
		{
			"a key that is near to none",
			[]string{"    operations:", "    tasks:"},
			[]string{"line.yaml:5:5: unknown key tasks in station S010 | known keys: name, operations, operators, rides, station, teams, tools | 2 more places follow from it"},
		},
		{
			"stations in a list of another name",
			[]string{"stations:", "places:"},
			[]string{"line.yaml:3:1: unknown key places in the line | known keys: format, line, stations, takt"},
		},
		{
			"the list of stations",
			[]string{"stations:", "statons:"},
			[]string{"line.yaml:3:1: unknown key statons in the line | did you mean stations?"},
		},
		{
			"durations without a unit",
			[]string{"duration: 1 s", "duration: 1"},
			[]string{"line.yaml:6:42: operation OP-010-10: duration 1 is not a time | such as 45 s or 1.5 min | 6 more places follow from it"},
		},
		{
			"durations in an unknown unit",
			[]string{"duration: 1 s", "duration: 1 LB9"},
			[]string{`line.yaml:6:42: duration: unknown unit "LB9": did you mean lb? | such as 62 s or 1.5 min | 6 more places follow from it`},
		},
		{
			"an operation that was renamed",
			[]string{"operation: OP-010-10", "operation: OP-010-1X"},
			[]string{`line.yaml:7:68: operation OP-010-20 comes after the unknown operation "OP-010-10" | did you mean OP-010-1X? | 2 more places follow from it`},
		},
		{
			"one that was renamed beyond recognition",
			[]string{"operation: OP-010-10", "operation: LOAD"},
			[]string{`line.yaml:7:68: operation OP-010-20 comes after the unknown operation "OP-010-10" | 2 more places follow from it`},
		},
		{
			"one whose new code is no nearer than others",
			[]string{"operation: OP-020-10", "operation: OP-020-99", "after: OP-020-10}\n  -", "after: OP-020-10}\n      - {operation: OP-020-30, duration: 1 s}\n  -"},
			[]string{`line.yaml:13:54: operation OP-020-20 comes after the unknown operation "OP-020-10" | 1 more place follows from it`},
		},
		{
			"a code of another station",
			[]string{"after: OP-020-10}\n  -", "after: OP-030-10}\n  -"},
			[]string{`line.yaml:13:54: operation OP-020-20 comes after the unknown operation "OP-030-10"`},
		},
		{
			"a slip",
			[]string{"after: MARRIAGE", "after: MARIAGE"},
			[]string{`line.yaml:17:52: operation TIGHTEN comes after the unknown operation "MARIAGE" | did you mean MARRIAGE?`},
		},
		{
			"a letter for a digit",
			[]string{"after: OP-020-10}\n  -", "after: OP-O20-10}\n  -"},
			[]string{`line.yaml:13:54: operation OP-020-20 comes after the unknown operation "OP-O20-10" | did you mean OP-020-10?`},
		},
		{
			"a slip of what is there already",
			[]string{"[OP-010-10, OP-010-20]", "[OP-010-10, OP-01O-10]"},
			[]string{`line.yaml:12:78: operation OP-020-10 comes after the unknown operation "OP-01O-10"`},
		},
		{
			"a position that is there already",
			[]string{"parts: [101]", "parts: [101, l01]"},
			[]string{`line.yaml:6:60: operation OP-010-10 names the unknown position "l01"`},
		},
		{
			"a position that others name",
			[]string{"parts: [101]", "parts: [101, 106]"},
			[]string{`line.yaml:6:60: operation OP-010-10 names the unknown position "106" | did you mean 103?`},
		},
		{
			"what rides elsewhere",
			[]string{"rides: [201]", "rides: [201, 101]", "parts: [101]", "name: x"},
			[]string{"line.yaml:10:18: rides of station S020 names position 101, whose parts are delivered to S010 | write it below rides of station S010, or change the station in the structure"},
		},
		{
			"an operation at a later station",
			[]string{"      - {operation: OP-010-10, duration: 1 s, parts: [101]}\n", "", "after: MARRIAGE}\n", "after: MARRIAGE}\n      - {operation: OP-010-10, duration: 1 s}\n"},
			[]string{"line.yaml:6:68: operation OP-010-20 at station S010 comes after OP-010-10, which is later, at station S030 | move one of the two; the line does not run backwards | 2 more places follow from it"},
		},
		{
			"stations in small letters",
			[]string{"station: S", "station: s"},
			[]string{"bom.csv:2:11: line x has no station S010; 3 rows of bom.csv deliver parts there | did you mean s010? | 1 more place follows from it"},
		},
		{
			"a lost station",
			[]string{"  - station: S010\n", "  - station: X510\n"},
			[]string{"bom.csv:2:11: line x has no station S010; 3 rows of bom.csv deliver parts there"},
		},
		{
			"a renamed station",
			[]string{"  - station: S010\n", "  - station: S01X\n"},
			[]string{"bom.csv:2:11: line x has no station S010; 3 rows of bom.csv deliver parts there | did you mean S01X?"},
		},
	} {
		t.Run(test.name, func(t *testing.T) {
			assert.Equal(t, test.want, told(t, weldedParts, welded, test.edits...))
		})
	}
}

func TestAStructureWithoutStations(t *testing.T) {
	const hint = " | write the station of each part, or of the assembly in which it arrives, in column station | 1 more place follows from it"
	assert.Equal(t, []string{"bom.csv:1:1: no part has a station" + hint}, told(t, "level,position,part,quantity\n1,101,A,1\n1,102,B,1\n", "line: x\ntakt: 1 s\nstations: [{station: S}]\n"))
	assert.Equal(t, []string{"bom.csv:2:1: no part has a station" + hint}, told(t, "level,position,part,quantity,station\n1,101,A,1,\n1,102,B,1,\n", "line: x\ntakt: 1 s\nstations: [{station: S}]\n"))

	cat := bomtest.Van(t)
	s, err := bom.NewStructure(cat, []bom.Row{{Level: 1, Position: "10", Part: "A", Quantity: config.Quantity{Amount: config.NewDecimal(1)}}})
	require.NoError(t, err)
	minute, err := config.ParseQuantity("1 min")
	require.NoError(t, err)
	_, err = line.New(s, line.Spec{Name: "x", Takt: minute, Stations: []line.StationSpec{{Code: "S"}}})
	require.EqualError(t, err, "no part has a station\n    write the station of each part, or of the assembly in which it arrives, in column station")
}

func TestLinesOfAProgramThatNoFileCanHold(t *testing.T) {
	s := bomtest.Structure(t, bomtest.Van(t), "level,position,part,quantity,station\n1,10,A,1,S1\n1,20,B,1,S2\n")
	minute, err := config.ParseQuantity("1 min")
	require.NoError(t, err)
	operation := func(code string, after ...string) []line.OperationSpec {
		return []line.OperationSpec{{Code: code, Duration: minute, After: after, Parts: []string{"10"}}}
	}
	for _, test := range []struct {
		name     string
		stations []line.StationSpec
		want     string
	}{
		{"a station with a space", []line.StationSpec{{Code: "S1"}, {Code: "S2"}, {Code: " S3"}}, `station 3: the code " S3" begins or ends with a space`},
		{"an operation with a space", []line.StationSpec{{Code: "S1", Operations: operation("A ")}, {Code: "S2"}}, `operation 1 of station S1: the code "A " begins or ends with a space`},
		{"a control character", []line.StationSpec{{Code: "S1", Operations: operation("A\x1b")}, {Code: "S2"}}, `operation 1 of station S1: the code "A\x1b" has characters that cannot be printed`},
		{
			"control characters in messages",
			[]line.StationSpec{{Code: "S1", Operations: operation("A\n", "A\n")}, {Code: "S2\t"}},
			`operation 1 of station S1: the code "A\n" begins or ends with a space
operation A\n comes after the unknown operation "A\n"
station 2: the code "S2\t" begins or ends with a space
bom.csv:3:10: line x has no station S2
    1,20,B,1,S2
             ^^`,
		},
		{
			"no codes",
			[]line.StationSpec{{Operations: operation("", "")}, {Code: "S1"}, {Code: "S2"}},
			`operation 1 of station 1 (at station 1) names position 10, whose parts are delivered to S1
    move the operation, or change the station in the structure
operation 1 of station 1 comes after the unknown operation ""
operation 1 of station 1: the code is missing
station 1: the code is missing`,
		},
	} {
		t.Run(test.name, func(t *testing.T) {
			_, err := line.New(s, line.Spec{Name: "x", Takt: minute, Stations: test.stations})
			require.EqualError(t, err, test.want)
		})
	}
	assert.Equal(t, "a part is delivered to a station, where no operation fits it", new(line.CallError).Error())
}

// Whatever codes and names New takes, Read reads back from the file.
func TestAnyCodesReadBackAsWritten(t *testing.T) {
	s := bomtest.Structure(t, bomtest.Van(t), "level,position,part,quantity,station\n1,10,A,1,S\n")
	minute, err := config.ParseQuantity("1 min")
	require.NoError(t, err)
	text := rapid.Custom(func(t *rapid.T) string {
		if rapid.IntRange(0, 5).Draw(t, "odd") > 0 { // else hardly any is taken
			return "x" + strings.Join(rapid.SliceOfN(rapid.SampledFrom([]string{
				"a", "1", " ", ",", "\"", "'", "#", "(", ")", ": ", "-", "é", "{", "null", "~",
			}), 0, 4).Draw(t, "runes"), "") + "x"
		}
		return strings.Join(rapid.SliceOfN(rapid.SampledFrom([]string{
			"a", "1", " ", "\t", ",", "\"", "'", "#", "(", ")", ": ", "-", "é", "\u00a0", "\u2028", "\n", "\r", "\x00", "\x1b", "\ufeff", "{", "null", "~",
		}), 0, 4).Draw(t, "runes"), "")
	})
	taken := 0
	property.Check(t, func(t *rapid.T) {
		spec := line.Spec{Name: text.Draw(t, "line"), Takt: minute, Stations: []line.StationSpec{
			{Code: "S", Name: text.Draw(t, "name"), Operations: []line.OperationSpec{{Code: text.Draw(t, "operation"), Name: text.Draw(t, "name"), Duration: minute}}},
			{Code: text.Draw(t, "station")},
		}}
		l, err := line.New(s, spec)
		if err != nil {
			require.NotRegexp(t, `[\x00-\x09\x0b-\x1f]`, err.Error(), "control characters are escaped")
			return
		}
		taken++
		var file strings.Builder
		require.NoError(t, l.WriteYAML(&file))
		read, err := line.Read(s.Catalog(), s, "line.yaml", strings.NewReader(file.String()))
		require.NoError(t, err, "%q", file.String())
		requireSameLine(t, l, read)
	})
	require.Positive(t, taken)
}
