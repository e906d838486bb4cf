package bom_test

import (
	"fmt"
	"strings"
)

// csv writes the structure as a file.
func (p *randomProduct) csv() string {
	var b strings.Builder
	b.WriteString("level,position,select,when,part,quantity,per,unit,usage,phantom,from,until,station\n")
	var write func(rows []*randomRow)
	write = func(rows []*randomRow) {
		head := map[string]bool{}
		for _, r := range rows {
			sel, when := "", ""
			if !head[r.position] {
				head[r.position] = true
				sel, when = r.sel.String(), r.when.text
			}
			phantom := ""
			if r.phantom {
				phantom = "yes"
			}
			fmt.Fprintf(&b, "%d,%s,%s,%s,%s,%s,%s,%s,%s,%s,%s,%s,%s\n", r.level, r.position, sel, when, r.part,
				r.quantity, r.per, r.unit, r.usage.text, phantom, r.from, r.until, r.station)
			write(r.children)
		}
	}
	write(p.rows)
	return b.String()
}

// yaml writes the line as a file.
func (p *randomProduct) yaml() string {
	var b strings.Builder
	fmt.Fprintf(&b, "line: random\ntakt: %d s\nstations:\n", p.takt)
	for _, station := range p.stations {
		fmt.Fprintf(&b, "  - station: %s\n    operations:\n", station)
		for _, op := range p.ops {
			if op.station != station {
				continue
			}
			fmt.Fprintf(&b, "      - operation: %s\n        duration: %s s\n", op.code, op.duration)
			if op.when.text != "" {
				fmt.Fprintf(&b, "        when: %q\n", op.when.text)
			}
			if len(op.after) > 0 {
				fmt.Fprintf(&b, "        after: [%s]\n", strings.Join(codesOf(op.after), ", "))
			}
			if len(op.parts) > 0 {
				fmt.Fprintf(&b, "        parts: [%s]\n", strings.Join(op.parts, ", "))
			}
		}
	}
	return b.String()
}

func codesOf(ops []*randomOp) []string {
	var out []string
	for _, op := range ops {
		out = append(out, op.code)
	}
	return out
}
