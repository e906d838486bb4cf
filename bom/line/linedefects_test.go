package line_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/confspace/confspace/bom/internal/bomtest"
	"github.com/confspace/confspace/bom/line"
	"github.com/confspace/confspace/config/source"
)

func TestLineDefects(t *testing.T) {
	operation := func(fields string) string {
		return "line: x\ntakt: 60 s\nstations:\n  - station: S1\n    operations:\n      - {operation: A, " + fields + "}\n  - station: S2\n"
	}
	for _, test := range []struct {
		name, yaml string
		want       []string
	}{
		{"empty file", "", []string{"1:1 the line is empty"}},
		{"truncated", "line: [1", []string{"1:7 the closing ] of this list is missing"}},
		{
			"wrong indentation", `line: x
takt: 60 s
stations:
  - station: S1
    operations:
      - {operation: A, duration: 1 s}
   name: body
  - station: S2
    operations:
      - {operation: B, duration: 0 s, parts: [9999]}
`,
			[]string{
				"7:4 this key does not line up with the keys above it", "10:34 operation B: duration 0 s must be above zero",
				`10:47 operation B names the unknown position "9999"`,
			},
		},
		{"no mapping", "- 1", []string{"1:1 the line must be a mapping of keys to values, not a list"}},
		{"nothing but a name", "line: x\n", []string{"1:1 the line has no stations", "1:1 the line has no takt"}},
		{
			"takt and stations", "line: x\ntakt: 5 kg\nstations:\n  - station: S1\n  - station: S2\n  - station: S1\n  - name: S4\n",
			[]string{"2:7 takt 5 kg is not a time", "6:14 station S1 is there twice, first at line.yaml:4:14", "7:5 a station has no station"},
		},
		{"zero duration", operation("duration: 0 s"), []string{"6:34 operation A: duration 0 s must be above zero"}},
		{"negative duration", operation("duration: -1 s"), []string{"6:34 operation A: duration -1 s must be above zero"}},
		{"duration in metres", operation("duration: 5 m"), []string{"6:34 operation A: duration 5 m is not a time"}},
		{"duration without unit", operation("duration: 5"), []string{"6:34 operation A: duration 5 is not a time"}},
		{"no duration", operation("name: x"), []string{"6:9 operation A has no duration"}},
		{
			"precedence", `line: x
takt: 60 s
stations:
  - station: S1
    operations:
      - {operation: A, duration: 1 s, after: [B, E, AA, B]}
      - {operation: B, duration: 1 s, after: [D]}
      - {operation: C, duration: 1 s, after: C}
      - {operation: D, duration: 1 s, after: A}
  - station: S2
    operations:
      - {operation: E, duration: 1 s}
`,
			[]string{
				"6:21 operation A comes before itself: A > D > B > A",
				"6:50 operation A at station S1 comes after E, which is later, at station S2",
				`6:53 operation A comes after the unknown operation "AA"`,
				"6:57 operation A names its predecessor B twice",
				"8:21 operation C comes before itself: C > C",
			},
		},
		{
			"condition and keys", operation("duration: 1 s, when: D3O & X, form: 2026-01-01"),
			[]string{"6:45 unknown code D3O", "6:51 unknown code X", "6:54 unknown key form in operation A"},
		},
		{
			"parts", operation("duration: 1 s, parts: [10, 30, 40, 5O, 50, 50]"),
			[]string{
				"6:51 operation A (at S1) names position 30, whose parts are delivered to S2",
				`6:59 operation A names the unknown position "5O"`, "6:67 operation A names position 50 twice",
			},
		},
		{
			"operation twice", "line: x\ntakt: 60 s\nstations:\n  - station: S1\n    operations:\n      - {operation: A, duration: 1 s}\n  - station: S2\n    operations:\n      - {operation: A, duration: 1 s}\n      - 5\n",
			[]string{
				"9:21 operation A is there twice, first at line.yaml:6:21",
				"10:9 an operation must be a mapping of keys to values, not a single value",
			},
		},
	} {
		t.Run(test.name, func(t *testing.T) {
			s := bomtest.Structure(t, bomtest.Van(t), bomtest.Stationed)
			l, err := line.Read(s.Catalog(), s, "line.yaml", strings.NewReader(test.yaml))
			assert.Nil(t, l)
			assert.Equal(t, test.want, bomtest.Defects(t, err))
		})
	}
}

func TestStationsOfTheStructureAreChecked(t *testing.T) {
	s := bomtest.Structure(t, bomtest.Van(t), "level,position,part,quantity,station,usage\n1,10,A,1,,\n1,20,B,1,S2,D20\n1,20,C,1,S1,!D20\n1,30,X,1,S3,\n2,10,Y,1,,\n")
	_, err := line.Read(s.Catalog(), s, "line.yaml", strings.NewReader(`
line: x
takt: 60 s
stations:
  - station: S1
    operations:
      - {operation: A, duration: 1 s, parts: [20]}
  - station: S2
`))
	assert.Equal(t, []string{
		"2:1 part A (position 10) has no station",
		"3:10 part B (position 20) is delivered to S2, but the operation that uses it, A, is at S1",
		"5:10 line x has no station S3",
	}, bomtest.Defects(t, err))
}

func TestDefectsAreCappedAndQuick(t *testing.T) {
	var csv, yaml strings.Builder
	csv.WriteString("level,position,part,quantity,station\n")
	yaml.WriteString("line: x\ntakt: 1 s\nstations:\n  - station: S\n    operations:\n")
	for i := range 1000 {
		fmt.Fprintf(&csv, "1,%d,P%d,1,X%d\n", i, i, i)
		fmt.Fprintf(&yaml, "      - {operation: O%d, duration: 1 s, after: [X%d], parts: [Y%d]}\n", i, i, i)
	}
	s := bomtest.Structure(t, bomtest.Van(t), csv.String())
	_, err := line.Read(s.Catalog(), s, "line.yaml", strings.NewReader(yaml.String()))
	var all source.Defects
	require.True(t, errors.As(err, &all))
	assert.Len(t, all, source.MaxDefects+1)
}
