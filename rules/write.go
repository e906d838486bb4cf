package rules

import (
	"encoding/csv"
	"io"
	"strings"

	"github.com/confspace/confspace/config"
	"github.com/confspace/confspace/config/source/document"
)

// Write writes a set in the shape of rules.yaml; tables are written in place,
// so that one file holds everything, and conditions as they were written, unless
// in another language, such as UVL. [Read] for the same catalog reads an
// equal set (same ids, same [Set.Digest] and [Set.TextDigest]). The bytes depend on nothing but the
// set. The only errors are those of w. It panics if w or s is nil.
func Write(w io.Writer, s *Set) error {
	if w == nil || s == nil {
		panic("rules: Write needs a writer and a set; one is nil")
	}
	doc := document.New()
	var list document.List
	for _, r := range s.rules {
		var m document.Map
		m.Text("id", r.ID)
		if r.Table != nil {
			m = append(m, document.Member{Key: r.Table.key(), Value: r.Table.document(s.cat)})
		} else {
			m.Text("rule", r.text())
		}
		m.OptText("reason", r.Reason)
		list = append(list, append(m, config.EffectivityDocument(r.Effectivity)...))
	}
	doc.List("rules", list)
	return doc.WriteYAML(w)
}

// key returns the key that a table stands under.
func (t *Table) key() string {
	if t.Forbidden {
		return "forbidden"
	}
	return "allowed"
}

// document returns a table as it is written in place.
func (t *Table) document(cat *config.Catalog) document.Map {
	var m document.Map
	columns := make(document.Flow, len(t.Families))
	for i, f := range t.Families {
		columns[i] = cat.Family(f).Code
	}
	m = append(m, document.Member{Key: "columns", Value: columns})
	var rows document.List
	for _, r := range t.Rows {
		row := make(document.Flow, len(r.Cells))
		for i, cell := range r.Cells {
			row[i] = cellText(cat, cell)
		}
		rows = append(rows, row)
	}
	m.List("rows", rows)
	return m
}

// WriteCSV writes the table, of a set for this catalog, as a file that a rule of
// rules.yaml can name. The only errors are those of w. It panics if w or cat is nil.
func (t *Table) WriteCSV(w io.Writer, cat *config.Catalog) error {
	if w == nil || cat == nil {
		panic("rules: WriteCSV needs a writer and a catalog; one is nil")
	}
	c := csv.NewWriter(w)
	var record []string
	for _, f := range t.Families {
		record = append(record, cat.Family(f).Code)
	}
	c.Write(record) // the writer keeps its first error for Error
	for _, r := range t.Rows {
		record = record[:0]
		for _, cell := range r.Cells {
			record = append(record, cellText(cat, cell))
		}
		c.Write(record)
	}
	c.Flush()
	return c.Error()
}

// cellText returns a cell as it is written.
func cellText(cat *config.Catalog, cell []config.OptionID) string {
	switch {
	case cell == nil:
		return anyCell
	case len(cell) == 0:
		return noneCell
	}
	codes := make([]string, len(cell))
	for i, o := range cell {
		codes[i] = cat.Code(o)
		if c := codes[i]; c == anyCell || c == noneCell || strings.Contains(c, "|") || strings.TrimSpace(c) != c {
			codes[i] = `"` + c + `"`
		}
	}
	return strings.Join(codes, " | ")
}
