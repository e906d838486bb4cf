package bom_test

import (
	"errors"
	"testing"

	"github.com/confspace/confspace/bom"
	"github.com/confspace/confspace/config"
	"github.com/confspace/confspace/config/source"
	"github.com/stretchr/testify/require"
)

// requireDefects fails unless an error is defects that say where and what.
func requireDefects(t *testing.T, err error) {
	var all source.Defects
	require.True(t, errors.As(err, &all), "%v", err)
	for _, d := range all {
		require.NotEmpty(t, d.Msg)
		require.NotEmpty(t, d.Pos.File)
	}
}

func FuzzReadStructure(f *testing.F) {
	f.Add(string(scooter()["bom.csv"].Data))
	f.Add(stationed)
	f.Add(chain(5))
	f.Add(doubling(5))
	f.Add("level,position,part,quantity,per,unit,from,until,from_serial,until_serial,plants\n1,10,A,1.5,4,kg,2026-01-01,2026-02-01,1,5,P1|P2\n")
	f.Add("level,position,part,quantity\n1,10,A,1\n2,10,B,1\n3,10,A,1\n")
	f.Add("level,position,part,quantity,usage\n1,10,A,1,\"(D20 | \"\"D30\"\") & !VAN\"\n")
	f.Add("\ufefflevel,position,part,quantity\r\n1,10,A,1\r\n")
	cat := van(f)
	sel := config.NewSelection(cat.NumOptions())
	sel.CloseWorld()
	f.Fuzz(func(t *testing.T, text string) {
		if len(text) > 1<<14 {
			return
		}
		src, err := source.NewFile("bom.csv", []byte(text))
		if err != nil {
			return
		}
		s, err := bom.ReadStructure(cat, src)
		if err != nil {
			require.Nil(t, s)
			requireDefects(t, err)
			return
		}
		x, err := s.Explode(sel, config.Point{Date: config.NewDate(2026, 1, 1), Serial: 1, Plant: "P1"})
		if err != nil {
			require.Nil(t, x)
			return
		}
		for _, total := range x.Flat() {
			require.Positive(t, total.Quantity.Amount.Sign())
		}
	})
}

func FuzzReadLine(f *testing.F) {
	f.Add("line: x\ntakt: 60 s\nstations:\n  - station: S1\n    operations:\n      - {operation: A, duration: 1 s, after: B, parts: [10, 40/50]}\n      - {operation: B, duration: 1.5 min, when: D20}\n  - station: S2\n")
	f.Add("line: x\ntakt: 60 s\nstations:\n  - station: S1\n    operations:\n      - {operation: A, duration: 1 s, after: B}\n      - {operation: B, duration: 1 s, after: A}\n  - station: S2\n")
	f.Add(`{"line": "x", "takt": "1 h", "stations": [{"station": "S1"}, {"station": "S2"}]}`)
	f.Add(string(scooter()["line.yaml"].Data))
	cat := van(f)
	s := structure(f, cat, stationed)
	sel := order(f, cat, "VAN", "D20", "M6")
	x, err := s.Explode(sel, config.Point{})
	require.NoError(f, err)
	f.Fuzz(func(t *testing.T, text string) {
		if len(text) > 1<<14 {
			return
		}
		src, err := source.NewFile("line.yaml", []byte(text))
		if err != nil {
			return
		}
		l, err := bom.ReadLine(s, src)
		if err != nil {
			require.Nil(t, l)
			requireDefects(t, err)
			return
		}
		if r, err := l.Route(sel, x); err == nil {
			require.Len(t, r.Visits, l.NumStations())
		}
	})
}
