package source

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"
)

// Cell is one field of a CSV file.
type Cell struct {
	// Text is the value without the quotes and spaces around it.
	Text string
	Pos  Position
	// Offset is the byte offset of Text in the file.
	Offset int

	file   *File
	quoted bool
}

// At returns the byte offset in the file of byte i of Text, through doubled
// quotes.
func (c Cell) At(i int) int {
	at := c.Offset
	for j := 0; j < min(i, len(c.Text)); j++ {
		if c.quoted && c.Text[j] == '"' {
			at++
		}
		at++
	}
	return min(at, len(c.file.Text))
}

// Defect returns a defect of the whole cell.
func (c Cell) Defect(msg, hint string) Defect {
	return c.file.Defect(c.Offset, utf8.RuneCountInString(c.Text), msg, hint)
}

// DefectAt returns a defect of width runes from byte i of Text.
func (c Cell) DefectAt(i, width int, msg, hint string) Defect {
	return c.file.Defect(c.At(i), width, msg, hint)
}

// Table is a CSV file: a header row, and rows that all have its width.
type Table struct {
	Header []Cell
	// Rows are the rows below the header without those that are wholly empty.
	Rows [][]Cell
}

// Column returns the index of a column of the header, or -1.
func (t *Table) Column(name string) int {
	for i, c := range t.Header {
		if c.Text == name {
			return i
		}
	}
	return -1
}

// ParseCSV reads a CSV file (RFC 4180, commas, UTF-8) with a header row.
// Spaces around values are dropped, and so are empty rows. It returns nil,
// with defects in list, if a quote is wrong, the header is missing, names a
// column twice or not at all, or a row has not as many cells as the header.
func ParseCSV(f *File, list *List) *Table {
	before := list.Len()
	r := csv.NewReader(bytes.NewReader(f.Text))
	r.FieldsPerRecord = -1
	r.ReuseRecord = true
	t := &Table{}
	for {
		record, err := r.Read()
		if err == io.EOF {
			break
		}
		if err != nil {
			list.Add(quoteDefect(f, err))
			return nil
		}
		row := cells(f, r, record)
		switch {
		case isEmpty(row):
		case t.Header == nil:
			t.Header = row
			checkHeader(f, row, list)
		case len(row) != len(t.Header):
			list.Add(row[0].Defect(fmt.Sprintf("this row has %d cells; the header has %d", len(row), len(t.Header)), raggedHint(len(row) > len(t.Header))))
		default:
			t.Rows = append(t.Rows, row)
		}
	}
	if t.Header == nil {
		list.Add(f.Whole("the file is empty; it needs a header row with the names of its columns", ""))
	}
	if list.Len() > before {
		return nil
	}
	return t
}

func raggedHint(tooMany bool) string {
	if tooMany {
		return "write a value that contains a comma in double quotes"
	}
	return "write a comma for each empty cell"
}

// cells gives the values of a record their places.
func cells(f *File, r *csv.Reader, record []string) []Cell {
	row := make([]Cell, len(record))
	for i, text := range record {
		line, column := r.FieldPos(i)
		at := f.lines[min(line, len(f.lines))-1] + column - 1
		quoted := at < len(f.Text) && f.Text[at] == '"'
		if quoted {
			at++
		}
		trimmed := strings.TrimLeft(text, " \t")
		at += len(text) - len(trimmed)
		row[i] = Cell{strings.TrimRight(trimmed, " \t\r"), f.Position(at), at, f, quoted}
	}
	return row
}

func isEmpty(row []Cell) bool {
	for _, c := range row {
		if c.Text != "" {
			return false
		}
	}
	return true
}

// checkHeader reports columns without name or with a name used before.
func checkHeader(f *File, header []Cell, list *List) {
	if len(header) == 1 && strings.ContainsAny(header[0].Text, ";\t") {
		list.Add(header[0].Defect("the columns are not separated by commas", "export the table as comma-separated values"))
		return
	}
	first := make(map[string]Cell, len(header))
	for i, c := range header {
		earlier, twice := first[c.Text]
		switch {
		case c.Text == "":
			list.Add(c.Defect(fmt.Sprintf("column %d has no name", i+1), "name it, or delete the column"))
		case twice:
			list.Add(c.Defect(fmt.Sprintf("column %s is there twice, first at %s", c.Text, earlier.Pos), ""))
		default:
			first[c.Text] = c
		}
	}
}

// quoteDefect turns an error of the CSV reader into a defect.
func quoteDefect(f *File, err error) Defect {
	var at *csv.ParseError
	if !errors.As(err, &at) {
		return f.Whole(err.Error(), "")
	}
	line, column := at.Line, at.Column
	msg, hint := "a quote within a value", "write the value in double quotes, and each quote within it twice"
	if errors.Is(at.Err, csv.ErrQuote) {
		msg, hint = "the closing quote of this value is missing, or text follows it", "within double quotes, write each quote twice"
		if at.StartLine < line {
			line, column = at.StartLine, 1
			msg = "a quote that begins in this row is not closed"
		}
	}
	start := f.lines[min(max(line, 1), len(f.lines))-1]
	return f.Defect(start+max(column-1, 0), 1, msg, hint)
}
