package bom

import (
	"cmp"
	"slices"
	"strings"

	"github.com/confspace/confspace/bom/internal/tell"
)

// A Note is a cell of a column that the owner of a file keeps for people, such as
// (drawing) or (buyer). A structure carries it from ReadStructure to WriteCSV.
type Note struct {
	// Name is the header of the column without its parentheses, Text the cell: not empty.
	Name string `json:"name"`
	Text string `json:"text"`
}

// noteHeader returns the header of a column of notes.
func noteHeader(name string) string { return "(" + name + ")" }

// noteNames returns the names of the notes of all rows, sorted.
func noteNames(rows []Row) []string {
	seen := make(map[string]bool)
	var names []string
	for i := range rows {
		for _, n := range rows[i].Notes {
			if !seen[n.Name] {
				seen[n.Name] = true
				names = append(names, n.Name)
			}
		}
	}
	slices.Sort(names)
	return names
}

// note returns the text of a note, "" if the row has none of that name.
func (r *Row) note(name string) string {
	for _, n := range r.Notes {
		if n.Name == name {
			return n.Text
		}
	}
	return ""
}

// readNotes reads the notes of a row.
func (d *draft) readNotes(row int) {
	if d.table.NoteRows == nil {
		return
	}
	r := &d.rows[row]
	for i, c := range d.table.NoteRows[row] {
		if c.Text != "" {
			header := d.table.Notes[i].Text
			r.Notes = append(r.Notes, Note{header[1 : len(header)-1], c.Text})
		}
	}
	sortNotes(r.Notes)
}

func sortNotes(notes []Note) {
	slices.SortFunc(notes, func(a, b Note) int { return cmp.Compare(a.Name, b.Name) })
}

// checkNotes reports notes that a file could not give back, of rows made by a program.
func (d *draft) checkNotes() {
	if d.file != nil {
		return
	}
	for row := range d.rows {
		r := &d.rows[row]
		r.Notes = slices.Clone(r.Notes) // the caller's
		sortNotes(r.Notes)
		for i, n := range r.Notes {
			header := noteHeader(n.Name)
			fault := cmp.Or(tell.NameFault("name of a note", n.Name), tell.NameFault("note "+header, n.Text))
			switch {
			case fault != "":
			case i > 0 && r.Notes[i-1].Name == n.Name:
				fault = "the note " + header + " is there twice"
			case n.Text == "":
				fault = "the note " + header + " is empty; leave it out"
			case slices.Contains(columnNames[:], strings.Trim(header, "()")):
				fault = "the note " + header + " has the name of a column; give it another name"
			}
			if fault != "" {
				d.report(row, columnPart, "", "%s", fault)
			}
		}
	}
}
