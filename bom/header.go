package bom

import (
	"fmt"
	"slices"
	"strings"

	"github.com/confspace/confspace/config/source"
)

// A column of bom.csv.
type column int

const (
	columnLevel column = iota
	columnPosition
	columnSelect
	columnWhen
	columnPart
	columnName
	columnQuantity
	columnPer
	columnUnit
	columnUsage
	columnPhantom
	columnFrom
	columnUntil
	columnFromSerial
	columnUntilSerial
	columnPlants
	columnStation
	columnPositionFrom
	columnPositionUntil
	columnPositionFromSerial
	columnPositionUntilSerial
	columnPositionPlants
	numColumns
)

var columnNames = [numColumns]string{
	"level", "position", "select", "when", "part", "name", "quantity", "per", "unit", "usage", "phantom",
	"from", "until", "from_serial", "until_serial", "plants", "station",
	"position_from", "position_until", "position_from_serial", "position_until_serial", "position_plants",
}

// requiredColumns are those without which no row has a meaning.
var requiredColumns = []column{columnLevel, columnPosition, columnPart, columnQuantity}

// header finds our columns among the file's and reports whether there are any.
// What the rows say is read on even if the header has defects: a required column
// that is not there is reported here, and not at each row again.
func (d *draft) header(header []source.Cell) bool {
	var respelled, unknown []source.Cell
	found := 0
	for i, cell := range header {
		col := columnOf(cell.Text)
		if col < 0 {
			if col = columnOf(respell(cell.Text)); col >= 0 && !slices.ContainsFunc(header, func(c source.Cell) bool { return c.Text == columnNames[col] }) {
				respelled = append(respelled, cell)
			} else {
				col = -1
			}
		}
		switch {
		case col >= 0:
			d.place[col] = i + 1
			found++
		case !isNote(cell.Text):
			unknown = append(unknown, cell)
		}
	}
	if found == 0 {
		d.list.Add(header[0].Defect("the header row with the names of the columns is missing", d.columnsHint()))
		return false
	}
	if len(respelled) > 0 {
		d.list.Add(respelled[0].Defect(fmt.Sprintf("unknown column %q%s", respelled[0].Text, moreColumns(len(respelled)-1)),
			"write "+listOf(respelled, respell)+": small letters, and _ for a space"))
	}
	for _, cell := range unknown {
		d.unknownColumn(header, cell)
	}
	for _, col := range requiredColumns {
		if d.place[col] == 0 {
			d.absent |= 1 << col
			d.list.Add(header[0].Defect("column "+columnNames[col]+" is missing", "level, position, part and quantity must be there"))
		}
	}
	return true
}

// unknownColumn reports a column that has no meaning. Where its name is near to
// that of a required column which is not there, it is read as that: one cause,
// one defect.
func (d *draft) unknownColumn(header []source.Cell, cell source.Cell) {
	free := func(yield func(string) bool) {
		for col, name := range columnNames {
			if d.place[col] == 0 && !yield(name) {
				return
			}
		}
	}
	hint := d.columnsHint()
	if near, ok := source.Nearest(cell.Text, free); ok {
		hint = "did you mean " + near + "?"
		if col := columnOf(near); slices.Contains(requiredColumns, col) {
			d.place[col] = slices.Index(header, cell) + 1
		}
	}
	d.list.Add(cell.Defect(fmt.Sprintf("unknown column %q", cell.Text), hint))
}

// columnsHint lists the columns that are not there.
func (d *draft) columnsHint() string {
	var free []string
	for col, name := range columnNames {
		if d.place[col] == 0 {
			free = append(free, name)
		}
	}
	return "columns are " + strings.Join(free, ", ") + "; a note of your own stands in parentheses: (drawing)"
}

func columnOf(name string) column { return column(slices.Index(columnNames[:], name)) }

// respell writes a column's name as we do.
func respell(name string) string {
	return strings.Join(strings.FieldsFunc(strings.ToLower(name), func(r rune) bool { return r == ' ' || r == '_' || r == '-' }), "_")
}

// isNote reports whether a column is the owner's own, which is never read.
func isNote(name string) bool {
	return len(name) > 2 && strings.HasPrefix(name, "(") && strings.HasSuffix(name, ")")
}

func moreColumns(n int) string {
	switch n {
	case 0:
		return ""
	case 1:
		return " and 1 more"
	}
	return fmt.Sprintf(" and %d more", n)
}

// listOf joins what f makes of cells.
func listOf(cells []source.Cell, f func(string) string) string {
	words := make([]string, len(cells))
	for i, c := range cells {
		words[i] = f(c.Text)
	}
	return strings.Join(words, ", ")
}
