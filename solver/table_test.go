package solver_test

import (
	"fmt"
	"math/big"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/confspace/confspace/config"
	"github.com/confspace/confspace/rules"
	"github.com/confspace/confspace/solver"
)

// listed returns families of eight options and a table of random rows over all of
// them whose cells list a number of options each.
func listed(t *testing.T, families, rows, options int) *rules.Set {
	b := config.NewBuilder("listed")
	for f := range families {
		b.Family(config.FamilySpec{Code: fmt.Sprint("F", f)})
		for o := range 8 {
			b.Option(config.OptionSpec{Family: fmt.Sprint("F", f), Code: fmt.Sprint("F", f, "_", o)})
		}
	}
	cat, err := b.Build()
	require.NoError(t, err)
	r := rand.New(rand.NewPCG(7, 8))
	table := &rules.Table{}
	for f := range families {
		table.Families = append(table.Families, config.FamilyID(f))
	}
	said := map[string]bool{} // a table says each row once
	for len(table.Rows) < rows {
		var row rules.Row
		for f := range families {
			var cell []config.OptionID
			for _, i := range r.Perm(8)[:options] {
				cell = append(cell, cat.Family(config.FamilyID(f)).Options[i])
			}
			row.Cells = append(row.Cells, cell)
		}
		if key := fmt.Sprint(row.Cells); !said[key] {
			said[key] = true
			table.Rows = append(table.Rows, row)
		}
	}
	rb := rules.NewBuilder(cat)
	rb.Add(rules.RuleSpec{ID: "T-1", Table: table})
	set, err := rb.Build()
	require.NoError(t, err)
	return set
}

// A table of hundreds of rows of one option per cell allows as many configurations
// as it has distinct rows.
func TestLongTable(t *testing.T) {
	set := listed(t, 5, 300, 1)
	distinct := map[string]bool{}
	for _, row := range set.Rule(0).Table.Rows {
		distinct[fmt.Sprint(row.Cells)] = true
	}
	space, err := solver.Compile(t.Context(), set, config.Point{}, solver.Config{})
	require.NoError(t, err)
	n, err := space.Count(t.Context(), nil)
	require.NoError(t, err)
	require.Equal(t, big.NewInt(int64(len(distinct))), n)
}

// Rows that overlap in every way have no small diagram; the table is searched for
// all the same.
func TestTableBeyondDiagrams(t *testing.T) {
	set := listed(t, 12, 400, 5)
	space, err := solver.Compile(t.Context(), set, config.Point{}, solver.Config{NoCircuit: true})
	require.NoError(t, err)
	require.Less(t, space.Stats().Clauses, 20_000)
	sel, ok, err := space.Find(t.Context(), rules.True(set.Catalog()))
	require.NoError(t, err)
	require.True(t, ok)
	report, err := space.ValidateSelection(t.Context(), sel)
	require.NoError(t, err)
	require.Equal(t, solver.Valid, report.Verdict)
}
