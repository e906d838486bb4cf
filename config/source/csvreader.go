package source

import (
	"fmt"
	"strings"
	"unicode/utf8"
)

// csvReader reads the records of a CSV file one after the other. After a wrong
// quote it goes on at the next line, so that each byte is read a few times at
// most: between a quote that is not closed and the place that shows it, no
// other quote can reach further.
type csvReader struct {
	file  *File
	list  *List
	text  string // the file's
	delim byte
	at    int // the next byte to read

	mark Place // of the byte at marked
	// marked is the last offset that was asked for, so that places are
	// counted once.
	marked int
	// quotedBytes counts the bytes that were searched for a closing quote.
	quotedBytes int
	slab        []Cell // of which rows are cut; nil before the header
	newer       bool   // a comment before the header names a newer format
}

// record is a row as it is written.
type record struct {
	cells []Cell // up to MaxColumns
	width int    // how many cells it has
	empty bool   // all of them are empty, or hold only separators of other tables
	bad   bool   // it has a defect, which is reported
}

// fileCause is a cause of defects in one file.
type fileCause struct {
	file *File
	what string
}

// newCSVReader chooses the delimiter by the first row.
func newCSVReader(f *File, list *List) *csvReader {
	r := &csvReader{file: f, list: list, text: string(f.Text), delim: ',', mark: Place{File: f.Name, Line: 1, Column: 1}}
	r.skipLines()
	end, quoted := r.at, false
	found := make(map[byte]bool)
	for ; end < len(r.text) && (quoted || r.text[end] != '\n'); end++ {
		switch c := r.text[end]; {
		case c == '"':
			quoted = !quoted
		case !quoted && (c == ',' || c == ';'):
			found[c] = true
		}
	}
	switch {
	case found[',']:
	case found[';']:
		r.delim = ';'
	case strings.Contains(strings.Trim(r.text[r.at:end], " \t\r"), "\t"):
		r.delim = '\t'
	}
	return r
}

// header returns the first row that is not empty.
func (r *csvReader) header() (record, bool) {
	var blank []Cell
	for {
		rec, ok := r.next()
		switch {
		case r.newer:
			return rec, false
		case !ok:
			r.list.Add(r.file.Whole("the file is empty; it needs a header row with the names of its columns", ""))
			return rec, false
		case rec.bad:
			return rec, false
		case rec.empty:
			blank = append(blank, rec.cells[0])
			continue
		case r.delim == '\t':
			r.list.Add(rec.cells[0].Defect("the columns are not separated by commas", "there are tabs between them; save the table as comma-separated values (CSV)"))
			return rec, false
		case rec.width > MaxColumns:
			r.list.Add(rec.cells[0].Defect(fmt.Sprintf("the header has %d columns; the limit is %d", rec.width, MaxColumns), "split the table"))
			return rec, false
		}
		for _, c := range blank {
			r.list.AddOnce(fileCause{r.file, "empty row"}, c.Defect("a row of empty cells", "delete it"))
		}
		return rec, true
	}
}

// skipLines moves behind empty lines and comments. A comment before the
// header may name the format.
func (r *csvReader) skipLines() {
	for r.at < len(r.text) {
		i := r.at
		for i < len(r.text) && (r.text[i] == ' ' || r.text[i] == '\t') && r.text[i] != r.delim {
			i++
		}
		comment := r.isComment(i)
		if !comment && r.lineEnd(i) > i {
			return
		}
		if r.slab == nil && comment && !r.file.CheckFormat(i, r.list) {
			r.newer = true
		}
		r.at = r.nextLine(i)
	}
}

// isComment reports whether a line is a comment, whose first character that is not
// blank is at i. Before the header, it may stand in quotes and have separators of
// empty cells behind it, as a spreadsheet saves it; below, that is a row.
func (r *csvReader) isComment(i int) bool {
	switch {
	case i == len(r.text) || r.text[i] == '#':
		return i < len(r.text)
	case r.slab != nil || !strings.HasPrefix(r.text[i:], "\"#"):
		return false
	}
	end, _, lines := r.closing(i)
	if lines || end == len(r.text) {
		return false
	}
	return strings.Trim(r.text[end+1:r.nextLine(end)], ",; \t\r\n") == ""
}

// nextLine returns where the line after the one of offset i begins.
func (r *csvReader) nextLine(i int) int {
	if n := strings.IndexByte(r.text[i:], '\n'); n >= 0 {
		return i + n + 1
	}
	return len(r.text)
}

// lineEnd returns i if a line or the text ends there, and a greater offset
// otherwise.
func (r *csvReader) lineEnd(i int) int {
	if i == len(r.text) || r.text[i] == '\n' || r.text[i] == '\r' && i+1 < len(r.text) && r.text[i+1] == '\n' {
		return i
	}
	return i + 1
}

// next reads a row; false is the end of the file.
func (r *csvReader) next() (rec record, ok bool) {
	r.skipLines()
	if r.at == len(r.text) {
		return rec, false
	}
	rec.empty = true
	row := r.slab[len(r.slab):]
	for {
		c, ok := r.cell()
		if !ok {
			rec.bad = true
			return rec, true
		}
		rec.width++
		rec.empty = rec.empty && (c.Text == "" || !c.quoted && strings.Trim(c.Text, ",; \t") == "")
		if rec.width <= MaxColumns {
			row = r.grow(row, c)
		}
		if r.at < len(r.text) && r.text[r.at] == r.delim {
			r.at++
			continue
		}
		r.at = r.nextLine(r.at)
		r.slab = row[len(row):]
		rec.cells = row[:len(row):len(row)]
		return rec, true
	}
}

// grow appends a cell to the row that is read, which ends where the free part
// of the slab begins. A row that does not fit moves to a slab of its own.
func (r *csvReader) grow(row []Cell, c Cell) []Cell {
	const slab = 512
	if len(row) == cap(row) {
		row = append(make([]Cell, 0, max(slab, 2*len(row))), row...)
	}
	return append(row, c)
}

// cell reads one cell up to its delimiter or the end of the line. It reports a
// wrong quote, and moves behind the line.
func (r *csvReader) cell() (c Cell, ok bool) {
	start := r.at
	if start < len(r.text) && r.text[start] == '"' {
		return r.quotedCell(start)
	}
	for ; r.at < len(r.text); r.at++ {
		b := r.text[r.at]
		if b == r.delim || b == '\n' || b == '\r' && r.lineEnd(r.at) == r.at {
			break
		}
		if b == '"' {
			r.list.Add(r.file.Defect(r.at, 1, "a quote within a value", "write the value in double quotes, and each quote within it twice"))
			r.at = r.nextLine(r.at)
			return c, false
		}
	}
	from := start
	for from < r.at && isBlank(r.text[from]) {
		from++
	}
	return r.place(strings.TrimRight(r.text[from:r.at], " \t"), from, false), true
}

// quotedCell reads a cell whose quote opens at the given offset.
func (r *csvReader) quotedCell(open int) (c Cell, ok bool) {
	end, plain, lines := r.closing(open)
	if end == len(r.text) || r.lineEnd(end+1) > end+1 && r.text[end+1] != r.delim {
		if end < len(r.text) && !lines {
			r.list.Add(r.file.Defect(end, 1, "the closing quote of this value is missing, or text follows it", "within double quotes, write each quote twice"))
		} else {
			r.list.Add(r.file.Defect(open, 1, "this quote is not closed", "close it at the end of the value; within double quotes, write each quote twice"))
		}
		r.at = r.nextLine(open)
		return c, false
	}
	r.at = end + 1
	from := open + 1
	for from < end && (isBlank(r.text[from]) || r.text[from] == '\n' || r.text[from] == '\r' && r.text[from+1] == '\n') {
		from++
	}
	text := r.text[from:end]
	if !plain {
		text = unquote(text)
	}
	return r.place(strings.TrimRight(text, " \t"), from, true), true
}

// closing returns the offset of the quote that closes the one at open, or the
// end of the text; whether the value between them is written as it is; and
// whether it goes over several lines.
func (r *csvReader) closing(open int) (end int, plain, lines bool) {
	plain = true
	defer func() { r.quotedBytes += end - open }()
	for i := open + 1; i < len(r.text); i++ {
		switch r.text[i] {
		case '"':
			if i+1 == len(r.text) || r.text[i+1] != '"' {
				return i, plain, lines
			}
			plain = false
			i++
		case '\n':
			plain, lines = false, true
		}
	}
	return len(r.text), plain, lines
}

// unquote returns the meaning of a text in quotes.
func unquote(raw string) string {
	out := make([]byte, 0, len(raw))
	for i := 0; i < len(raw); i++ {
		c := raw[i]
		switch {
		case c == '\n':
			c = ' '
		case c == '\r' && i+1 < len(raw) && raw[i+1] == '\n':
			c = ' '
			i++
		case c == '"':
			i++
		}
		out = append(out, c)
	}
	return string(out)
}

func isBlank(c byte) bool { return c == ' ' || c == '\t' }

// place makes a cell of a text at an offset.
func (r *csvReader) place(text string, at int, quoted bool) Cell {
	if at < r.marked {
		r.mark, r.marked = r.file.Place(at), at
	}
	for ; r.marked < at; r.marked++ {
		switch c := r.text[r.marked]; {
		case c == '\n':
			r.mark.Line, r.mark.Column = r.mark.Line+1, 1
		case utf8.RuneStart(c):
			r.mark.Column++
		}
	}
	return Cell{text, r.mark, at, r.file, quoted}
}
