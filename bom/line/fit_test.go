package line_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/confspace/confspace/bom/internal/bomtest"
	"github.com/confspace/confspace/bom/line"
	"github.com/confspace/confspace/config"
)

// nested has a phantom 10, an assembly 20 with a part delivered elsewhere, and
// a phantom 22 within it.
const nested = `level,position,part,quantity,phantom,station
1,10,PH,1,yes,
2,11,A,1,,S1
2,12,B,1,,S1
2,13,C,1,,S2
1,20,ASM,1,,S1
2,21,D,1,,
2,22,PH2,1,yes,
3,23,E,1,,
2,24,F,1,,S2
`

// steps routes an order and lists "operation: parts" of each step.
func steps(t *testing.T, l *line.Line) []string {
	t.Helper()
	s := l.Structure()
	x, err := s.Explode(bomtest.Order(t, s.Catalog(), "PICKUP", "D20", "M6"), config.Point{})
	require.NoError(t, err)
	r, err := l.Route(x)
	require.NoError(t, err)
	var out []string
	for _, visit := range r.Visits {
		for _, step := range visit.Steps {
			var text strings.Builder
			text.WriteString(l.Operation(step.Operation).Code + ":")
			for _, id := range step.Parts {
				text.WriteString(" " + s.Item(id).Part)
			}
			out = append(out, text.String())
		}
	}
	return out
}

func TestOperationsMeanWhatStandsBelow(t *testing.T) {
	s := bomtest.Structure(t, bomtest.Van(t), nested)
	for _, test := range []struct {
		name, s1, s2, rides string
		want                []string
	}{
		{"a phantom and an assembly", "{operation: P, duration: 1 s, parts: [10, 20]}", "", "", []string{"P: A B ASM D E"}},
		{"each station its own", "{operation: P, duration: 1 s, parts: [10, 20]}", "{operation: Q, duration: 1 s, parts: [10, 20]}", "", []string{"P: A B ASM D E", "Q: C F"}},
		{
			"the nearest name wins", "{operation: P, duration: 1 s, parts: [10, 20]}, {operation: B1, duration: 1 s, parts: [12, 20/22]}", "", "",
			[]string{"P: A ASM D", "B1: B E"},
		},
		{"a name at another station takes nothing away", "{operation: P, duration: 1 s, parts: 20}", "{operation: Q, duration: 1 s, parts: 24}", "", []string{"P: ASM D E", "Q: F"}},
		{"what rides along is not fitted", "{operation: P, duration: 1 s, parts: [10, 20]}", "", "12, 23", []string{"P: A ASM D"}},
		{"nor what stands in it", "{operation: P, duration: 1 s, parts: [12, 23]}", "", "10, 20", []string{"P: B E"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			l := bomtest.Line(t, s, "line: x\ntakt: 60 s\nstations:\n  - {station: S1, rides: ["+test.rides+"], operations: ["+test.s1+"]}\n  - {station: S2, operations: ["+test.s2+"]}\n")
			assert.Equal(t, test.want, steps(t, l))
		})
	}
}

// TestTheNextChangeIsMeantToo adds a part below a phantom that is named.
func TestTheNextChangeIsMeantToo(t *testing.T) {
	s := bomtest.Structure(t, bomtest.Van(t), strings.Replace(nested, "2,13,", "2,12.5,NEW,1,,S1\n2,13,", 1))
	l := bomtest.Line(t, s, "line: x\ntakt: 60 s\nstations:\n  - {station: S1, operations: [{operation: P, duration: 1 s, parts: 10}]}\n  - {station: S2}\n")
	assert.Equal(t, []string{"P: A B NEW"}, steps(t, l))
}

func TestUnfittedParts(t *testing.T) {
	s := bomtest.Structure(t, bomtest.Van(t), nested)
	l := bomtest.Line(t, s, "line: x\ntakt: 60 s\nstations:\n  - {station: S1, rides: 11, operations: [{operation: P, duration: 1 s, parts: 20/22}]}\n  - {station: S2, operations: [{operation: Q, duration: 1 s, parts: 20}]}\n")
	var unfitted []string
	for item := range s.Items() {
		if l.Unfitted(item.ID) {
			unfitted = append(unfitted, item.Part)
		}
	}
	assert.Equal(t, []string{"B", "C", "ASM"}, unfitted, "D arrives inside ASM")
	assert.Equal(t, []string{"11"}, l.Station(0).Rides)
}

func TestFitDefects(t *testing.T) {
	for _, test := range []struct {
		name, csv, yaml string
		want            []string
	}{
		{
			"rides", nested, "line: x\ntakt: 60 s\nstations:\n  - station: S1\n    rides: [11, 1l, 13, 11]\n    operations:\n      - {operation: P, duration: 1 s, parts: [11, 12]}\n  - station: S2\n",
			[]string{
				"5:13 position 11 rides along at S1, where operation P consumes it",
				`5:17 rides of station S1 names the unknown position "1l"`,
				"5:21 rides of station S1 names position 13, whose parts are delivered to S2",
				"5:25 rides of station S1 names position 11 twice",
			},
		},
		{
			"an unknown position is told once", nested, "line: x\ntakt: 60 s\nstations:\n  - station: S1\n    operations:\n      - {operation: P, duration: 1 s, parts: [9999]}\n      - {operation: Q, duration: 1 s, parts: [11, 9999]}\n  - {station: S2, rides: 9999}\n",
			[]string{`6:47 operation P names the unknown position "9999"; 2 more do`},
		},
		{
			"a station that was renamed", nested, "line: x\ntakt: 60 s\nstations:\n  - station: S01\n    operations:\n      - {operation: P, duration: 0 s, parts: [11, 9999, 20]}\n  - {station: S2, rides: 13}\n",
			[]string{
				"3:11 line x has no station S1; 3 rows of bom.csv deliver parts there",
				"6:34 operation P: duration 0 s must be above zero",
				`6:51 operation P names the unknown position "9999"`,
			},
		},
		{
			"an assembly without a station", "level,position,part,quantity,phantom,station\n1,10,ASM,1,,\n2,11,A,1,,\n2,12,B,1,,\n1,20,PH,1,yes,\n2,21,C,1,,\n1,30,PH2,1,yes,\n2,31,D,1,,\n2,32,E,1,,S1\n1,40,F,1,,\n",
			"line: x\ntakt: 60 s\nstations: [{station: S1}]\n",
			[]string{
				"2:1 part ASM (position 10) has no station; nor have the 2 parts below it",
				"5:1 phantom PH (position 20) has no station; nor has the part below it",
				"8:1 part D (position 30/31) has no station",
				"10:1 part F (position 40) has no station",
			},
		},
	} {
		t.Run(test.name, func(t *testing.T) {
			s := bomtest.Structure(t, bomtest.Van(t), test.csv)
			_, err := line.Read(s.Catalog(), s, "line.yaml", strings.NewReader(test.yaml))
			assert.Equal(t, test.want, bomtest.Defects(t, err))
		})
	}
}
