package source

import (
	"fmt"
	"slices"
	"unicode/utf8"
)

// MaxColumns is the greatest number of columns of a CSV file: that of a sheet
// in the common spreadsheet programs. The widest tables of rules name some
// hundred families.
const MaxColumns = 1 << 14

// Cell is one field of a CSV file.
type Cell struct {
	// Text is the value without the quotes and spaces around it. A line break
	// within quotes is a space.
	Text  string
	Place Place
	// Offset is the byte offset of Text in the file.
	Offset int

	file   *File
	quoted bool
}

// At returns the byte offset in the file of byte i of Text, through doubled
// quotes and line breaks. O(i) in a quoted cell, else O(1).
func (c Cell) At(i int) int {
	if c.file == nil {
		return 0
	}
	if !c.quoted {
		return min(c.Offset+min(i, len(c.Text)), len(c.file.Text))
	}
	at := c.Offset
	for range min(i, len(c.Text)) {
		at += rawWidth(c.file.Text[at:])
	}
	return min(at, len(c.file.Text))
}

// rawWidth returns the number of bytes that write the first byte of a
// quoted value.
func rawWidth(raw []byte) int {
	if len(raw) > 1 && (raw[0] == '"' && raw[1] == '"' || raw[0] == '\r' && raw[1] == '\n') {
		return 2
	}
	return 1
}

// Defect returns a defect of the whole cell. The zero Cell gives one without
// place.
func (c Cell) Defect(msg, hint string) Defect {
	return c.DefectAt(0, utf8.RuneCountInString(c.Text), msg, hint)
}

// DefectAt returns a defect of width runes from byte i of Text.
func (c Cell) DefectAt(i, width int, msg, hint string) Defect {
	if c.file == nil {
		return Defect{Place: c.Place, Msg: msg, Hint: hint}
	}
	return c.file.Defect(c.At(i), width, msg, hint)
}

// Within returns a defect of width bytes from byte i of Text.
func (c Cell) Within(i, width int, msg, hint string) Defect {
	return c.DefectAt(i, runes(c.Text, i, width), msg, hint)
}

// Table is a CSV file: a header row, and rows that all have its width. It does
// not hold columns without a name and cells. The owner's notes, columns whose name
// stands in parentheses, such as (drawing), stand apart.
type Table struct {
	Header []Cell
	// Rows are the rows below the header without empty rows and those in
	// Gaps.
	Rows [][]Cell
	// Notes are the headers of the notes, with their parentheses, and NoteRows the cells
	// below them: one row for each of Rows. Both are nil if there are no notes.
	Notes    []Cell
	NoteRows [][]Cell
	// Gaps says where rows were left out because of a defect, such as a wrong
	// number of cells: for each of them, the index in Rows before which it
	// stood, ascending; len(Rows) for the end. Do not report something as
	// missing that may have stood there.
	Gaps []int
	// DecimalComma says that semicolons separate the columns, so that numbers
	// may have a decimal comma: see [Table.Number].
	DecimalComma bool
}

// Column returns the index of a column of the header, or -1.
func (t *Table) Column(name string) int {
	return slices.IndexFunc(t.Header, func(c Cell) bool { return c.Text == name })
}

// Number returns the text of a cell that holds a number, with a decimal point:
// 2,5 in a file with semicolons is 2.5. Texts of other files, and those with
// more than one comma or with a comma and a point, are returned as they are.
// The bytes of both texts correspond.
func (t *Table) Number(c Cell) string {
	if !t.DecimalComma {
		return c.Text
	}
	comma := -1
	for i := range len(c.Text) {
		switch c.Text[i] {
		case ',':
			if comma >= 0 {
				return c.Text
			}
			comma = i
		case '.':
			return c.Text
		}
	}
	if comma < 0 {
		return c.Text
	}
	return c.Text[:comma] + "." + c.Text[comma+1:]
}

// ParseCSV reads a CSV file (RFC 4180, UTF-8) with a header row whose columns
// may have any names; [Columns.Parse] is for tables with columns of known
// names. O(size of the file).
//
// Columns are separated by commas, or by semicolons if the header row has
// semicolons and no comma outside quotes. Spaces around values are dropped, and
// so are empty lines and comments: lines that begin with #, spaces before it
// aside. Lines may end with LF, CRLF or CR.
//
// It returns nil, with defects in list, if no row can be understood: the header
// is missing, is separated by tabs, or does not fit the rows. Otherwise it
// returns the sound rows, and adds the defects of the others: a wrong quote, a
// row with another number of cells than the header, rows of empty cells,
// columns named twice or not at all. So the caller can find all other defects
// in the same run.
func ParseCSV(f *File, list *List) *Table { return Columns{}.Parse(f, list) }

// Parse reads a CSV file like [ParseCSV] and checks the names of its columns.
// The columns of the Table are then known ones, each once. A misspelled name is
// a defect, and the column is read under the known name. Parse returns nil,
// with defects in list, where ParseCSV does, and if the header row is missing.
// A missing required column is a defect, and the rows are returned without it,
// so that their other defects are found.
func (c Columns) Parse(f *File, list *List) *Table {
	r := newCSVReader(f, list)
	header, ok := r.header()
	if !ok {
		return nil
	}
	t := &Table{Header: header.cells, DecimalComma: r.delim == ';'}
	h := headerReader{Columns: c, file: f, list: list, cells: t.Header, skip: make([]bool, len(t.Header))}
	if !h.read() || !r.rows(t) {
		return nil
	}
	h.nameless(t.Rows)
	t.noted(h.skip)
	t.keep(h.skip)
	if len(t.Header) == 0 {
		list.Add(f.Whole("the file has no columns", "name its columns in the first row"))
		return nil
	}
	return t
}

// noted fills Notes and NoteRows with the notes among the columns that are not read.
func (t *Table) noted(skip []bool) {
	var columns []int
	for i, c := range t.Header {
		if skip[i] && isNote(c.Text) && !slices.ContainsFunc(t.Notes, func(n Cell) bool { return n.Text == c.Text }) {
			t.Notes, columns = append(t.Notes, c), append(columns, i)
		}
	}
	if columns == nil {
		return
	}
	t.NoteRows = make([][]Cell, len(t.Rows))
	for i, row := range t.Rows {
		t.NoteRows[i] = make([]Cell, len(columns))
		for k, column := range columns {
			t.NoteRows[i][k] = row[column]
		}
	}
}

// keep drops columns.
func (t *Table) keep(skip []bool) {
	if !slices.Contains(skip, true) {
		return
	}
	kept := func(row []Cell) []Cell {
		n := 0
		for i, c := range row {
			if !skip[i] {
				row[n] = c
				n++
			}
		}
		return row[:n]
	}
	t.Header = kept(t.Header)
	for i, row := range t.Rows {
		t.Rows[i] = kept(row)
	}
}

// raggedRow is a row whose width is not that of the header.
type raggedRow struct {
	first Cell
	width int
}

// rows reads the rows below the header, and reports whether they fit it.
func (r *csvReader) rows(t *Table) bool {
	var ragged []raggedRow
	for {
		rec, ok := r.next()
		switch {
		case !ok:
			return r.checkWidths(t, ragged)
		case rec.bad:
			t.Gaps = append(t.Gaps, len(t.Rows))
		case rec.empty:
			r.list.AddOnce(fileCause{r.file, "empty row"}, rec.cells[0].Defect("a row of empty cells", "delete it"))
		case rec.width != len(t.Header):
			ragged = append(ragged, raggedRow{rec.cells[0], rec.width})
			t.Gaps = append(t.Gaps, len(t.Rows))
		default:
			t.Rows = append(t.Rows, rec.cells)
		}
	}
}

// checkWidths reports rows of another width than the header. It reports the
// header instead if most rows have one width and hardly any has the
// header's. With a single row, the row is reported.
func (r *csvReader) checkWidths(t *Table, ragged []raggedRow) bool {
	counts := make(map[int]int)
	most := 0
	for _, row := range ragged {
		counts[row.width]++
		if n := counts[row.width]; n > counts[most] || n == counts[most] && row.width < most {
			most = row.width
		}
	}
	all := len(t.Rows) + len(ragged)
	width := len(t.Header)
	if n := counts[most]; n > 1 && 2*n > all && 10*len(t.Rows) < all {
		rows := fmt.Sprintf("all %d rows below it have %d", n, most)
		if n < all {
			rows = fmt.Sprintf("%d of the %d rows below it have %d", n, all, most)
		}
		hint := "each column needs a name here, and a value with a comma stands in double quotes"
		if most < width {
			hint = "delete the names that are too many, or write a comma for each empty cell of the rows"
		}
		d := t.Header[0].Defect(fmt.Sprintf("the header has %s; %s", cellCount(width), rows), hint)
		d.Follows = all - len(t.Rows)
		r.list.Add(d)
		return false
	}
	for _, row := range ragged {
		hint := "write a comma for each empty cell"
		if row.width > width {
			hint = "write a value that contains a comma in double quotes"
		}
		if t.DecimalComma {
			hint = "write a semicolon for each empty cell"
			if row.width > width {
				hint = "write a value that contains a semicolon in double quotes"
			}
		}
		r.list.Add(row.first.Defect(fmt.Sprintf("this row has %s; the header has %d", cellCount(row.width), width), hint))
	}
	return true
}

func cellCount(n int) string {
	if n == 1 {
		return "1 cell"
	}
	return fmt.Sprintf("%d cells", n)
}
