package bom

import (
	"fmt"
	"strings"

	"github.com/confspace/confspace/bom/internal/tell"
	"github.com/confspace/confspace/config"
	"github.com/confspace/confspace/config/source"
)

// Limits of one structure. The largest 150 % structures of a car line have
// some ten thousand rows on a dozen levels and some hundred variants in a
// position (wiring harnesses); the limits are an order of magnitude above, and
// low enough that a file made to exhaust memory or time is refused in seconds.
const (
	maxItems    = 1 << 18
	maxLevels   = 64
	maxVariants = 1 << 10
	maxPath     = 1 << 10 // bytes
)

// NewStructure builds a structure from rows whose conditions are bound to cat.
// It keeps no reference to rows.
//
// The error, if any, is source.Defects with every defect found, at the rows'
// positions: a level that skips one, empty codes, a quantity that is not above
// zero or does not divide exactly by its base quantity, two structures, names or
// dimensions of one part, a part below itself, variants of a position that
// provably match at once, a phantom without children.
//
// It panics if a condition is bound to another catalog.
func NewStructure(cat *config.Catalog, rows []Row) (*Structure, error) {
	d := &draft{catalog: cat}
	if !d.room(len(rows)) {
		return nil, d.list.Err()
	}
	for i, row := range rows {
		d.rows[i] = draftRow{Row: row, selectGiven: row.Select != One, whenGiven: !row.When.IsZero()}
	}
	return d.structure()
}

// A draft is a structure on its way from rows to positions and items. Each
// step reports what it finds; a row with a defect is left out of later
// comparisons, so that one mistake is reported once.
type draft struct {
	catalog *config.Catalog
	file    *source.File // nil if the rows were not read from one
	table   [][]source.Cell
	place   [numColumns]int // column -> its place in the file, from 1; 0: not there
	list    source.List
	rows    []draftRow

	parent    []int32            // row -> its parent row, -1 at the top
	parts     []draftPart        // in order of first appearance
	positions []draftPosition    // in document order
	below     map[int32][]uint32 // definition row (-1: the product) -> its positions
}

type draftRow struct {
	Row
	selectGiven, whenGiven bool
	bad                    uint32 // columns with a defect, a bit each
	part                   uint32 // index in parts
}

type draftPart struct {
	number     string
	counted    int32 // the first sound row, whose dimension the others share; -1 if none
	named      int32 // the first row that gives its name, -1 if none
	definition int32 // the row that carries its structure, -1 if none
	unit       config.Unit
}

type draftPosition struct {
	code   string
	parent int32 // row, -1 at the top
	rows   []int32
}

// room makes room for n rows and reports whether there may be so many: each is
// an item at least.
func (d *draft) room(n int) bool {
	if n > maxItems {
		d.list.Add(source.Defect{Pos: d.start(), Msg: fmt.Sprintf("the structure has %d rows; the limit is %d", n, maxItems)})
		return false
	}
	d.rows = make([]draftRow, n)
	return true
}

// structure runs the steps. Levels decide what everything below means, so that
// a defect there ends the work after the row checks.
func (d *draft) structure() (*Structure, error) {
	d.checkRows()
	if len(d.rows) == 0 {
		d.list.Add(source.Defect{Pos: d.start(), Msg: "the structure has no rows"})
	}
	if d.link() {
		d.groupParts()
		d.groupPositions()
		d.checkStructures()
		d.checkCycles()
		d.checkPositions()
	}
	if err := d.list.Err(); err != nil {
		return nil, err
	}
	s := d.number()
	if err := d.list.Err(); err != nil {
		return nil, err
	}
	return s, nil
}

// start is the position of the file as a whole.
func (d *draft) start() source.Position {
	if d.file == nil {
		return source.Position{}
	}
	return d.file.Position(0)
}

// report adds a defect at a cell of a row, or at the row if it was not read.
func (d *draft) report(row int, col column, hint, format string, args ...any) {
	r := &d.rows[row]
	r.bad |= 1 << col
	msg := fmt.Sprintf(format, args...)
	switch {
	case d.file == nil:
		d.list.Add(source.Defect{Pos: r.Pos, Msg: msg, Hint: hint})
	case d.place[col] > 0:
		d.list.Add(d.cell(row, col).Defect(msg, hint))
	default: // the file has no such column
		d.list.Add(d.file.Defect(d.file.Offset(r.Pos.Line, r.Pos.Column), 1, msg, hint))
	}
}

// checkRows checks what a row says by itself.
func (d *draft) checkRows() {
	for i := range d.rows {
		r := &d.rows[i]
		if !r.When.IsZero() && r.When.Catalog() != d.catalog || !r.Usage.IsZero() && r.Usage.Catalog() != d.catalog {
			panic("bom: a row's condition is bound to another catalog")
		}
		d.checkCode(i, columnPosition, "position", r.Position)
		if strings.Contains(r.Position, "/") {
			d.report(i, columnPosition, "", "the position %s has a slash, which separates the positions of a path", r.Position)
		}
		d.checkCode(i, columnPart, "part number", r.Part)
		if strings.ContainsFunc(r.Name, tell.Unprintable) {
			d.report(i, columnName, "", "the name %q has characters that cannot be printed", r.Name)
		}
		if int(r.Select) >= len(selectWords) {
			d.report(i, columnSelect, "", "%d is no way to select variants", r.Select)
		}
		if err := r.Effectivity.Validate(); err != nil {
			d.report(i, columnFrom, "", "%v", err)
		}
		if err := r.PositionEffectivity.Validate(); err != nil {
			d.report(i, columnPositionFrom, "", "the effectivity of the position: %v", err)
		}
		d.checkQuantity(i)
	}
}

func (d *draft) checkCode(row int, col column, what, code string) {
	if fault := tell.CodeFault(what, code); fault != "" {
		d.report(row, col, "", "%s", fault)
	}
}

// checkQuantity divides the base quantity out and sets the default unit.
func (d *draft) checkQuantity(row int) {
	r := &d.rows[row]
	if r.bad&(1<<columnQuantity|1<<columnPer|1<<columnUnit) != 0 {
		return
	}
	if r.Quantity.Unit == config.None {
		r.Quantity.Unit = pieces
	}
	if r.Quantity.Amount.Sign() <= 0 {
		d.report(row, columnQuantity, "a part that is not used has no row; a condition says when it is used",
			"the quantity %s is not above zero", r.Quantity.Amount)
		return
	}
	switch r.Per.Sign() {
	case 0:
		return
	case -1:
		d.report(row, columnPer, "", "the base quantity %s is not above zero", r.Per)
		return
	}
	amount, err := r.Quantity.Amount.Quo(r.Per)
	if err != nil {
		d.report(row, columnPer, "state the quantity for a base quantity that divides it",
			"%s per %s is not a finite decimal, and quantities are exact", r.Quantity.Amount, r.Per)
		return
	}
	r.Quantity.Amount = amount
}

// link finds the parent of each row and reports whether every level was sound.
func (d *draft) link() bool {
	sound := true
	d.parent = make([]int32, len(d.rows))
	var open []int32 // open[n] is the last row of level n+1
	for i := range d.rows {
		level := d.rows[i].Level
		switch {
		case level < 1:
			sound = false
			if d.rows[i].bad&(1<<columnLevel) == 0 {
				d.report(i, columnLevel, "the product's own positions have level 1", "level %d is below 1", level)
			}
			continue
		case level > maxLevels:
			sound = false
			d.report(i, columnLevel, "", "level %d is deeper than the limit of %d", level, maxLevels)
			continue
		case level > len(open)+1:
			sound = false
			if len(open) == 0 {
				d.report(i, columnLevel, "the first row has level 1", "level %d has no row of level %d above it", level, level-1)
			} else {
				d.report(i, columnLevel, fmt.Sprintf("at most level %d can follow a row of level %d", len(open)+1, len(open)),
					"level %d skips a level", level)
			}
			continue
		}
		open = open[:level-1]
		d.parent[i] = -1
		if level > 1 {
			d.parent[i] = open[level-2]
		}
		open = append(open, int32(i))
	}
	return sound
}
