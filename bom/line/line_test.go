package line_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/confspace/confspace/bom"
	"github.com/confspace/confspace/bom/internal/bomtest"
	"github.com/confspace/confspace/bom/line"
	"github.com/confspace/confspace/config"
	"github.com/confspace/confspace/rules"
)

func TestLineOfAProgram(t *testing.T) {
	cat := bomtest.Van(t)
	pcs := config.Quantity{Amount: config.NewDecimal(1)}
	s, err := bom.NewStructure(cat, []bom.Row{
		{Level: 1, Position: "10", Part: "A", Quantity: pcs, Station: "S1"},
		{Level: 1, Position: "20", Part: "B", Quantity: pcs, Station: "S9"},
	})
	require.NoError(t, err)
	takt, err := config.ParseQuantity("1 min")
	require.NoError(t, err)
	other, err := rules.Parse(bomtest.Van(t), "D20")
	require.NoError(t, err)
	spec := line.Spec{Name: "x", Takt: takt, Stations: []line.StationSpec{
		{Code: "S1", Operations: []line.OperationSpec{
			{Code: "O1", Duration: takt, Parts: []string{"10"}},
			{Code: "", Duration: pcs, After: []string{"O2"}, Parts: []string{"30"}, Effectivity: config.Effectivity{From: 2, Until: 1}},
		}},
		{Code: ""},
	}}
	_, err = line.New(s, spec)
	for _, want := range []string{
		"line x has no station S9", "operation 2 of station S1: the code is missing", "station 2: the code is missing",
		"operation 2 of station S1 comes after the unknown operation \"O2\"", "operation 2 of station S1: duration 1 is not a time",
		"operation 2 of station S1 names the unknown position \"30\"", "operation 2 of station S1: never",
	} {
		require.ErrorContains(t, err, want)
	}

	spec.Name = ""
	_, err = line.New(s, spec)
	require.ErrorContains(t, err, "the line has no station S9")

	spec.Name = "x"
	spec.Stations = []line.StationSpec{{Code: "S1", Operations: spec.Stations[0].Operations[:1]}, {Code: "S9", Name: "End"}}
	l, err := line.New(s, spec)
	require.NoError(t, err)
	assert.Equal(t, "x", l.Name())
	var stations []string
	for id, station := range l.Stations() {
		stations = append(stations, station.Code)
		for _, o := range l.Operations(id) {
			stations = append(stations, o.Code, fmt.Sprint(o.Parts))
		}
	}
	assert.Equal(t, []string{"S1", "O1", "[10]", "S9"}, stations)
	assert.Equal(t, 2, l.NumStations())

	spec.Stations[0].Operations[0].When = other
	assert.Panics(t, func() { _, _ = line.New(s, spec) })
}

func TestLimitsOfOneStationAndOnePosition(t *testing.T) {
	cat := bomtest.Van(t)
	s := bomtest.Structure(t, cat, "level,position,part,quantity,station\n1,10,A,1,S\n")
	var yaml, csv strings.Builder
	yaml.WriteString("line: x\ntakt: 1 s\nstations:\n  - station: S\n    operations:\n")
	csv.WriteString("level,position,part,quantity,usage\n")
	for i := range 1100 {
		fmt.Fprintf(&yaml, "      - {operation: O%d, duration: 1 s}\n", i)
		fmt.Fprintf(&csv, "1,10,P%d,1,D20\n", i)
	}
	_, err := line.Read(s.Catalog(), s, "line.yaml", strings.NewReader(yaml.String()))
	require.ErrorContains(t, err, "line.yaml:4:14: station S has 1100 operations; the limit is 1024")
	_, err = bom.ReadStructure(cat, "bom.csv", strings.NewReader(csv.String()))
	require.ErrorContains(t, err, "position 10 has 1100 variants; the limit is 1024")
}

func TestAnOrderOfManyOperationsAtOneStation(t *testing.T) {
	cat := bomtest.Van(t)
	s := bomtest.Structure(t, cat, "level,position,part,quantity,station\n1,10,A,1,S\n")
	var yaml strings.Builder
	yaml.WriteString("line: x\ntakt: 1 h\nstations:\n  - station: S\n    operations:\n")
	for i := range 200 { // each after the next: backwards through several words of the bitset
		fmt.Fprintf(&yaml, "      - {operation: O%d, duration: 0.1 s, after: [O%d]}\n", i, i+1)
	}
	yaml.WriteString("      - {operation: O200, duration: 0.1 s}\n")
	l := bomtest.Line(t, s, yaml.String())
	got, err := route(t, l, bomtest.Order(t, cat, "VAN", "D20", "M6"), config.Point{})
	require.NoError(t, err)
	require.Len(t, got[0], 202)
	for i, code := range got[0][1:] {
		assert.Equal(t, fmt.Sprintf("O%d", 200-i), code)
	}
}
