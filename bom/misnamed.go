package bom

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/confspace/confspace/config"
	"github.com/confspace/confspace/config/source"
	"github.com/confspace/confspace/rules"
)

// fewCells is the number of wrong cells from which the column counts as wrong:
// fewer cells are mistakes of their own. A few texts in many cells are such
// mistakes, too; fewTexts is the number of different texts from which the column
// is wrong.
const (
	fewCells = 3
	fewTexts = 10
)

// checkColumns finds columns in which hardly any cell fits. The cause is the
// header: two names were exchanged, or the column holds something else.
// Exchanged columns are read under the right names; checkColumns reports whether there
// are any.
func (d *draft) checkColumns() (exchanged bool) {
	c := columnCheck{draft: d}
	for col := range numColumns {
		switch {
		case d.place[col] == 0 || isText(col) && c.filled(col) || col == columnWhen || col == columnUsage || col == columnUnit && d.catalog == nil:
		case c.filled(col):
			if texts := c.foreign(col); texts > 1 {
				exchanged = c.report(col, texts) || exchanged
			}
		case len(d.rows) >= fewCells && slices.Contains(columns.Required, columnNames[col]):
			d.refuse(col, len(d.rows), fmt.Sprintf("column %s is empty", columnNames[col]), "each row needs a value there")
		}
	}
	return exchanged
}

// report reports a column of foreign texts, several different ones, and whether it was
// exchanged with another.
func (c *columnCheck) report(col column, texts int) (exchanged bool) {
	filled, wrong := c.count(col, col)
	other, found := c.partner(col)
	if found {
		c.swap(col, other, filled)
	} else if texts >= fewTexts {
		c.refuse(col, wrong, fmt.Sprintf("column %s holds something else: %d of its %d cells do not fit it, such as %s",
			columnNames[col], wrong, filled, c.firstWrong(col)), "name the column after its contents")
	}
	return found
}

// swap reports two columns that have each other's name, in a number of cells, and reads
// them under the right names.
func (d *draft) swap(a, b column, cells int) {
	first := min(d.place[a], d.place[b])
	defect := d.table.Header[first-1].Defect(
		fmt.Sprintf("the columns %s and %s have each other's name", columnNames[a], columnNames[b]), "exchange the two names in the header")
	defect.Follows = cells
	d.list.Add(defect)
	d.place[a], d.place[b] = d.place[b], d.place[a]
}

// filled reports whether any cell of a column is filled.
func (c *columnCheck) filled(col column) bool {
	for _, cells := range c.table.Rows {
		if cells[c.place[col]-1].Text != "" {
			return true
		}
	}
	return false
}

// foreign returns the number of different texts that do not fit a column if hardly
// any of its cells fits, otherwise 0. It stops as soon as the answer is known.
func (c *columnCheck) foreign(col column) (texts int) {
	right, wrong := 0, 0
	different := make(map[string]bool)
	for _, cells := range c.table.Rows {
		cell := &cells[c.place[col]-1]
		switch {
		case cell.Text == "":
		case !c.fits(col, *cell):
			wrong++
			different[cell.Text] = true
		default:
			if right++; 10*right > len(c.rows) {
				return 0
			}
		}
	}
	if wrong < fewCells || !mostly(wrong, wrong+right) {
		return 0
	}
	return len(different)
}

// firstWrong quotes the first cell of a column that does not fit it.
func (c *columnCheck) firstWrong(col column) string {
	for row := range c.rows {
		if cell := c.cell(row, col); cell.Text != "" && !c.fits(col, cell) {
			return fmt.Sprintf("%.40q", cell.Text)
		}
	}
	return ""
}

// refuse reports a column whose cells are not read.
func (d *draft) refuse(col column, cells int, msg, hint string) {
	defect := d.table.Header[d.place[col]-1].Defect(msg, hint)
	defect.Follows = cells
	d.list.Add(defect)
	d.place[col] = 0
	d.absent |= 1 << col
}

// mostly reports whether some of many are nearly all of them.
func mostly(some, all int) bool { return some > 0 && 10*(all-some) <= all }

// A columnCheck finds out which cells fit which columns.
type columnCheck struct {
	*draft
	fit [numColumns]map[string]bool // column -> text -> whether it fits
}

// partner finds the column whose name was exchanged with that of a foreign one:
// the cells of each fit the other column and not their own. A column that takes
// any text is a partner only if its cells fit no other column.
func (c *columnCheck) partner(col column) (other column, found bool) {
	for other := range numColumns {
		if other == col || c.place[other] == 0 || !c.holds(other, col) {
			continue
		}
		switch {
		case isText(other):
			if col == columnLevel && other == columnPosition && c.isIndented() ||
				(col == columnPlants || col == columnPositionPlants) && other == columnStation {
				return other, true
			}
		case !c.holds(other, other) && c.holds(col, other):
			return other, true
		}
	}
	return 0, false
}

// holds reports whether nearly all cells of one column fit a column, the same or
// another.
func (c *columnCheck) holds(col, as column) bool {
	filled, wrong := c.count(as, col)
	return mostly(filled-wrong, filled)
}

// isIndented reports whether the positions could be levels: the first is 0 or 1,
// and none skips one.
func (c *columnCheck) isIndented() bool {
	above := 0
	for row := range c.rows {
		level, err := strconv.Atoi(c.cell(row, columnPosition).Text)
		if err != nil || level < 0 || level > above+1 {
			return false
		}
		above = level
	}
	return true
}

// isText reports whether a column takes any text.
func isText(col column) bool {
	return col == columnPosition || col == columnPart || col == columnName || col == columnStation
}

// count returns the number of filled cells of a column, and how many of them do
// not fit another column.
func (c *columnCheck) count(as, col column) (filled, wrong int) {
	for row := range c.rows {
		text := c.cell(row, col).Text
		if text == "" {
			continue
		}
		filled++
		if !c.fits(as, c.cell(row, col)) {
			wrong++
		}
	}
	return filled, wrong
}

// fits reports whether a cell fits a column, also if it has a mistake that is
// common there.
func (c *columnCheck) fits(as column, cell source.Cell) bool {
	if isText(as) {
		return true
	}
	known, seen := c.fit[as][cell.Text]
	if !seen {
		if c.fit[as] == nil {
			c.fit[as] = make(map[string]bool)
		}
		known = c.means(as, cell)
		c.fit[as][cell.Text] = known
	}
	return known
}

func (c *columnCheck) means(as column, cell source.Cell) bool {
	switch as {
	case columnLevel:
		n, err := strconv.Atoi(cell.Text)
		return err == nil && n >= 0 && n <= maxLevels
	case columnSelect:
		_, err := selectWords.Parse(cell.Text)
		return err == nil
	case columnPhantom:
		return cell.Text == "yes" || cell.Text == "no"
	case columnUnit:
		_, err := c.catalog.ParseUnit(cell.Text)
		return err == nil
	case columnWhen, columnUsage:
		var list source.List
		_, ok := rules.ParseAt(c.catalog, cell.Text, cell.Within, &list)
		return ok
	case columnPlants, columnPositionPlants:
		return c.catalog == nil || slices.ContainsFunc(strings.Split(cell.Text, "|"), func(plant string) bool { return c.catalog.CheckPlant(strings.TrimSpace(plant)) == nil })
	case columnFrom, columnUntil, columnPositionFrom, columnPositionUntil:
		return isNumeric(cell.Text) && len(cell.Text) >= len("1.1.26")
	}
	_, err := config.ParseDate(cell.Text)
	return err != nil && isNumeric(cell.Text)
}

// isNumeric reports whether a text begins like a number or a date.
func isNumeric(text string) bool { return strings.ContainsRune("0123456789+-", rune(text[0])) }
