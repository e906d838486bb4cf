package line_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/confspace/confspace/bom/internal/bomtest"
	"github.com/confspace/confspace/bom/line"
	"github.com/confspace/confspace/config"
)

func FuzzReadLine(f *testing.F) {
	f.Add("line: x\ntakt: 60 s\nstations:\n  - station: S1\n    operations:\n      - {operation: A, duration: 1 s, after: B, parts: [10, 40/50]}\n      - {operation: B, duration: 1.5 min, when: D20}\n  - station: S2\n")
	f.Add("line: x\ntakt: 60 s\nstations:\n  - station: S1\n    operations:\n      - {operation: A, duration: 1 s, after: B}\n      - {operation: B, duration: 1 s, after: A}\n  - station: S2\n")
	f.Add(`{"line": "x", "takt": "1 h", "stations": [{"station": "S1"}, {"station": "S2"}]}`)
	f.Add(string(bomtest.Scooter()["line.yaml"].Data))
	cat := bomtest.Van(f)
	s := bomtest.Structure(f, cat, bomtest.Stationed)
	sel := bomtest.Order(f, cat, "VAN", "D20", "M6")
	x, err := s.Explode(sel, config.Point{})
	require.NoError(f, err)
	f.Fuzz(func(t *testing.T, text string) {
		if len(text) > 1<<14 {
			return
		}
		l, err := line.Read(s.Catalog(), s, "line.yaml", strings.NewReader(text))
		if err != nil {
			require.Nil(t, l)
			bomtest.RequireDefects(t, err)
			return
		}
		if r, err := l.Route(x); err == nil {
			require.Len(t, r.Visits, l.NumStations())
		}
	})
}
