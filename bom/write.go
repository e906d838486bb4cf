package bom

import (
	"encoding/csv"
	"io"
	"slices"
	"strconv"
	"strings"

	"github.com/confspace/confspace/bom/internal/condition"
	"github.com/confspace/confspace/config"
	"github.com/confspace/confspace/config/source"
	"github.com/confspace/confspace/config/source/document"
)

// Rows returns the rows of the structure, for a program that changes a bill of
// material: NewStructure makes an equal structure of them. The structure of a part
// stands below one row; elsewhere its number alone refers to it. The cells of a
// position stand on its first row. The caller owns the rows. O(rows).
func (s *Structure) Rows() []Row {
	var rows []Row
	if s.part != "" {
		rows = append(rows, Row{Part: s.part, Name: s.name, Notes: s.notes})
	}
	below := make(map[string][]PositionID)
	for p := range s.positions {
		below[s.positions[p].Assembly] = append(below[s.positions[p].Assembly], PositionID(p))
	}
	return s.appendRows(rows, below, "", 1)
}

// appendRows appends the rows of the positions of one assembly and the rows below
// them.
func (s *Structure) appendRows(rows []Row, below map[string][]PositionID, assembly string, level int) []Row {
	for _, id := range below[assembly] {
		p := &s.positions[id]
		for v := p.First; v < p.End; v++ {
			r := s.row(v)
			r.Level, r.Position = level, p.Code
			if v == p.First {
				r.Select, r.When, r.PositionEffectivity = p.Select, p.When, p.Effectivity
			}
			rows = append(rows, r)
			if s.parts[s.partOf[v]].definition == v {
				rows = s.appendRows(rows, below, r.Part, level+1)
			}
		}
	}
	return rows
}

// row returns the row of a variant, without the cells of its position. A quantity
// that is not a decimal, or not whole pieces, is written as a whole number for
// several parents.
func (s *Structure) row(id VariantID) Row {
	v := &s.variants[id]
	r := Row{
		Part: v.Part, Name: v.Name, Quantity: v.Quantity, Usage: v.Usage, Phantom: v.Phantom,
		Effectivity: v.Effectivity, Station: v.Station, Notes: v.Notes, Place: v.Place,
	}
	if amount := v.Quantity.Amount; amount.IsFraction() || !isWhole(v.Quantity) {
		ratio := amount.Rat()
		r.Quantity.Amount, _ = config.ParseDecimal(ratio.Num().String()) // whole numbers are decimals
		r.Per, _ = config.ParseDecimal(ratio.Denom().String())
	}
	return r
}

// WriteCSV writes the structure as bom.csv, from which ReadStructure reads an equal one:
// the columns that the structure needs, in the order of the package documentation, then
// the notes by name, and conditions in their canonical text. The bytes depend on nothing but the structure.
// The only errors are those of w. It panics if w is nil.
func (s *Structure) WriteCSV(w io.Writer) error {
	if w == nil {
		panic("bom: WriteCSV needs a writer; it is nil")
	}
	rows := s.Rows()
	cells := make([][numColumns]string, len(rows))
	used := [numColumns]bool{columnLevel: true, columnPosition: true, columnPart: true, columnQuantity: true}
	for i := range rows {
		cells[i] = rows[i].cells()
		for c, text := range cells[i] {
			used[c] = used[c] || text != ""
		}
	}
	if _, err := io.WriteString(w, "# format: "+source.Format+"\n"); err != nil {
		return err
	}
	out := csv.NewWriter(w)
	notes := noteNames(rows)
	write := func(row [numColumns]string, note func(name string) string) {
		var record []string
		for c, text := range row {
			if used[c] {
				record = append(record, text)
			}
		}
		for _, name := range notes {
			record = append(record, note(name))
		}
		out.Write(record) // the writer keeps its first error for Error
	}
	write(columnNames, noteHeader)
	for i, row := range cells {
		write(row, rows[i].note)
	}
	out.Flush()
	return out.Error()
}

// cells returns a row as it is written.
func (r *Row) cells() (c [numColumns]string) {
	c[columnLevel], c[columnPosition], c[columnPart], c[columnName], c[columnStation] = strconv.Itoa(r.Level), r.Position, r.Part, r.Name, r.Station
	if r.Select != One {
		c[columnSelect] = r.Select.String()
	}
	c[columnWhen], c[columnUsage] = condition.Key(r.When), condition.Key(r.Usage)
	if r.Level > 0 {
		c[columnQuantity] = r.Quantity.Amount.String()
	}
	if r.Quantity.Unit != config.None && r.Quantity.Unit != pieces {
		c[columnUnit] = r.Quantity.Unit.String()
	}
	if !r.Per.IsZero() {
		c[columnPer] = r.Per.String()
	}
	if r.Phantom {
		c[columnPhantom] = "yes"
	}
	setEffectivity(&c, "", r.Effectivity)
	setEffectivity(&c, "position_", r.PositionEffectivity)
	return c
}

// setEffectivity fills the columns whose names are a prefix and a key of an
// effectivity in YAML.
func setEffectivity(c *[numColumns]string, prefix string, e config.Effectivity) {
	for _, limit := range config.EffectivityDocument(e) {
		text := ""
		switch v := limit.Value.(type) {
		case document.Literal:
			text = string(v)
		case document.Flow:
			text = strings.Join(v, "|")
		}
		c[slices.Index(columnNames[:], prefix+limit.Key)] = text
	}
}
