package line_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/confspace/confspace/bom/internal/bomtest"
	"github.com/confspace/confspace/config"
)

func TestTrapPredecessorAbsentInTheVariant(t *testing.T) {
	cat := bomtest.Van(t)
	s := bomtest.Structure(t, cat, "level,position,part,quantity,station\n1,10,A,1,S1\n")
	l := bomtest.Line(t, s, `
line: test
takt: 60 s
stations:
  - station: S1
    operations:
      - {operation: LAST, duration: 1 s, after: MIDDLE}
      - {operation: MIDDLE, duration: 1 s, after: FIRST, when: TOW}
      - {operation: FIRST, duration: 1 s}
`)
	for _, test := range []struct{ codes, want []string }{
		{[]string{"VAN", "D20", "M6", "TOW"}, []string{"FIRST", "MIDDLE", "LAST"}},
		{[]string{"VAN", "D20", "M6"}, []string{"FIRST", "LAST"}},
	} {
		sel := bomtest.Order(t, cat, test.codes...)
		x, err := s.Explode(sel, config.Point{})
		require.NoError(t, err)
		r, err := l.Route(x)
		require.NoError(t, err)
		var got []string
		for _, step := range r.Visits[0].Steps {
			got = append(got, l.Operation(step.Operation).Code)
		}
		assert.Equal(t, test.want, got)
	}
}
