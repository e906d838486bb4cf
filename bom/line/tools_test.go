package line_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/confspace/confspace/bom/internal/bomtest"
	"github.com/confspace/confspace/bom/line"
)

func TestTools(t *testing.T) {
	s := bomtest.Structure(t, bomtest.Van(t), onePart)
	l := bomtest.Line(t, s, `line: x
takt: 60 s
stations:
  - station: R
    tools: [HOIST, PRESS]
  - station: S
    tools: [HOIST]
    rides: [10]
    operations:
      - {operation: P, duration: 1 s, needs: [PRESS, HOIST]}
      - {operation: Q, duration: 1 s, needs: HOIST}
      - {operation: R, duration: 1 s}
`)
	assert.Equal(t, []string{"HOIST", "PRESS"}, l.Station(0).Tools)
	assert.Equal(t, []string{"PRESS"}, l.Lacking(0))
	assert.Nil(t, l.Lacking(1))
	assert.Nil(t, l.Lacking(2))

	var text strings.Builder
	require.NoError(t, l.WriteYAML(&text))
	read, err := line.Read(s.Catalog(), s, "line.yaml", strings.NewReader(text.String()))
	require.NoError(t, err, text.String())
	requireSameLine(t, l, read)
	made, err := line.New(s, l.Spec())
	require.NoError(t, err)
	requireSameLine(t, l, made)
}

func TestToolDefects(t *testing.T) {
	s := bomtest.Structure(t, bomtest.Van(t), onePart)
	for _, test := range []struct {
		name, station, needs string
		want                 []string
	}{
		{
			"unknown", "tools: [HOIST, PRESS]", "[HOST, PRESS]",
			[]string{"7:47 operation P needs HOST, which no station has among its tools"},
		},
		{"twice", "tools: [HOIST, HOIST]", "[HOIST]", []string{"5:20 station S has the tool HOIST twice"}},
		{"needed twice", "tools: [HOIST]", "[HOIST, HOIST]", []string{"7:54 operation P needs HOIST twice", "8:54 operation Q needs HOIST twice"}},
		{"a space", `tools: ["HOIST "]`, "[]", []string{`5:13 station S: the tool "HOIST " begins or ends with a space`}},
		{"a key with a mistake", "tolos: [HOIST]", "[HOIST]", []string{"5:5 unknown key tolos in station S"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			yaml := "line: x\ntakt: 60 s\nstations:\n  - station: S\n    " + test.station + "\n    operations:\n      - {operation: P, duration: 1 s, needs: " + test.needs +
				"}\n      - {operation: Q, duration: 1 s, needs: " + test.needs + "}\n    rides: [10]\n"
			_, err := line.Read(s.Catalog(), s, "line.yaml", strings.NewReader(yaml))
			assert.Equal(t, test.want, bomtest.Defects(t, err))
		})
	}
}
