package line_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/confspace/confspace/bom"
	"github.com/confspace/confspace/bom/internal/bomtest"
	"github.com/confspace/confspace/bom/line"
	"github.com/confspace/confspace/config"
)

// panicText is what f panics with.
func panicText(t *testing.T, f func()) (text string) {
	t.Helper()
	defer func() {
		got, ok := recover().(string)
		require.True(t, ok, "a panic in words")
		text = got
	}()
	f()
	return ""
}

func TestMissingArgumentsPanicInWords(t *testing.T) {
	s := bomtest.Structure(t, bomtest.Van(t), onePart)
	l := bomtest.Line(t, s, "line: x\ntakt: 1 s\nstations: [{station: S}]\n")
	for _, call := range []func(){
		func() { _, _ = line.New(nil, line.Spec{}) },
		func() { _, _ = line.Read(bomtest.Van(t), s, "line.yaml", strings.NewReader("")) },
		func() { _, _ = line.Read(nil, s, "line.yaml", strings.NewReader("")) },
		func() { _, _ = l.Route(nil) },
		func() { _, _ = l.Route(new(bom.Bill)) },
		func() { _ = l.RouteTo(nil, new(bom.Bill)) },
	} {
		assert.True(t, strings.HasPrefix(panicText(t, call), "line: "))
	}
}

const onePart = "level,position,part,quantity,station\n1,10,A,1,S\n"

func TestRouteToAfterAnErrorLeavesNothing(t *testing.T) {
	cat := bomtest.Van(t)
	s := bomtest.Structure(t, cat, onePart)
	l := bomtest.Line(t, s, "line: x\ntakt: 1 s\nstations: [{station: S, operations: [{operation: O, duration: 2 s, parts: 10, when: TOW}]}]\n")
	var r line.Routing
	for _, options := range [][]string{{"PICKUP", "D20", "M6", "TOW"}, {"PICKUP", "D20", "M6"}} {
		x, err := s.Explode(bomtest.Order(t, cat, options...), config.Point{})
		require.NoError(t, err)
		if err = l.RouteTo(&r, x); len(options) == 4 {
			require.NoError(t, err)
			require.Equal(t, "2 s", r.Workload.String())
			require.Len(t, r.Overloaded(), 1)
			continue
		}
		require.Error(t, err)
	}
	assert.Empty(t, r.Visits)
	assert.Zero(t, r.Workload)
	assert.Empty(t, r.Overloaded())
}

func TestEffectivitiesOfALine(t *testing.T) {
	s := bomtest.Structure(t, bomtest.Van(t), onePart)
	l := bomtest.Line(t, s, "line: x\ntakt: 1 s\nstations: [{station: S, rides: 10, operations: [{operation: O, duration: 1 s}, {operation: P, duration: 1 s, from: 2026-03-01}]}]\n")
	assert.Equal(t, []config.Effectivity{{}, {From: config.NewDate(2026, 3, 1)}}, slices.Collect(l.Effectivities()))
}

func TestALineIsCheckedWithoutItsCatalog(t *testing.T) {
	read := func(text string) (*line.Line, error) {
		return line.Read(nil, nil, "line.yaml", strings.NewReader(text))
	}
	l, err := read(`line: x
takt: 60 s
stations:
  - station: S1
    rides: [9999]
    operations:
      - {operation: A, duration: 1 s, after: B, when: ANY, parts: 10}
      - {operation: B, duration: 1 s, after: A, when: "!ANY"}
  - station: S1
    operations:
      - {operation: C, duration: 0 s, after: D, when: "A &"}
      - {operation: E, duration: 1 s, after: F, when: X}
      - {operation: F, duration: 1 s, after: E, when: X}
`)
	assert.Nil(t, l)
	got := bomtest.Defects(t, err)
	require.Len(t, got, 5)
	got[3], _, _ = strings.Cut(got[3], " ") // what the syntax says of the end
	assert.Equal(t, []string{
		"9:14 station S1 is there twice, first at line.yaml:4:14",
		"11:34 operation C: duration 0 s must be above zero",
		`11:46 operation C comes after the unknown operation "D"`,
		"11:59",
		"12:21 operation E comes before itself: E > F > E",
	}, got)
	l, err = read("line: x\ntakt: 60 s\nstations: [{station: S1}]\n")
	assert.Nil(t, l)
	assert.NoError(t, err)
}
