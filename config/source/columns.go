package source

import (
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Columns says which columns a CSV file may have. The zero value takes columns
// of any name.
type Columns struct {
	// Known are the names that columns may have, in lower case; empty = any.
	Known []string
	// Required are those of Known that every file needs.
	Required []string
}

// headerReader checks the names of the columns of a file.
type headerReader struct {
	Columns
	file  *File
	list  *List
	cells []Cell // with misspelled names corrected
	skip  []bool // columns that are not read

	column map[string]int // name -> index of its column
}

// read checks the names and reports whether rows can be read with them.
func (h *headerReader) read() bool {
	h.column = make(map[string]int, len(h.cells))
	var twice [][2]int // a column and the earlier one of its name
	for i, c := range h.cells {
		first, again := h.column[c.Text]
		h.skip[i] = c.Text == "" || isNote(c.Text) || again
		switch {
		case !h.skip[i]:
			h.column[c.Text] = i
		case again:
			twice = append(twice, [2]int{i, first})
		}
	}
	var unknown []int
	if len(h.Known) > 0 {
		unknown = h.otherCase()
	}
	if len(unknown) > 0 && len(unknown) == len(h.column) {
		h.list.Add(h.cells[unknown[0]].Defect("the header row is missing: no cell of this row is the name of a column",
			"begin the file with the names of its columns: "+strings.Join(h.example(), ",")))
		return false
	}
	for _, pair := range twice {
		c := h.cells[pair[0]]
		h.list.Add(c.Defect(fmt.Sprintf("column %s is there twice, first at %s", c.Text, h.cells[pair[1]].Place), ""))
	}
	h.unknown(unknown)
	h.notes()
	h.required()
	return true
}

// notes reports notes that have the name of a missing column, and reads them as that
// column.
func (h *headerReader) notes() {
	for i, c := range h.cells {
		name := strings.Trim(c.Text, "()")
		if isNote(c.Text) && slices.Contains(h.Known, name) && !h.has(name) {
			h.list.Add(c.Defect(fmt.Sprintf("the column %s is a note, and there is no column %s", c.Text, name),
				"write "+name+" for the column that is read; give a note another name"))
			h.skip[i] = false
			h.rename(i, name)
		}
	}
}

// isNote reports whether a column is a note of the file's owner, which is carried
// along without a meaning.
func isNote(name string) bool { return strings.HasPrefix(name, "(") && strings.HasSuffix(name, ")") }

// example returns some names that a header row needs.
func (h *headerReader) example() []string {
	if len(h.Required) > 0 {
		return h.Required
	}
	return h.Known
}

// otherCase finds the names that differ from known ones in case and spaces
// only, which is one defect for all of them, and returns the other unknown
// columns.
func (h *headerReader) otherCase() (unknown []int) {
	plain := make(map[string]string, len(h.Known))
	known := make(map[string]bool, len(h.Known))
	for _, name := range h.Known {
		plain[plainName(name)], known[name] = name, true
	}
	var first Defect
	found := 0
	for i, c := range h.cells {
		if h.skip[i] || known[c.Text] {
			continue
		}
		name, near := plain[plainName(c.Text)]
		if _, taken := h.column[name]; !near || taken {
			unknown = append(unknown, i)
			continue
		}
		if found++; found == 1 {
			first = c.Defect(fmt.Sprintf("column names are lower case, without spaces: %s, not %s", name, c.Text),
				"write "+name)
		}
		h.rename(i, name)
	}
	if found > 0 {
		if first.Follows = found - 1; found > 1 {
			first.Hint = "write the names as they are known: " + strings.Join(h.Known, ", ")
		}
		h.list.Add(first)
	}
	return unknown
}

// plainName returns a name in lower case, without spaces and marks.
func plainName(name string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) || r == '_' || r == '-' {
			return -1
		}
		return unicode.ToLower(r)
	}, name)
}

// rename reads a column under another name.
func (h *headerReader) rename(i int, name string) {
	delete(h.column, h.cells[i].Text)
	h.cells[i].Text = name
	h.column[name] = i
}

// unknown reports columns with unknown names. A name that is near to the name
// of a missing column, or short for it, is read as that one; other columns are
// not read.
func (h *headerReader) unknown(columns []int) {
	for _, i := range columns {
		c := h.cells[i]
		near, ok := h.list.meant(c.Text, Except(slices.Values(h.Known), h.has))
		hint := "did you mean " + near + "?"
		if !ok {
			hint = fmt.Sprintf("write (%s) for a column that is not to be read", c.Text)
			if others := slices.Collect(Except(slices.Values(h.Known), h.has)); len(others) > 0 {
				hint = "other columns are " + strings.Join(others, ", ") + "; " + hint
			}
		}
		h.list.Add(c.Defect(fmt.Sprintf("unknown column %q", c.Text), hint))
		if ok {
			h.rename(i, near)
		} else {
			h.skip[i] = true
		}
	}
}

func (h *headerReader) has(name string) bool {
	_, ok := h.column[name]
	return ok
}

// required reports required columns that are missing.
func (h *headerReader) required() {
	missing := slices.Collect(Except(slices.Values(h.Required), h.has))
	switch len(missing) {
	case 0:
	case 1:
		h.list.Add(h.cells[0].Defect(fmt.Sprintf("column %s is missing", missing[0]), andList(h.Required)+" must be there"))
	default:
		h.list.Add(h.cells[0].Defect(fmt.Sprintf("the columns %s are missing", andList(missing)), andList(h.Required)+" must be there"))
	}
}

// andList joins names: "a, b and c".
func andList(names []string) string {
	last := len(names) - 1
	if last < 1 {
		return strings.Join(names, "")
	}
	return strings.Join(names[:last], ", ") + " and " + names[last]
}

// nameless reports the columns without a name in which a row has a value.
func (h *headerReader) nameless(rows [][]Cell) {
	for i, c := range h.cells {
		if c.Text != "" {
			continue
		}
		for _, row := range rows {
			if row[i].Text != "" {
				d := c.Defect(fmt.Sprintf("column %d has no name", i+1), fmt.Sprintf("name it, or delete it; it has the value %s at %s", clip(row[i].Text), row[i].Place))
				h.list.Add(d)
				break
			}
		}
	}
}

// clip shortens a text for a message.
func clip(s string) string {
	const most = 40
	if utf8.RuneCountInString(s) <= most {
		return s
	}
	return string([]rune(s)[:most]) + "…"
}
