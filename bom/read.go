package bom

import (
	"errors"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/confspace/confspace/bom/internal/exact"
	"github.com/confspace/confspace/config"
	"github.com/confspace/confspace/config/source"
	"github.com/confspace/confspace/rules"
)

// pieces is the unit of a row that gives none.
var pieces = exact.Unit("pcs")

// ReadStructure reads bom.csv, whose conditions name the options of cat.
// Columns stand in any order; level, position, part and quantity must be
// there. The package documentation describes them. In a file whose columns are
// separated by semicolons, numbers may have a decimal comma.
//
// Places in the file have the given name. The error, if any, is source.Defects
// with every defect of the file, those that NewStructure finds included, or the
// error of r.
//
// Where the file has defects but every position could be read, ReadStructure
// returns a structure beside them, as go/parser returns a tree beside its errors.
// It does so too if cat is nil (options.yaml has defects): it then checks the
// syntax of conditions, but not their names, nor variants that match at once, nor
// units that the catalog may declare. Such a structure has only names, which
// package line looks up: its catalog is nil, each quantity is one piece, and it
// cannot be exploded.
func ReadStructure(cat *config.Catalog, name string, r io.Reader) (*Structure, error) {
	f, err := source.Read(name, r)
	if err != nil {
		return nil, err
	}
	d := &draft{catalog: cat, file: f}
	d.table = columns.Parse(f, &d.list)
	if d.table == nil || !d.room(len(d.table.Rows)) {
		return nil, d.list.Err()
	}
	header := d.list.Err()
	for col, name := range columnNames {
		d.place[col] = d.table.Column(name) + 1
		if d.place[col] == 0 && slices.Contains(columns.Required, name) {
			d.absent |= 1 << col
		}
	}
	place, absent := d.place, d.absent
	exchanged := d.checkColumns()
	s, err := d.read()
	if err != nil && !exchanged && cat != nil {
		as := &draft{catalog: cat, file: f, table: d.table, place: place, absent: absent}
		as.list.AddError(source.Place{}, header)
		if as.exchange() {
			d = as
			s, err = d.read()
		}
	}
	if err != nil || cat == nil {
		return d.names(), err
	}
	return s, nil
}

// read reads the rows of the table and makes the structure.
func (d *draft) read() (*Structure, error) {
	d.rows = make([]draftRow, len(d.table.Rows))
	for i := range d.rows {
		d.readRow(i)
	}
	return d.structure()
}

// cell returns a cell of a row that was read, the zero cell if the file has no
// such column.
func (d *draft) cell(row int, col column) source.Cell {
	if place := d.place[col]; place > 0 {
		return d.table.Rows[row+d.above][place-1]
	}
	return source.Cell{}
}

// readRow reads the cells of a row; they are checked together later.
func (d *draft) readRow(row int) {
	r := &d.rows[row]
	r.Place, r.bad = d.table.Rows[row][0].Place, d.absent
	cell := func(col column) string { return d.cell(row, col).Text }
	r.Position, r.Part, r.Name, r.Station = cell(columnPosition), cell(columnPart), cell(columnName), cell(columnStation)
	r.Level = d.readLevel(row)
	r.selectGiven, r.whenGiven = cell(columnSelect) != "", cell(columnWhen) != ""
	r.Select = d.readSelect(row)
	r.When, r.Usage = d.readCondition(row, columnWhen), d.readCondition(row, columnUsage)
	r.Quantity.Unit = d.readUnit(row)
	if isProduct := row == 0 && r.Level == 0 && !r.isBad(columnLevel); !isProduct || cell(columnQuantity) != "" {
		r.Quantity.Amount = d.readDecimal(row, columnQuantity)
	}
	if cell(columnPer) != "" {
		r.Per = d.readDecimal(row, columnPer)
		if !r.isBad(columnPer) && r.Per.IsZero() {
			d.misread(row, columnPer, "", "the base quantity 0 must be above zero")
		}
	}
	switch cell(columnPhantom) {
	case "", "no":
	case "yes":
		r.Phantom = true
	default:
		d.misread(row, columnPhantom, "write yes or no; empty means no", "%q is neither yes nor no", cell(columnPhantom))
	}
	r.Effectivity = d.readEffectivity(row, columnFrom)
	r.PositionEffectivity = d.readEffectivity(row, columnPositionFrom)
	d.readNotes(row)
}

func (d *draft) readLevel(row int) int {
	text := d.cell(row, columnLevel).Text
	level, err := strconv.Atoi(text)
	if err != nil {
		d.misread(row, columnLevel, "levels are 1, 2, 3, …: 1 stands directly in the product, 0 is the product itself", "level %q is not a whole number", text)
		return 0
	}
	return level
}

func (d *draft) readSelect(row int) Select {
	text := d.cell(row, columnSelect).Text
	if text == "" {
		return One
	}
	way, err := selectWords.Parse(text)
	if err != nil {
		d.misread(row, columnSelect, "write one, optional, all or some; empty means one", "%q is not a way to select variants", text)
	}
	return way
}

func (d *draft) readCondition(row int, col column) rules.Expr {
	cell := d.cell(row, col)
	if cell.Text == "" {
		return rules.Expr{}
	}
	e, ok := rules.ParseAt(d.catalog, cell.Text, cell.Within, &d.list)
	if !ok {
		d.rows[row].bad |= 1 << col
	}
	return e
}

// A wrongCell is a cause: a text without a meaning in its column, in any number
// of rows.
type wrongCell struct {
	column column
	msg    string
}

// misread reports a cell without a meaning in its column.
func (d *draft) misread(row int, col column, hint, format string, args ...any) {
	d.rows[row].bad |= 1 << col
	if d.absent&(1<<col) == 0 {
		msg := fmt.Sprintf(format, args...)
		d.list.AddOnce(wrongCell{col, msg}, d.defect(row, col, msg, hint))
	}
}

// thousands matches numbers with a point for thousands, in a file with decimal
// commas: here the point would be a decimal point.
var thousands = regexp.MustCompile(`^[0-9]{1,3}\.[0-9]{3}$`)

// thousandsAndComma matches numbers with points for thousands and a decimal
// comma.
var thousandsAndComma = regexp.MustCompile(`^[+-]?[0-9]{1,3}(\.[0-9]{3})+,[0-9]+$`)

func (d *draft) readDecimal(row int, col column) config.Decimal {
	cell := d.cell(row, col)
	text := d.table.Number(cell)
	if text == "" {
		d.report(row, col, "", "the %s is missing", columnNames[col])
		return config.Decimal{}
	}
	if d.table.DecimalComma && thousands.MatchString(text) && text == cell.Text {
		d.misread(row, col, "write 1000 for a thousand, and 1,0 for one", "%s may mean a thousand times as much where numbers have a decimal comma", text)
		return config.Decimal{}
	}
	v, err := config.ParseDecimal(text)
	if err == nil {
		return v
	}
	hint := ""
	q, quantityErr := config.ParseQuantity(text)
	isQuantity := quantityErr == nil && q.Unit != config.None || errors.Is(quantityErr, config.ErrUnknownUnit)
	if isQuantity {
		hint = "the unit stands in the column unit"
	}
	if !d.table.DecimalComma {
		d.misread(row, col, hint, "%v", err)
		return v
	}
	switch {
	case isQuantity:
	case thousandsAndComma.MatchString(cell.Text):
		hint = "write " + strings.ReplaceAll(cell.Text, ".", "") + ", without points for thousands"
	case strings.Contains(cell.Text, "/"):
		hint = "write a fraction as two whole numbers, such as 1/3"
	default:
		hint = "write digits with an optional decimal comma, such as 12,5"
	}
	d.misread(row, col, hint, "%q is not a number", cell.Text)
	return v
}

func (d *draft) readUnit(row int) config.Unit {
	text := d.cell(row, columnUnit).Text
	if d.catalog == nil {
		u, err := config.ParseUnit(text)
		if err != nil { // the catalog may declare it
			d.rows[row].bad |= 1 << columnUnit
		}
		return u
	}
	u, err := d.catalog.ParseUnit(text)
	if err != nil {
		d.misread(row, columnUnit, "", "%v", err)
	}
	return u
}

// readEffectivity reads the five columns of an effectivity, which stand in one
// order for variants and for positions.
func (d *draft) readEffectivity(row int, from column) config.Effectivity {
	const until, fromSerial, untilSerial, plants = columnUntil - columnFrom, columnFromSerial - columnFrom, columnUntilSerial - columnFrom, columnPlants - columnFrom
	empty := true
	for col := from; col <= from+plants; col++ {
		empty = empty && d.cell(row, col).Text == ""
	}
	if empty {
		return config.Effectivity{}
	}
	var list source.List
	e := config.ParseEffectivity(strings.TrimSuffix(columnNames[from], "from"), d.cell(row, from), d.cell(row, from+until),
		d.cell(row, from+fromSerial), d.cell(row, from+untilSerial), d.cell(row, from+plants), &list)
	var wrong source.Defects
	if errors.As(list.Err(), &wrong) {
		d.rows[row].bad |= 1 << from
	}
	for _, defect := range wrong {
		d.list.AddOnce(wrongCell{from, defect.Msg}, defect)
	}
	return e
}
