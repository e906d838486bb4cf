package bom

import (
	"fmt"
	"slices"
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
// The error, if any, is source.Defects with every defect found, at the rows' places: a level that
// skips one, empty codes, a quantity that is not above zero or is a fraction of a piece, two
// structures, names or dimensions of one part, a part below itself, variants of a position that
// provably match at once, a phantom without children. A row without a place is named by its
// number, from 1.
//
// It panics if cat is nil or a condition is bound to another catalog.
func NewStructure(cat *config.Catalog, rows []Row) (*Structure, error) {
	if cat == nil {
		panic("bom: NewStructure needs a catalog; it is nil")
	}
	d := &draft{catalog: cat}
	if !d.room(len(rows)) {
		return nil, d.list.Err()
	}
	for i, row := range rows {
		if !row.When.IsZero() && row.When.Catalog() != cat || !row.Usage.IsZero() && row.Usage.Catalog() != cat {
			panic("bom: a row's condition is bound to another catalog")
		}
		d.rows[i] = draftRow{Row: row, selectGiven: row.Select != One, whenGiven: !row.When.IsZero()}
	}
	return d.structure()
}

// A draft is a structure on its way from rows to positions and items. Each
// step reports what it finds; a row with a defect is left out of later
// comparisons, so that one mistake is reported once.
type draft struct {
	catalog *config.Catalog // nil: conditions are not bound, and none is compared
	file    *source.File    // nil if the rows were not read from one
	table   *source.Table   // nil like file
	above   int             // rows of the table before the first of rows
	place   [numColumns]int // column -> its place in the file, from 1; 0: not there
	absent  uint32          // missing required columns, a bit each: reported once
	list    source.List
	rows    []draftRow
	product *draftRow // the row of level 0, which is not in rows

	parent    []int32            // row -> its parent row, top, or orphan
	parts     []draftPart        // in order of first appearance
	positions []draftPosition    // in document order
	below     map[int32][]uint32 // definition row (-1: the product) -> its positions
	finite    bool               // every level is sound, and no part is below itself
}

type draftRow struct {
	Row
	selectGiven, whenGiven bool
	bad                    uint32 // columns with a defect, a bit each
	part                   uint32 // index in parts
}

type draftPart struct {
	number     string
	rows       []int32
	name       string
	definition int32       // the row that carries its structure, -1 if none
	unit       config.Unit // the smallest that a row counts it in
}

const (
	top    = -1 // parent of the rows that stand directly in the product
	orphan = -2 // parent of a row whose level, or the level above it, is wrong
)

type draftPosition struct {
	code   string
	parent int32 // row, or top
	rows   []int32
}

// room makes room for n rows and reports whether n is within the limit: each
// row is at least one item.
func (d *draft) room(n int) bool {
	if n > maxItems {
		d.list.Add(source.Defect{Place: d.start(), Msg: fmt.Sprintf("the structure has %d rows; the limit is %d", n, maxItems)})
		return false
	}
	d.rows = make([]draftRow, n)
	return true
}

// structure runs the steps. Levels decide which rows stand below a row, so
// structures are not compared while a level is wrong.
func (d *draft) structure() (*Structure, error) {
	d.checkNotes()
	d.takeProduct()
	d.checkRows()
	if len(d.rows) == 0 && d.list.Len() == 0 {
		d.list.Add(source.Defect{Place: d.start(), Msg: "the structure has no rows"})
	}
	sound := d.link()
	d.groupParts()
	d.groupPositions()
	d.checkPositions()
	if sound {
		d.checkStructures()
		d.finite = d.checkCycles()
		d.checkProduct()
	}
	if err := d.list.Err(); err != nil {
		return nil, err
	}
	if slices.ContainsFunc(d.rows, func(r draftRow) bool { return r.isBad(columnUnit) }) {
		return nil, nil // without a catalog, which may declare the unit
	}
	s := d.number()
	if err := d.list.Err(); err != nil {
		return nil, err
	}
	return s, nil
}

// wholeHint is the hint for a fraction of a piece.
const wholeHint = "write the unit it is measured in, such as kg, l or m, or whole pieces for several parents: quantity 3, per 10"

// start is the place of the whole file.
func (d *draft) start() source.Place {
	if d.file == nil {
		return source.Place{}
	}
	return d.file.Place(0)
}

// report adds a defect at a cell of a row, or at the row if it was not read.
func (d *draft) report(row int, col column, hint, format string, args ...any) {
	d.rows[row].bad |= 1 << col
	if d.absent&(1<<col) != 0 {
		return // the header is the cause
	}
	d.list.Add(d.defect(row, col, fmt.Sprintf(format, args...), hint))
}

// defect returns a defect at a cell of a row, or at the row if it was not read.
func (d *draft) defect(row int, col column, msg, hint string) source.Defect {
	r := &d.rows[row]
	switch {
	case d.file == nil:
		if !r.Place.IsValid() {
			msg = fmt.Sprintf("row %d: %s", d.ordinal(row), withSubject(r.Position, r.Part, msg))
		}
		return source.Defect{Place: r.Place, Msg: tell.Visible(msg), Hint: hint}
	case d.place[col] > 0:
		return d.cell(row, col).Defect(msg, hint)
	default: // the file has no such column
		return d.file.Defect(d.file.Offset(r.Place.Line, r.Place.Column), 1, msg, hint)
	}
}

// ordinal is the number of a row among those given, from 1.
func (d *draft) ordinal(row int) int {
	if d.product != nil {
		row++
	}
	return row + 1
}

// withSubject puts the subject before a message: "position 20, part B: ". A
// message that begins with the position or the part stays as it is.
func withSubject(position, part, msg string) string {
	var words []string
	if position != "" {
		words = append(words, "position "+position)
	}
	if part != "" {
		words = append(words, "part "+part)
	}
	if len(words) == 0 || strings.HasPrefix(msg, "variant ") ||
		slices.ContainsFunc(words, func(w string) bool { return strings.HasPrefix(msg, w+" ") }) {
		return msg
	}
	return strings.Join(words, ", ") + ": " + msg
}

// at points to a row.
func (d *draft) at(row int32) string {
	if place := d.rows[row].Place; place.IsValid() {
		return place.At()
	}
	return fmt.Sprintf(" at row %d", d.ordinal(int(row)))
}

// isBad reports whether a row has a defect in one of the columns.
func (r *draftRow) isBad(columns ...column) bool {
	for _, col := range columns {
		if r.bad&(1<<col) != 0 {
			return true
		}
	}
	return false
}

// more counts the rows that share a defect with the one it is reported at.
func more(n int) string {
	switch n {
	case 0:
		return ""
	case 1:
		return " (and in 1 more row)"
	}
	return fmt.Sprintf(" (and in %d more rows)", n)
}

// checkRows checks each row by itself.
func (d *draft) checkRows() {
	for i := range d.rows {
		r := &d.rows[i]
		if r.Level != 0 || r.isBad(columnLevel) { // else link says that it has no place here
			d.checkCode(i, columnPosition, "position", r.Position)
		}
		if strings.Contains(r.Position, "/") {
			d.report(i, columnPosition, "", "the position %s has a slash, which separates the positions of a path", r.Position)
		}
		d.checkCode(i, columnPart, "part number", r.Part)
		d.checkName(i, r.Name)
		if r.Station != "" {
			d.checkCode(i, columnStation, "station", r.Station)
		}
		if int(r.Select) >= len(selectWords.Texts) {
			d.report(i, columnSelect, "", "%d is not a way to select variants", r.Select)
		}
		if err := r.Effectivity.Validate(); err != nil {
			d.report(i, columnFrom, "", "%v", err)
		}
		d.checkPlants(i, r)
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

func (d *draft) checkName(row int, name string) {
	if fault := tell.NameFault("name", name); fault != "" {
		d.report(row, columnName, "", "%s", fault)
	}
}

// checkQuantity divides the base quantity out and sets the default unit.
func (d *draft) checkQuantity(row int) {
	r := &d.rows[row]
	if r.isBad(columnQuantity, columnPer, columnUnit) {
		return
	}
	given := r.Quantity
	if r.Quantity.Unit == config.None {
		r.Quantity.Unit = pieces
	}
	if r.Quantity.Amount.Sign() <= 0 {
		d.report(row, columnQuantity, "delete the row of a part that is not used; write a condition for one that is used sometimes",
			"the quantity %s must be above zero", r.Quantity.Amount)
		return
	}
	if !isWhole(r.Quantity) {
		d.report(row, columnQuantity, wholeHint, "the quantity %s is a fraction of a piece; pieces are whole", given)
		return
	}
	switch r.Per.Sign() {
	case 0:
		return
	case -1:
		d.report(row, columnPer, "", "the base quantity %s must be above zero", r.Per)
		return
	}
	r.Quantity.Amount, _ = r.Quantity.Amount.Quo(r.Per) // which is above zero
}

// isWhole reports whether a quantity is not a fraction of a piece: six pieces
// are whole, and half a carton of twelve is.
func isWhole(q config.Quantity) bool {
	q, err := q.In(pieces)
	return err != nil || q.Amount.IsWhole()
}

// checkPlants reports plants that the catalog does not declare; without a
// catalog it reports none.
func (d *draft) checkPlants(row int, r *draftRow) {
	if d.catalog == nil {
		return
	}
	check := func(col column, e config.Effectivity, what, code string) {
		if len(e.Plants) > 0 {
			d.catalog.CheckEffectivity(e, named(what, code), &d.list, func(msg, hint string) source.Defect { return d.defect(row, col, msg, hint) })
		}
	}
	check(columnPlants, r.Effectivity, "variant", r.Part)
	check(columnPositionPlants, r.PositionEffectivity, "position", r.Position)
}

// named names a thing by its code, or else by its kind.
func named(what, code string) string {
	if code == "" {
		return "the " + what
	}
	return what + " " + code
}
