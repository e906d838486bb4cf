package bomtest

import (
	"fmt"
	"slices"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/confspace/confspace/config"
)

// Revise draws another release of a product: its catalog has an option more, or none, and some
// rows and operations are others.
func (p *Product) Revise(t *rapid.T) *Product {
	out := *p
	g := &Generator{t: t, p: &out, serial: 1000}
	if g.chance(30, "another option") {
		out.Families = append(slices.Clone(p.Families), []string{"NEWa", "NEWb"})
		out.Codes = append(slices.Clone(p.Codes), "NEWa", "NEWb")
		b := config.NewBuilder("random")
		for f := range config.FamilyID(p.Catalog.NumFamilies()) {
			family := p.Catalog.Family(f)
			b.Family(config.FamilySpec{Code: family.Code, Select: family.Select})
		}
		b.Family(config.FamilySpec{Code: "NEW", Select: config.Any})
		for i, codes := range p.Families {
			for _, code := range codes {
				b.Option(config.OptionSpec{Family: fmt.Sprintf("F%d", i), Code: code})
			}
		}
		for _, code := range []string{"NEWa", "NEWb"} {
			b.Option(config.OptionSpec{Family: "NEW", Code: code})
		}
		var err error
		out.Catalog, err = b.Build()
		require.NoError(t, err)
	}
	copies := make(map[*Row]*Row)
	out.Rows = g.reviseRows(p.Rows, copies)
	for _, row := range copies { // shared structures are those of the copies
		for i, below := range row.Structure {
			row.Structure[i] = copies[below]
		}
	}
	if g.chance(20, "another takt") {
		out.Takt = int64(g.Int(5, 60, "takt"))
	}
	out.Ops = nil
	ops := make(map[*Op]*Op)
	for _, op := range p.Ops {
		revised := *op
		ops[op] = &revised
		if g.chance(20, "another duration") {
			revised.Duration = rapid.SampledFrom([]string{"1", "2.5", "7.125", "20", "30"}).Draw(t, "duration")
		}
		if g.chance(10, "another condition") && len(op.Parts) == 0 {
			revised.When = g.Cond(2)
		}
		out.Ops = append(out.Ops, &revised)
	}
	for i, op := range p.Ops {
		out.Ops[i].After = nil
		for _, before := range op.After {
			out.Ops[i].After = append(out.Ops[i].After, ops[before])
		}
	}
	return &out
}

// reviseRows draws other quantities, parts and conditions of some rows.
func (g *Generator) reviseRows(rows []*Row, copies map[*Row]*Row) []*Row {
	var out []*Row
	for _, row := range rows {
		revised := *row
		copies[row] = &revised
		revised.Structure = slices.Clone(row.Structure)
		revised.Children = g.reviseRows(row.Children, copies)
		if g.chance(10, "another quantity") {
			g.quantity(&revised)
		}
		if len(row.Structure) == 0 && g.chance(10, "another part") {
			g.serial++
			revised.Part = fmt.Sprintf("P%d", g.serial)
		}
		if alone := len(rows) == 1 || !slices.ContainsFunc(rows, func(r *Row) bool { return r != row && r.Position == row.Position }); alone && g.chance(15, "another usage") {
			revised.Usage = g.Cond(2)
		}
		out = append(out, &revised)
	}
	return out
}
