package bom

import "github.com/confspace/confspace/config/source"

// Names of columns may be exchanged though many cells fit both names: quantity and per,
// when and usage, position and part. What tells them apart is the whole structure: the
// first rows are read again with each pair of names exchanged.

// triedRows is the number of rows that are read again.
const triedRows = 1 << 11

// exchange finds the two columns that have each other's name: as they are named, the
// structure has many defects, and exchanged, at most a tenth of them. It reports them
// and reads them under the right names. Where two pairs would do so equally well, none is
// told.
func (d *draft) exchange() bool {
	all := d.try(source.MaxDefects * fewTexts)
	if all < fewTexts {
		return false
	}
	c := columnCheck{draft: d}
	d.rows = make([]draftRow, len(d.table.Rows)) // for the check of columns
	type pair struct{ a, b column }
	var best pair
	least, equal := all/10+1, false
	for a := range numColumns {
		for b := a + 1; b < numColumns; b++ {
			if d.place[a] == 0 || d.place[b] == 0 || !c.exchangeable(a, b) {
				continue
			}
			d.place[a], d.place[b] = d.place[b], d.place[a]
			n := d.try(least)
			d.place[a], d.place[b] = d.place[b], d.place[a]
			switch {
			case n < least:
				best, least, equal = pair{a, b}, n, false
			case n == least && best != pair{}:
				equal = true
			}
		}
	}
	if best == (pair{}) || equal {
		return false
	}
	filled, _ := c.count(best.a, best.a)
	other, _ := c.count(best.b, best.b)
	d.swap(best.a, best.b, max(filled, other))
	return true
}

// try returns the number of defects that the first rows have with the columns in their
// present places, or any number above a limit.
func (d *draft) try(limit int) int {
	t := *d.table
	n := min(len(t.Rows), triedRows)
	t.Rows = t.Rows[:n]
	if t.NoteRows != nil {
		t.NoteRows = t.NoteRows[:n]
	}
	as := &draft{catalog: d.catalog, file: d.file, table: &t, place: d.place, absent: d.absent, rows: make([]draftRow, n)}
	for i := range as.rows {
		if as.readRow(i); as.list.Len() > limit {
			return as.list.Len()
		}
	}
	_, _ = as.structure()
	return as.list.Len()
}

// exchangeable reports whether the rows can tell that two columns have each other's
// name. A column that takes any text takes wrong cells, too: its own cells must fit the
// other column, whose cells must not. Of the other pairs, few can be told: parts have
// names, which positions do not have, and each row has a quantity.
func (c *columnCheck) exchangeable(a, b column) bool {
	switch {
	case isText(a) && isText(b):
		return a == columnPosition && b == columnPart && c.place[columnName] != 0 && c.isFull(columnName)
	case isText(a):
		return c.isForeign(b, a)
	case isText(b):
		return c.isForeign(a, b)
	case a == columnQuantity && b == columnPer:
		filled, _ := c.count(a, a)
		return mostly(len(c.rows)-filled, len(c.rows))
	}
	return a == columnWhen && b == columnUsage
}

// isForeign reports whether the cells of a column do not fit it, and those of a column
// of text do. Codes of positions are often numbers, which tell nothing of a column of
// numbers.
func (c *columnCheck) isForeign(col, text column) bool {
	if text == columnPosition && col != columnUnit && col != columnWhen && col != columnUsage {
		return false
	}
	filled, wrong := c.count(col, col)
	own, unfit := c.count(col, text)
	return filled >= fewCells && mostly(wrong, filled) && own >= fewCells && mostly(own-unfit, own)
}

// isFull reports whether nearly all cells of a column are filled.
func (c *columnCheck) isFull(col column) bool {
	filled, _ := c.count(col, col)
	return mostly(filled, len(c.rows))
}
