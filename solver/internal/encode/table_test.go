package encode_test

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/confspace/confspace/config"
	"github.com/confspace/confspace/rules"
	"github.com/confspace/confspace/rules/rulestest"
	"github.com/confspace/confspace/solver/internal/encode"
	"github.com/stretchr/testify/require"
)

// grid returns a catalog of families of options of which one each is taken.
func grid(t *testing.T, families, options int) *config.Catalog {
	b := config.NewBuilder("grid")
	for f := range families {
		b.Family(config.FamilySpec{Code: fmt.Sprint("F", f)})
		for o := range options {
			b.Option(config.OptionSpec{Family: fmt.Sprint("F", f), Code: fmt.Sprint("F", f, "_", o)})
		}
	}
	cat, err := b.Build()
	require.NoError(t, err)
	return cat
}

// over returns a table over all families; cell lists the option of a row in a
// family, by number, or says -1 for any.
func over(cat *config.Catalog, rows int, cell func(row, family int) int) *rules.Table {
	table := &rules.Table{}
	for f := range config.FamilyID(cat.NumFamilies()) {
		table.Families = append(table.Families, f)
	}
	said := map[string]bool{} // a table says each row once
	for i := range rows {
		row := rules.Row{Cells: make([][]config.OptionID, cat.NumFamilies())}
		for f := range row.Cells {
			if o := cell(i, f); o >= 0 {
				row.Cells[f] = []config.OptionID{cat.Family(config.FamilyID(f)).Options[o]}
			}
		}
		if key := fmt.Sprint(row.Cells); !said[key] {
			said[key] = true
			table.Rows = append(table.Rows, row)
		}
	}
	return table
}

// A row that names one option and * elsewhere costs the same however many there
// are.
func TestTableOfStarsIsLinear(t *testing.T) {
	for _, n := range []int{20, 200} {
		cat := grid(t, n, 2)
		table := over(cat, n, func(row, family int) int {
			if row == family {
				return 0
			}
			return -1
		})
		e := encoded(t, cat, rules.RuleSpec{Table: table})
		require.Less(t, e.Formula.NumClauses(), 10*n)
	}
}

// Rows that pair families have no small diagram in the order of the columns, and
// become gates.
func TestTableOfPairs(t *testing.T) {
	const n = 40
	cat := grid(t, 2*n, 2)
	table := over(cat, n, func(row, family int) int {
		if row == family || row+n == family {
			return 0
		}
		return -1
	})
	e := encoded(t, cat, rules.RuleSpec{Table: table})
	require.Less(t, e.Formula.NumClauses(), 20*n)
}

// scattered returns a catalog and a long table of random rows over it.
func scattered(t *testing.T, rows int) (*config.Catalog, *rules.Table) {
	cat := grid(t, 5, 40)
	r := rand.New(rand.NewPCG(1, 2))
	return cat, over(cat, rows, func(int, int) int { return r.IntN(40) })
}

// The clauses of a long table grow as its cells do.
func TestLongTableIsLinear(t *testing.T) {
	for _, n := range []int{2_000, 10_000} {
		cat, table := scattered(t, n)
		e := encoded(t, cat, rules.RuleSpec{Table: table})
		require.Less(t, e.Formula.NumClauses(), 8*n+10_000)
	}
}

// hurried is a context that ends after it was looked at some times.
type hurried struct {
	context.Context
	looks int
}

var errHurry = errors.New("no more time")

func (h *hurried) Err() error {
	if h.looks--; h.looks < 0 {
		return errHurry
	}
	return nil
}

// A context that ends is noticed within a rule, whatever its kind.
func TestContextEndsWithinRule(t *testing.T) {
	cat, allowed := scattered(t, 5_000)
	_, forbidden := scattered(t, 5_000)
	forbidden.Forbidden = true
	var terms []rules.Term
	for o := range config.OptionID(cat.NumOptions()) {
		terms = append(terms, rules.Term{Option: o, Coef: 1 + int64(o)*37%1009})
	}
	sum, err := rules.Linear(cat, terms, rules.AtMost, 20_000)
	require.NoError(t, err)
	together, alone := encode.Options{}, encode.Options{Standalone: true}
	for name, c := range map[string]struct {
		spec rules.RuleSpec
		opt  encode.Options
	}{
		"allowed":          {rules.RuleSpec{Table: allowed}, together},
		"allowed, alone":   {rules.RuleSpec{Table: allowed}, alone},
		"forbidden":        {rules.RuleSpec{Table: forbidden}, together},
		"forbidden, alone": {rules.RuleSpec{Table: forbidden}, alone},
		"sum, alone":       {rules.RuleSpec{Expr: sum}, alone},
	} {
		t.Run(name, func(t *testing.T) {
			b := rules.NewBuilder(cat)
			c.spec.ID = "R"
			b.Add(c.spec)
			set, err := b.Build()
			require.NoError(t, err)
			_, err = encode.Encode(&hurried{t.Context(), 2}, set, []rules.RuleID{0}, nil, c.opt)
			require.ErrorIs(t, err, errHurry)
		})
	}
}

// Tables of wide families allow what they list, each in one way.
func TestWideTable(t *testing.T) {
	b := config.NewBuilder("wide")
	for f, card := range []config.Cardinality{config.One, config.Optional, config.Optional} {
		b.Family(config.FamilySpec{Code: fmt.Sprint("F", f), Select: card})
		for o := range 14 {
			b.Option(config.OptionSpec{Family: fmt.Sprint("F", f), Code: fmt.Sprint("F", f, "_", o)})
		}
	}
	cat, err := b.Build()
	require.NoError(t, err)
	for seed := range uint64(20) {
		r := rand.New(rand.NewPCG(seed, 3))
		table := over(cat, 30, func(int, int) int { return r.IntN(15) - 1 })
		for _, row := range table.Rows[:5] {
			row.Cells[1+r.IntN(2)] = []config.OptionID{} // none
		}
		rows := table.Rows
		table.Rows = nil
		for _, row := range rows {
			table.Rows = rulestest.AppendRow(table.Rows, row)
		}
		d := drawn{Encoding: encoded(t, cat, rules.RuleSpec{Table: table})}
		matches := func(cell []config.OptionID, o int, family config.FamilyID) bool {
			return cell == nil || o < 0 && len(cell) == 0 ||
				o >= 0 && slices.Contains(cell, cat.Family(family).Options[o])
		}
		for i := range 14 * 15 * 15 {
			choice := []int{i % 14, i/14%15 - 1, i/14/15 - 1}
			sel := cat.NewSelection()
			for f, o := range choice {
				if o >= 0 {
					sel.Choose(cat.Family(config.FamilyID(f)).Options[o])
				}
			}
			want := slices.ContainsFunc(table.Rows, func(row rules.Row) bool {
				return matches(row.Cells[0], choice[0], 0) && matches(row.Cells[1], choice[1], 1) && matches(row.Cells[2], choice[2], 2)
			})
			if i%17 != 0 && !want {
				continue
			}
			values, consistent, determined := d.extend(sel)
			require.True(t, consistent)
			require.True(t, determined)
			require.Equal(t, want, len(d.broken(values)) == 0, "%v", choice)
		}
	}
}
