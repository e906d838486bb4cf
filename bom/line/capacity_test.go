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

const crewed = `
line: test
takt: 1 min
stations:
  - station: S1
    operators: 2
    teams: 3
    operations: [{operation: A, duration: 360 s}]
  - station: S2
    operators: 2
    operations: [{operation: B, duration: 121 s}]
  - {station: S3, operations: [{operation: C, duration: 60 s}]}
`

// A station with several operators or teams has as many takts; more is an overload.
func TestCapacity(t *testing.T) {
	cat := bomtest.Van(t)
	s := bomtest.Structure(t, cat, "level,position,part,quantity,station\n1,10,A,1,S1\n")
	l := bomtest.Line(t, s, crewed)
	for i, want := range []string{"360 s", "120 s", "60 s"} {
		assert.Equal(t, want, l.Capacity(line.StationID(i)).String())
	}
	bill, err := s.Explode(bomtest.Order(t, cat, "VAN", "E", "A8"), config.Point{})
	require.NoError(t, err)
	r, err := l.Route(bill)
	require.NoError(t, err)
	assert.Equal(t, []line.StationID{1}, r.Overloaded())
	text, err := r.AppendJSON(nil)
	require.NoError(t, err)
	assert.Contains(t, string(text), `"capacity":"120","workload":"121","overload":true`)
	assert.NotContains(t, string(text), `"capacity":"60"`)

	var yaml strings.Builder
	require.NoError(t, l.WriteYAML(&yaml))
	again, err := line.Read(cat, s, "line.yaml", strings.NewReader(yaml.String()))
	require.NoError(t, err)
	assert.Equal(t, 2, again.Station(0).Operators)
	assert.Equal(t, 3, again.Station(0).Teams)
	assert.Equal(t, 1, again.Station(2).Teams)
	assert.NotContains(t, yaml.String(), "teams: 1")
}

func TestCrewMustBeOneAtLeast(t *testing.T) {
	cat := bomtest.Van(t)
	s := bomtest.Structure(t, cat, "level,position,part,quantity,station\n1,10,A,1,S1\n")
	text := bomtest.ReplaceOnce(t, bomtest.ReplaceOnce(t, crewed, "teams: 3", "teams: 0"), "operators: 2\n    operations: [{operation: B", "operators: 99999999999\n    operations: [{operation: B")
	_, err := line.Read(cat, s, "line.yaml", strings.NewReader(text))
	assert.Equal(t, []string{
		"7:12 station S1 has 0 teams; the number must be from 1 to 1000",
		"10:16 station S2 has 99999999999 operators; the number must be from 1 to 1000",
	}, bomtest.Defects(t, err))
	_, err = line.New(s, line.Spec{Takt: config.Quantity{}, Stations: []line.StationSpec{{Code: "S1", Operators: -1}}})
	require.ErrorContains(t, err, "station S1 has -1 operators; the number must be from 1 to 1000")
}
