package bomtest

import (
	"fmt"
	"strings"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/confspace/confspace/bom"
	"github.com/confspace/confspace/bom/line"
	"github.com/confspace/confspace/config"
)

// CSV writes the structure as a file.
func (p *Product) CSV() string {
	var b strings.Builder
	b.WriteString("level,position,select,when,part,quantity,per,unit,usage,phantom,from,until,station,position_from,position_until\n")
	if p.Number != "" {
		fmt.Fprintf(&b, "0,,,,%s,1,,,,,,,,,\n", p.Number)
	}
	var write func(rows []*Row)
	write = func(rows []*Row) {
		head := map[string]bool{}
		for _, r := range rows {
			sel, when := "", ""
			var from, until config.Date
			if !head[r.Position] {
				head[r.Position] = true
				sel, when = r.Select.String(), r.When.Text
				from, until = r.PositionFrom, r.PositionUntil
			}
			phantom := ""
			if r.Phantom {
				phantom = "yes"
			}
			fmt.Fprintf(&b, "%d,%s,%s,%s,%s,%s,%s,%s,%s,%s,%s,%s,%s,%s,%s\n", r.Level, r.Position, sel, when, r.Part,
				r.Quantity, r.Per, r.Unit, r.Usage.Text, phantom, r.From, r.Until, r.Station, from, until)
			write(r.Children)
		}
	}
	write(p.Rows)
	return b.String()
}

// YAML writes the line as a file.
func (p *Product) YAML() string {
	var b strings.Builder
	fmt.Fprintf(&b, "line: random\ntakt: %d s\nstations:\n", p.Takt)
	for _, station := range p.Stations {
		fmt.Fprintf(&b, "  - station: %s\n    rides: [%s]\n    operations:\n", station, strings.Join(p.Rides[station], ", "))
		for _, op := range p.Ops {
			if op.Station != station {
				continue
			}
			fmt.Fprintf(&b, "      - operation: %s\n        duration: %s s\n", op.Code, op.Duration)
			if op.When.Text != "" {
				fmt.Fprintf(&b, "        when: %q\n", op.When.Text)
			}
			if len(op.After) > 0 {
				fmt.Fprintf(&b, "        after: [%s]\n", strings.Join(CodesOf(op.After), ", "))
			}
			if len(op.Parts) > 0 {
				fmt.Fprintf(&b, "        parts: [%s]\n", strings.Join(op.Parts, ", "))
			}
		}
	}
	return b.String()
}

// CodesOf lists the codes of operations.
func CodesOf(ops []*Op) []string {
	var out []string
	for _, op := range ops {
		out = append(out, op.Code)
	}
	return out
}

// Read reads a random product back from the files that it writes.
func (p *Product) Read(t *rapid.T) (*bom.Structure, *line.Line) {
	s, err := bom.ReadStructure(p.Catalog, "bom.csv", strings.NewReader(p.CSV()))
	require.NoError(t, err, "\n%s", p.CSV())
	l, err := line.Read(s.Catalog(), s, "line.yaml", strings.NewReader(p.YAML()))
	require.NoError(t, err, "\n%s\n%s", p.CSV(), p.YAML())
	return s, l
}
