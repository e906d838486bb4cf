package line_test

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/confspace/confspace/bom"
	"github.com/confspace/confspace/bom/internal/bomtest"
	"github.com/confspace/confspace/bom/line"
	"github.com/confspace/confspace/bom/proof"
	"github.com/confspace/confspace/config"
)

// route explodes and routes; the answer is one line a station: its code, then
// operations with the parts that they consume.
func route(t *testing.T, l *line.Line, sel *config.Selection, at config.Point) ([][]string, error) {
	t.Helper()
	x, err := l.Structure().Explode(sel, at)
	require.NoError(t, err)
	r, err := l.Route(x)
	if err != nil {
		assert.Nil(t, r)
		return nil, err
	}
	var out [][]string
	for _, visit := range r.Visits {
		line := []string{l.Station(visit.Station).Code}
		for _, step := range visit.Steps {
			line = append(line, l.Operation(step.Operation).Code)
			for _, id := range step.Parts {
				line = append(line, l.Structure().Item(id).Part)
			}
		}
		out = append(out, line)
	}
	return out, nil
}

func TestPartsArriveInsideTheirAssembly(t *testing.T) {
	cat := bomtest.Van(t)
	s := bomtest.Structure(t, cat, `level,position,part,quantity,phantom,station
1,10,DOOR,1,,S1
2,10,LOCK,1,,
2,20,KIT,1,yes,
3,10,SEAL,1,,
2,30,GLASSKIT,1,yes,S2
3,10,GLASS,1,,
4,10,TINT,1,,
3,20,CLIP,1,,S1
`)
	var with []string
	for item := range s.Items() {
		call := "-"
		if item.CalledWith != bom.NoItem {
			call = s.Item(item.CalledWith).Part
		}
		with = append(with, item.Part+" at "+item.Station+" with "+call)
	}
	assert.Equal(t, []string{
		"DOOR at S1 with DOOR", "LOCK at S1 with DOOR", "KIT at S1 with -", "SEAL at S1 with DOOR",
		"GLASSKIT at S2 with -", "GLASS at S2 with GLASS", "TINT at S2 with GLASS", "CLIP at S1 with CLIP",
	}, with)

	l := bomtest.Line(t, s, `
line: test
takt: 60 s
stations:
  - station: S1
    operations: [{operation: HANG, duration: 5 s, parts: 10}, {operation: CLIP, duration: 5 s, parts: 10/30/20}]
  - station: S2
    operations: [{operation: GLAZE, duration: 5 s, parts: 10/30/10}]
`)
	got, err := route(t, l, bomtest.Order(t, cat, "VAN", "D20", "M6"), config.Point{})
	require.NoError(t, err)
	assert.Equal(t, [][]string{{"S1", "HANG", "DOOR", "LOCK", "SEAL", "CLIP", "CLIP"}, {"S2", "GLAZE", "GLASS", "TINT"}}, got)
}

func TestPositionsAreNamedByCodeOrPath(t *testing.T) {
	cat := bomtest.Van(t)
	s := bomtest.Structure(t, cat, `level,position,part,quantity,usage,station
1,10,MANUAL,1,M6,S1
2,77,LEVER,1,,S2
1,10,AUTO,1,A8,S1
2,77,SELECTOR,1,,S2
1,20,DESK,1,,S1
2,10,SCREW,4,,S1
`)
	l := bomtest.Line(t, s, `
line: test
takt: 1 min
stations:
  - station: S1
    operations: [{operation: BOX, duration: 5 s, parts: 10}, {operation: SCREW, duration: 1 s, parts: 20/10}]
  - station: S2
    operations: [{operation: KNOB, duration: 5 s, parts: 77}]
`)
	got, err := route(t, l, bomtest.Order(t, cat, "VAN", "D20", "A8"), config.Point{})
	require.NoError(t, err)
	assert.Equal(t, [][]string{{"S1", "BOX", "AUTO", "SCREW", "SCREW"}, {"S2", "KNOB", "SELECTOR"}}, got,
		"10 is the path of a position of the product; 77 is no path, and so means both")
}

const datedLine = `
line: test
takt: 60 s
stations:
  - station: S1
    operations:
      - {operation: OLD, duration: 5 s, parts: 10, until: 2026-07-01}
      - {operation: NEW, duration: 4 s, parts: 10, from: 2026-07-01}
      - {operation: PLANT, duration: 1 s, plants: [P1]}
`

func TestOperationsAreEffectiveAsOfTheOrder(t *testing.T) {
	cat := bomtest.Van(t)
	s := bomtest.Structure(t, cat, "level,position,part,quantity,station\n1,10,A,1,S1\n")
	l := bomtest.Line(t, s, datedLine)
	sel := bomtest.Order(t, cat, "VAN", "D20", "M6")
	got, err := route(t, l, sel, config.Point{Date: config.NewDate(2026, 6, 30), Plant: "P1"})
	require.NoError(t, err)
	assert.Equal(t, [][]string{{"S1", "OLD", "A", "PLANT"}}, got)
	got, err = route(t, l, sel, config.Point{Date: config.NewDate(2026, 7, 1), Plant: "P2"})
	require.NoError(t, err)
	assert.Equal(t, [][]string{{"S1", "NEW", "A"}}, got)

	_, err = route(t, l, sel, config.Point{Plant: "P2"})
	require.ErrorContains(t, err, "operation OLD at line.yaml:7:21: the effectivity (until 2026-07-01) depends on the date")
	require.ErrorContains(t, err, "operation NEW")
	var point *config.PointError
	require.ErrorAs(t, err, &point)

	_, err = proof.NewStudy(t.Context(), bomtest.Space(t, cat, config.Point{}), config.Point{}, l.Structure(), l)
	require.ErrorAs(t, err, &point)
}

func TestPartsWithoutOperationAreNotDropped(t *testing.T) {
	cat := bomtest.Van(t)
	s := bomtest.Structure(t, cat, "level,position,part,quantity,station\n1,10,A,1,S1\n1,20,B,1,S1\n1,30,C,1,S1\n")
	l := bomtest.Line(t, s, `
line: test
takt: 60 s
stations:
  - station: S1
    operations:
      - {operation: ONE, name: First, duration: 5 s, parts: [10, 20], when: TOW}
      - {operation: TWO, duration: 5 s, parts: [10, 20], when: TOW | SPORT}
`)
	_, err := route(t, l, bomtest.Order(t, cat, "VAN", "D20", "M6", "TOW"), config.Point{})
	require.EqualError(t, err, `bom.csv:2:1: part A (position 10) is delivered to S1, where 2 operations use it; it needs exactly one
    + ONE First: TOW (line.yaml:7:21)
    + TWO: TOW | SPORT (line.yaml:8:21)
    the order has TOW
    the order does not have SPORT
bom.csv:3:1: part B (position 20) is delivered to S1, where 2 operations use it; it needs exactly one
    + ONE First: TOW (line.yaml:7:21)
    + TWO: TOW | SPORT (line.yaml:8:21)
    the order has TOW
    the order does not have SPORT`)
	_, err = route(t, l, bomtest.Order(t, cat, "VAN", "D20", "M6"), config.Point{})
	require.ErrorContains(t, err, "no operation of this order uses it; it needs exactly one")
	var call *line.CallError
	require.ErrorAs(t, err, &call)
	bomtest.Golden(t, "call-error.json", call)

	sel := bomtest.Order(t, cat, "VAN", "D20", "M6", "SPORT")
	x, err := s.Explode(sel, config.Point{})
	require.NoError(t, err)
	r, err := l.Route(x)
	require.NoError(t, err)
	assert.Len(t, r.Visits[0].Parts, 3, "C is called though no operation names it")
	other := bomtest.Structure(t, cat, "level,position,part,quantity\n1,10,A,1\n")
	y, err := other.Explode(sel, config.Point{})
	require.NoError(t, err)
	assert.Panics(t, func() { _, _ = l.Route(y) })
}

func TestErrorsOfRouteAndCheckAreCapped(t *testing.T) {
	cat := bomtest.Van(t)
	csv, yaml := "level,position,part,quantity,station\n", "line: x\ntakt: 1 s\nstations:\n  - station: S1\n    operations:\n"
	for i := range 250 {
		csv += fmt.Sprintf("1,%d,P%d,1,S1\n", i, i)
		yaml += fmt.Sprintf("      - {operation: O%d, duration: 1 s, when: TOW, plants: P1, parts: %d}\n", i, i)
	}
	l := bomtest.Line(t, bomtest.Structure(t, cat, csv), yaml)
	_, err := route(t, l, bomtest.Order(t, cat, "VAN", "D20", "M6"), config.Point{})
	require.ErrorContains(t, err, "part P99 (position 99) is delivered")
	require.NotContains(t, err.Error(), "part P100")
	require.ErrorContains(t, err, "\n... and 150 more")
	var call *line.CallError
	require.ErrorAs(t, err, &call)
	assert.Equal(t, "P0", call.Part)

	_, err = proof.NewStudy(t.Context(), bomtest.Space(t, cat, config.Point{}), config.Point{}, l.Structure(), l)
	require.ErrorContains(t, err, "\n... and 150 more")
	var point *config.PointError
	require.ErrorAs(t, err, &point)
}

func TestWorkloadIsExactAcrossUnits(t *testing.T) {
	cat := bomtest.Van(t)
	s := bomtest.Structure(t, cat, "level,position,part,quantity,station\n1,10,A,1,S1\n")
	for _, test := range []struct {
		takt, load string
		over       bool
	}{
		{"1.5 min", "90 s", false},
		{"89.999 s", "90 s", true},
		{"0.025 h", "90 s", false},
	} {
		l := bomtest.Line(t, s, "line: x\ntakt: "+test.takt+"\nstations:\n  - station: S1\n    operations:\n"+
			"      - {operation: A, duration: 0.5 min}\n      - {operation: B, duration: 59.9 s}\n      - {operation: C, duration: 0.1 s}\n")
		sel := bomtest.Order(t, cat, "VAN", "D20", "M6")
		x, err := s.Explode(sel, config.Point{})
		require.NoError(t, err)
		r, err := l.Route(x)
		require.NoError(t, err)
		assert.Equal(t, test.load, r.Visits[0].Workload.String())
		assert.Equal(t, test.over, r.Visits[0].Overload, test.takt)
		assert.Equal(t, test.load, r.Workload.String())
	}
}
