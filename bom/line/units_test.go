package line_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/confspace/confspace/bom/internal/bomtest"
	"github.com/confspace/confspace/bom/line"
	"github.com/confspace/confspace/config"
)

// tmu is a catalog that counts times in units of methods-time measurement.
func tmu(t testing.TB) *config.Catalog {
	cat, err := config.ReadCatalog("options.yaml", strings.NewReader("product: p\nunits: {TMU: 1/100000 h, tick: 1/3 s}\nfamilies:\n  - {family: f, options: [A]}\n"))
	require.NoError(t, err)
	return cat
}

func TestTimesInUnitsOfTheCatalog(t *testing.T) {
	cat := tmu(t)
	s := bomtest.Structure(t, cat, onePart)
	l := bomtest.Line(t, s, `line: x
takt: 1/60 h
stations:
  - station: S
    rides: 10
    operations:
      - {operation: P, duration: 1000 TMU}
      - {operation: Q, duration: 2 tick}
      - {operation: R, duration: 1/3 s}
`)
	x, err := s.Explode(bomtest.Order(t, cat, "A"), config.Point{})
	require.NoError(t, err)
	r, err := l.Route(x)
	require.NoError(t, err)
	seconds, err := config.ParseUnit("s")
	require.NoError(t, err)
	work, err := r.Workload.In(seconds)
	require.NoError(t, err)
	assert.Equal(t, "37 s", work.String())
	assert.Equal(t, "TMU", r.Workload.Unit.String(), "the smallest unit")
	assert.Equal(t, "9250/9 TMU", r.Workload.String())
	text, err := r.AppendJSON(nil)
	require.NoError(t, err)
	assert.Contains(t, string(text), `"workload":"9250/9"`)
}

func TestTimesInUnknownUnits(t *testing.T) {
	cat := tmu(t)
	const text = "line: x\ntakt: 60 TMV\nstations: [{station: S, rides: 10, operations: [{operation: P, duration: 1 tik}, {operation: Q, duration: x s}, {operation: R, duration: 2 kg}]}]\n"
	_, err := line.Read(cat, bomtest.Structure(t, cat, onePart), "line.yaml", strings.NewReader(text))
	assert.Equal(t, []string{
		`2:7 takt: unknown unit "TMV": did you mean TMU?`, `3:74 duration: unknown unit "tik": did you mean tick?`,
		`3:107 duration: "x s" is not a quantity: write a number and a unit, such as 2.5 kg`, "3:138 operation R: duration 2 kg is not a time",
	}, bomtest.Defects(t, err))
	_, err = line.Read(nil, nil, "line.yaml", strings.NewReader(text))
	assert.Equal(t, []string{
		`3:107 duration: "x s" is not a quantity: write a number and a unit, such as 2.5 kg`, "3:138 operation R: duration 2 kg is not a time",
	}, bomtest.Defects(t, err), "a catalog may declare the units")
	l, err := line.Read(nil, nil, "line.yaml", strings.NewReader("line: x\ntakt: 60 TMV\nstations: [{station: S, operations: [{operation: P, duration: 1 tik}]}]\n"))
	assert.Nil(t, l)
	assert.NoError(t, err)
}

// Durations without a common denominator of a size are refused: a workload
// would grow with each.
func TestDurationsOfManyDenominators(t *testing.T) {
	var yaml strings.Builder
	yaml.WriteString("line: x\ntakt: 60 s\nstations:\n  - station: S\n    rides: 10\n    operations:\n")
	for i, p := range []int{3, 7, 11, 13, 17, 19, 23, 29} {
		fmt.Fprintf(&yaml, "      - {operation: O%d, duration: 1/%d%s s}\n", i, p, strings.Repeat("0", 20)+"1")
	}
	cat := tmu(t)
	_, err := line.Read(cat, bomtest.Structure(t, cat, onePart), "line.yaml", strings.NewReader(yaml.String()))
	require.ErrorContains(t, err, "the durations are fractions without a common denominator of at most 512 bits")
}
