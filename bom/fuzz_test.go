package bom_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/confspace/confspace/bom"
	"github.com/confspace/confspace/bom/internal/bomtest"
	"github.com/confspace/confspace/config"
)

func FuzzReadStructure(f *testing.F) {
	f.Add(string(bomtest.Scooter()["bom.csv"].Data))
	f.Add(bomtest.Stationed)
	f.Add(chain(5))
	f.Add(doubling(5))
	f.Add("level,position,part,quantity,per,unit,from,until,from_serial,until_serial,plants\n1,10,A,1.5,4,kg,2026-01-01,2026-02-01,1,5,P1|P2\n")
	f.Add("level,position,part,quantity\n1,10,A,1\n2,10,B,1\n3,10,A,1\n")
	f.Add(ashtray)
	f.Add("Level,(x),Position,Part,Quantity,Name\n0,,0,VAN,,Van\n1,,10,A,3,a\nx,,10,A,0.5,b\n3,,10,A,1,\n1,,10,A,1,\n")
	f.Add("level,position,part,quantity,usage\n1,10,A,1,\"(D20 | \"\"D30\"\") & !VAN\"\n")
	f.Add("\ufefflevel,position,part,quantity\r\n1,10,A,1\r\n")
	cat := bomtest.Van(f)
	sel := cat.NewSelection()
	sel.CloseWorld()
	f.Fuzz(func(t *testing.T, text string) {
		if len(text) > 1<<14 {
			return
		}
		s, err := bom.ReadStructure(cat, "bom.csv", strings.NewReader(text))
		_, without := bom.ReadStructure(nil, "bom.csv", strings.NewReader(text))
		if without != nil {
			require.Error(t, err, "a good file is not accused without its catalog")
			bomtest.RequireDefects(t, without)
		}
		if err != nil {
			require.True(t, s == nil || s.Catalog() == nil, "a structure of names")
			bomtest.RequireDefects(t, err)
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
