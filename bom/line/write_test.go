package line_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/confspace/confspace/bom/internal/bomtest"
	"github.com/confspace/confspace/bom/line"
	"github.com/confspace/confspace/config/configtest/property"
)

// requireSameLine compares what two lines say, but for places.
func requireSameLine(t require.TestingT, a, b *line.Line) {
	require.Equal(t, a.Name(), b.Name())
	require.Equal(t, a.Takt().String(), b.Takt().String())
	require.Equal(t, a.NumStations(), b.NumStations())
	require.Equal(t, a.NumOperations(), b.NumOperations())
	for id := range line.StationID(a.NumStations()) {
		s, r := a.Station(id), b.Station(id)
		r.Place = s.Place
		require.Equal(t, s, r)
	}
	for id := range line.OperationID(a.NumOperations()) {
		o, p := a.Operation(id), b.Operation(id)
		require.Equal(t, o.When.String(), p.When.String())
		require.Equal(t, o.Duration.String(), p.Duration.String())
		p.Place, p.When, p.Duration = o.Place, o.When, o.Duration
		require.Equal(t, o, p)
	}
}

// What WriteYAML writes, Read reads as an equal line, and what Spec returns, New
// makes one of.
func TestLinesReadBackAsWritten(t *testing.T) {
	property.Check(t, func(t *rapid.T) {
		s, l := bomtest.Generate(t, 6).Read(t)
		var text, again strings.Builder
		require.NoError(t, l.WriteYAML(&text))
		read, err := line.Read(s.Catalog(), s, "line.yaml", strings.NewReader(text.String()))
		require.NoError(t, err, text.String())
		requireSameLine(t, l, read)
		require.NoError(t, read.WriteYAML(&again))
		require.Equal(t, text.String(), again.String())
		made, err := line.New(s, l.Spec())
		require.NoError(t, err)
		requireSameLine(t, l, made)
	})
}

func TestWriteYAML(t *testing.T) {
	s := bomtest.Structure(t, bomtest.Van(t), onePart)
	const text = `format: confspace/1
line: Hall 3
takt: "60 s"
stations:
  - station: S
    name: First
    operations:
      - operation: O1
        name: Press it
        when: "TOW & !SPORT"
        duration: "20 s"
        parts: ["10"]
      - operation: O2
        duration: "0.5 min"
        after: [O1]
        from: 2026-01-01
  - station: T
`
	l := bomtest.Line(t, s, text)
	var out strings.Builder
	require.NoError(t, l.WriteYAML(&out))
	assert.Equal(t, text, out.String())
}

func TestLookUps(t *testing.T) {
	s := bomtest.Structure(t, bomtest.Van(t), onePart)
	l := bomtest.Line(t, s, "line: x\ntakt: 1 s\nstations: [{station: S, operations: [{operation: O, duration: 1 s}]}]\n")
	station, ok := l.LookupStation("S")
	assert.True(t, ok)
	assert.Equal(t, "S", l.Station(station).Code)
	operation, ok := l.LookupOperation("O")
	assert.True(t, ok)
	assert.Equal(t, "O", l.Operation(operation).Code)
	_, ok = l.LookupStation("O")
	assert.False(t, ok)
}
