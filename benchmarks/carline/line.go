package carline

import (
	"bytes"
	"fmt"
	"math/rand/v2"
)

// line writes line.yaml: an operation per BOM position at the position's
// station, one in three conditional on an option of its family, and after an
// earlier operation a short distance before.
func (g *generator) line(r *rand.Rand) []byte {
	var b bytes.Buffer
	b.WriteString("line: carline\ntakt: 90 s\nstations:\n")
	p := 0
	for s := range g.cfg.Stations {
		fmt.Fprintf(&b, "  - station: %s\n    name: Station %d\n    operations:", stationCode(s), s)
		if p >= g.cfg.Positions || g.station(p) != s {
			b.WriteString(" []\n")
			continue
		}
		b.WriteString("\n")
		for ; p < g.cfg.Positions && g.station(p) == s; p++ {
			fmt.Fprintf(&b, "      - {operation: OP%05d, name: Fit %s, duration: %d s, parts: [%s]", p, positionCode(p), 5+r.IntN(40), positionCode(p))
			f := p % len(g.families)
			if r.IntN(3) == 0 && g.families[f].sel != "one" {
				fmt.Fprintf(&b, ", when: %q", "at_least(1; "+familyCode(f)+")")
			}
			if p > 0 && r.IntN(2) == 0 {
				fmt.Fprintf(&b, ", after: [OP%05d]", p-1-r.IntN(min(p, 6)))
			}
			b.WriteString("}\n")
		}
	}
	return b.Bytes()
}
