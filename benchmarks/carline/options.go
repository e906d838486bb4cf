package carline

import (
	"bytes"
	"fmt"
	"math/rand/v2"
)

// options writes options.yaml: every option has a mass in kg and a price.
func (g *generator) options(r *rand.Rand) []byte {
	var b bytes.Buffer
	b.WriteString("product: carline\nattributes: {mass: kg, price: EUR}\nfamilies:\n")
	for f, fam := range g.families {
		fmt.Fprintf(&b, "  - family: %s\n    select: %s\n    options:\n", familyCode(f), fam.sel)
		for o := range fam.size {
			fmt.Fprintf(&b, "      - {code: %s, mass: %d, price: %d.%02d}\n",
				optionCode(f, o), fam.mass[o], r.IntN(3000), r.IntN(100))
		}
	}
	return b.Bytes()
}
