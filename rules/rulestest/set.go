package rulestest

import (
	"fmt"
	"slices"

	"pgregory.net/rapid"

	"github.com/confspace/confspace/config"
	"github.com/confspace/confspace/config/configtest"
	"github.com/confspace/confspace/rules"
)

// Sets bounds random sets of rules. The zero value means up to five rules of
// every kind.
type Sets struct {
	Conditions
	// Rules is the largest number of rules; 0 means 5.
	Rules int
	// NoTables leaves out tables.
	NoTables bool
	// NoEffectivity leaves out effectivities: all rules are always in force.
	NoEffectivity bool
}

// Set returns a generator of sets of rules for a catalog. With effectivity,
// all of them can be asked at the points of [Point].
func (s Sets) Set(cat *config.Catalog) *rapid.Generator[*rules.Set] {
	most := s.Rules
	if most == 0 {
		most = 5
	}
	return rapid.Custom(func(t *rapid.T) *rules.Set {
		b := rules.NewBuilder(cat)
		for i := range rapid.IntRange(0, most).Draw(t, "rules") {
			spec := rules.RuleSpec{ID: fmt.Sprintf("R-%d", i+1), Reason: fmt.Sprintf("Reason %d.", i+1)}
			if !s.NoTables && rapid.IntRange(0, 3).Draw(t, "table or condition") == 0 {
				spec.Table = Table(cat).Draw(t, "table")
			} else {
				sensible := s.Conditions
				sensible.Sensible = true
				spec.Source = sensible.Syntax(cat).Draw(t, "condition").String()
			}
			if !s.NoEffectivity {
				spec.Effectivity = configtest.Effectivity(t)
			}
			b.Add(spec)
		}
		set, err := b.Build()
		if err != nil {
			panic("rulestest: " + err.Error())
		}
		return set
	})
}

// Table returns a generator of tables over one to three families of a catalog.
func Table(cat *config.Catalog) *rapid.Generator[*rules.Table] {
	return rapid.Custom(func(t *rapid.T) *rules.Table {
		families := make([]config.FamilyID, cat.NumFamilies())
		for i := range families {
			families[i] = config.FamilyID(i)
		}
		columns := rapid.IntRange(1, min(3, len(families))).Draw(t, "columns")
		table := &rules.Table{
			Families:  rapid.Permutation(families).Draw(t, "families")[:columns],
			Forbidden: rapid.Bool().Draw(t, "forbidden"),
		}
		for range rapid.IntRange(1, 5).Draw(t, "rows") {
			var row rules.Row
			for _, f := range table.Families {
				row.Cells = append(row.Cells, cell(t, cat.Family(f)))
			}
			table.Rows = AppendRow(table.Rows, row)
		}
		if len(table.Rows) == 0 {
			table.Rows = []rules.Row{{Cells: make([][]config.OptionID, len(table.Families))}}
			table.Rows[0].Cells[0] = []config.OptionID{}
		}
		return table
	})
}

// AppendRow appends a row to those of a table unless the table would be refused:
// each row must add something, and none may match everything.
func AppendRow(rows []rules.Row, row rules.Row) []rules.Row {
	if !slices.ContainsFunc(row.Cells, func(cell []config.OptionID) bool { return cell != nil }) {
		return rows
	}
	for _, other := range rows {
		if within(row, other) || within(other, row) {
			return rows
		}
	}
	return append(rows, row)
}

// within reports whether the second row matches everything that the first
// one matches.
func within(a, b rules.Row) bool {
	for i, cell := range b.Cells {
		if cell == nil {
			continue
		}
		if a.Cells[i] == nil || (len(a.Cells[i]) == 0) != (len(cell) == 0) {
			return false
		}
		for _, o := range a.Cells[i] {
			if !slices.Contains(cell, o) {
				return false
			}
		}
	}
	return true
}

// cell draws some options of a family, any (nil) or none (empty).
func cell(t *rapid.T, f config.Family) []config.OptionID {
	switch rapid.IntRange(0, 7).Draw(t, "cell") {
	case 0:
		return nil
	case 1:
		return []config.OptionID{}
	case 2, 3:
		out := rapid.Permutation(f.Options).Draw(t, "options")[:rapid.IntRange(1, len(f.Options)).Draw(t, "number")]
		return slices.Clone(out)
	}
	return []config.OptionID{rapid.SampledFrom(f.Options).Draw(t, "option")}
}
