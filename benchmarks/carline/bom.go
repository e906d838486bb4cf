package carline

import (
	"bytes"
	"fmt"
	"math/rand/v2"
)

// bom writes bom.csv: a group per family in turn, until all positions are
// placed. Position p of a family that takes one option has one variant per
// option; positions of other families take all that match. Each variant is an
// assembly of two parts, the second one used by all variants.
func (g *generator) bom(r *rand.Rand) []byte {
	var b bytes.Buffer
	b.WriteString("level,position,select,part,name,quantity,unit,usage,station\n")
	for p := range g.cfg.Positions {
		f := p % len(g.families)
		sel := "one"
		if g.families[f].sel != "one" {
			sel = "all"
		}
		for o := range g.families[f].size {
			part := fmt.Sprintf("%05d-%02d", p, o)
			fmt.Fprintf(&b, "1,%s,%s,A-%s,Assembly,1,pcs,%s,%s\n", positionCode(p), sel, part, optionCode(f, o), stationCode(g.station(p)))
			sel = ""
			fmt.Fprintf(&b, "2,10,one,B-%s,Housing,1,pcs,,\n", part)
			fmt.Fprintf(&b, "2,20,one,C-%05d,Fastener,%d,pcs,,\n", p, 1+r.IntN(12))
		}
	}
	return b.Bytes()
}

func positionCode(p int) string { return fmt.Sprintf("P%05d", p) }
func stationCode(s int) string  { return fmt.Sprintf("S%03d", s) }

// station returns the station that fits position p: positions in order
// along the line.
func (g *generator) station(p int) int {
	return p * g.cfg.Stations / max(1, g.cfg.Positions)
}
