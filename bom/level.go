package bom

import (
	"fmt"
	"slices"

	"github.com/confspace/confspace/config"
)

// takeProduct takes the row of level 0, if the first row is one, out of the
// rows: it describes the product, and no position takes it.
func (d *draft) takeProduct() {
	if len(d.rows) == 0 || d.rows[0].Level != 0 || d.rows[0].isBad(columnLevel) {
		return
	}
	r := &d.rows[0]
	one := config.NewDecimal(1)
	if !r.isBad(columnQuantity, columnPer) &&
		(!r.Quantity.Amount.IsZero() && !r.Quantity.Amount.Equal(one) || !r.Per.IsZero() && !r.Per.Equal(one)) {
		d.report(0, columnQuantity, "the rows below say what one product takes", "the quantity of the product itself must be 1")
	}
	d.checkCode(0, columnPart, "part number", r.Part)
	d.checkName(0, r.Name)
	for _, given := range []struct {
		col column
		is  bool
	}{
		{columnSelect, r.selectGiven},
		{columnWhen, r.whenGiven},
		{columnUsage, !r.Usage.IsZero()},
		{columnPhantom, r.Phantom},
		{columnFrom, !r.Effectivity.Always()},
		{columnPositionFrom, !r.PositionEffectivity.Always()},
		{columnStation, r.Station != ""},
	} {
		col := given.col
		if col == columnFrom || col == columnPositionFrom {
			col = d.limit(0, col, 0)
		}
		if given.is && !r.isBad(given.col) {
			d.report(0, col, "leave the cell empty", "the product itself has no %s", given.col.noun())
		}
	}
	d.product = r
	d.rows, d.above = d.rows[1:], 1
}

// noun is the trade's word for the content of a column.
func (c column) noun() string {
	switch c {
	case columnSelect:
		return "selection"
	case columnWhen, columnUsage:
		return "condition"
	case columnFrom, columnPositionFrom:
		return "effectivity"
	}
	return columnNames[c]
}

// link finds the parent of each row and reports whether every level was sound.
// Rows below a wrong level are orphans, and nothing is reported of them.
func (d *draft) link() bool {
	sound := true
	d.parent = make([]int32, len(d.rows))
	var open []int32 // open[n] is the last row of level n+1
	lost := 0        // rows of this level and deeper belong to a row with a defect; 0: none
	for i := range d.rows {
		level := d.rows[i].Level
		d.parent[i] = orphan
		if d.rows[i].isBad(columnLevel) || level < 1 || level > maxLevels {
			sound, lost = false, 2
			if level == 0 && !d.rows[i].isBad(columnLevel) {
				lost = 1 // another product
			}
			d.levelDefect(i, level)
			continue
		}
		if lost > 0 && level >= lost {
			continue
		}
		lost = 0
		if level > len(open)+1 {
			if !d.afterGap(i) {
				d.skipDefect(i, level, len(open))
			}
			sound, lost = false, len(open)+2
			continue
		}
		open = open[:level-1]
		d.parent[i] = top
		if level > 1 {
			d.parent[i] = open[level-2]
		}
		open = append(open, int32(i))
	}
	return sound
}

// afterGap reports whether rows of the file were left out just before a row: its
// level may fit one of them.
func (d *draft) afterGap(row int) bool {
	if d.table == nil {
		return false
	}
	_, found := slices.BinarySearch(d.table.Gaps, row+d.above)
	return found
}

// levelDefect reports a level that no row can have, unless its cell was
// reported.
func (d *draft) levelDefect(row, level int) {
	switch {
	case d.rows[row].isBad(columnLevel):
	case level == 0:
		d.misread(row, columnLevel, "the product's own positions have level 1", "level 0 is the product itself; only the first row can have it")
	case level < 0:
		d.report(row, columnLevel, "the product's own positions have level 1", "level %d is below 0", level)
	default:
		d.report(row, columnLevel, "", "level %d is deeper than the limit of %d", level, maxLevels)
	}
}

func (d *draft) skipDefect(row, level, deepest int) {
	if deepest == 0 {
		d.report(row, columnLevel, "the product's own positions have level 1", "level %d has no row of level %d above it", level, level-1)
		return
	}
	d.report(row, columnLevel, fmt.Sprintf("at most level %d can follow a row of level %d", deepest+1, deepest), "level %d skips a level", level)
}

// checkProduct refuses the product's own number below it.
func (d *draft) checkProduct() {
	if d.product == nil || d.product.Part == "" {
		return
	}
	for i := range d.rows {
		if d.rows[i].Part == d.product.Part {
			d.report(i, columnPart, "a product cannot contain itself", "part %s is the product itself", d.product.Part)
			return
		}
	}
}
