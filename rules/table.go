package rules

import (
	"encoding/binary"
	"fmt"
	"slices"
	"strings"

	"github.com/confspace/confspace/config"
	"github.com/confspace/confspace/config/source"
)

// Table lists combinations of options of some families: the only ones that are
// allowed, or some that are forbidden.
//
// A row matches a selection if each of its cells does. A cell matches if one of
// its options is chosen; a cell without options matches if none of the family
// is. Of a family that takes several options, a cell says nothing about the
// options that it does not list.
//
// The rule of an allowed table is an OpOr of its rows, that of a forbidden
// table an OpAnd of their negations; argument i is row i, also where there is
// only one.
//
// Whoever makes a Table owns it: [Builder.Add] takes a deep copy. The table of a
// [Rule] belongs to its set: do not change it.
type Table struct {
	// Name is the file of the table, as the rule names it; it may be empty.
	Name string `json:"name"`
	// Families are the columns, each once.
	Families []config.FamilyID `json:"families,omitempty"`
	// Forbidden says that the rows are forbidden; otherwise only they are
	// allowed.
	Forbidden bool  `json:"forbidden"`
	Rows      []Row `json:"rows,omitempty"`
}

// Row is one combination of a [Table].
type Row struct {
	// Cells has one entry per column: nil if anything matches; the options of
	// which one must be chosen; or empty but not nil if none of the family may be.
	Cells [][]config.OptionID `json:"cells,omitempty"`
	// Place is where the row stands; zero if it was built in code.
	Place source.Place `json:"place,omitzero"`
}

// clone returns a copy that shares nothing with t.
func (t *Table) clone() *Table {
	c := *t
	c.Families = slices.Clone(t.Families)
	c.Rows = slices.Clone(t.Rows)
	for i, r := range c.Rows {
		c.Rows[i].Cells = slices.Clone(r.Cells)
		for j, cell := range r.Cells {
			c.Rows[i].Cells[j] = slices.Clone(cell)
		}
	}
	return &c
}

// check returns the first defect of a table built in code, or nil.
func (t *Table) check(cat *config.Catalog) error {
	if len(t.Families) == 0 {
		return fmt.Errorf("the table has no columns")
	}
	if len(t.Rows) == 0 {
		return fmt.Errorf("the table has no rows")
	}
	named := make(map[config.FamilyID]bool, len(t.Families))
	for i, f := range t.Families {
		if int(f) >= cat.NumFamilies() {
			return fmt.Errorf("column %d of the table is family %d of a catalog of %d", i+1, f, cat.NumFamilies())
		}
		if named[f] {
			return fmt.Errorf("family %s has two columns", cat.Family(f).Code)
		}
		named[f] = true
	}
	said := make(map[string]int, len(t.Rows))
	for i, r := range t.Rows {
		if len(r.Cells) != len(t.Families) {
			return fmt.Errorf("row %d of the table has %d cells for %d columns", i+1, len(r.Cells), len(t.Families))
		}
		for j, cell := range r.Cells {
			for _, o := range cell {
				if int(o) >= cat.NumOptions() || cat.Option(o).Family != t.Families[j] {
					return fmt.Errorf("row %d of the table has option %d in the column of family %s", i+1, o, cat.Family(t.Families[j]).Code)
				}
			}
		}
		key := r.key()
		if first, twice := said[key]; twice {
			return fmt.Errorf("row %d of the table repeats row %d", i+1, first+1)
		}
		said[key] = i
		if r.matchesAll() {
			return fmt.Errorf("row %d of the table matches every order", i+1)
		}
	}
	var err error
	idleRows(t.Rows, func(row, by int) {
		if err == nil {
			err = fmt.Errorf("row %d of the table adds nothing to row %d", row+1, by+1)
		}
	})
	return err
}

// matchesAll reports whether a row matches anything in every column.
func (r Row) matchesAll() bool {
	return !slices.ContainsFunc(r.Cells, func(cell []config.OptionID) bool { return cell != nil })
}

// within reports whether s matches whatever r matches, and adds to the work done.
func (r Row) within(s Row, work *int) bool {
	for i, cell := range s.Cells {
		own := r.Cells[i]
		*work += 1 + len(own)*len(cell)
		switch {
		case cell == nil:
		case own == nil, (len(own) == 0) != (len(cell) == 0):
			return false
		default:
			for _, o := range own {
				if !slices.Contains(cell, o) {
					return false
				}
			}
		}
	}
	return true
}

// maxCompared bounds how many options idleRows compares, enough for some thousand
// rows. A larger table is written by a program.
const maxCompared = 1 << 24

// idleRows yields each row that adds nothing, with the first other row that matches
// all that it matches. No two of the rows are equal.
func idleRows(rows []Row, report func(row, by int)) {
	work := 0
	for i, r := range rows {
		for j, s := range rows {
			if work > maxCompared {
				return
			}
			if i != j && r.within(s, &work) {
				report(i, j)
				break
			}
		}
	}
}

// key returns the meaning of a row, in whatever order its cells list their
// options.
func (r Row) key() string {
	var key []byte
	for _, cell := range r.Cells {
		if cell == nil {
			key = append(key, anyCell...)
		}
		for _, o := range slices.Sorted(slices.Values(cell)) {
			key = binary.AppendUvarint(append(key, noneCell...), uint64(o))
		}
		key = append(key, ',')
	}
	return string(key)
}

// expr returns the condition that a table stands for.
func (t *Table) expr(cat *config.Catalog) Expr {
	rows := make([]Expr, len(t.Rows))
	for i, r := range t.Rows {
		rows[i] = t.row(cat, r)
		if t.Forbidden {
			rows[i] = Not(rows[i])
		}
	}
	op := OpOr
	if t.Forbidden {
		op = OpAnd
	}
	return join(op, int64(len(rows)), rows...)
}

// row returns the condition that a row matches.
func (t *Table) row(cat *config.Catalog, r Row) Expr {
	var cells []Expr
	for i, cell := range r.Cells {
		if cell == nil {
			continue
		}
		options, none := cell, len(cell) == 0
		if none {
			options = cat.Family(t.Families[i]).Options
		}
		any := make([]Expr, len(options))
		for j, o := range options {
			any[j] = Option(cat, o)
		}
		if e := Or(any...); none {
			cells = append(cells, Not(e))
		} else {
			cells = append(cells, e)
		}
	}
	if len(cells) == 0 {
		return True(cat)
	}
	return And(cells...)
}

// describe returns "allowed combinations of engine, gearbox".
func (t *Table) describe(cat *config.Catalog) string {
	codes := make([]string, len(t.Families))
	for i, f := range t.Families {
		codes[i] = cat.Family(f).Code
	}
	kind := "allowed"
	if t.Forbidden {
		kind = "forbidden"
	}
	return kind + " combinations of " + strings.Join(codes, ", ")
}
